/* SPDX-License-Identifier: ISC */
/* With its header, the only file that does arithmetic on pointers into input. */
#include "mime/cursor.h"

#include <string.h>

/* What the arithmetic of this file relies on. The functions that the guard calls do without: they
 * must not end the process that holds the mail. */
static inline void
assert_order(const Cursor *c, const char *place)
{
    g_assert(c->start <= place && place <= c->at && c->at <= c->end);
}

Cursor
cursor_over(const void *octets, size_t len)
{
    /* No octets at all still have a place: arithmetic on NULL is undefined. */
    const char *start = octets ? octets : "";

    return (Cursor){ .start = start, .at = start, .end = octets ? start + len : start };
}

Cursor
cursor_over_text(const char *text)
{
    return cursor_over(text, text ? strlen(text) : 0);
}

Cursor
cursor_over_string(const GString *string)
{
    return cursor_over(string->str, string->len);
}

size_t
cursor_offset(const Cursor *c)
{
    return (size_t)(c->at - c->start);
}

void
cursor_fail(Cursor *c, const char *problem)
{
    if (!c->problem)
        c->problem = problem;
}

/* g_ascii_tolower is a call into a library for each octet. */
static inline unsigned char
lower_octet(char octet)
{
    return (unsigned char)(octet >= 'A' && octet <= 'Z' ? octet | 0x20 : octet);
}

/* The length of what stands for text where the octets begin with it, else 0: for an empty text too.
 * Most texts that are compared differ in the first octet. */
static inline size_t
same_text(const char *octets, size_t len, const char *text)
{
    size_t i = 0;

    if (len == 0 || (lower_octet(octets[0]) != lower_octet(text[0]) && text[0] != ' '))
        return 0;
    for (; *text && i < len; text++) {
        if (*text == ' ' && cursor_is_blank((unsigned char)octets[i]))
            while (i < len && cursor_is_blank((unsigned char)octets[i]))
                i++;
        else if (lower_octet(octets[i]) == lower_octet(*text))
            i++;
        else
            return 0;
    }
    return *text ? 0 : i;
}

/* The same from the end. */
static size_t
same_tail(const char *octets, size_t len, const char *text)
{
    size_t i = len, left = strlen(text);

    for (; left > 0 && i > 0; left--) {
        if (text[left - 1] == ' ' && cursor_is_blank((unsigned char)octets[i - 1]))
            while (i > 0 && cursor_is_blank((unsigned char)octets[i - 1]))
                i--;
        else if (lower_octet(octets[i - 1]) == lower_octet(text[left - 1]))
            i--;
        else
            return 0;
    }
    return left > 0 ? 0 : len - i;
}

bool
cursor_skip_text(Cursor *c, const char *text)
{
    size_t taken = same_text(c->at, cursor_left(c), text);

    c->at += taken;
    return taken > 0;
}

size_t
cursor_number(Cursor *c, size_t digits_max, unsigned *number)
{
    size_t digits = 0;

    g_assert(digits_max <= 9);
    *number = 0;
    for (; digits < digits_max && cursor_is_digit((unsigned char)cursor_peek(c)); digits++)
        *number = *number * 10 + (unsigned)(cursor_take(c) - '0');
    return digits;
}

Cursor
cursor_sub(Cursor *c, size_t len)
{
    assert_order(c, c->at);
    if (len > cursor_left(c)) {
        cursor_fail(c, "cut short");
        len = 0;
    }

    Cursor sub = cursor_over(c->at, len);

    c->at += len;
    return sub;
}

Cursor
cursor_sub_span(Cursor *c, CursorSet set)
{
    Cursor ahead = *c;

    return cursor_sub(c, cursor_span(&ahead, set));
}

Cursor
cursor_sub_until(Cursor *c, CursorSet set)
{
    Cursor ahead = *c;

    return cursor_sub(c, cursor_span_until(&ahead, set));
}

