/* SPDX-License-Identifier: ISC */
/* A message of many in one line for people: its verdict, author's domain, client, author's word,
 * day and subject. Cells are made where the message is looked at, and laid out elsewhere. */
#ifndef REPORT_MESSAGE_LINE_H
#define REPORT_MESSAGE_LINE_H

#include "report/evidence.h"
#include "report/verdict.h"

/* Appends the cells to row, each behind a line feed but the first: text from outside is in them. */
void message_line_cells(const Evidence *evidence, const Verdict *verdict, GString *row);

/* The line that such octets make (len of them), whatever they are: printable ASCII with the marks
 * of page_styled and a line feed. narrow: no longer than the page (page_columns); else nothing but
 * the subject is cut. The caller frees. */
char *message_line_text(const char *row, size_t len, bool narrow);

/* The line that says what the columns are; likewise. */
char *message_line_titles(bool narrow);

#endif
