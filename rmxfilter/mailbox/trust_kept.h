/* SPDX-License-Identifier: ISC */
/* What was learnt of each message, for as many passes as it takes: written to a file without a name
 * while the mail is read once, and read again from there. So memory stays the same however much
 * mail there is. */
#ifndef MAILBOX_TRUST_KEPT_H
#define MAILBOX_TRUST_KEPT_H

#include "mime/destroy.h"

#include <glib.h>
#include <stdbool.h>

/* The octets about one message. All is lent until the next one is asked for. */
typedef struct {
    const char *place; /* of the message, for people */
    const char *octets;
    gsize len;
} TrustKeptMessage;

typedef struct TrustKept TrustKept;

/* An empty file. NULL with errno; the caller owns it. */
TrustKept *trust_kept_new(void);
void trust_kept_free(TrustKept *kept);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TrustKept, trust_kept_free)

/* Adds a message behind the others, before any was read. False with errno: there is no room. */
bool trust_kept_add(TrustKept *kept, const char *place, const void *octets, gsize len);

/* Begins to read at the first message. False with errno: what was added last could not be written.
 */
bool trust_kept_rewind(TrustKept *kept);

/* The next message; NULL: there is no other, or with errno, that could be read. */
const TrustKeptMessage *trust_kept_next(TrustKept *kept);

#endif
