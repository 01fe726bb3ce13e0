/* SPDX-License-Identifier: ISC */
/* One domain under all schemes: each scheme's own linter, then what no scheme can see alone: that
 * they contradict each other, that there is no DMARC record, that the domain is not there. */
#ifndef LINT_SURVEY_H
#define LINT_SURVEY_H

#include "lint/lint.h"

/* Lets the run ask what surveys of so many domains need. */
void survey_set_limits(Dns *dns, unsigned domains);

/* Says what survey_domain will ask first, so that several domains' questions run side by side. */
void survey_prefetch(Dns *dns, const char *domain, const GPtrArray *asked,
                     const SchemeSettings *settings);

/* Surveys a domain (mail_domain's form) under the schemes asked (const Scheme *). Records of the
 * user's own are left out: what is published counts. Everything given must outlive the result,
 * which the caller owns; findings stand in it the worst first. */
Lint *survey_domain(Dns *dns, const char *domain, const GPtrArray *asked,
                    const SchemeSettings *settings);

/* Of all surveys (Lint *): 0 clean, 1 there are warnings or errors, 2 something could not be asked.
 */
int survey_exit_code(const GPtrArray *surveys);

#endif
