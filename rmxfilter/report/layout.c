/* SPDX-License-Identifier: ISC */
/* The text so far says where the next octet will stand. */
#include "report/layout.h"

#include "mime/destroy.h"
#include "mime/quote.h"
#include "report/page.h"

#include <string.h>

#define GAP      2  /* blanks between cells, and before the first one */
#define ROOM_MIN 30 /* columns that the words of a last cell need to be folded in their column */

DESTROY_NOTIFY(g_ptr_array_unref)

/* A cell that is wider than half a line makes no room for itself in other rows. */
static size_t
widest_cell(void)
{
    return page_columns() / 2 + 1;
}

static void
begin_line(GString *out, size_t indent)
{
    while (out->len > 0 && out->str[out->len - 1] == ' ')
        g_string_truncate(out, out->len - 1);
    g_string_append_printf(out, "\n%*s", (int)indent, "");
}

/* A word that no line has room for, from where the line stands to the end of as many lines as it
 * takes. */
static void
append_long_word(GString *out, size_t indent, const char *word)
{
    size_t column = layout_column(out);

    for (; *word != '\0'; word++) {
        const char octet[] = { *word, '\0' };

        if (page_width(octet) > 0 && column + 1 >= page_columns()) {
            begin_line(out, indent);
            column = indent;
        }
        g_string_append_c(out, *word);
        column += page_width(octet);
    }
}

size_t
layout_column(const GString *out)
{
    const char *newline = strrchr(out->str, '\n');

    return page_width(newline ? newline + 1 : out->str);
}

void
layout_words(GString *out, size_t indent, const char *text)
{
    g_auto(GStrv) words = g_strsplit(text, " ", -1);
    size_t column = layout_column(out);

    for (char **word = words; *word; word++) {
        bool first = word == words;
        size_t len = page_width(*word);

        if (column + len + !first >= page_columns() && (!first || column > indent)) {
            begin_line(out, indent);
            column = indent;
        } else if (!first) {
            g_string_append_c(out, ' ');
            column++;
        }
        if (column + len < page_columns())
            g_string_append(out, *word);
        else
            append_long_word(out, indent, *word);
        column = layout_column(out);
    }
}

void
layout_title(GString *out, const char *title)
{
    g_autofree char *styled = page_styled(STYLE_TITLE, title);

    g_string_append_printf(out, "\n%s\n", styled);
}

char *
layout_cell(const char *text, size_t max)
{
    g_autofree char *shown = quote_words_text(text ? text : "", max);

    return *shown ? g_steal_pointer(&shown) : g_strdup("-");
}

GPtrArray *
layout_table_new(void)
{
    return g_ptr_array_new_with_free_func(g_ptr_array_unref_item);
}

GPtrArray *
layout_table_row(GPtrArray *table)
{
    GPtrArray *row = g_ptr_array_new_with_free_func(g_free);

    g_ptr_array_add(table, row);
    return row;
}

static size_t
column_width(const GPtrArray *table, guint column)
{
    size_t width = 0;

    for (guint i = 0; i < table->len; i++) {
        const GPtrArray *row = table->pdata[i];
        size_t len = column < row->len ? page_width(row->pdata[column]) : 0;

        if (len <= widest_cell())
            width = MAX(width, len);
    }
    return width;
}

static size_t
longest_word(const char *text)
{
    g_auto(GStrv) words = g_strsplit(text, " ", -1);
    size_t longest = 0;

    for (char **word = words; *word; word++)
        longest = MAX(longest, page_width(*word));
    return longest;
}

void
layout_last_cell(GString *out, size_t indent, const char *cell)
{
    size_t column = layout_column(out);
    size_t room = MAX(ROOM_MIN, longest_word(cell));

    if (column + page_width(cell) < page_columns()) {
        g_string_append(out, cell);
    } else if (column + room < page_columns()) {
        layout_words(out, column, cell);
    } else {
        begin_line(out, indent);
        layout_words(out, indent, cell);
    }
}

/* Appends a row to an empty line; widths are those of its columns. Once a row is broken its cells
 * stand in columns no more. */
static void
append_row(GString *out, const GPtrArray *row, const size_t *widths, size_t indent)
{
    size_t column = 0, start = GAP;
    bool broken = false;

    for (guint i = 0; i < row->len; i++) {
        const char *cell = row->pdata[i];
        size_t place = broken ? column + GAP : MAX(start, column + GAP);
        bool last = i + 1 == row->len;

        if (!last && i > 0 && place + page_width(cell) >= page_columns()) {
            broken = true;
            begin_line(out, indent);
            column = place = indent;
        }
        g_string_append_printf(out, "%*s", (int)(place - column), "");
        if (last)
            layout_last_cell(out, indent, cell);
        else
            layout_words(out, indent, cell);
        column = layout_column(out);
        start += widths[i] + GAP;
    }
}

void
layout_table(GString *out, const GPtrArray *table, size_t indent, const GPtrArray *below)
{
    size_t widths[LAYOUT_CELLS_MAX];

    g_assert(!below || below->len == table->len);
    for (guint column = 0; column < LAYOUT_CELLS_MAX; column++)
        widths[column] = column_width(table, column);
    for (guint i = 0; i < table->len; i++) {
        const GPtrArray *row = table->pdata[i];

        g_assert(row->len <= LAYOUT_CELLS_MAX);
        append_row(out, row, widths, indent);
        g_string_append_c(out, '\n');
        if (below)
            g_string_append(out, below->pdata[i]);
    }
}
