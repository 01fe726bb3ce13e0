/* SPDX-License-Identifier: ISC */
/* A case of check_host(): a record, who asks about it, and all that must come out. Every case runs
 * twice, plainly and after a prefetch, and both findings must be the same. */
#ifndef TESTS_UNIT_SPF_CASE_H
#define TESTS_UNIT_SPF_CASE_H

#include "records/scheme.h"

#include <criterion/criterion.h>
#include <string.h>

typedef struct {
    const char *section, *name; /* of RFC 7208 where no other is named */
    const char *record;         /* at example.net; NULL: the zone is all */
    const char *more;           /* further lines of the zone */
    const char *client;         /* NULL: 192.0.2.1 */
    const char *sender;         /* NULL: alice@example.net */
    const char *helo;           /* NULL: mail.example.net */
    Result want;
    const char *want_mechanism, *want_explanation; /* NULL: none */
    const char *want_problem;                      /* a part of it; NULL: none */
} SpfCase;

/* One TXT record in strings of 255 octets; the master file's special octets as \DDD. */
static inline void
spf_case_publish(GString *zone, const char *owner, const char *record)
{
    g_string_append_printf(zone, "%s TXT \"", owner);
    for (size_t i = 0; record[i]; i++) {
        unsigned char octet = (unsigned char)record[i];

        if (i > 0 && i % 255 == 0)
            g_string_append(zone, "\" \"");
        if (octet < ' ' || octet > '~' || octet == '"' || octet == '\\')
            g_string_append_printf(zone, "\\%03u", octet);
        else
            g_string_append_c(zone, (char)octet);
    }
    g_string_append(zone, "\"\n");
}

static inline Dns *
spf_case_zone(const SpfCase *one, const char *common)
{
    g_autoptr(GString) zone = g_string_new("$ORIGIN .\n");
    g_autoptr(GError) error = NULL;
    Dns *dns;

    g_string_append(zone, common);
    if (one->more)
        g_string_append(zone, one->more);
    if (one->record)
        spf_case_publish(zone, "example.net", one->record);
    dns = dns_new_zone_text(one->name, zone->str, &error);
    cr_assert(dns, "%s", error ? error->message : one->name);
    return dns;
}

static inline Finding *
spf_case_check(const SpfCase *one, Dns *dns, bool prefetch)
{
    const char *sender = one->sender ? one->sender : "alice@example.net";
    const char *at = strrchr(sender, '@');
    const char *client = one->client ? one->client : "192.0.2.1";
    g_autofree char *local = at ? g_strndup(sender, (gsize)(at - sender)) : g_strdup("postmaster");
    Claim claim = {
        .identity = at ? IDENTITY_MAIL_FROM : IDENTITY_HELO,
        .local = local,
        .domain = at ? at + 1 : sender,
        .helo = one->helo ? one->helo : "mail.example.net",
        .receiver = "mx.example.org",
        .now = 1000000000,
    };
    const Scheme *spf = scheme_named("spf");

    cr_assert(ip_parse(client, strlen(client), &claim.client), "%s", client);
    if (prefetch)
        spf->prefetch(dns, &claim);
    return scheme_check(spf, dns, &claim);
}

static inline void
spf_case_compare(const SpfCase *one, const Finding *got)
{
    const char *problem = got->problem ? got->problem : "";

    cr_expect(got->result == one->want, "%s %s: got %s, want %s (%s)", one->section, one->name,
              result_text(got->result), result_text(one->want), problem);
    cr_expect(g_strcmp0(got->mechanism, one->want_mechanism) == 0, "%s %s: got %s, want %s",
              one->section, one->name, got->mechanism, one->want_mechanism);
    cr_expect(g_strcmp0(got->explanation, one->want_explanation) == 0, "%s %s: got %s, want %s",
              one->section, one->name, got->explanation, one->want_explanation);
    cr_expect(one->want_problem ? strstr(problem, one->want_problem) != NULL : !got->problem,
              "%s %s: got problem \"%s\", want \"%s\"", one->section, one->name, problem,
              one->want_problem);
}

static inline void
spf_case_same(const SpfCase *one, const Finding *plain, const Finding *early)
{
    g_autofree char *plain_path = finding_path_text(plain);
    g_autofree char *early_path = finding_path_text(early);

    cr_expect(plain->result == early->result && plain->exists == early->exists &&
                  plain->authentic == early->authentic &&
                  g_strcmp0(plain->mechanism, early->mechanism) == 0 &&
                  g_strcmp0(plain_path, early_path) == 0 &&
                  g_strcmp0(plain->record, early->record) == 0 &&
                  g_strcmp0(plain->explanation, early->explanation) == 0 &&
                  g_strcmp0(plain->problem, early->problem) == 0,
              "%s %s: a prefetch changed the finding", one->section, one->name);
}

static inline void
spf_cases_run(const char *common, const SpfCase *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        g_autoptr(Dns) dns = spf_case_zone(&cases[i], common);
        g_autoptr(Dns) dns_early = spf_case_zone(&cases[i], common);
        g_autoptr(Finding) plain = spf_case_check(&cases[i], dns, false);
        g_autoptr(Finding) early = spf_case_check(&cases[i], dns_early, true);

        spf_case_compare(&cases[i], plain);
        spf_case_same(&cases[i], plain, early);
    }
}

#endif
