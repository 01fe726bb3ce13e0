/* SPDX-License-Identifier: ISC */
/* A case of any scheme: what is published, who asks, and all that must come out. Every case runs
 * twice, plainly and after a prefetch, and both findings must be the same. */
#ifndef TESTS_UNIT_SCHEME_CASE_H
#define TESTS_UNIT_SCHEME_CASE_H

#include "records/scheme.h"

#include <criterion/criterion.h>
#include <string.h>

typedef struct {
    const char *name;
    const char *more;   /* lines of the zone beside the common ones */
    const char *client; /* NULL: 192.0.2.1 */
    const char *sender; /* NULL: alice@example.net */
    Result want;
    const char *want_mechanism, *want_record; /* NULL: none */
    const char *want_problem;                 /* a part of it; NULL: none */
    bool want_missing;                        /* the domain does not exist */
} SchemeCase;

static inline Dns *
scheme_case_zone(const SchemeCase *one, const char *common)
{
    g_autofree char *text =
        g_strconcat("$ORIGIN .\nexample.net TXT \"it exists\"\nbroken.example ERROR SERVFAIL\n",
                    common, one->more ? one->more : "", NULL);
    g_autoptr(GError) error = NULL;
    Dns *dns = dns_new_zone_text(one->name, text, &error);

    cr_assert(dns, "%s", error ? error->message : one->name);
    return dns;
}

static inline Finding *
scheme_case_check(const Scheme *scheme, const SchemeSettings *settings, const SchemeCase *one,
                  Dns *dns, bool prefetch)
{
    const char *sender = one->sender ? one->sender : "alice@example.net";
    const char *at = strrchr(sender, '@');
    const char *client = one->client ? one->client : "192.0.2.1";
    g_autofree char *local = at ? g_strndup(sender, (gsize)(at - sender)) : g_strdup("postmaster");
    Claim claim = claim_of(at ? at + 1 : sender, scheme->identity, NULL, settings);

    claim.local = local;
    claim.receiver = "mx.example.org";
    cr_assert(ip_parse(client, strlen(client), &claim.client), "%s", client);
    if (prefetch)
        scheme_prefetch(scheme, dns, &claim);
    return scheme_check(scheme, dns, &claim);
}

static inline void
scheme_case_compare(const SchemeCase *one, const Finding *got)
{
    const char *problem = got->problem ? got->problem : "";

    cr_expect(got->result == one->want, "%s: got %s, want %s (%s)", one->name,
              result_text(got->result), result_text(one->want), problem);
    cr_expect(g_strcmp0(got->mechanism, one->want_mechanism) == 0, "%s: got %s, want %s", one->name,
              got->mechanism, one->want_mechanism);
    cr_expect(!one->want_record || g_strcmp0(got->record, one->want_record) == 0,
              "%s: got %s, want %s", one->name, got->record, one->want_record);
    cr_expect(one->want_problem ? strstr(problem, one->want_problem) != NULL : !got->problem,
              "%s: got problem \"%s\", want \"%s\"", one->name, problem, one->want_problem);
    cr_expect(got->exists == !one->want_missing, "%s: exists", one->name);
}

static inline void
scheme_case_same(const SchemeCase *one, const Finding *plain, const Finding *early)
{
    cr_expect(plain->result == early->result && plain->exists == early->exists &&
                  plain->authentic == early->authentic &&
                  g_strcmp0(plain->domain, early->domain) == 0 &&
                  g_strcmp0(plain->mechanism, early->mechanism) == 0 &&
                  g_strcmp0(plain->record, early->record) == 0 &&
                  g_strcmp0(plain->problem, early->problem) == 0,
              "%s: a prefetch changed the finding", one->name);
}

static inline void
scheme_cases_run_with(const Scheme *scheme, const SchemeSettings *settings, const char *common,
                      const SchemeCase *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        g_autoptr(Dns) dns = scheme_case_zone(&cases[i], common);
        g_autoptr(Dns) dns_early = scheme_case_zone(&cases[i], common);
        g_autoptr(Finding) plain = scheme_case_check(scheme, settings, &cases[i], dns, false);
        g_autoptr(Finding) early = scheme_case_check(scheme, settings, &cases[i], dns_early, true);

        scheme_case_compare(&cases[i], plain);
        scheme_case_same(&cases[i], plain, early);
    }
}

static inline void
scheme_cases_run(const char *scheme, const char *common, const SchemeCase *cases, size_t count)
{
    cr_assert_not_null(scheme_named(scheme), "%s", scheme);
    scheme_cases_run_with(scheme_named(scheme), NULL, common, cases, count);
}

#endif
