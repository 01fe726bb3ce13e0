/* SPDX-License-Identifier: ISC */
/* A part of the page of a message (report/html_explain.h): what was asked of the DNS, and when. */
#ifndef REPORT_HTML_QUESTIONS_H
#define REPORT_HTML_QUESTIONS_H

#include "dns/dns.h"

/* A section with a heading, if anything was asked: a table with a bar on a line of time in each
 * row. */
void html_questions(GString *out, const Dns *dns);

#endif
