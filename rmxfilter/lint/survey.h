/* SPDX-License-Identifier: ISC */
/* One domain under all schemes: each scheme's own linter, then what no scheme can see alone: that
 * they contradict each other, that there is no DMARC record, that the domain is not there. */
#ifndef LINT_SURVEY_H
#define LINT_SURVEY_H

#include "lint/lint.h"

/* Lets the run ask what surveys of so many domains need. */
void survey_set_limits(Dns *dns, unsigned domains);

/* Says what survey_domain will ask first, so that the questions of several domains run side by
 * side. */
void survey_prefetch(Dns *dns, const char *domain, const GPtrArray *asked,
                     const SchemeSettings *settings);

/* Surveys a domain (in the form of mail_domain) under the schemes asked (const Scheme *). The
 * user's own records are left out: only what is published counts. The keys of selectors (NULL:
 * none; the last is NULL) are looked at, too. Everything given must outlive the result, which the
 * caller owns. Its findings are sorted, the worst first. */
Lint *survey_domain(Dns *dns, const char *domain, const GPtrArray *asked,
                    const SchemeSettings *settings, const char *const *selectors);

/* Of all surveys (Lint *): 0 no warning and no error, 1 there are some, 2 the DNS did not answer a
 * question. */
int survey_exit_code(const GPtrArray *surveys);

#endif
