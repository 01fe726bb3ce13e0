/* SPDX-License-Identifier: ISC */
/* Each question is asked once, so that what is prefetched here costs the linters nothing. */
#include "lint/survey.h"

void
survey_set_limits(Dns *dns, unsigned domains)
{
    dns_set_question_limit(dns, LINT_QUESTIONS_MAX * domains);
}

void
survey_prefetch(Dns *dns, const char *domain, G_GNUC_UNUSED const GPtrArray *asked,
                G_GNUC_UNUSED const SchemeSettings *settings)
{
    dns_prefetch(dns, domain, DNS_TXT);
    dns_prefetch(dns, domain, DNS_MX);
}

static int
worse_first(const void *one, const void *other)
{
    const LintFinding *const *a = one, *const *b = other;

    return (*a)->severity > (*b)->severity ? -1 : (*a)->severity < (*b)->severity;
}

Lint *
survey_domain(Dns *dns, const char *domain, const GPtrArray *asked, const SchemeSettings *settings)
{
    Lint *lint = lint_new(dns, domain, settings);

    for (guint i = 0; i < asked->len; i++)
        lint_scheme(lint, asked->pdata[i]);
    g_ptr_array_sort(lint->findings, worse_first);
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
