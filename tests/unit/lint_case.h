/* SPDX-License-Identifier: ISC */
/* A case of a linter: what is published, and all findings that must come out, the same number in
 * the same order. */
#ifndef TESTS_UNIT_LINT_CASE_H
#define TESTS_UNIT_LINT_CASE_H

#include "lint/linters.h"
#include "lint/survey.h"

#include <criterion/criterion.h>
#include <string.h>

#define LINT_WANTED_MAX 8

typedef struct {
    const char *name;
    const char *zone;   /* lines of a master file */
    const char *domain; /* NULL: example.net */
    unsigned lookups;   /* of the first record */
    /* "error _rmx.example.net 4 mx: a part of the text"; the offset and the words only where the
     * finding has words */
    const char *want[LINT_WANTED_MAX];
    const char *proposal; /* of the first finding that has one; NULL: none has */
} LintCase;

static inline Dns *
lint_case_zone(const LintCase *one, const char *common)
{
    g_autofree char *text = g_strconcat("$ORIGIN .\n", common, one->zone, NULL);
    g_autoptr(GError) error = NULL;
    Dns *dns = dns_new_zone_text(one->name, text, &error);

    cr_assert(dns, "%s", error ? error->message : one->name);
    survey_set_limits(dns, 1);
    return dns;
}

/* What stands before the text. The caller frees. */
static inline char *
lint_case_head(const LintFinding *finding)
{
    g_autofree char *place =
        finding->words ? g_strdup_printf(" %zu %s", finding->offset, finding->words) : NULL;

    return g_strdup_printf("%s %s%s: ", lint_severity_text(finding->severity), finding->name,
                           place ? place : "");
}

static inline void
lint_case_compare_proposal(const LintCase *one, const Lint *lint)
{
    const char *proposal = NULL;

    for (guint i = 0; i < lint->findings->len && !proposal; i++)
        proposal = ((const LintFinding *)lint->findings->pdata[i])->proposal;
    cr_expect(g_strcmp0(proposal, one->proposal) == 0, "%s: proposal %s, want %s", one->name,
              proposal, one->proposal);
}

static inline void
lint_case_compare(const LintCase *one, const Lint *lint)
{
    const LintRecord *first = lint->records->len > 0 ? lint->records->pdata[0] : NULL;
    guint count = 0;

    while (count < LINT_WANTED_MAX && one->want[count])
        count++;
    cr_expect_eq(lint->findings->len, count, "%s: %u findings, want %u", one->name,
                 lint->findings->len, count);
    for (guint i = 0; i < lint->findings->len; i++) {
        const LintFinding *finding = lint->findings->pdata[i];
        g_autofree char *head = lint_case_head(finding);
        const char *want = i < count ? one->want[i] : "nothing";

        cr_expect(g_str_has_prefix(want, head) && strstr(finding->text, want + strlen(head)),
                  "%s: got %s%s, want %s", one->name, head, finding->text, want);
    }
    lint_case_compare_proposal(one, lint);
    cr_expect_eq(first ? first->lookups : 0, one->lookups, "%s: %u lookups, want %u", one->name,
                 first ? first->lookups : 0, one->lookups);
}

/* One scheme's linter alone. */
static inline void
lint_cases_run(const char *scheme, const SchemeSettings *settings, const char *common,
               const LintCase *cases, size_t count)
{
    static const SchemeSettings nothing_said = { .rmx_type = 0 };

    for (size_t i = 0; i < count; i++) {
        g_autoptr(Dns) dns = lint_case_zone(&cases[i], common);
        g_autoptr(Lint) lint = lint_new(dns, cases[i].domain ? cases[i].domain : "example.net",
                                        settings ? settings : &nothing_said);

        linter_run(lint, scheme_named(scheme));
        lint_case_compare(&cases[i], lint);
    }
}

#endif
