/* SPDX-License-Identifier: ISC */
/* The path of a message as a picture (SVG inside a page): from the sender at the top to the mailbox
 * at the bottom. Who is believed, and who only claimed, differs by shape, line and word, not by
 * colour alone. */
#ifndef REPORT_HTML_PATH_H
#define REPORT_HTML_PATH_H

#include "report/verdict.h"

/* Appends the picture; the walk must have a step. Of a very long path the middle of what nobody
 * vouches for, and of what is believed, is left out, and said to be. */
void html_path(GString *out, const Evidence *evidence, const Verdict *verdict);

#endif
