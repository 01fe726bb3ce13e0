/* SPDX-License-Identifier: ISC */
/* The envelope sender as it was at the boundary, from what believed hosts wrote: the boundary field
 * itself, and the fields above it. What stands below may be the sender's own invention. */
#ifndef RELAY_SENDER_H
#define RELAY_SENDER_H

#include "mime/address.h"
#include "mime/message.h"
#include "relay/walk.h"

/* Strings belong to the sender, but for source. */
typedef struct {
    MailAddress *address; /* NULL: not known; its domain NULL: the null sender */
    const char *source;   /* "option", "envelope-from", "return-path", "x-envelope-from",
                             "envelope-sender", "mbox"; NULL: not known */
} EnvelopeSender;

/* option is --mail-from's text, or NULL. boundary is the index of the boundary's field among the
 * Received fields, or -1. The caller owns the result. */
EnvelopeSender *envelope_sender(const Message *message, const Walk *walk, const char *option);
void envelope_sender_free(EnvelopeSender *sender);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(EnvelopeSender, envelope_sender_free)

#endif
