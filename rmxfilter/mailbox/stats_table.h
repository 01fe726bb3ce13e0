/* SPDX-License-Identifier: ISC */
/* What messages are counted by: a count has a number for each verdict and each word about the
 * author, and a table has a count for each name (an author's domain, a month, a HELO name). A table
 * stays small whatever names strangers make up: where there is no room for one more name, those
 * with the fewest messages are put together into the rest. */
#ifndef MAILBOX_STATS_TABLE_H
#define MAILBOX_STATS_TABLE_H

#include <glib.h>

/* Names that a table has room for. */
#define STATS_NAMES_MAX 10000

/* The verdict. */
typedef enum {
    STATS_PASS,
    STATS_FAIL,
    STATS_SOFTFAIL,
    STATS_NEUTRAL,
    STATS_NONE,
    STATS_TEMPERROR,
    STATS_PERMERROR,
    STATS_ERROR,    /* this program could not do its work when the message came in */
    STATS_UNMARKED, /* there is none, and nobody was asked */
} StatsStatus;

#define STATS_STATUSES (STATS_UNMARKED + 1)

/* The word about the author. */
typedef enum {
    STATS_WORD_ALIGNED,
    STATS_WORD_REFUSED,
    STATS_WORD_UNALIGNED,
    STATS_WORD_AMBIGUOUS,
    STATS_WORD_NONE,
    STATS_WORD_MISSING, /* nothing was said about him */
} StatsWord;

#define STATS_WORDS (STATS_WORD_MISSING + 1)

/* "pass", "unmarked"; "aligned", "missing". */
const char *stats_status_text(StatsStatus status);
const char *stats_word_text(StatsWord word);

/* Messages. */
typedef struct {
    guint messages;
    guint status[STATS_STATUSES];
    guint word[STATS_WORDS];
    guint forged;       /* as stats_message.h says */
    guint strange_helo; /* the client's HELO name is of another organization than the author */
    guint unknown;      /* what could prove the author was not checked: such as a signature */
} StatsCount;

/* Adds more to count. */
void stats_count_add(StatsCount *count, const StatsCount *more);

typedef struct {
    char *name;
    StatsCount count;
} StatsRow;

typedef struct {
    GHashTable *rows; /* StatsRow *, by their names */
    StatsCount rest;  /* messages of names that are not in the table any more */
    guint lacks;      /* so many messages of a name in the table may be in the rest; 0: none */
} StatsTable;

/* The caller owns the table. */
StatsTable *stats_table_new(void);
void stats_table_free(StatsTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(StatsTable, stats_table_free)

/* Adds more to the count of name, which is not kept. */
void stats_table_add(StatsTable *table, const char *name, const StatsCount *more);

/* The rows in an order that depends on nothing but what was counted: most forged messages first,
 * then most messages, then by name; or by name alone. Lent until the table changes; the caller
 * frees the array. */
GPtrArray *stats_table_forged_first(const StatsTable *table);
GPtrArray *stats_table_by_name(const StatsTable *table);

#endif
