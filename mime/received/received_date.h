/* SPDX-License-Identifier: ISC */
/* The date behind the ";" of a Received field (RFC 5322 section 3.3), as a time. */
#ifndef MIME_RECEIVED_DATE_H
#define MIME_RECEIVED_DATE_H

#include <stdbool.h>
#include <time.h>

/* "Jan" to "Dec", of which tm_mon of struct tm is the index. */
extern const char *const date_months[12];

/* Reads "Sat, 1 Mar 2003 17:25:48 -0800 (PST)" into seconds since the epoch. The day of the week
 * and the seconds may be left out; obsolete zones are read, unknown ones as UTC (section 4.3).
 * False, and *when as it was, where text is no date, or one before 1970. */
bool received_date_read(const char *text, time_t *when);

#endif
