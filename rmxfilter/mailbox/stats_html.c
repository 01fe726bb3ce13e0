/* SPDX-License-Identifier: ISC */
/* A bar for each name, as long as its messages are many, of three parts: forged, neither, and
 * proven to be the author's. Rows that sum up others have none: beside theirs no other could be
 * seen. The parts differ by height, too, for who cannot tell the colours apart. What a bar shows
 * stands beside it in numbers. */
#include "mailbox/stats_report.h"

#include "report/html.h"

#define BAR_HEIGHT 12
#define PART_MIN   8 /* of HTML_WHOLE: what is shorter cannot be seen */
#define PART_GAP   8 /* between parts */

static const struct {
    PageStyle style;
    const char *words;
    unsigned height;
} bar_parts[] = {
    { STYLE_BAD, "forged", BAR_HEIGHT },
    { STYLE_PLAIN, "neither", BAR_HEIGHT / 3 },
    { STYLE_GOOD, "proven", BAR_HEIGHT * 2 / 3 },
};

/* What the sections of the page have in common. */
typedef struct {
    const char *id, *heading;
    const char *names; /* heading of the first column */
    bool clients;      /* names are those of strange clients: to count these says nothing */
} StatsSection;

/* --- pictures --- */

/* One part of the bar, from begin on; returns where the next one begins. */
static guint
append_bar_part(GString *out, size_t part, guint begin, guint messages, guint most)
{
    guint length = MAX(html_share(messages, most), PART_MIN);

    if (messages == 0)
        return begin;
    g_string_append_printf(out, "<rect class=\"%s\" x=\"%u\" y=\"%u\" width=\"%u\" height=\"%u\"/>",
                           html_style_class(bar_parts[part].style), begin,
                           BAR_HEIGHT - bar_parts[part].height, length, bar_parts[part].height);
    return begin + length + PART_GAP;
}

static void
append_bar(GString *out, const StatsCount *count, guint most)
{
    guint proven = count->word[STATS_WORD_ALIGNED];
    const guint parts[] = { count->forged, count->messages - count->forged - proven, proven };
    guint at = 0;

    g_string_append_printf(out,
                           "<svg class=\"parts\" viewBox=\"0 0 %u %d\" preserveAspectRatio=\"none\""
                           " role=\"img\" aria-label=\"%u forged, %u neither, %u proven\">",
                           HTML_WHOLE + 2U * (PART_MIN + PART_GAP), BAR_HEIGHT, parts[0], parts[1],
                           parts[2]);
    for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
        at = append_bar_part(out, i, at, parts[i], most);
    g_string_append(out, "</svg>");
}

static void
append_html_legend(GString *out)
{
    g_string_append(out, "<p class=\"soft legend\">");
    for (size_t i = 0; i < G_N_ELEMENTS(bar_parts); i++)
        g_string_append_printf(
            out,
            "<span class=\"short\"><svg class=\"parts\" viewBox=\"0 0 10 %d\" aria-hidden=\"true\">"
            "<rect class=\"%s\" y=\"%u\" width=\"10\" height=\"%u\"/></svg> %s</span> ",
            BAR_HEIGHT, html_style_class(bar_parts[i].style), BAR_HEIGHT - bar_parts[i].height,
            bar_parts[i].height, bar_parts[i].words);
    g_string_append(out, "</p>\n");
}

/* --- rows --- */

static void
append_number_cell(GString *out, const char *column, guint number)
{
    g_autofree char *text = g_strdup_printf("%u", number);

    html_cell(out, column, "number", text, QUOTE_ALL);
}

/* words: "7 fail, 1 pass", of which no number is parted from its word. */
static void
append_words_cell(GString *out, const char *column, const char *words)
{
    g_auto(GStrv) pairs = g_strsplit(words, ", ", -1);

    html_cell_begin(out, column, "pairs");
    for (guint i = 0; pairs[i]; i++)
        g_string_append_printf(out, "<span>%s%s</span> ", pairs[i], pairs[i + 1] ? "," : "");
    g_string_append(out, pairs[0] ? "" : "-");
    html_cell_end(out);
}

