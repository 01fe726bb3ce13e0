/* SPDX-License-Identifier: ISC */
/* How long a message took from one host to the next, by the dates of its Received fields. Each host
 * writes the time of its own clock, and below the boundary the sender writes what he likes: what
 * the dates say is shown as it is, backwards and absurd times too. */
#ifndef REPORT_HOP_TIMES_H
#define REPORT_HOP_TIMES_H

#include "relay/walk_path.h"

/* Seconds from the date of the nearest field below that has one to the date of the field with that
 * index; negative where the clocks disagree. False: it has no date that can be read, or there is no
 * other below. */
bool hop_seconds(const Walk *walk, int index, gint64 *seconds);

/* Likewise from the boundary's date to the topmost one: all believed hosts wrote. False where there
 * is no boundary, or only one such date. */
bool hops_seconds_since_boundary(const Walk *walk, gint64 *seconds);

/* "12 s", "3 min 5 s", "2 h 10 min", "3 days 4 h", "23 years": the two largest units; the sign is
 * left to the caller. The caller frees. */
char *hop_duration_text(gint64 seconds);

/* "after 12 s", "12 s before the field below", "no date"; "" for the oldest field that has one. The
 * caller frees. */
char *hop_time_words(const Walk *walk, int index);

/* "it took 3 s from the boundary to the mailbox", or that a clock is wrong; NULL: not known. The
 * caller frees. */
char *hops_time_words(const Walk *walk);

#endif
