/* SPDX-License-Identifier: ISC */
/* procmail sets one field right, as far as the old value left room for it, and leaves others as
 * they came. So each is held against the file, and a wrong one is told of. A right one cannot add
 * messages, only take some away that a sender wrote himself, or knows to the octet. */
#include "mailbox/mbox_length.h"

#include "mime/cursor.h"
#include "mime/mbox.h"

#include <errno.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#define FIELD_NAME   "Content-Length"
#define FIELDS_MAX   10 /* in one message that are held against the file */
#define DIGITS_MAX   15
#define LINE_END_MAX 2 /* octets */

/* Reads at any place of the file. 0: it ends there, or cannot be read. */
static size_t
read_mbox_at(int file, off_t at, char *octets, size_t size)
{
    ssize_t got;

    do
        got = pread(file, octets, size, at);
    while (got < 0 && errno == EINTR);
    return got > 0 ? (size_t)got : 0;
}

/* The length of the line end that the cursor stands on; 0: there is none. */
static size_t
line_end_length(const Cursor *c)
{
    if (cursor_peek(c) == '\n')
        return 1;
    return cursor_peek(c) == '\r' && cursor_peek_at(c, 1) == '\n' ? 2 : 0;
}

/* Whether a message begins here, or the file ends. */
static bool
is_next_message(Cursor c)
{
    Cursor line = c;

    if (!cursor_more(&c))
        return true;
    if (cursor_has(&c, '\n'))
        cursor_split(&c, '\n', &line);
    return mbox_is_from_line(line.at, cursor_left(&line));
}

/* Where the next message begins, or the file ends, if a message ends before offset end of the file:
 * a line end that belongs to the mbox may stand in between. -1: it does not end there. */
static off_t
next_message_behind(int file, off_t end)
{
    char octets[1 + LINE_END_MAX + MBOX_LINE_MAX];
    Cursor c = cursor_over(octets, read_mbox_at(file, end - 1, octets, sizeof(octets)));
    int last = cursor_take(&c);
    size_t line_end = line_end_length(&c);
    bool good = last >= 0;

    cursor_seek(&c, 1 + line_end);
    good = good && (line_end > 0 || last == '\n' || !cursor_more(&c)) && is_next_message(c);
    explicit_bzero(octets, sizeof(octets)); /* who looks at the message next has no body */
    return good ? end + (off_t)line_end : -1;
}

/* The number that the value begins with. False: there is none, or none that a file could have. */
static bool
read_stated_length(const HeaderBlock *header, const HeaderPart *part, off_t *length)
{
    Cursor c = cursor_over(header->octets + part->value_at, part->value_len);
    size_t digits = 0;

    *length = 0;
    cursor_span(&c, cursor_is_wsp);
    for (; digits <= DIGITS_MAX && cursor_is_digit((unsigned char)cursor_peek(&c)); digits++)
        *length = *length * 10 + (cursor_take(&c) - '0');
    return digits > 0 && digits <= DIGITS_MAX;
}

static bool
is_length_field(const HeaderBlock *header, const HeaderPart *part)
{
    return part->kind == HEADER_FIELD && part->name_len == strlen(FIELD_NAME) &&
           strncasecmp(header->octets + part->at, FIELD_NAME, part->name_len) == 0;
}

/* Where the next message begins by this field; -1: it is not right. */
static off_t
next_message_by(const HeaderBlock *header, const HeaderPart *part, int file, off_t start)
{
    off_t length;

    return start >= 0 && read_stated_length(header, part, &length)
               ? next_message_behind(file, start + (off_t)header->len + length)
               : -1;
}

MboxLength
mbox_length_find(const HeaderBlock *header, int file, off_t start)
{
    HeaderPart part = { .at = header_from_line(header->octets, header->len) };
    MboxLength found = { .wrong = header->cut };
    unsigned fields = 0;
    off_t next = -1;

    do {
        part = header_part(header->octets, header->len, part.at + part.len, true);
        if (is_length_field(header, &part) && ++fields <= FIELDS_MAX)
            next = MAX(next, next_message_by(header, &part, file, start));
    } while (part.kind != HEADER_END);
    if (next >= 0)
        found.octets = next - start;
    found.wrong |= fields > FIELDS_MAX || (fields > 0 && next < 0);
    return found;
}
