/* SPDX-License-Identifier: ISC */
/* Parts of the page of a message (report/html_explain.h): what speaks for its sender and its
 * author, or against them. */
#ifndef REPORT_HTML_PROOFS_H
#define REPORT_HTML_PROOFS_H

#include "report/author_word.h"
#include "report/verdict.h"

/* A section with a heading, if there is a finding of a scheme, a signature, a policy that was asked
 * for, or a result of another host; else nothing. */
void html_findings(GString *out, const Evidence *evidence, const Verdict *verdict);
void html_signatures(GString *out, const Evidence *evidence);
void html_policy(GString *out, const Evidence *evidence, const AuthorAnswer *answer);
void html_testimony(GString *out, const Evidence *evidence);

#endif
