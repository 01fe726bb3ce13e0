/* SPDX-License-Identifier: ISC */
/* Reads an envelope sender out of one text or one field of the message, and finds such fields. For
 * sender*.c alone. A place is the index of a field among all fields of the message; what is read
 * is NULL where it says nothing that can be checked, and the caller's. */
#ifndef RELAY_SENDER_READ_H
#define RELAY_SENDER_READ_H

#include "relay/sender.h"

/* What the search for one message's sender knows. All lent. */
typedef struct {
    EnvelopeSender *sender; /* what has been found */
    const Message *message;
    const Walk *walk;
    const SenderRules *rules;
    GArray *received; /* guint: the places of the Received fields, found once, as there may be
                         thousands */
    guint above;      /* so many fields of the message stand above what could be the sender's */
} SenderSearch;

/* The field at a place, which must be one of the message's. Lent. */
const MessageField *sender_field(const Message *message, guint at);

/* Its text. The caller frees. */
char *sender_field_text(const Message *message, int at);

/* Place of the lowest field of that name above a place: the one that was written first, next to the
 * boundary. -1: there is none. */
int sender_lowest_field(const Message *message, guint above, const char *name);

/* Place of the Received field that the walk's step of that index has read; index -1: the number of
 * fields. */
guint sender_received_at(const SenderSearch *search, int index);

/* The text of a Return-Path and its like: "<>", an address, or MAILER-DAEMON at a believed host for
 * the null sender. */
MailAddress *sender_read_reverse_path(const SenderSearch *search, const char *text);

/* "<>" and "" are the null sender, a word without "@" is a domain. */
MailAddress *sender_read_address_or_domain(const char *text);

/* What the spf method of an Authentication-Results field says of the sender: an address, a domain,
 * or, where it names the HELO alone, the null sender. NULL also where the field is under another
 * name than host; host NULL: whatever the name. */
MailAddress *sender_read_results(const MessageField *field, const char *host);

/* What a Received-SPF field says, unless it is about another client than the boundary's. */
MailAddress *sender_read_received_spf(const SenderSearch *search, const MessageField *field);

#endif
