/* SPDX-License-Identifier: ISC */
/* Text laid out for a terminal: words folded, cells in columns, no line as wide as the page
 * (page_columns); a word that is longer than a line goes on in the next. Texts come in safe to
 * print, with one blank between words (quote_words, layout_cell). */
#ifndef REPORT_LAYOUT_H
#define REPORT_LAYOUT_H

#include <glib.h>
#include <stdbool.h>

#define LAYOUT_CELLS_MAX 8 /* in a row */

/* The columns that the line takes which out ends in. */
size_t layout_column(const GString *out);

/* Appends text to the line that out ends in; where it is folded, lines begin with indent blanks. No
 * line ending is added. */
void layout_words(GString *out, size_t indent, const char *text);

/* Appends the last cell of a line: in its column where it fits or can be folded there, else on
 * lines of its own, indented by indent blanks. */
void layout_last_cell(GString *out, size_t indent, const char *cell);

/* Appends an empty line and the title of a part, on a line of its own. */
void layout_title(GString *out, const char *title);

/* Text from outside as a cell, of at most max octets of it; "-" for what is empty or NULL. The
 * caller frees. */
char *layout_cell(const char *text, size_t max);

/* A table: rows are arrays of cells (char *). The caller owns it. */
GPtrArray *layout_table_new(void);

/* A new last row; its cells are added with g_ptr_array_add, which takes them over. */
GPtrArray *layout_table_row(GPtrArray *table);

/* Appends all rows, indented by two, with columns as wide as the widest of their cells, wide ones
 * left out. What does not fit into a line goes on in lines indented by indent blanks; the last cell
 * in its own column if there is room. below: lines (char *) that follow each row; NULL: none do. */
void layout_table(GString *out, const GPtrArray *table, size_t indent, const GPtrArray *below);

#endif
