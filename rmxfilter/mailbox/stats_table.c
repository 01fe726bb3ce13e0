/* SPDX-License-Identifier: ISC */
#include "mailbox/stats_table.h"

#include "mime/destroy.h"

const char *
stats_status_text(StatsStatus status)
{
    static const char *const texts[] = {
        [STATS_PASS] = "pass",           [STATS_FAIL] = "fail",   [STATS_SOFTFAIL] = "softfail",
        [STATS_NEUTRAL] = "neutral",     [STATS_NONE] = "none",   [STATS_TEMPERROR] = "temperror",
        [STATS_PERMERROR] = "permerror", [STATS_ERROR] = "error", [STATS_UNMARKED] = "unmarked",
    };

    g_assert((size_t)status < G_N_ELEMENTS(texts));
    return texts[status];
}

const char *
stats_word_text(StatsWord word)
{
    static const char *const texts[] = {
        [STATS_WORD_ALIGNED] = "aligned",     [STATS_WORD_REFUSED] = "refused",
        [STATS_WORD_UNALIGNED] = "unaligned", [STATS_WORD_AMBIGUOUS] = "ambiguous",
        [STATS_WORD_NONE] = "none",           [STATS_WORD_MISSING] = "missing",
    };

    g_assert((size_t)word < G_N_ELEMENTS(texts));
    return texts[word];
}

void
stats_count_add(StatsCount *count, const StatsCount *more)
{
    count->messages += more->messages;
    for (size_t i = 0; i < STATS_STATUSES; i++)
        count->status[i] += more->status[i];
    for (size_t i = 0; i < STATS_WORDS; i++)
        count->word[i] += more->word[i];
    count->forged += more->forged;
    count->strange_helo += more->strange_helo;
    count->unknown += more->unknown;
}

static void
stats_row_free(StatsRow *row)
{
    g_free(row->name);
    g_free(row);
}

DESTROY_NOTIFY(stats_row_free)

StatsTable *
stats_table_new(void)
{
    StatsTable *table = g_new0(StatsTable, 1);

    table->rows = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, stats_row_free_item);
    return table;
}

void
stats_table_free(StatsTable *table)
{
    if (!table)
        return;
    g_hash_table_unref(table->rows);
    g_free(table);
}

/* --- order --- */

static int
compare_numbers(guint one, guint other)
{
    return (one < other) - (one > other);
}

static int
compare_row_names(const void *one, const void *other)
{
    const StatsRow *const *rows[] = { one, other };

    return strcmp((*rows[0])->name, (*rows[1])->name);
}

static int
compare_forged_rows(const void *one, const void *other)
{
    const StatsRow *const *rows[] = { one, other };
    const StatsCount *counts[] = { &(*rows[0])->count, &(*rows[1])->count };
    int forged = compare_numbers(counts[0]->forged, counts[1]->forged);
    int messages = compare_numbers(counts[0]->messages, counts[1]->messages);

    return forged ? forged : messages ? messages : compare_row_names(one, other);
}

static int
compare_row_messages(const void *one, const void *other)
{
    const StatsRow *const *rows[] = { one, other };

    return compare_numbers((*rows[0])->count.messages, (*rows[1])->count.messages);
}

static GPtrArray *
sorted_rows(const StatsTable *table, GCompareFunc compare)
{
    GPtrArray *rows = g_ptr_array_new();
    GHashTableIter at;
    gpointer row;

    g_hash_table_iter_init(&at, table->rows);
    while (g_hash_table_iter_next(&at, NULL, &row))
        g_ptr_array_add(rows, row);
    g_ptr_array_sort(rows, compare);
    return rows;
}

GPtrArray *
stats_table_forged_first(const StatsTable *table)
{
    return sorted_rows(table, compare_forged_rows);
}

GPtrArray *
stats_table_by_name(const StatsTable *table)
{
    return sorted_rows(table, compare_row_names);
}

/* --- room --- */

/* Takes out half of the names at least. Those with as many messages go together, so that it does
 * not depend on the order of the hash table which of them stay. */
static void
make_room(StatsTable *table)
{
    g_autoptr(GPtrArray) rows = sorted_rows(table, compare_row_messages);
    const StatsRow *middle = rows->pdata[rows->len / 2];
    guint few = middle->count.messages;

    for (guint i = 0; i < rows->len; i++) {
        const StatsRow *row = rows->pdata[i];

        if (row->count.messages > few)
            continue;
        stats_count_add(&table->rest, &row->count);
        g_hash_table_remove(table->rows, row->name);
    }
    table->lacks += few;
}

void
stats_table_add(StatsTable *table, const char *name, const StatsCount *more)
{
    StatsRow *row = g_hash_table_lookup(table->rows, name);

    if (!row && g_hash_table_size(table->rows) >= STATS_NAMES_MAX)
        make_room(table);
    if (!row) {
        row = g_new0(StatsRow, 1);
        row->name = g_strdup(name);
        g_hash_table_insert(table->rows, row->name, row);
    }
    stats_count_add(&row->count, more);
}
