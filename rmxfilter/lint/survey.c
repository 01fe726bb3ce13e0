/* SPDX-License-Identifier: ISC */
/* The DNS room asks each question once, so what is prefetched here costs the linters no time. */
#include "lint/survey.h"

#include "convert/suggest.h"
#include "lint/linters.h"
#include "lint/probes.h"
#include "records/match.h"

#include <string.h>

void
survey_set_limits(Dns *dns, unsigned domains)
{
    dns_set_question_limit(dns, LINT_QUESTIONS_MAX * domains);
    dns_set_prefetch_limit(dns, LINT_QUESTIONS_MAX * domains);
}

/* A copy without the user's own records. It lives as long as the Dns, because prefetches read it.
 */
static const SchemeSettings *
settings_without_own_records(Dns *dns, const SchemeSettings *settings)
{
    SchemeSettings *copy = g_memdup2(settings, sizeof(*settings));

    copy->own_records = NULL;
    dns_keep(dns, copy, g_free);
    return copy;
}

/* --- the domain itself --- */

/* "_dmarc.example.net" and the like hold records about a mail domain: the rest of the name is what
 * was meant. Lent; NULL: no label begins with an underscore. */
static const char *
meant_domain(const char *domain)
{
    const char *meant = NULL;

    for (const char *label = domain; label;) {
        const char *dot = strchr(label, '.');

        if (*label == '_')
            meant = dot ? dot + 1 : "";
        label = dot ? dot + 1 : NULL;
    }
    return meant;
}

/* What the linters of the schemes do not see, because each knows only its own records. */
static void
check_whole_domain(Lint *lint, bool passes)
{
    const char *meant = meant_domain(lint->domain);

    if (meant) {
        lint_report(lint, LINT_WARNING, lint->domain, "RFC 8552 section 1",
                    "no domain of mail: a label begins with an underscore%s%s",
                    *meant ? "; the domain is " : "", meant);
        return;
    }
    if (lint->records->len == 0 && !lint_has_unknown(lint)) {
        g_autofree char *line = suggest_line(lint->dns, lint->domain);

        lint_report_details(lint, LINT_WARNING,
                            &(LintDetails){ .name = lint->domain, .proposal = line },
                            "publishes nothing: any machine may use this domain%s",
                            line ? "; a first record, guessed from its MX and A hosts:" : "");
    }
    if (passes && match_null_mx(lint_ask(lint, lint->domain, DNS_MX)))
        lint_report(
            lint, LINT_NOTE, lint->domain, "RFC 7505 section 4.2",
            "takes no mail (null MX), and lets some machine send: answers cannot come back");
    linters_run_others(lint);
}

/* --- all of it --- */

void
survey_prefetch(Dns *dns, const char *domain, const GPtrArray *asked,
                const SchemeSettings *settings)
{
    const SchemeSettings *published = settings_without_own_records(dns, settings);
    const IpAddress strangers[] = { probes_stranger(false), probes_stranger(true) };

    dns_prefetch(dns, domain, DNS_TXT);
    dns_prefetch(dns, domain, DNS_MX);
    linters_prefetch_others(dns, domain);
    for (guint i = 0; i < asked->len; i++)
        for (size_t j = 0; j < G_N_ELEMENTS(strangers); j++) {
            const Scheme *scheme = asked->pdata[i];
            Claim claim = claim_of(domain, scheme->identity, &strangers[j], published);

            if (linter_exists(scheme))
                scheme_prefetch(scheme, dns, &claim);
        }
}

static int
compare_severity(const void *one, const void *other)
{
    const LintFinding *const *a = one, *const *b = other;

    return (*a)->severity > (*b)->severity ? -1 : (*a)->severity < (*b)->severity;
}

Lint *
survey_domain(Dns *dns, const char *domain, const GPtrArray *asked, const SchemeSettings *settings,
              const char *const *selectors)
{
    Lint *lint = lint_new(dns, domain, settings_without_own_records(dns, settings));
    const DnsAnswer *answer = lint_ask(lint, domain, DNS_TXT);

    lint->selectors = selectors;
    lint->exists = answer->status != DNS_NXDOMAIN;
    if (!lint->exists) {
        lint_report(lint, LINT_ERROR, domain, NULL, "the domain does not exist");
        return lint;
    }
    for (guint i = 0; i < asked->len; i++)
        linter_run(lint, asked->pdata[i]);
    check_whole_domain(lint, probes_run(lint, asked));
    g_ptr_array_sort(lint->findings, compare_severity);
    return lint;
}

int
survey_exit_code(const GPtrArray *surveys)
{
    static const int codes[] = {
        [LINT_NOTE] = 0, [LINT_WARNING] = 1, [LINT_ERROR] = 1, [LINT_UNKNOWN] = 2
    };
    int worst = 0;

    for (guint i = 0; i < surveys->len; i++) {
        const Lint *lint = surveys->pdata[i];

        for (guint j = 0; j < lint->findings->len; j++) {
            const LintFinding *finding = lint->findings->pdata[j];

            worst = MAX(worst, codes[finding->severity]);
        }
    }
    return worst;
}
