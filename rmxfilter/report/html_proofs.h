/* SPDX-License-Identifier: ISC */
/* Parts of the page of a message (report/html_explain.h): what speaks for its author, or against
 * him. */
#ifndef REPORT_HTML_PROOFS_H
#define REPORT_HTML_PROOFS_H

#include "report/author_word.h"

/* A section with a heading, if there is a signature, a policy that was asked for, or a result of
 * another host; else nothing. */
void html_signatures(GString *out, const Evidence *evidence);
void html_policy(GString *out, const Evidence *evidence, const AuthorAnswer *answer);
void html_testimony(GString *out, const Evidence *evidence);

/* A text that a domain published (hostile), with what it is before it (a literal); NULL: nothing.
 */
void html_published(GString *out, const char *what, const char *text);

#endif
