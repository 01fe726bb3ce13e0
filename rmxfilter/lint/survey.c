/* SPDX-License-Identifier: ISC */
/* The DNS room asks each question once, so what is prefetched here costs the linters no time. */
#include "lint/survey.h"

#include "convert/suggest.h"
#include "lint/linters.h"
#include "lint/probes.h"
#include "records/match.h"

#include <libpsl.h>
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

/* --- DMARC (RFC 7489 section 6.6.3) --- */

static char *
dmarc_name(const char *domain)
{
    return g_strconcat("_dmarc.", domain, NULL);
}

/* Where there is none at the domain, the one of the organization counts; NULL: it is the
 * organization's own, or a public suffix. Lent from domain. */
static const char *
organization_of(const char *domain)
{
    const psl_ctx_t *suffixes = psl_builtin();
    const char *registrable = suffixes ? psl_registrable_domain(suffixes, domain) : NULL;

    return registrable && strcmp(registrable, domain) != 0 ? registrable : NULL;
}

static unsigned
count_dmarc(Lint *lint, const char *name, bool *known)
{
    const DnsAnswer *answer = lint_ask(lint, name, DNS_TXT);
    unsigned count = 0;

    *known = answer->status != DNS_TEMPERROR;
    for (guint i = 0; i < answer->records->len; i++) {
        const GString *text = ((const DnsRecord *)answer->records->pdata[i])->data;
        Cursor c = cursor_over(text->str, text->len);

        count += cursor_begins(&c, "v=DMARC1");
    }
    return count;
}

static void
check_dmarc(Lint *lint)
{
    static const char rule[] = "RFC 7489 section 6.6.3";
    g_autofree char *name = dmarc_name(lint->domain);
    const char *parent = organization_of(lint->domain);
    bool known;
    unsigned count = count_dmarc(lint, name, &known);

    if (count > 1)
        lint_report(lint, LINT_ERROR, name, rule,
                    "%u DMARC records where one is allowed: none of them counts", count);
    if (count > 0 || !known)
        return;
    if (parent) {
        g_autofree char *parent_name = dmarc_name(parent);

        if (count_dmarc(lint, parent_name, &known) > 0 || !known)
            return;
    }
    lint_report(lint, LINT_NOTE, name, rule,
                "no DMARC record: nothing says what to do with mail whose From field is forged");
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
    check_dmarc(lint);
}

/* --- all of it --- */

void
survey_prefetch(Dns *dns, const char *domain, const GPtrArray *asked,
                const SchemeSettings *settings)
{
    const SchemeSettings *published = settings_without_own_records(dns, settings);
    const IpAddress strangers[] = { probes_stranger(false), probes_stranger(true) };
    g_autofree char *dmarc = dmarc_name(domain);

    dns_prefetch(dns, domain, DNS_TXT);
    dns_prefetch(dns, domain, DNS_MX);
    dns_prefetch(dns, dmarc, DNS_TXT);
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
survey_domain(Dns *dns, const char *domain, const GPtrArray *asked, const SchemeSettings *settings)
{
    Lint *lint = lint_new(dns, domain, settings_without_own_records(dns, settings));
    const DnsAnswer *answer = lint_ask(lint, domain, DNS_TXT);

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
