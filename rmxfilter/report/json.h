/* SPDX-License-Identifier: ISC */
/* The evidence and the verdict as one JSON object, with the names of docs/contract.md, on which
 * other programs depend. Octets that are not UTF-8 are written as U+FFFD. */
#ifndef REPORT_JSON_H
#define REPORT_JSON_H

#include "report/verdict.h"

/* For `explain --json` and `check --json`; absent values are left out. Ends with a newline; the
 * caller frees. */
char *json_text(const Evidence *evidence, const Verdict *verdict);

#endif
