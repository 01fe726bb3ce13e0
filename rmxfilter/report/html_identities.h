/* SPDX-License-Identifier: ISC */
/* A part of the page of a message (report/html_explain.h): whose it is, and where that was found.
 */
#ifndef REPORT_HTML_IDENTITIES_H
#define REPORT_HTML_IDENTITIES_H

#include "report/author_word.h"

/* A section with a heading: client, sender, author. answer NULL: nobody asked for the author. */
void html_identities(GString *out, const Evidence *evidence, const AuthorAnswer *answer);

#endif
