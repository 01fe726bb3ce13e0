/* SPDX-License-Identifier: ISC */
/* Not by the parser of a MIME library: that does not say which octets a field
 * is made of, and forgives lines that the guard does not. */
#include "mime/message.h"

#include "mime/header.h"

#include <string.h>

/* The word behind "From ": the envelope sender as the delivery agent wrote it (RFC 4155). */
static char *
mbox_sender(const char *line, size_t len)
{
    Cursor c = cursor_over(line, len);
    const char *begin;

    cursor_skip_text(&c, "From");
    while (cursor_skip(&c, ' '))
        continue;
    begin = c.at;
    while (cursor_peek(&c) > ' ')
        cursor_take(&c);
    return cursor_text_since(&c, begin);
}

Message *
message_new(const char *octets, size_t len)
{
    g_autoptr(Message) message = g_new0(Message, 1);
    size_t at = header_from_line(octets, len);

    message->fields = g_array_new(FALSE, FALSE, sizeof(MessageField));
    if (at > 0)
        message->mbox_sender = mbox_sender(octets, at);
    for (;;) {
        g_assert(at <= len);

        HeaderPart part = header_part(octets, len, at, true);
        MessageField field = {
            .name = octets + part.at,
            .name_len = part.name_len,
            .value = octets + part.value_at,
            .value_len = part.value_len,
        };

        message->junk = part.kind == HEADER_JUNK;
        if (part.kind != HEADER_FIELD)
            return g_steal_pointer(&message);
        g_array_append_val(message->fields, field);
        at = part.at + part.len;
    }
}

void
message_free(Message *message)
{
    g_array_unref(message->fields);
    g_free(message->mbox_sender);
    g_free(message);
}

Cursor
message_field_octets(const MessageField *field)
{
    return cursor_over(field->name, (size_t)(field->value - field->name) + field->value_len);
}

bool
message_field_is(const MessageField *field, const char *name)
{
    return field->name_len == strlen(name) &&
           g_ascii_strncasecmp(field->name, name, field->name_len) == 0;
}

char *
message_field_text(const MessageField *field)
{
    GString *text = g_string_sized_new(field->value_len);

    for (size_t i = 0; i < field->value_len; i++) {
        char octet = field->value[i];

        /* Unfolding takes the line ending out and leaves the blanks that follow it. */
        if (octet == '\n' ||
            (octet == '\r' && i + 1 < field->value_len && field->value[i + 1] == '\n'))
            continue;
        g_string_append_c(text, octet == '\0' ? '?' : octet);
    }
    return g_strstrip(g_string_free(text, FALSE));
}
