/* SPDX-License-Identifier: ISC */
/* The parts of the text for people that are about the author: the word, signatures, the policy of
 * his domain, what other hosts found. */
#ifndef REPORT_TEXT_AUTHOR_H
#define REPORT_TEXT_AUTHOR_H

#include "report/author_word.h"

/* "aligned (foo.com passed)": the word, and why. Hostile; the caller frees. */
char *text_author_words(const Evidence *evidence, const AuthorAnswer *answer);

/* Appends a part with a title, if there is a signature, a policy that was asked for, or a result of
 * another host; else nothing. */
void text_append_signatures(GString *out, const Evidence *evidence);
void text_append_policy(GString *out, const Evidence *evidence, const AuthorAnswer *answer);
void text_append_testimony(GString *out, const Evidence *evidence);

#endif
