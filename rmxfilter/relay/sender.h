/* SPDX-License-Identifier: ISC */
/* The envelope sender as it was at the boundary, from what believed hosts wrote: the boundary field
 * itself, and the fields above it. What stands below may be the sender's own invention. Where a
 * trusted relay rewrote the address, that is undone: what is checked beyond a relay is what came to
 * it. */
#ifndef RELAY_SENDER_H
#define RELAY_SENDER_H

#include "mime/address.h"
#include "mime/message.h"
#include "relay/walk.h"

/* Strings belong to the sender, but for source. */
typedef struct {
    MailAddress *address; /* NULL: not known; its domain NULL: the null sender */
    char *rewritten; /* how it was found, where a trusted relay's rewriting was undone; else NULL */
    const char *source; /* "option", "envelope-from", "return-path", "x-envelope-from",
                           "envelope-sender", "authentication-results", "mbox"; NULL: not known */
} EnvelopeSender;

/* option is --mail-from's text, or NULL; with it, message and walk may be NULL, and are not looked
 * at. dns tells whether a rewritten address is a relay's own; NULL: told by names alone. The caller
 * owns the result. */
EnvelopeSender *envelope_sender(const Message *message, const Walk *walk, Dns *dns,
                                const char *option);
void envelope_sender_free(EnvelopeSender *sender);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(EnvelopeSender, envelope_sender_free)

#endif
