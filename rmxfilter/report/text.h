/* SPDX-License-Identifier: ISC */
/* The evidence and the verdict as text for people, on a terminal: no octet from outside reaches it
 * unescaped. */
#ifndef REPORT_TEXT_H
#define REPORT_TEXT_H

#include "report/verdict.h"

/* For `explain`: the path of the message, newest hop first, one line a hop with what was believed
 * and why; the identities; each finding with what decided it; the DNS questions. The caller frees.
 */
char *text_explain(const Evidence *evidence, const Verdict *verdict);

/* For `check`: the verdict, then each finding with what decided it. The caller frees. */
char *text_check(const Evidence *evidence, const Verdict *verdict);

#endif
