/* SPDX-License-Identifier: ISC */
/* Envelope senders that a forwarder rewrote, and what they were before: SRS0 and SRS1 (the Sender
 * Rewriting Scheme), BATV's prvs= (draft-levine-smtp-batv), Gmail's +caf_=. VERP is left alone:
 * there the rewritten address is the sender's own. */
#ifndef RELAY_REWRITE_H
#define RELAY_REWRITE_H

#include "mime/address.h"

typedef enum {
    REWRITE_NONE,   /* no rewriting that is known */
    REWRITE_UNDONE, /* *original is the address before it */
    REWRITE_LOST,   /* rewritten, and the original is not in it */
} Rewrite;

/* Undoes the last rewriting. *original is set, and the caller's, for REWRITE_UNDONE alone. The
 * hashes in SRS and prvs= are the forwarder's secret and cannot be checked. */
Rewrite rewrite_undo(const MailAddress *address, MailAddress **original);

#endif
