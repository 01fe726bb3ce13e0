/* SPDX-License-Identifier: ISC */
/* A place in a run of hostile octets: what reads input here reads through it. It counts octets,
 * trusts no NUL, never leaves the run, and remembers the first problem, so that a reader reads on
 * and asks once, at the end. Text and binary (network order) both. What is done for each octet is
 * inline: a call costs more than the work. */
#ifndef MIME_CURSOR_H
#define MIME_CURSOR_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
    const char *start, *at, *end; /* lent by the caller, start <= at <= end */
    const char *problem;          /* a literal; NULL: none so far */
} Cursor;

/* A set of octets: true for those inside. */
typedef bool (*CursorSet)(unsigned char octet);

/* WSP (RFC 5234): space and tab. */
static inline bool
cursor_is_wsp(unsigned char octet)
{
    return octet == ' ' || octet == '\t';
}

/* A blank: WSP, CR, LF, all that folding white space is made of (RFC 5322 section 3.2.2). */
static inline bool
cursor_is_blank(unsigned char octet)
{
    return cursor_is_wsp(octet) || octet == '\r' || octet == '\n';
}

/* An ASCII control character, NUL among them, but no blank. */
static inline bool
cursor_is_control(unsigned char octet)
{
    return octet == 0x7f || (octet < ' ' && !cursor_is_blank(octet));
}

/* Printable ASCII without the blank (VCHAR of RFC 5234). */
static inline bool
cursor_is_graphic(unsigned char octet)
{
    return octet > ' ' && octet < 0x7f;
}

/* "0" to "9". */
static inline bool
cursor_is_digit(unsigned char octet)
{
    return octet >= '0' && octet <= '9';
}

/* NULL for octets is an empty run, whatever len is. */
Cursor cursor_over(const void *octets, size_t len);

/* A string without its NUL; NULL is an empty run. */
Cursor cursor_over_text(const char *text);

/* A string that counts its octets, NULs among them. */
Cursor cursor_over_string(const GString *string);

/* Offset of the cursor from the start, in octets; after a problem, of its place. */
size_t cursor_offset(const Cursor *c);

/* Octets not yet read; 0 after a problem. */
static inline size_t
cursor_left(const Cursor *c)
{
    return c->problem ? 0 : (size_t)(c->end - c->at);
}

/* True while there is something left to read and no problem. */
static inline bool
cursor_more(const Cursor *c)
{
    return cursor_left(c) > 0;
}

/* Notes problem (a literal) unless there is one already. From then on nothing more is read. */
void cursor_fail(Cursor *c, const char *problem);

/* The next octet, 0 to 255, not taken; -1 at the end or after a problem. */
static inline int
cursor_peek(const Cursor *c)
{
    return cursor_more(c) ? (unsigned char)*c->at : -1;
}

/* The octet ahead octets further on, not taken; -1 past the end. cursor_peek is ahead 0. */
static inline int
cursor_peek_at(const Cursor *c, size_t ahead)
{
    return ahead < cursor_left(c) ? (unsigned char)c->at[ahead] : -1;
}

/* Takes the next octet; -1 at the end or after a problem. */
static inline int
cursor_take(Cursor *c)
{
    int octet = cursor_peek(c);

    if (octet >= 0)
        c->at++;
    return octet;
}

/* Takes the next octet if it is this one; false otherwise. */
static inline bool
cursor_skip(Cursor *c, char octet)
{
    if (cursor_peek(c) != (unsigned char)octet)
        return false;
    c->at++;
    return true;
}

/* In this function and all others that compare, a blank in text stands for any run of blanks, tabs
 * and line breaks: a fold is a blank (RFC 5322 section 2.2.3). text has no two blanks in a row.
 * Takes text if it stands next, in any ASCII case; false, and nothing taken, otherwise. */
bool cursor_skip_text(Cursor *c, const char *text);

/* Takes the octets for which the set says inside. */
static inline size_t
cursor_span_while(Cursor *c, CursorSet set, bool inside)
{
    const char *at = c->at, *end = at + cursor_left(c);

    while (at < end && set((unsigned char)*at) == inside)
        at++;

    size_t taken = (size_t)(at - c->at);

    c->at = at;
    return taken;
}

/* Takes all octets that follow and are in the set (or, with _until, are not), and says how many. */
static inline size_t
cursor_span(Cursor *c, CursorSet set)
{
    return cursor_span_while(c, set, true);
}

static inline size_t
cursor_span_until(Cursor *c, CursorSet set)
{
    return cursor_span_while(c, set, false);
}

/* Takes decimal digits, digits_max at most, which is 9 or less, and says how many; *number is what
 * they say, 0 where there are none. */
size_t cursor_number(Cursor *c, size_t digits_max, unsigned *number);

/* A cursor over the next len octets, which are taken; its offsets count from its own start. Past
 * the end a problem here, and an empty cursor. */
Cursor cursor_sub(Cursor *c, size_t len);

/* The same over all octets that follow and are in the set (or, with _until, are not). */
Cursor cursor_sub_span(Cursor *c, CursorSet set);
Cursor cursor_sub_until(Cursor *c, CursorSet set);

/* The octets from begin (an earlier c->at) up to the cursor as a string: NULs become '?'. The
 * caller frees. */
char *cursor_text_since(const Cursor *c, const char *begin);

/* What is left, likewise. */
char *cursor_text(Cursor slice);

/* Moves to offset octets from the start, forward or back; past the end a problem. */
void cursor_seek(Cursor *c, size_t offset);

/* The octets from begin (an earlier c->at) up to the cursor, as a cursor of their own. Its offsets
 * are still those of the whole run. So are those of all cursors that the functions below make. */
Cursor cursor_since(const Cursor *c, const char *begin);

/* From where first stands to the end of last; both over the same run, first before last. */
Cursor cursor_join(const Cursor *first, const Cursor *last);

/* What is left but for its first and last octet: the inside of a comment. */
Cursor cursor_inside(const Cursor *c);

/* Leaves out what is in the set, at both ends. */
void cursor_trim(Cursor *c, CursorSet set);

/* True where all that is left is text, or where it begins with text; in any ASCII case, and
 * nothing is taken. */
bool cursor_is(const Cursor *c, const char *text);
bool cursor_begins(const Cursor *c, const char *text);

/* Drops text from the end of what is left if it stands there, in any ASCII case; false, and nothing
 * dropped, otherwise. */
bool cursor_skip_tail(Cursor *c, const char *text);

/* True where the octet is somewhere in what is left. */
bool cursor_has(const Cursor *c, char octet);

/* Takes what is left up to and with the first (_last: the last) such octet, and gives what stood
 * before it. False, and nothing taken or given, where there is none. */
bool cursor_split(Cursor *c, char octet, Cursor *before);
bool cursor_split_last(Cursor *c, char octet, Cursor *before);

/* Takes what is left up to and with the first occurrence of word that has an end of the run or an
 * octet of the set on both sides, in any ASCII case; word has an octet, and begins with no blank.
 * False, and nothing taken, where there is none. */
bool cursor_find_word(Cursor *c, const char *word, CursorSet around);

/* What is left as a string: each fold (a line break and the blanks about it) one space, each NUL
 * '?'. The caller frees. */
char *cursor_unfold(const Cursor *c);

/* Binary numbers in network order; past the end a problem, and 0. */
uint8_t cursor_u8(Cursor *c);
uint16_t cursor_u16(Cursor *c);
uint32_t cursor_u32(Cursor *c);

#endif
