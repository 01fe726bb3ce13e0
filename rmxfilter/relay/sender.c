/* SPDX-License-Identifier: ISC */
/* Sources are looked at in the order of the manual's ENVELOPE SENDER; the first one that can be
 * read and says something is taken. */
#include "relay/sender.h"

#include <string.h>

/* Fields that delivery agents and relays write, in the order in which they are asked. */
static const struct {
    const char *name, *source;
} sources[] = {
    { "Return-Path", "return-path" },
    { "X-Envelope-From", "x-envelope-from" },
    { "Envelope-Sender", "envelope-sender" },
};

/* getmail writes Return-Path: <unknown> where it knows nothing; other words without a domain are
 * local users, or nothing at all. None of them can be checked, and another source may know more. */
static MailAddress *
usable(MailAddress *address)
{
    if (address && !address->domain && *address->local != '\0')
        g_clear_pointer(&address, mail_address_free);
    return address;
}

/* --mail-from: "<>" and "" are the null sender, a word without "@" is a domain. */
static MailAddress *
from_option(const char *option)
{
    g_autoptr(MailAddress) address = mail_address_parse(option, strlen(option));
    g_autofree char *domain = NULL;

    if (!address || address->domain || *address->local == '\0')
        return g_steal_pointer(&address);
    domain = mail_domain(address->local);
    return domain ? mail_address_new("postmaster", domain) : NULL;
}

/* The word of the "From " line. Delivery agents write MAILER-DAEMON there for the null sender. */
static MailAddress *
from_mbox(const char *word)
{
    if (g_ascii_strcasecmp(word, "MAILER-DAEMON") == 0)
        return mail_address_new("", NULL);
    return *word ? usable(mail_address_parse(word, strlen(word))) : NULL;
}

/* How many fields of the message stand above the last believed Received field. */
static guint
fields_above(const Message *message, const Walk *walk)
{
    guint believed = 0, received = 0;

    for (guint i = 0; i < walk->steps->len; i++)
        believed += ((const WalkStep *)g_ptr_array_index(walk->steps, i))->believed;
    /* Where the walk looked one field further down, to a submission, the boundary is above that. */
    if (walk->boundary >= 0)
        believed = (guint)walk->boundary + 1;
    for (guint i = 0; i < message->fields->len; i++) {
        const MessageField *field = &g_array_index(message->fields, MessageField, i);

        if (message_field_is(field, "Received") && ++received == believed &&
            walk->end != WALK_LOCAL)
            return i;
    }
    return message->fields->len;
}

/* The lowest field of that name above the boundary: the one that was written first, next to it. */
static MailAddress *
from_field(const Message *message, guint above, const char *name)
{
    while (above-- > 0) {
        const MessageField *field = &g_array_index(message->fields, MessageField, above);

        if (message_field_is(field, name)) {
            g_autofree char *text = message_field_text(field);

            return usable(mail_address_parse(text, strlen(text)));
        }
    }
    return NULL;
}

/* Fills in sender from the boundary's own field, then the fields above it, then the mbox line. */
static void
find_sender(EnvelopeSender *sender, const Message *message, const Walk *walk)
{
    guint above = fields_above(message, walk);

    if (walk->boundary >= 0) {
        const WalkStep *step = g_ptr_array_index(walk->steps, (guint)walk->boundary);
        const char *text = step->hop->envelope_from;

        sender->source = "envelope-from";
        sender->address = text ? usable(mail_address_parse(text, strlen(text))) : NULL;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(sources) && !sender->address; i++) {
        sender->source = sources[i].source;
        sender->address = from_field(message, above, sources[i].name);
    }
    if (!sender->address && message->mbox_sender) {
        sender->source = "mbox";
        sender->address = from_mbox(message->mbox_sender);
    }
}

EnvelopeSender *
envelope_sender(const Message *message, const Walk *walk, const char *option)
{
    EnvelopeSender *sender = g_new0(EnvelopeSender, 1);

    if (option) {
        sender->source = "option";
        sender->address = from_option(option);
    } else {
        find_sender(sender, message, walk);
    }
    if (!sender->address)
        sender->source = NULL;
    return sender;
}

void
envelope_sender_free(EnvelopeSender *sender)
{
    g_clear_pointer(&sender->address, mail_address_free);
    g_free(sender);
}
