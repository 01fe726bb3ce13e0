/* SPDX-License-Identifier: ISC */
/* What texts for people are written on: how wide it is, and whether it shows colours. Set once,
 * before the sandbox closes; until then 80 columns and no colours. Styles are marks in the text,
 * single octets that no text from outside holds (quote_words), so that columns can be counted
 * around them; on the way out they become what a terminal understands (ECMA-48, SGR). */
#ifndef REPORT_PAGE_H
#define REPORT_PAGE_H

#include <glib.h>
#include <stdbool.h>

#define PAGE_COLUMNS_DEFAULT 80
#define PAGE_COLUMNS_MIN     40  /* a narrower terminal breaks lines by itself */
#define PAGE_COLUMNS_MAX     200 /* wider lines are hard to read */

typedef enum { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER } ColorWish;

typedef enum {
    STYLE_PLAIN,
    STYLE_TITLE, /* of a part */
    STYLE_GOOD,
    STYLE_BAD,
    STYLE_DOUBT, /* neither */
} PageStyle;

/* Looks at standard output. Where it is a terminal the width is COLUMNS of the environment, if that
 * is a number, else what the terminal says; else 80. With COLOR_AUTO there are colours on a
 * terminal, unless NO_COLOR is set and not empty (https://no-color.org) or TERM is "dumb". */
void page_open(ColorWish wish);

/* Sets both; columns are kept within the bounds above. */
void page_set(unsigned columns, bool colors);

/* Columns that a line stays below: two less than the page has. */
size_t page_columns(void);

/* The text in a style; without colours just the text. The caller frees. */
char *page_styled(PageStyle style, const char *text);

/* Columns that the text takes. */
size_t page_width(const char *text);

/* The text with its marks turned into what a terminal understands. The caller frees. */
char *page_finished(const char *text);

#endif
