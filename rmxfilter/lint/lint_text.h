/* SPDX-License-Identifier: ISC */
/* Surveys as text for people, on a terminal: no octet from outside reaches it unescaped. */
#ifndef LINT_LINT_TEXT_H
#define LINT_LINT_TEXT_H

#include "lint/lint.h"

/* For each domain what it publishes, with the terms and the records that they lead to, then the
 * findings. The surveys are Lint *. The caller frees. */
char *lint_text(const GPtrArray *surveys);

#endif