void
cursor_seek(Cursor *c, size_t offset)
{
    assert_order(c, c->at);
    if (offset > (size_t)(c->end - c->start))
        cursor_fail(c, "place past the end");
    else
        c->at = c->start + offset;
}

/* Strings end at NUL: one that is part of the text must not hide the rest. */
static char
without_nul(char octet)
{
    if (octet == '\0')
        return '?';
    return octet;
}

char *
cursor_text_since(const Cursor *c, const char *begin)
{
    assert_order(c, begin);

    size_t len = (size_t)(c->at - begin);
    char *text = g_malloc(len + 1);

    for (size_t i = 0; i < len; i++)
        text[i] = without_nul(begin[i]);
    text[len] = '\0';
    return text;
}

char *
cursor_text(Cursor slice)
{
    const char *begin = slice.at;

    cursor_sub(&slice, cursor_left(&slice));
    return cursor_text_since(&slice, begin);
}

Cursor
cursor_since(const Cursor *c, const char *begin)
{
    assert_order(c, begin);
    return (Cursor){ .start = c->start, .at = begin, .end = c->at };
}

Cursor
cursor_join(const Cursor *first, const Cursor *last)
{
    g_assert(first->start == last->start && first->end <= last->end);
    assert_order(first, first->at);
    assert_order(last, last->at);
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
    size_t left = cursor_left(c);

    return left > 0 ? same_text(c->at, left, text) == left : text[0] == '\0';
}

bool
cursor_begins(const Cursor *c, const char *text)
{
    return same_text(c->at, cursor_left(c), text) > 0;
}

bool
cursor_skip_tail(Cursor *c, const char *text)
{
    size_t taken = same_tail(c->at, cursor_left(c), text);

    if (taken == 0) /* there may be nothing at all: arithmetic on NULL is undefined */
        return false;
    c->end -= taken;
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
    const char *begin = c->at, *end = begin + cursor_left(c);
    unsigned char first = lower_octet(word[0]);

    g_assert(first != '\0' && first != ' ');
    for (const char *at = begin; at < end; at++) {
        if (lower_octet(*at) != first || (at > begin && !around((unsigned char)at[-1])))
            continue;

        size_t taken = same_text(at, (size_t)(end - at), word);

        if (taken == 0 || (at + taken < end && !around((unsigned char)at[taken])))
            continue;
        c->at = at + taken;
        return true;
    }
    return false;
}

static bool
has_folds(const Cursor *c, size_t left)
{
    return memchr(c->at, '\n', left) || memchr(c->at, '\r', left) || memchr(c->at, '\0', left);
}

/* A fold's line break may stand anywhere in the run of blanks; runs without one stay as they are.
 */
char *
cursor_unfold(const Cursor *c)
{
    size_t left = cursor_left(c), len = 0;

    if (left > 0 && !has_folds(c, left))
        return g_strndup(c->at, left);

    char *text = g_malloc(left + 1);

    for (size_t i = 0; i < left;) {
        size_t blanks = 0;
        bool folded = false;

        for (; i + blanks < left && cursor_is_blank((unsigned char)c->at[i + blanks]); blanks++)
            folded |= c->at[i + blanks] == '\r' || c->at[i + blanks] == '\n';
        if (folded) {
            text[len++] = ' ';
        } else {
            memcpy(text + len, c->at + i, blanks);
            len += blanks;
        }
        i += blanks;
        if (i < left) {
            text[len++] = without_nul(c->at[i]);
            i++;
        }
    }
    text[len] = '\0';
    return text;
}

static uint32_t
read_network_order(Cursor *c, size_t octets)
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
    return (uint8_t)read_network_order(c, 1);
}

uint16_t
cursor_u16(Cursor *c)
{
    return (uint16_t)read_network_order(c, 2);
}

uint32_t
cursor_u32(Cursor *c)
{
    return read_network_order(c, 4);
}
