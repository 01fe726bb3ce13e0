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
base64_read(Cursor text, Cursor *bad)
{
    g_autoptr(GString) plain = g_string_new(NULL);
    gsize len = 0;

    add_run(&text, is_base64_octet, plain);

    size_t padding = add_run(&text, is_padding_octet, plain);

    if (cursor_more(&text) || padding > 2 || plain->len % 4 != 0) {
        *bad = text;
        return NULL;
    }
    if (plain->len > 0)
        g_base64_decode_inplace(plain->str, &len);

    GByteArray *octets = g_byte_array_sized_new((guint)len);

    return g_byte_array_append(octets, (const guint8 *)plain->str, (guint)len);
}
