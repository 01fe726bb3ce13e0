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

static bool
decode_b(Cursor text, GString *out)
{
    Cursor check = text;
    size_t digits = cursor_span(&check, is_base64), padding = 0;
    g_autofree char *copy = cursor_unfold(&text);
    g_autofree guchar *octets = NULL;
    gsize len = 0;

    while (cursor_skip(&check, '='))
        padding++;
    if (cursor_more(&check) || padding > 2 || (digits + padding) % 4 != 0)
        return false;
    if (digits == 0)
        return padding == 0;
    octets = g_base64_decode(copy, &len);
    g_string_append_len(out, (const char *)octets, (gssize)len);
    return true;
}

static bool
decode_q(Cursor text, GString *out)
{
    while (cursor_more(&text)) {
        int octet = cursor_take(&text);

        if (octet == '_') {
            octet = ' ';
        } else if (octet == '=') {
            int high = g_ascii_xdigit_value((char)cursor_take(&text));
            int low = g_ascii_xdigit_value((char)cursor_take(&text));

            if (high < 0 || low < 0)
                return false;
            octet = high * 16 + low;
        }
        g_string_append_c(out, (char)octet);
    }
    return true;
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
        read = decode_b(word->text, out);
    else if (cursor_is(&word->encoding, "Q"))
        read = decode_q(word->text, out);
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