/* most: messages of the row that has most of them, and of which all bars are parts; 0: no bar. */
static void
append_html_row(GString *out, const StatsSection *section, const char *name,
                const StatsCount *count, guint all, guint most)
{
    guint share = stats_share(count->messages, all);
    g_autofree char *share_text = g_strdup_printf("%u.%u%%", share / 10, share % 10);
    g_autofree char *status = stats_status_words(count);
    g_autofree char *author = stats_author_words(count);

    html_row_begin(out);
    html_cell(out, section->names, "name", name, QUOTE_NAME_MAX);
    append_number_cell(out, "messages", count->messages);
    html_cell(out, "share", "number", share_text, QUOTE_ALL);
    append_number_cell(out, "forged", count->forged);
    if (!section->clients)
        append_number_cell(out, "strange HELO", count->strange_helo);
    html_cell_begin(out, "picture", NULL);
    if (most > 0)
        append_bar(out, count, most);
    html_cell_end(out);
    append_words_cell(out, "verdicts", status);
    append_words_cell(out, "author", author);
    html_row_end(out);
}

/* --- tables --- */

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

static void
append_html_columns(GString *out, const StatsSection *section)
{
    const char *const columns[] = { section->names, "messages", "share",  "forged", "strange HELO",
                                    "picture",      "verdicts", "author", NULL };
    const char *const client_columns[] = { section->names, "messages", "share",  "forged",
                                           "picture",      "verdicts", "author", NULL };

    if (section->clients)
        html_table_begin(out, client_columns, 3);
    else
        html_table_begin(out, columns, 4);
}

static void
append_html_table(GString *out, const StatsSection *section, const StatsView *view,
                  const StatsCount *nameless, guint all)
{
    guint most = most_messages(view);
    g_autofree char *others =
        view->others > 0 ? g_strdup_printf("%u others", view->others) : g_strdup("others");

    append_html_columns(out, section);
    for (guint i = 0; i < view->rows->len; i++) {
        const StatsRow *row = view->rows->pdata[i];

        append_html_row(out, section, row->name, &row->count, all, most);
    }
    if (view->others_count.messages > 0)
        append_html_row(out, section, others, &view->others_count, all, 0);
    if (nameless && nameless->messages > 0)
        append_html_row(out, section, "no one domain", nameless, all, 0);
    html_table_end(out);
}

/* nameless: messages without a name; NULL: all have one. A table without a row is left out. */
static void
append_html_section(GString *out, const StatsSection *section, const StatsTable *table,
                    StatsView *owned, const StatsCount *nameless, guint all)
{
    g_autoptr(StatsView) view = owned;
    g_autofree char *lack = stats_lack_sentence(table);

    if (view->rows->len == 0 && (!nameless || nameless->messages == 0))
        return;
    html_section_begin(out, section->id, section->heading);
    append_html_table(out, section, view, nameless, all);
    if (lack)
        html_element(out, "p", "soft", lack, QUOTE_ALL);
    html_section_end(out);
}

/* --- the whole --- */

static void
append_html_summary(GString *out, const Stats *stats)
{
    g_autoptr(GPtrArray) sentences = stats_sentences(stats);

    g_string_append(out, "<header class=\"verdict plain\">\n<h1>Who was forged</h1>\n");
    for (guint i = 0; i < sentences->len; i++)
        html_element(out, "p", NULL, sentences->pdata[i], QUOTE_ALL);
    append_html_legend(out);
    g_string_append(out, "</header>\n");
}

char *
stats_html(const Stats *stats)
{
    static const StatsSection domains = { "domains", "Author domains, forged ones first", "domain",
                                          false },
                              months = { "months", "Months", "month", false },
                              helos = { "helo",
                                        "HELO names that have nothing to do with the author’s "
                                        "domain",
                                        "HELO name", true };
    GString *out = g_string_new(NULL);
    guint all = stats->total.messages;

    html_begin(out, "Who was forged");
    append_html_summary(out, stats);
    append_html_section(out, &domains, stats->domains, stats_view_of_names(stats->domains),
                        &stats->nameless, all);
    append_html_section(out, &months, stats->months, stats_view_of_months(stats->months), NULL,
                        all);
    append_html_section(out, &helos, stats->helos, stats_view_of_names(stats->helos), NULL, all);
    g_string_append(out, "<footer class=\"soft\">\n<p>Written by rmxfilter " VERSION
                         " from the headers of these messages.</p>\n</footer>\n");
    html_end(out);
    return g_string_free(out, FALSE);
}
