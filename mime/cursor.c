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

bool
cursor_skip_text(Cursor *c, const char *text)
{
    size_t len = strlen(text);

    if (len > cursor_left(c) || g_ascii_strncasecmp(c->at, text, len) != 0)
        return false;
    c->at += len;
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
