/* SPDX-License-Identifier: ISC */
/* Pieces of a page in HTML that stands alone: one file without script that asks nothing of the
 * network, whoever opens it (its own Content-Security-Policy forbids both). Text from outside comes
 * in through html_text() and html_name() only, and cannot leave the element or the attribute that
 * it is put into. All other functions here take literals of this program, but for those that say
 * "hostile". Nothing here knows what a page is about. */
#ifndef REPORT_HTML_H
#define REPORT_HTML_H

#include "mime/quote.h"
#include "report/page.h"

/* Parts of a whole, as lengths and places in pictures are given. */
#define HTML_WHOLE 1000

/* Hostile text as the content of an element or of an attribute in double quotes. What HTML would
 * read as markup becomes a character reference. Letters, digits and signs of all languages stay;
 * what no reader could see, or what could move its neighbours (controls, blanks other than " ",
 * overrides of the direction, invisible fillers, heaps of combining marks), and octets that are not
 * UTF-8, become "%" and two hexadecimal digits for each octet, as quote_words() writes them. Longer
 * than max octets, or QUOTE_ALL, it is cut between characters, and "..." stands there. */
void html_text(GString *out, const char *text, size_t max);

/* The same in printable ASCII, as on a terminal (quote_words): for domains, hosts and addresses,
 * where a letter of another alphabet can look like one of ours. */
void html_name(GString *out, const char *text, size_t max);

/* An element with hostile text, by html_name(): <tag class="class_name">text</tag>. class_name
 * NULL: no class; text NULL: "-" as in tables. */
void html_element(GString *out, const char *tag, const char *class_name, const char *text,
                  size_t max);

/* What every page begins with: by it a file is known as one. */
#define HTML_BEGINNING "<!DOCTYPE html>"

/* All up to the content: language, character set, policy, style, title (hostile), and <main>. */
void html_begin(GString *out, const char *title);
void html_end(GString *out);

/* A part of the page with a heading of the second level; id is unique in the page. */
void html_section_begin(GString *out, const char *id, const char *heading);
void html_section_end(GString *out);

/* A table with a row of headings, columns ends with NULL; of those behind the first, so many head
 * numbers. On narrow screens each row becomes a block of its own, where each cell bears the name of
 * its column. */
void html_table_begin(GString *out, const char *const *columns, guint numbers);
void html_table_end(GString *out);
void html_row_begin(GString *out);
void html_row_end(GString *out);

/* A cell: html_cell with hostile text, by html_name(); the others with what is appended between.
 * column is its heading; class_name is "number" (ranged right), "name" (of a host or
 * domain), "words", "short" (our own words, never folded) or "pairs" (of <span>s that are not
 * folded), NULL: none. */
void html_cell(GString *out, const char *column, const char *class_name, const char *text,
               size_t max);
void html_cell_begin(GString *out, const char *column, const char *class_name);
void html_cell_end(GString *out);

/* Below a table or list that was cut: so many more; nothing where all are shown. */
void html_more(GString *out, guint shown, guint all);

/* A word in the colours of a style, with a sign before it, so that it does not speak by its colour
 * alone. word is a literal, or printable ASCII. */
void html_badge(GString *out, PageStyle style, const char *word);

/* The class of a style in the page's style sheet: "good", "bad", "doubt", "plain". */
const char *html_style_class(PageStyle style);

/* A bar in parts of HTML_WHOLE: where it begins, and how long it is; both are kept inside the
 * whole, and what is not empty can be seen. It is a picture only: what it shows must stand beside
 * it in words. */
void html_bar(GString *out, PageStyle style, unsigned begin, unsigned length);

/* part of whole, in parts of HTML_WHOLE, rounded; whole 0: 0. */
unsigned html_share(double part, double whole);

#endif
