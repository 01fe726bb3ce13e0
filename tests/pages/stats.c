/* SPDX-License-Identifier: ISC */
/* The page of a mailbox whose names are all hostile (place.h), and in which each picture and each
 * word stands that can.
 *
 *   stats VALUE
 */
#include "place.h"

#include "mailbox/stats_report.h"

#define NAMES 3 /* in a table */

/* A count in which nothing is 0, and numbers differ from row to row. */
static StatsCount
count_of_everything(guint row)
{
    StatsCount count = { .forged = row + 1, .strange_helo = row + 2, .unknown = row + 3 };

    for (int i = 0; i < STATS_STATUSES; i++)
        count.messages += count.status[i] = 100 - row - (guint)i;
    for (int i = 0; i < STATS_WORDS; i++)
        count.word[i] = 50 - row + (guint)i;
    return count;
}

/* Some names, and others that are summed up. */
static void
fill_table(StatsTable *table)
{
    for (guint i = 0; i < NAMES; i++) {
        g_autofree char *name = new_place();
        const StatsCount count = count_of_everything(i);

        stats_table_add(table, name, &count);
    }
    table->rest = count_of_everything(0);
    table->lacks = 3;
}

/* Months are digits wherever they come from; here they are what a mistake could let through. */
static void
fill_stats(Stats *stats)
{
    fill_table(stats->domains);
    fill_table(stats->months);
    fill_table(stats->helos);
    stats->total = count_of_everything(0);
    stats->nameless = count_of_everything(1);
    stats->marked = stats->disbelieved = stats->unreadable = stats->undated = 7;
}

int
main(int argc, char **argv)
{
    g_autoptr(Stats) stats = stats_new();
    g_autofree char *page = NULL;

    place_begin(argc, argv);
    fill_stats(stats);
    page = stats_html(stats);
    fputs(page, stdout);
    return 0;
}
