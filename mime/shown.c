/* SPDX-License-Identifier: ISC */
/* A forger writes "ceo@bank.example" where a name belongs; many mail readers show nothing else.
 * mime/encoded.h reads strictly what a host wrote; this reads leniently what a sender wrote. */
#include "mime/shown.h"

#include "mime/address.h"
#include "mime/cursor.h"
#include "mime/encoded.h"

#include <stdbool.h>
#include <string.h>

/* --- encoded words --- */

static bool
is_encoded_octet(unsigned char octet)
{
    return octet != '?';
}

/* Text that is not in UTF-8 is taken for ISO 8859-1. NULs go: they are half of ASCII in UTF-16.
 * False where there is a line end or a NUL that is none of those. */
static bool
append_decoded(GString *out, const GString *octets, const char *charset)
{
    bool utf8 = g_ascii_strncasecmp(charset, "utf-8", strlen("utf-8")) == 0;
    bool wide = g_ascii_strncasecmp(charset, "utf-16", strlen("utf-16")) == 0 ||
                g_ascii_strncasecmp(charset, "utf-32", strlen("utf-32")) == 0;
    bool clean = true;

    for (size_t i = 0; i < octets->len; i++) {
        unsigned char octet = (unsigned char)octets->str[i];

        if (octet == '\0' || octet == '\r' || octet == '\n')
            clean = clean && wide;
        else if (utf8 || octet < 0x80)
            g_string_append_c(out, (char)octet);
        else
            g_string_append_unichar(out, octet);
    }
    return clean;
}

/* "=?CHARSET?ENCODING?TEXT?="; false, and nothing taken, where none stands next. *clean becomes
 * false where it holds what no name does. */
static bool
take_encoded_word(Cursor *c, GString *out, bool *clean)
{
    Cursor at = *c;
    Cursor charset, encoding, text;
    g_autofree char *charset_text = NULL;
    g_autoptr(GString) octets = g_string_new(NULL);

    if (!cursor_skip_text(&at, "=?"))
        return false;
    charset = cursor_sub_span(&at, is_encoded_octet);
    cursor_skip(&at, '?');
    encoding = cursor_sub_span(&at, is_encoded_octet);
    cursor_skip(&at, '?');
    text = cursor_sub_span(&at, is_encoded_octet);
    if (!cursor_skip_text(&at, "?="))
        return false;
    if (cursor_is(&encoding, "Q"))
        encoded_q(text, octets);
    else if (cursor_is(&encoding, "B"))
        encoded_b(text, octets);
    else
        return false;
    charset_text = cursor_text(charset);
    if (!append_decoded(out, octets, charset_text))
        *clean = false;
    *c = at;
    return true;
}

/* Blanks between two encoded words are not shown (RFC 2047 section 6.2). */
static char *
decode_words(const char *text, bool *clean)
{
    g_autoptr(GString) out = g_string_new(NULL);
    Cursor c = cursor_over_text(text);
    bool behind_word = false;

    while (cursor_more(&c)) {
        const char *begin = c.at;
        size_t written = out->len;

        cursor_span(&c, cursor_is_wsp);
        g_string_append_len(out, begin, (gssize)(c.at - begin));

        size_t blanks = out->len - written;
        bool word = take_encoded_word(&c, out, clean);

        if (word && behind_word)
            g_string_erase(out, (gssize)written, (gssize)blanks);
        behind_word = word;
        if (!word && cursor_more(&c))
            g_string_append_c(out, (char)cursor_take(&c));
    }
    return g_utf8_make_valid(out->str, (gssize)out->len);
}

char *
shown_text(const char *text, bool *clean)
{
    g_autofree char *decoded = decode_words(text, clean);
    g_autofree char *plain = g_utf8_normalize(decoded, -1, G_NORMALIZE_ALL_COMPOSE);
    GString *shown = g_string_new(NULL);

    for (char *at = plain; *at; at = g_utf8_next_char(at)) {
        gunichar letter = g_utf8_get_char(at);

        if (!g_unichar_iszerowidth(letter) || g_unichar_ismark(letter))
            g_string_append_unichar(shown, letter == 0x3002 ? '.' : letter); /* as IDNA has it */
    }
    return g_string_free(shown, FALSE);
}

/* --- addresses --- */

static bool
is_local_letter(gunichar letter)
{
    return letter < 0x80 ? g_ascii_isalnum((char)letter) ||
                               (letter > ' ' && strchr("!#$%&*+-/=?^_{|}~.", (int)letter))
                         : g_unichar_isalnum(letter) || g_unichar_ismark(letter);
}

static bool
is_host_letter(gunichar letter)
{
    return letter == '-' || letter == '_' || letter == '.' || g_unichar_isalnum(letter) ||
           g_unichar_ismark(letter);
}

static char *
letters_text(const gunichar *letters, glong begin, glong end)
{
    return g_ucs4_to_utf8(letters + begin, end - begin, NULL, NULL, NULL);
}

/* A domain with a dot inside; the full stop of a sentence is none. The caller frees. */
static char *
shown_domain(const gunichar *letters, glong begin, glong end)
{
    while (end > begin && !g_unichar_isalnum(letters[end - 1]))
        end--;

    g_autofree char *text = letters_text(letters, begin, end);

    return text && strchr(text, '.') ? mail_domain(text) : NULL;
}

void
shown_addresses(const char *text, guint max, GPtrArray *addresses)
{
    glong len;
    g_autofree gunichar *letters = g_utf8_to_ucs4_fast(text, -1, &len);

    for (glong at = 0; at < len && addresses->len < max; at++) {
        glong begin = at, end = at + 1;

        if (letters[at] != '@')
            continue;
        while (begin > 0 && is_local_letter(letters[begin - 1]))
            begin--;
        while (end < len && is_host_letter(letters[end]))
            end++;

        g_autofree char *local = letters_text(letters, begin, at);
        g_autofree char *domain = shown_domain(letters, at + 1, end);

        if (local && *local && domain)
            g_ptr_array_add(addresses, mail_address_new(local, domain));
    }
}
