/* SPDX-License-Identifier: ISC */
/* What was counted of a mailbox, for people and for programs. Names that strangers chose are quoted
 * on the way out. */
#ifndef MAILBOX_STATS_REPORT_H
#define MAILBOX_STATS_REPORT_H

#include "mailbox/stats_tally.h"

#include <stdbool.h>

/* Names that are shown to people; those further down are summed up in one row. */
#define STATS_ROWS_SHOWN   20
#define STATS_MONTHS_SHOWN 36

/* What people are told of a table: the first rows, and all others together. */
typedef struct {
    GPtrArray *rows;         /* const StatsRow * */
    guint others;            /* names that have no row here; 0: none, or nobody knows how many */
    StatsCount others_count; /* their messages, with the rest of the table */
} StatsView;

/* The domains, or the HELO names, forged ones first; and the newest months, in their order. The
 * table must outlive the view, which the caller owns. */
StatsView *stats_view_of_names(const StatsTable *table);
StatsView *stats_view_of_months(const StatsTable *table);
void stats_view_free(StatsView *view);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(StatsView, stats_view_free)

/* "7 fail, 1 pass", and of the author "7 none, 1 aligned, 2 of these unknown"; only what there is.
 * The caller frees. */
char *stats_status_words(const StatsCount *count);
char *stats_author_words(const StatsCount *count);

/* The part of all messages, in thousandths, rounded. */
guint stats_share(guint messages, guint all);

/* Sentences about all of it; no line endings. Array of char *, which the caller owns. */
GPtrArray *stats_sentences(const Stats *stats);

/* A sentence about a table that could not keep all names; NULL: it did. The caller frees. */
char *stats_lack_sentence(const StatsTable *table);

/* Text laid out for the page (report/page.h). The caller frees. */
char *stats_text(const Stats *stats);

/* One object, indented, all rows. The caller frees. */
char *stats_json(const Stats *stats);

/* A page in HTML that stands alone, with pictures. The caller frees. */
char *stats_html(const Stats *stats);

#endif
