/* SPDX-License-Identifier: ISC */
#include "mailbox/stats_report.h"

#include "report/json_parts.h"

static void
add_stats_number(json_t *object, const char *name, guint number)
{
    json_object_set_new(object, name, json_integer((json_int_t)number));
}

/* Adds the count to an object; verdicts stand beside its other members, words about the author
 * apart, since one of either is "none". */
static void
add_stats_count(json_t *object, const StatsCount *count)
{
    json_t *from = json_object();

    add_stats_number(object, "messages", count->messages);
    add_stats_number(object, "forged", count->forged);
    add_stats_number(object, "unrelated_helo", count->strange_helo);
    add_stats_number(object, "unknown", count->unknown);
    for (int i = 0; i < STATS_STATUSES; i++)
        add_stats_number(object, stats_status_text((StatsStatus)i), count->status[i]);
    for (int i = 0; i < STATS_WORD_MISSING; i++)
        add_stats_number(from, stats_word_text((StatsWord)i), count->word[i]);
    json_object_set_new(object, "from", from);
}

static json_t *
stats_count_json(const StatsCount *count)
{
    json_t *object = json_object();

    if (count->messages > 0)
        add_stats_count(object, count);
    return object;
}

/* Takes rows over. */
static json_t *
stats_rows_json(GPtrArray *rows, const char *name, guint all)
{
    g_autoptr(GPtrArray) owned = rows;
    json_t *array = json_array();

    for (guint i = 0; i < owned->len; i++) {
        const StatsRow *row = owned->pdata[i];
        json_t *object = json_object();

        json_add_text(object, name, row->name);
        json_object_set_new(object, "share",
                            json_real(stats_share(row->count.messages, all) / 1000.0));
        add_stats_count(object, &row->count);
        json_array_append_new(array, object);
    }
    return array;
}

/* What is not in the rows of a table, if anything is not. */
static void
add_stats_rest(json_t *object, const char *name, const StatsTable *table)
{
    json_t *rest = stats_count_json(&table->rest);

    if (table->lacks > 0)
        add_stats_number(rest, "lacks", table->lacks);
    json_add_unless_empty(object, name, rest);
}

char *
stats_json(const Stats *stats)
{
    guint all = stats->total.messages, unmarked = stats->total.status[STATS_UNMARKED];
    json_t *object = json_object();

    add_stats_number(object, "messages", all);
    add_stats_number(object, "marked", stats->marked);
    add_stats_number(object, "judged", all - stats->marked - unmarked);
    add_stats_number(object, "unmarked", unmarked);
    add_stats_number(object, "unreadable", stats->unreadable);
    add_stats_number(object, "undated", stats->undated);
    add_stats_number(object, "disbelieved", stats->disbelieved);
    json_object_set_new(object, "total", stats_count_json(&stats->total));
    json_object_set_new(object, "domains",
                        stats_rows_json(stats_table_forged_first(stats->domains), "domain", all));
    add_stats_rest(object, "other_domains", stats->domains);
    json_add_unless_empty(object, "no_domain", stats_count_json(&stats->nameless));
    json_object_set_new(object, "months",
                        stats_rows_json(stats_table_by_name(stats->months), "month", all));
    json_object_set_new(object, "helo",
                        stats_rows_json(stats_table_forged_first(stats->helos), "name", all));
    add_stats_rest(object, "other_helo", stats->helos);
    return json_object_text(object);
}
