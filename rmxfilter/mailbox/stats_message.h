/* SPDX-License-Identifier: ISC */
/* What is counted of one message. The fields that this program wrote when it came in say it, where
 * they are believed (report/marks.h): what was true then. Else what is found out now. It has one
 * size, and no pointers, so that one process can hand it to another. */
#ifndef MAILBOX_STATS_MESSAGE_H
#define MAILBOX_STATS_MESSAGE_H

#include "mailbox/stats_table.h"
#include "mime/header.h"
#include "mime/quote.h"
#include "report/author_word.h"
#include "report/marks.h"

#include <stdbool.h>

#define STATS_NAME_MAX  QUOTE_NAME_MAX /* longer names are cut */
#define STATS_MONTH_MAX 7              /* "2026-11" */

/* Names are printable ASCII, in which other octets stand as %HH; still what a stranger chose. */
typedef struct {
    StatsStatus status;
    StatsWord word;
    bool marked;         /* by its own fields */
    bool forged;         /* refused, or the client may not send for the envelope's domain and
                              nothing shows, or may yet show, that it is the author's: forwarded mail
                              is not */
    bool strange_helo;   /* helo is of another organization than domain */
    bool unknown;        /* not proven to be the author's, but something that could prove it was
                              not checked: a signature, for want of the body or of its key */
    guint32 disbelieved; /* fields that look like this program's own */
    char month[STATS_MONTH_MAX + 1]; /* when the host at the boundary took it, in UTC; "": not known
                                      */
    char domain[STATS_NAME_MAX + 1]; /* of the author, small letters; "": there is no single one */
    char helo[STATS_NAME_MAX + 1];   /* of the client, small letters; "": not known */
} StatsMessage;

/* Looks at a message anew. The caller owns the evidence, which may lend from data. */
typedef Evidence *(*StatsJudge)(const HeaderBlock *header, void *data);

/* Fills in counted. message was made of header; judge NULL: nobody is asked, so that a message
 * without marks has no verdict. */
void stats_message_look(const HeaderBlock *header, const Message *message, StatsJudge judge,
                        void *data, StatsMessage *counted);

/* Appends it as octets for another process, and reads such octets: hostile, since they come from
 * where a stranger's message was looked at. False for what none of the functions above makes. */
void stats_message_write(const StatsMessage *counted, GString *row);
bool stats_message_read(const char *row, size_t len, StatsMessage *counted);

#endif
