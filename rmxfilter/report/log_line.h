/* SPDX-License-Identifier: ISC */
/* One line about one message for the system's log: KEY=VALUE with blanks between, so that grep and
 * awk read it. What a stranger wrote cannot end a value, begin another or start a line. */
#ifndef REPORT_LOG_LINE_H
#define REPORT_LOG_LINE_H

#include "report/verdict.h"

/* Octets of one value on the way out. All of them together, with their keys, stay below
 * REPLY_LOG_MAX. */
#define LOG_VALUE_MAX 264

/* "status=fail client=203.0.113.9 domain=bank.example from=none author=bank.example ms=34
 * message-id=<1@bank.example>". What is not known is left out, the author's domain also where there
 * are several. ms: how long the inspection took, in milliseconds. The caller frees. */
char *log_line_text(const Evidence *evidence, const Verdict *verdict, int64_t ms);

#endif
