/* SPDX-License-Identifier: ISC */
/* All that is counted of a mailbox. Nothing here looks at a message. */
#ifndef MAILBOX_STATS_TALLY_H
#define MAILBOX_STATS_TALLY_H

#include "mailbox/stats_message.h"

typedef struct {
    StatsCount total;
    guint marked;        /* of them, those that bear this program's own fields */
    guint disbelieved;   /* fields that look like its own, but could be somebody else's */
    guint unreadable;    /* what is no message, or could not be read; not in total */
    guint undated;       /* whose month is not known */
    StatsCount nameless; /* those without one author's domain */
    StatsTable *domains; /* by the author's domain */
    StatsTable *months;  /* by month, "2026-11", of UTC */
    StatsTable *helos;   /* by HELO names of another organization than the author's domain */
} Stats;

/* The caller owns it. */
Stats *stats_new(void);
void stats_free(Stats *stats);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Stats, stats_free)

void stats_add(Stats *stats, const StatsMessage *message);

#endif
