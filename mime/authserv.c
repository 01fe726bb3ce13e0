/* SPDX-License-Identifier: ISC */
/* Reads [CFWS] and one value of RFC 2045, and compares as it goes. Where a forger leaves the
 * grammar (an open comment, a stray octet) the answer is what a lenient reader might see: the name
 * counts wherever the first word says so. */
#include "mime/authserv.h"

#include "mime/cursor.h"
#include "mime/header.h"

#include <string.h>

/* An octet of 8 bits is no part of the name, which is ASCII; some are blanks to readers that know
 * Unicode. */
static bool
is_lenient_blank(unsigned char octet)
{
    return octet == ' ' || octet == '\t' || octet == '\n' || octet >= 0x80 ||
           header_octet_drops(octet);
}

static void
skip_comment(Cursor *c)
{
    size_t depth = 0;

    do {
        int octet = cursor_take(c);

        if (octet == '(')
            depth++;
        else if (octet == ')')
            depth--;
        else if (octet == '\\')
            cursor_take(c);
    } while (depth > 0 && cursor_more(c));
}

static void
skip_cfws(Cursor *c)
{
    while (cursor_span(c, is_lenient_blank) > 0 || cursor_peek(c) == '(')
        if (cursor_peek(c) == '(')
            skip_comment(c);
}

/* RFC 2045 section 5.1: tspecials. */
static bool
ends_token(int octet)
{
    return octet < 0 || strchr("()<>@,;:\\\"/[]?=", octet) ||
           is_lenient_blank((unsigned char)octet);
}

/* RFC 2047 allows no encoded word here. But Sieve and others decode every field, and then read
 * whatever name it holds; and nobody honest writes one. */
static bool
begins_encoded_word(Cursor c, bool whole)
{
    return cursor_skip(&c, '=') && (cursor_more(&c) ? cursor_peek(&c) == '?' : !whole);
}

bool
authserv_is(const char *value, size_t len, const char *name, bool whole)
{
    Cursor c = cursor_over(value, len);
    bool quoted;

    skip_cfws(&c);
    quoted = cursor_skip(&c, '"');
    for (; *name; name++) {
        cursor_span(&c, header_octet_drops);
        if (quoted)
            cursor_skip(&c, '\\');
        if (!cursor_more(&c))
            return !whole;
        if (begins_encoded_word(c, whole))
            return true;
        if (g_ascii_tolower((char)cursor_take(&c)) != g_ascii_tolower(*name))
            return false;
    }
    if (quoted)
        cursor_span(&c, header_octet_drops);
    cursor_skip(&c, '.'); /* the same host in the DNS */
    if (quoted)
        cursor_span(&c, header_octet_drops);
    if (!cursor_more(&c))
        return !quoted || !whole;
    if (begins_encoded_word(c, whole))
        return true;
    return quoted ? cursor_peek(&c) == '"' : ends_token(cursor_peek(&c));
}
