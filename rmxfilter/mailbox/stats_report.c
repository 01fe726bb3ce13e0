/* SPDX-License-Identifier: ISC */
/* What text and page have in common. */
#include "mailbox/stats_report.h"

/* The first and last row of a view, counted in rows; the others are summed up. */
static StatsView *
view_of_rows(GPtrArray *all, const StatsTable *table, guint first, guint behind)
{
    StatsView *view = g_new0(StatsView, 1);

    view->rows = g_ptr_array_new();
    view->others_count = table->rest;
    for (guint i = 0; i < all->len; i++) {
        StatsRow *row = all->pdata[i];

        if (i >= first && i < behind) {
            g_ptr_array_add(view->rows, row);
            continue;
        }
        view->others++;
        stats_count_add(&view->others_count, &row->count);
    }
    if (table->rest.messages > 0)
        view->others = 0;
    return view;
}

StatsView *
stats_view_of_names(const StatsTable *table)
{
    g_autoptr(GPtrArray) rows = stats_table_forged_first(table);

    return view_of_rows(rows, table, 0, STATS_ROWS_SHOWN);
}

StatsView *
stats_view_of_months(const StatsTable *table)
{
    g_autoptr(GPtrArray) rows = stats_table_by_name(table);
    guint first = rows->len > STATS_MONTHS_SHOWN ? rows->len - STATS_MONTHS_SHOWN : 0;

    return view_of_rows(rows, table, first, rows->len);
}

void
stats_view_free(StatsView *view)
{
    if (!view)
        return;
    g_ptr_array_unref(view->rows);
    g_free(view);
}

/* --- words --- */

static void
append_number_word(GString *out, guint number, const char *word)
{
    if (number > 0)
        g_string_append_printf(out, "%s%u %s", out->len > 0 ? ", " : "", number, word);
}

char *
stats_status_words(const StatsCount *count)
{
    GString *out = g_string_new(NULL);

    for (int i = 0; i < STATS_STATUSES; i++)
        append_number_word(out, count->status[i], stats_status_text((StatsStatus)i));
    return g_string_free(out, FALSE);
}

char *
stats_author_words(const StatsCount *count)
{
    GString *out = g_string_new(NULL);

    for (int i = 0; i < STATS_WORD_MISSING; i++)
        append_number_word(out, count->word[i], stats_word_text((StatsWord)i));
    append_number_word(out, count->unknown, "of these unknown");
    return g_string_free(out, FALSE);
}

guint
stats_share(guint messages, guint all)
{
    return all == 0 ? 0 : (guint)(((guint64)messages * 1000 + all / 2) / all);
}

/* --- sentences --- */

static const char *
plural_end(guint number)
{
    return number == 1 ? "" : "s";
}

static void
add_sentence(GPtrArray *sentences, guint number, const char *rest)
{
    if (number > 0)
        g_ptr_array_add(sentences, g_strdup_printf("%u %s.", number, rest));
}

GPtrArray *
stats_sentences(const Stats *stats)
{
    GPtrArray *sentences = g_ptr_array_new_with_free_func(g_free);
    guint unmarked = stats->total.status[STATS_UNMARKED];
    guint judged = stats->total.messages - stats->marked - unmarked;

    g_ptr_array_add(sentences,
                    g_strdup_printf("%u message%s: %u counted by the fields that "
                                    "rmxfilter wrote when they came in, %u judged now, "
                                    "%u without a verdict.",
                                    stats->total.messages, plural_end(stats->total.messages),
                                    stats->marked, judged, unmarked));
    add_sentence(sentences, stats->total.forged,
                 "forged: refused by the author's domain, or sent by a machine that may not, and "
                 "not proven to be the author's otherwise");
    add_sentence(sentences, stats->total.unknown,
                 "unknown: may be the author's all the same, since what could prove it was not "
                 "checked. Of messages that are judged now only the headers are read, so that no "
                 "signature can be found to hold; `rmxfilter explain FILE` checks those of one "
                 "message");
    add_sentence(
        sentences, stats->total.strange_helo,
        "whose client gave itself a name (HELO) of another organization than the author's");
    add_sentence(sentences, stats->nameless.messages, "without one author's domain");
    add_sentence(sentences, stats->undated, "without a readable date of arrival");
    add_sentence(sentences, stats->unreadable, "could not be read as a message");
    add_sentence(sentences, stats->disbelieved,
                 "X-RMX-* fields not believed: they stand where a sender could have written them, "
                 "or are not as rmxfilter writes them");
    return sentences;
}

char *
stats_lack_sentence(const StatsTable *table)
{
    if (table->lacks == 0)
        return NULL;
    return g_strdup_printf("There are more names than are kept: the table may lack up to %u "
                           "messages of each, which are among the others.",
                           table->lacks);
}
