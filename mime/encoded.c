/* SPDX-License-Identifier: ISC */
/* No charset but UTF-8 and US-ASCII is decoded, and nothing is guessed. What a sender may encode is
 * read leniently, in mime/shown.c. */
#include "mime/encoded.h"

#include <string.h>

/* GLib passes over octets that are none of base64's; another reader may not. */
static bool
is_base64(unsigned char octet)
{
    return g_ascii_isalnum(octet) || octet == '+' || octet == '/';
}

bool
encoded_b(Cursor text, GString *octets)
{
    g_autofree char *copy = cursor_unfold(&text);
    gsize len = 0;
    g_autofree guchar *decoded = g_base64_decode(copy, &len);
    size_t digits = cursor_span(&text, is_base64), padding = 0;

    g_string_append_len(octets, (const char *)decoded, (gssize)len);
    while (cursor_skip(&text, '='))
        padding++;
    if (cursor_more(&text) || padding > 2 || (digits + padding) % 4 != 0)
        return false;
    return digits > 0 || padding == 0;
}

bool
encoded_q(Cursor text, GString *octets)
{
    bool clean = true;

    while (cursor_more(&text)) {
        int octet = cursor_take(&text);

        if (octet == '_') {
            octet = ' ';
        } else if (octet == '=') {
            int high = g_ascii_xdigit_value((char)cursor_peek(&text));
            int low = g_ascii_xdigit_value((char)cursor_peek_at(&text, 1));

            if (high >= 0 && low >= 0) {
                octet = high * 16 + low;
                cursor_sub(&text, 2);
            } else {
                clean = false;
            }
        }
        g_string_append_c(octets, (char)octet);
    }
    return clean;
}

/* "=?CHARSET?ENCODING?TEXT?=", all of word. */
typedef struct {
    Cursor charset, encoding, text;
} EncodedWord;

static bool
is_encoded_word(Cursor word, EncodedWord *parts)
{
    if (!cursor_skip_text(&word, "=?") || !cursor_skip_tail(&word, "?=") ||
        !cursor_split(&word, '?', &parts->charset) || !cursor_split(&word, '?', &parts->encoding))
        return false;
    parts->text = word;
    return !cursor_has(&word, '?');
}

static const char *
decode_word(const EncodedWord *word, GString *out)
{
    size_t before = out->len;
    bool ascii = cursor_is(&word->charset, "us-ascii"), read = false;

    if (!ascii && !cursor_is(&word->charset, "utf-8"))
        return "encoded in another charset than UTF-8";
    if (cursor_is(&word->encoding, "B"))
        read = encoded_b(word->text, out);
    else if (cursor_is(&word->encoding, "Q"))
        read = encoded_q(word->text, out);
    if (ascii && !g_str_is_ascii(out->str + before))
        read = false;
    return read ? NULL : "encoded word cannot be read";
}

GString *
encoded_words(Cursor value, const char **problem)
{
    g_autoptr(GString) out = g_string_new(NULL);
    bool encoded = false;

    *problem = NULL;
    for (;;) {
        EncodedWord word;
        const char *begin;

        cursor_span(&value, cursor_is_blank);
        if (!cursor_more(&value))
            break;
        begin = value.at;
        cursor_span_until(&value, cursor_is_blank);
        encoded = is_encoded_word(cursor_since(&value, begin), &word);
        if (!encoded) {
            *problem = NULL;
            break;
        }
        if (!*problem)
            *problem = decode_word(&word, out);
    }
    /* A character may be cut by the end of a word: Microsoft cuts where a line is full. */
    if (encoded && !*problem && !g_utf8_validate_len(out->str, out->len, NULL))
        *problem = "encoded words are no UTF-8";
    return encoded && !*problem ? g_steal_pointer(&out) : NULL;
}
