/* SPDX-License-Identifier: ISC */
/* The evidence and the verdict as one page for a browser, on screen and on paper: what
 * text_explain() says, with the path and the times of the questions as pictures. */
#ifndef REPORT_HTML_EXPLAIN_H
#define REPORT_HTML_EXPLAIN_H

#include "report/verdict.h"

/* The whole page (report/html.h). What a message could hold without end is shown up to some
 * hundreds, and the rest counted. The caller frees. */
char *html_explain(const Evidence *evidence, const Verdict *verdict);

#endif
