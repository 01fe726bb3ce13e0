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
                           "envelope-sender", "authentication-results", "received-spf", "mbox";
                           NULL: not known */
    char *problem;      /* why it is not known, for people; NULL: it is, or nothing says it */
    int origin; /* index of the field whose client is the origin of a list's mail, in place of
                   the walk's; -1: the walk's is */
} EnvelopeSender;

/* What the user says about senders. All lent. */
typedef struct {
    const char *option;       /* --mail-from's text; NULL: go by the message */
    const char *const *lists; /* domains of relays that send their own lists' mail; NULL: none */
    const char *const *own_names;  /* names of the user's own host; NULL: none */
    bool cut;                      /* the message is the beginning of a longer header block */
    const char *receiver;          /* this host's authserv-id; NULL: not known */
    const SchemeSettings *records; /* what the user wants of single schemes; NULL: nothing */
    Dns *dns; /* tells whether a rewritten address is a relay's own; NULL: told by names alone */
} SenderRules;

/* How many fields of the message, from the top, stand above what could have been the sender's:
 * above the boundary's field or, where there is no boundary, above the last believed one. */
guint sender_fields_above(const Message *message, const Walk *walk);

/* With an option message and walk may be NULL, and are not looked at. The caller owns the result.
 */
EnvelopeSender *envelope_sender(const Message *message, const Walk *walk, const SenderRules *rules);
void envelope_sender_free(EnvelopeSender *sender);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(EnvelopeSender, envelope_sender_free)

#endif
