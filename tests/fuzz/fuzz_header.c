/* SPDX-License-Identifier: ISC */
/* Cutting a header block: every octet in one part, and the same parts however the octets arrive. */
#include "mime/header.h"
#include "mime/message.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *octets = (const char *)data;
    g_autoptr(Message) message = message_new(octets, size);
    size_t at = header_from_line(octets, size);
    HeaderPart part;

    do {
        HeaderPart early = header_part(octets, at + (size - at) / 2, at, false);

        part = header_part(octets, size, at, true);
        g_assert(part.kind != HEADER_MORE && part.at == at && at + part.len <= size);
        g_assert(part.len > 0 || at == size);
        g_assert(early.kind == HEADER_MORE || (early.kind == part.kind && early.len == part.len));
        if (part.kind == HEADER_FIELD)
            g_assert(part.value_at + part.value_len <= at + part.len && part.name_len > 0);
        at += part.len;
    } while (part.kind != HEADER_END);

    for (guint i = 0; i < message->fields->len; i++) {
        g_autofree char *text =
            message_field_text(&g_array_index(message->fields, MessageField, i));

        g_assert(!strchr(text, '\n'));
    }
    return 0;
}
