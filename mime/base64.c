/* SPDX-License-Identifier: ISC */
#include "mime/base64.h"

static bool
is_base64_octet(unsigned char octet)
{
    return g_ascii_isalnum(octet) || octet == '+' || octet == '/';
}

/* Adds what stands next, and the blanks behind it; says how many octets it was without them. */
static size_t
add_run(Cursor *c, CursorSet set, GString *text)
{
    size_t all = 0;

    while (cursor_more(c)) {
        const char *begin = c->at;
        size_t len = cursor_span(c, set);

        g_string_append_len(text, begin, (gssize)len);
        if (cursor_span(c, cursor_is_blank) + len == 0)
            break;
        all += len;
    }
    return all;
}

static bool
is_padding_octet(unsigned char octet)
{
    return octet == '=';
}

GByteArray *
base64_read(Cursor c, Cursor *bad)
{
    g_autoptr(GString) text = g_string_new(NULL);
    gsize len = 0;

    add_run(&c, is_base64_octet, text);

    size_t padding = add_run(&c, is_padding_octet, text);

    if (cursor_more(&c) || padding > 2 || text->len % 4 != 0) {
        *bad = c;
        return NULL;
    }
    if (text->len > 0)
        g_base64_decode_inplace(text->str, &len);

    GByteArray *octets = g_byte_array_sized_new((guint)len);

    return g_byte_array_append(octets, (const guint8 *)text->str, (guint)len);
}
