/* SPDX-License-Identifier: ISC */
/* A bar for each row, as long as its messages are many, of three parts: forged, neither, and proven
 * to be the author's. What it shows stands beside it in numbers. */
#include "mailbox/stats_report.h"

#include "report/html.h"

#define BAR_HEIGHT 12

static const struct {
    const char *style; /* in the page's style sheet, a colour's name */
    const char *words;
} bar_parts[] = { { "bad", "forged" }, { "plain", "neither" }, { "good", "proven" } };

/* One part of the bar, from begin on; returns where it ends. A part that is not empty can be seen.
 */
static guint
append_bar_part(GString *out, size_t part, guint begin, guint messages, guint most)
{
    guint length = html_share(messages, most);

    if (messages == 0)
        return begin;
    length = MAX(length, 4);
    g_string_append_printf(out,
                           "<rect x=\"%u\" width=\"%u\" height=\"%d\" style=\"fill:var(--%s)\"/>",
                           begin, length, BAR_HEIGHT, bar_parts[part].style);
    return begin + length;
}

static void
append_bar(GString *out, const StatsCount *count, guint most)
{
    guint proven = count->word[STATS_WORD_ALIGNED];
    const guint parts[] = { count->forged, count->messages - count->forged - proven, proven };
    guint at = 0;

    g_string_append_printf(out,
                           "<svg viewBox=\"0 0 %d %d\" preserveAspectRatio=\"none\" role=\"img\" "
                           "aria-label=\"%u forged, %u neither, %u proven\" "
                           "style=\"display:block;width:9rem;max-width:100%%;height:.85rem;"
                           "margin-top:.3rem\">",
                           HTML_WHOLE + 8, BAR_HEIGHT, parts[0], parts[1], parts[2]);
    for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
        at = append_bar_part(out, i, at, parts[i], most);
    g_string_append(out, "</svg>");
}

static void
append_number_td(GString *out, const char *column, const char *number)
{
    html_cell(out, column, "number", number, QUOTE_ALL);
}

static void
append_count_cells(GString *out, const StatsCount *count, guint all, guint most)
{
    guint share = stats_share(count->messages, all);
    g_autofree char *messages = g_strdup_printf("%u", count->messages);
    g_autofree char *share_text = g_strdup_printf("%u.%u%%", share / 10, share % 10);
    g_autofree char *forged = g_strdup_printf("%u", count->forged);
    g_autofree char *helo = g_strdup_printf("%u", count->strange_helo);
    g_autofree char *status = stats_status_words(count);
    g_autofree char *author = stats_author_words(count);

    append_number_td(out, "messages", messages);
    append_number_td(out, "share", share_text);
    append_number_td(out, "forged", forged);
    append_number_td(out, "strange HELO", helo);
    html_cell_begin(out, "picture", NULL);
    append_bar(out, count, most);
    html_cell_end(out);
    html_cell(out, "verdicts", NULL, status, QUOTE_ALL);
    html_cell(out, "author", NULL, *author ? author : NULL, QUOTE_ALL);
}

static void
append_html_row(GString *out, const char *column, const char *name, const StatsCount *count,
                guint all, guint most)
{
    html_row_begin(out);
    html_cell(out, column, "name", name, QUOTE_NAME_MAX);
    append_count_cells(out, count, all, most);
    html_row_end(out);
}

static guint
most_messages(const StatsView *view)
{
    guint most = 0;

    for (guint i = 0; i < view->rows->len; i++) {
        const StatsRow *row = view->rows->pdata[i];

        most = MAX(most, row->count.messages);
    }
    return most;
}

/* nameless: messages without a name; NULL: all have one. */
static void
append_html_table(GString *out, const char *names, const StatsView *view,
                  const StatsCount *nameless, guint all)
{
    const char *const columns[] = { names,     "messages", "share",  "forged", "strange HELO",
                                    "picture", "verdicts", "author", NULL };
    guint most = most_messages(view);
    g_autofree char *others = g_strdup_printf("%u others", view->others);

    if (nameless)
        most = MAX(most, nameless->messages);
    most = MAX(most, view->others_count.messages);
    html_table_begin(out, columns);
    for (guint i = 0; i < view->rows->len; i++) {
        const StatsRow *row = view->rows->pdata[i];

        append_html_row(out, names, row->name, &row->count, all, most);
    }
    if (view->others_count.messages > 0)
        append_html_row(out, names, view->others > 0 ? others : "others", &view->others_count, all,
                        most);
    if (nameless && nameless->messages > 0)
        append_html_row(out, names, "no one domain", nameless, all, most);
    html_table_end(out);
}

static void
append_html_legend(GString *out)
{
    g_string_append(out, "<p class=\"soft\">");
    for (size_t i = 0; i < G_N_ELEMENTS(bar_parts); i++)
        g_string_append_printf(out,
                               "<svg viewBox=\"0 0 10 10\" aria-hidden=\"true\" "
                               "style=\"width:.7em;height:.7em\"><rect width=\"10\" height=\"10\" "
                               "style=\"fill:var(--%s)\"/></svg> %s ",
                               bar_parts[i].style, bar_parts[i].words);
    g_string_append(out, "</p>\n");
}

static void
append_html_summary(GString *out, const Stats *stats)
{
    g_autoptr(GPtrArray) sentences = stats_sentences(stats);

    g_string_append(out, "<header class=\"verdict\">\n<h1>Who was forged</h1>\n");
    for (guint i = 0; i < sentences->len; i++)
        html_element(out, "p", NULL, sentences->pdata[i], QUOTE_ALL);
    append_html_legend(out);
    g_string_append(out, "</header>\n");
}

static void
append_html_section(GString *out, const char *id, const char *heading, const char *names,
                    const StatsView *view, const Stats *stats, const StatsCount *nameless)
{
    html_section_begin(out, id, heading);
    append_html_table(out, names, view, nameless, stats->total.messages);
    html_section_end(out);
}

char *
stats_html(const Stats *stats)
{
    GString *out = g_string_new(NULL);
    g_autoptr(StatsView) domains = stats_view_of_names(stats->domains);
    g_autoptr(StatsView) months = stats_view_of_months(stats->months);
    g_autoptr(StatsView) helos = stats_view_of_names(stats->helos);

    html_begin(out, "rmxfilter stats");
    append_html_summary(out, stats);
    append_html_section(out, "domains", "Author domains, forged ones first", "domain", domains,
                        stats, &stats->nameless);
    append_html_section(out, "months", "Months", "month", months, stats, NULL);
    append_html_section(out, "helo", "HELO names that have nothing to do with the author’s domain",
                        "HELO name", helos, stats, NULL);
    html_end(out);
    return g_string_free(out, FALSE);
}
