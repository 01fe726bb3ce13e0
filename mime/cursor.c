/* SPDX-License-Identifier: ISC */
/* The only file that does arithmetic on pointers into input. */
#include "mime/cursor.h"

#include <string.h>

Cursor
cursor_over(const void *octets, size_t len)
{
    const char *start = octets;

    return (Cursor){ .start = start, .at = start, .end = start ? start + len : NULL };
}

size_t
cursor_offset(const Cursor *c)
{
    return (size_t)(c->at - c->start);
}

size_t
cursor_left(const Cursor *c)
{
    return c->problem ? 0 : (size_t)(c->end - c->at);
}

bool
cursor_more(const Cursor *c)
{
    return cursor_left(c) > 0;
}

void
cursor_fail(Cursor *c, const char *problem)
{
    if (!c->problem)
        c->problem = problem;
}

int
cursor_peek(const Cursor *c)
{
    return cursor_peek_at(c, 0);
}

int
cursor_peek_at(const Cursor *c, size_t ahead)
{
    return ahead < cursor_left(c) ? (unsigned char)c->at[ahead] : -1;
}

int
cursor_take(Cursor *c)
{
    int octet = cursor_peek(c);

    if (octet >= 0)
        c->at++;
    return octet;
}

bool
cursor_skip(Cursor *c, char octet)
{
    if (cursor_peek(c) != (unsigned char)octet)
        return false;
    c->at++;
    return true;
}

/* Compares at most len octets; true where all of text was there, and *taken is its length. */
static bool
same_text(const char *octets, size_t len, const char *text, size_t *taken)
{
    size_t i = 0;

    while (text[i] && i < len && g_ascii_tolower(octets[i]) == g_ascii_tolower(text[i]))
        i++;
    *taken = i;
    return text[i] == '\0';
}

bool
cursor_skip_text(Cursor *c, const char *text)
{
    size_t taken;

    if (!same_text(c->at, cursor_left(c), text, &taken))
        return false;
    c->at += taken;
    return true;
}

static size_t
span(Cursor *c, CursorSet set, bool inside)
{
    size_t taken = 0;

    while (taken < cursor_left(c) && set((unsigned char)c->at[taken]) == inside)
        taken++;
    c->at += taken;
    return taken;
}

size_t
cursor_span(Cursor *c, CursorSet set)
{
    return span(c, set, true);
}

size_t
cursor_span_until(Cursor *c, CursorSet set)
{
    return span(c, set, false);
}

Cursor
cursor_sub(Cursor *c, size_t len)
{
    if (len > cursor_left(c)) {
        cursor_fail(c, "cut short");
        len = 0;
    }

    Cursor sub = cursor_over(c->at, len);

    c->at += len;
    return sub;
}

void
cursor_seek(Cursor *c, size_t offset)
{
    if (offset > (size_t)(c->end - c->start))
        cursor_fail(c, "place past the end");
    else
        c->at = c->start + offset;
}

char *
cursor_text_since(const Cursor *c, const char *begin)
{
    size_t len = (size_t)(c->at - begin);
    char *text = g_malloc(len + 1);

    for (size_t i = 0; i < len; i++)
        text[i] = begin[i] == '\0' ? '?' : begin[i];
    text[len] = '\0';
    return text;
}

Cursor
cursor_since(const Cursor *c, const char *begin)
{
    return (Cursor){ .start = c->start, .at = begin, .end = c->at };
}

Cursor
cursor_join(const Cursor *first, const Cursor *last)
{
    return (Cursor){ .start = first->start, .at = first->at, .end = last->end };
}

Cursor
cursor_inside(const Cursor *c)
{
    Cursor inside = *c;

    if (cursor_left(c) >= 2) {
        inside.at++;
        inside.end--;
    } else {
        inside.end = inside.at;
    }
    return inside;
}

void
cursor_trim(Cursor *c, CursorSet set)
{
    cursor_span(c, set);
    while (cursor_more(c) && set((unsigned char)c->end[-1]))
        c->end--;
}

bool
cursor_is(const Cursor *c, const char *text)
{
    size_t taken;

    return same_text(c->at, cursor_left(c), text, &taken) && taken == cursor_left(c);
}

bool
cursor_begins(const Cursor *c, const char *text)
{
    size_t taken;

    return same_text(c->at, cursor_left(c), text, &taken);
}

bool
cursor_skip_tail(Cursor *c, const char *text)
{
    size_t len = strlen(text), taken;

    if (len > cursor_left(c) || !same_text(c->end - len, len, text, &taken))
        return false;
    c->end -= len;
    return true;
}

bool
cursor_has(const Cursor *c, char octet)
{
    return cursor_more(c) && memchr(c->at, octet, cursor_left(c));
}

static bool
split_at(Cursor *c, const char *place, Cursor *before)
{
    if (!place)
        return false;
    *before = (Cursor){ .start = c->start, .at = c->at, .end = place };
    c->at = place + 1;
    return true;
}

bool
cursor_split(Cursor *c, char octet, Cursor *before)
{
    return split_at(c, cursor_more(c) ? memchr(c->at, octet, cursor_left(c)) : NULL, before);
}

bool
cursor_split_last(Cursor *c, char octet, Cursor *before)
{
    return split_at(c, cursor_more(c) ? memrchr(c->at, octet, cursor_left(c)) : NULL, before);
}

bool
cursor_find_word(Cursor *c, const char *word, CursorSet around)
{
    char lower = g_ascii_tolower(word[0]), upper = g_ascii_toupper(word[0]);
    size_t left = cursor_left(c), taken;

    for (size_t i = 0; i < left; i++) {
        if (c->at[i] != lower && c->at[i] != upper)
            continue;
        if (i > 0 && !around((unsigned char)c->at[i - 1]))
            continue;
        if (!same_text(c->at + i, left - i, word, &taken))
            continue;
        if (i + taken < left && !around((unsigned char)c->at[i + taken]))
            continue;
        c->at += i + taken;
        return true;
    }
    return false;
}

static bool
is_blank(char octet)
{
    return octet == ' ' || octet == '\t' || octet == '\r' || octet == '\n';
}

/* A fold's line break may stand anywhere in the run of blanks; runs without one stay as they are.
 */
char *
cursor_unfold(const Cursor *c)
{
    size_t left = cursor_left(c), len = 0;
    char *text = g_malloc(left + 1);

    for (size_t i = 0; i < left;) {
        size_t blanks = 0;
        bool folded = false;

        for (; i + blanks < left && is_blank(c->at[i + blanks]); blanks++)
            folded |= c->at[i + blanks] == '\r' || c->at[i + blanks] == '\n';
        if (folded) {
            text[len++] = ' ';
        } else {
            memcpy(text + len, c->at + i, blanks);
            len += blanks;
        }
        i += blanks;
        if (i < left) {
            text[len++] = c->at[i] == '\0' ? '?' : c->at[i];
            i++;
        }
    }
    text[len] = '\0';
    return text;
}

static uint32_t
number(Cursor *c, size_t octets)
{
    Cursor sub = cursor_sub(c, octets);
    uint32_t value = 0;

    while (cursor_more(&sub))
        value = value << 8 | (uint32_t)cursor_take(&sub);
    return value;
}

uint8_t
cursor_u8(Cursor *c)
{
    return (uint8_t)number(c, 1);
}

uint16_t
cursor_u16(Cursor *c)
{
    return (uint16_t)number(c, 2);
}

uint32_t
cursor_u32(Cursor *c)
{
    return number(c, 4);
}
