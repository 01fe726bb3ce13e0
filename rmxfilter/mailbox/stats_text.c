/* SPDX-License-Identifier: ISC */
#include "mailbox/stats_report.h"

#include "report/layout.h"
#include "report/page.h"

#define INDENT     6
#define WIDE_PAGE  110 /* columns from which on the words have room beside the numbers */
#define NAME_SHOWN 48  /* octets of a name, at most */

/* A table as it grows: below are the lines behind each row; NULL: words stand in the last cell. */
typedef struct {
    GPtrArray *rows, *below;
    guint all; /* messages of the mailbox */
} StatsLayout;

/* Ranged right under its heading. */
static void
add_number_cell(GPtrArray *row, int width, guint number)
{
    g_ptr_array_add(row, g_strdup_printf("%*u", width, number));
}

static void
add_stats_headings(StatsLayout *layout, const char *names)
{
    GPtrArray *row = layout_table_row(layout->rows);
    const char *const headings[] = { names, "messages", " share", "forged", "HELO" };

    for (size_t i = 0; i < G_N_ELEMENTS(headings); i++)
        g_ptr_array_add(row, page_styled(STYLE_TITLE, headings[i]));
    if (layout->below)
        g_ptr_array_add(layout->below, g_strdup(""));
    else
        g_ptr_array_add(row, page_styled(STYLE_TITLE, "verdicts"));
}

static char *
count_words(const StatsCount *count)
{
    g_autofree char *status = stats_status_words(count);
    g_autofree char *author = stats_author_words(count);

    return *author ? g_strdup_printf("%s; author: %s", status, author) : g_strdup(status);
}

static char *
words_below(const char *words)
{
    GString *line = g_string_new(NULL);

    g_string_append_printf(line, "%*s", INDENT, "");
    layout_words(line, INDENT, words);
    g_string_append_c(line, '\n');
    return g_string_free(line, FALSE);
}

/* Takes name over. */
static void
add_stats_row(StatsLayout *layout, char *name, const StatsCount *count)
{
    GPtrArray *row = layout_table_row(layout->rows);
    guint share = stats_share(count->messages, layout->all);
    g_autofree char *words = count_words(count);

    g_ptr_array_add(row, name);
    add_number_cell(row, 8, count->messages);
    g_ptr_array_add(row, g_strdup_printf("%3u.%u%%", share / 10, share % 10));
    add_number_cell(row, 6, count->forged);
    add_number_cell(row, 4, count->strange_helo);
    if (layout->below)
        g_ptr_array_add(layout->below, words_below(words));
    else
        g_ptr_array_add(row, g_steal_pointer(&words));
}

static char *
others_name(const StatsView *view)
{
    return view->others > 0 ? g_strdup_printf("%u others", view->others) : g_strdup("others");
}

/* So many octets of a name leave room for the numbers beside it, and for "...". */
static size_t
shown_octets(void)
{
    return MIN(page_columns() / 2 - 2, NAME_SHOWN);
}

/* nameless: messages without a name; NULL: all have one. */
static void
append_stats_table(GString *out, const char *names, const StatsView *view,
                   const StatsCount *nameless, guint all)
{
    g_autoptr(GPtrArray) rows = layout_table_new();
    g_autoptr(GPtrArray) below =
        page_columns() < WIDE_PAGE ? g_ptr_array_new_with_free_func(g_free) : NULL;
    StatsLayout layout = { .rows = rows, .below = below, .all = all };

    add_stats_headings(&layout, names);
    for (guint i = 0; i < view->rows->len; i++) {
        const StatsRow *row = view->rows->pdata[i];

        add_stats_row(&layout, layout_cell(row->name, shown_octets()), &row->count);
    }
    if (view->others_count.messages > 0)
        add_stats_row(&layout, others_name(view), &view->others_count);
    if (nameless && nameless->messages > 0)
        add_stats_row(&layout, g_strdup("no one domain"), nameless);
    layout_table(out, rows, INDENT, below);
}

static void
append_lack(GString *out, const StatsTable *table)
{
    g_autofree char *sentence = stats_lack_sentence(table);

    if (!sentence)
        return;
    layout_words(out, 0, sentence);
    g_string_append_c(out, '\n');
}

char *
stats_text(const Stats *stats)
{
    GString *out = g_string_new(NULL);
    g_autoptr(GPtrArray) sentences = stats_sentences(stats);
    g_autoptr(StatsView) domains = stats_view_of_names(stats->domains);
    g_autoptr(StatsView) months = stats_view_of_months(stats->months);
    g_autoptr(StatsView) helos = stats_view_of_names(stats->helos);
    guint all = stats->total.messages;

    for (guint i = 0; i < sentences->len; i++) {
        layout_words(out, 0, sentences->pdata[i]);
        g_string_append_c(out, '\n');
    }
    if (all == 0)
        return g_string_free(out, FALSE);
    layout_title(out, "author domains, forged ones first");
    append_stats_table(out, "domain", domains, &stats->nameless, all);
    append_lack(out, stats->domains);
    if (months->rows->len > 0) {
        layout_title(out, "months");
        append_stats_table(out, "month", months, NULL, all);
    }
    if (helos->rows->len == 0)
        return g_string_free(out, FALSE);
    layout_title(out, "HELO names that have nothing to do with the author's domain");
    append_stats_table(out, "HELO name", helos, NULL, all);
    append_lack(out, stats->helos);
    return g_string_free(out, FALSE);
}
