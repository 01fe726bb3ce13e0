/* SPDX-License-Identifier: ISC */
/* Envelope senders that are not what the sender wrote, and what they were before. Whose each is:
 *
 * - A forwarder put its own domain in place of the sender's: SRS0 and SRS1 (the Sender Rewriting
 *   Scheme, with "=", "+" or "-" behind the mark: postsrsd, libsrs2, Exim, pobox.com),
 *   LOCAL+SRS=HASH=TT=DOMAIN=USER (Microsoft 365, LOCAL being the mailbox that forwards),
 *   bounces+SRS=HASH=TT (the same, with the sender kept elsewhere), LOCAL+caf_=... (Gmail, which
 *   names itself and the address it forwards to, and drops the sender).
 * - The sender's own host tagged it, under the sender's domain: prvs=TAG=LOCAL and prvs=LOCAL/TAG
 *   (BATV, draft-levine-smtp-batv), btv1==TAG==LOCAL (Barracuda).
 * - The address is the sender's own, made for one message or recipient, and is left alone: VERP
 *   (bounce+BOB=EXAMPLE.ORG), msprvs1=TAG=BOUNCES (SparkPost), lists. */
#ifndef RELAY_REWRITE_H
#define RELAY_REWRITE_H

#include "mime/address.h"

typedef enum {
    REWRITE_NONE,   /* no rewriting that is known */
    REWRITE_UNDONE, /* *original is the address before it */
    REWRITE_LOST,   /* rewritten, and the original is not in it */
} Rewrite;

/* Undoes the last rewriting, in any ASCII case of its mark. *original is set, and the caller's, for
 * REWRITE_UNDONE alone. The hashes in SRS and prvs= are the forwarder's secret and cannot be
 * checked. */
Rewrite rewrite_undo(const MailAddress *address, MailAddress **original);

#endif
