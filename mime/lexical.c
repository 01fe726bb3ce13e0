/* SPDX-License-Identifier: ISC */
/* No recursion: comments are counted, as senders nest them by the thousand. */
#include "mime/lexical.h"

#include <string.h>

/* The octet behind a backslash, or any other: none of them is a control character. Readers in C end
 * at NUL, others elsewhere. */
static int
take_without_control(Cursor *c)
{
    int octet = cursor_take(c);

    if (octet >= 0 && cursor_is_control((unsigned char)octet))
        cursor_fail(c, "control character");
    return octet;
}

/* The depth after each octet, or quoted pair, of "(a \) (b) c)":
 *
 *   (   a   _   \)  _   (   b   )   _   c   )
 *   1   1   1   1   1   2   2   1   1   1   0: the end */
static void
take_comment_text(Cursor *c, Cfws *cfws)
{
    size_t depth = 0, quotes = 0;
    const char *begin = c->at;

    g_assert(cursor_peek(c) == '(');
    do {
        int octet = take_without_control(c);

        if (octet == '(')
            depth++;
        else if (octet == ')')
            depth--;
        else if (octet == '"')
            quotes++;
        else if (octet == '\\')
            take_without_control(c);
    } while (depth > 0 && cursor_more(c));
    if (depth > 0)
        cursor_fail(c, "comment not closed");
    if (cfws->comments++ == 0) {
        cfws->first = cursor_since(c, begin);
        cfws->first = cursor_inside(&cfws->first);
    }
    cfws->unpaired |= quotes % 2 == 1;
}

Cfws
lexical_cfws(Cursor *c)
{
    Cfws cfws = { .first = cursor_over(NULL, 0) };

    for (;;) {
        if (cursor_span(c, cursor_is_blank) > 0)
            cfws.any = true;
        if (cursor_peek(c) != '(')
            return cfws;
        cfws.any = true;
        take_comment_text(c, &cfws);
    }
}

/* Takes a quoted string (section 3.2.4), which stands next, and gives what it means: folds and
 * backslashes undone. One that never ends, or a control octet in it, is a problem of c. The caller
 * frees. */
static char *
lexical_quoted(Cursor *c)
{
    GString *text = g_string_new(NULL);

    g_assert(cursor_peek(c) == '"');
    cursor_take(c);
    for (;;) {
        int octet = take_without_control(c);

        if (octet == '"')
            break;
        if (octet == '\\')
            octet = take_without_control(c);
        if (octet < 0) {
            cursor_fail(c, "quoted string not closed");
            break;
        }
        if (octet != '\r' && octet != '\n' && octet != '\0')
            g_string_append_c(text, (char)octet);
    }
    return g_string_free(text, FALSE);
}

bool
lexical_is_name(unsigned char octet)
{
    return g_ascii_isalnum(octet) || octet == '-' || octet == '_';
}

char *
lexical_name(Cursor *c)
{
    const char *begin = c->at;
    g_autofree char *name = NULL;

    cursor_span(c, lexical_is_name);
    name = cursor_text_since(c, begin);
    return g_ascii_strdown(name, -1);
}

bool
lexical_is_word(unsigned char octet)
{
    return octet > ' ' && octet != 0x7f && octet != ';' && octet != '(' && octet != ')' &&
           octet != '"' && octet != '\\';
}

bool
lexical_is_one_word(const char *text)
{
    Cursor c = cursor_over_text(text);

    cursor_span(&c, lexical_is_word);
    return !cursor_more(&c);
}

char *
lexical_value(Cursor *c)
{
    const char *begin = c->at;
    bool path = cursor_peek(c) == '<' && cursor_peek_at(c, 1) == '"' && cursor_skip(c, '<');
    g_autofree char *meant = cursor_peek(c) == '"' ? lexical_quoted(c) : NULL;
    Cursor as_written;

    if (!meant || cursor_peek(c) == '@') {
        cursor_span(c, lexical_is_word);
        as_written = cursor_since(c, begin);
        return cursor_unfold(&as_written);
    }
    if (path || (cursor_more(c) && lexical_is_word((unsigned char)cursor_peek(c))))
        cursor_fail(c, "text behind a quoted string");
    return g_steal_pointer(&meant);
}

size_t
lexical_count(const char *text, const char *name)
{
    size_t len = strlen(name), count = 0;

    for (const char *at = text; (at = strcasestr(at, name)); at += len)
        if (at[len] == '=' && (at == text || !lexical_is_name((unsigned char)at[-1])))
            count++;
    return count;
}
