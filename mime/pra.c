/* SPDX-License-Identifier: ISC */
/* Step by step as section 2 has it; fields that hold nothing but white space are not there. */
#include "mime/pra.h"

#include "mime/mailboxes.h"

#define PRA_FIELD_MAX 16384 /* octets of a field that is looked into */

static bool
is_empty(const MessageField *field)
{
    g_autofree char *text = message_field_text(field);

    return *text == '\0';
}

/* The first field of this name that is not empty, with its place; NULL: none. *count says how many
 * there are. */
static const MessageField *
find_field(const Message *message, const char *name, guint *at, guint *count)
{
    const MessageField *first = NULL;

    *count = 0;
    for (guint i = 0; i < message->fields->len; i++) {
        const MessageField *field = &g_array_index(message->fields, MessageField, i);

        if (!message_field_is(field, name) || is_empty(field))
            continue;
        if (!first) {
            first = field;
            *at = i;
        }
        ++*count;
    }
    return first;
}

/* A trace field between two others tells that they are of different resendings. */
static bool
has_trace_between(const Message *message, guint begin, guint end)
{
    for (guint i = begin + 1; i < end; i++) {
        const MessageField *field = &g_array_index(message->fields, MessageField, i);

        if (message_field_is(field, "Received") || message_field_is(field, "Return-Path"))
            return true;
    }
    return false;
}

/* Steps 1 to 4. NULL: the message is ill-formed, or has no such field. */
static const MessageField *
select_field(const Message *message, const char **name)
{
    guint sender_at = 0, from_at = 0, count;
    const MessageField *sender = find_field(message, "Resent-Sender", &sender_at, &count);
    const MessageField *from = find_field(message, "Resent-From", &from_at, &count);
    const MessageField *field;

    *name = "resent-sender";
    if (sender && !(from && from_at < sender_at && has_trace_between(message, from_at, sender_at)))
        return sender;
    *name = "resent-from";
    if (from)
        return from;
    *name = "sender";
    field = find_field(message, "Sender", &sender_at, &count);
    if (!field) {
        *name = "from";
        field = find_field(message, "From", &from_at, &count);
    }
    return count == 1 ? field : NULL;
}

MailAddress *
purported_responsible_address(const Message *message, const char **field)
{
    const char *name;
    const MessageField *selected = select_field(message, &name);
    g_autoptr(Mailboxes) read = NULL;

    if (field)
        *field = NULL;
    if (!selected || selected->value_len > PRA_FIELD_MAX)
        return NULL;
    read = mailboxes_read(selected->value, selected->value_len);
    if (read->problem || read->addresses->len != 1)
        return NULL; /* step 5: malformed */
    if (field)
        *field = name;
    return g_ptr_array_steal_index(read->addresses, 0);
}
