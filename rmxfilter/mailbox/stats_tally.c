/* SPDX-License-Identifier: ISC */
#include "mailbox/stats_tally.h"

Stats *
stats_new(void)
{
    Stats *stats = g_new0(Stats, 1);

    stats->domains = stats_table_new();
    stats->months = stats_table_new();
    stats->helos = stats_table_new();
    return stats;
}

void
stats_free(Stats *stats)
{
    if (!stats)
        return;
    stats_table_free(stats->domains);
    stats_table_free(stats->months);
    stats_table_free(stats->helos);
    g_free(stats);
}

static StatsCount
count_of_message(const StatsMessage *message)
{
    StatsCount count = { .messages = 1,
                         .forged = message->forged,
                         .strange_helo = message->strange_helo,
                         .unknown = message->unknown };

    count.status[message->status] = 1;
    count.word[message->word] = 1;
    return count;
}

void
stats_add(Stats *stats, const StatsMessage *message)
{
    const StatsCount count = count_of_message(message);

    stats_count_add(&stats->total, &count);
    stats->marked += message->marked;
    stats->disbelieved += message->disbelieved;
    if (*message->domain)
        stats_table_add(stats->domains, message->domain, &count);
    else
        stats_count_add(&stats->nameless, &count);
    if (*message->month)
        stats_table_add(stats->months, message->month, &count);
    else
        stats->undated++;
    if (message->strange_helo)
        stats_table_add(stats->helos, message->helo, &count);
}
