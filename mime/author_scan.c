/* SPDX-License-Identifier: ISC */
/* Readers drop blanks, control characters and octets beyond ASCII from a name, or take some of them
 * for line ends; and where they meet a line that is no field some end the header, some go on. */
#include "mime/author_scan.h"

#include "mime/cursor.h"
#include "mime/header.h"

#include <string.h>

static const char from_name[] = "from";

/* A bit for each number of octets of from_name that may have been read when the next octet comes;
 * several readings are followed at once. For the line "fr\0om:", where some readers drop the NUL
 * and others end the line there, the numbers after each octet are
 *
 *   f   r   \0      o        m        :
 *   1   2   2, 0    3        4        4 was among them: this is From to somebody
 *
 * READING_BEGIN is number 0, READING_NAME number 4. */
typedef unsigned Readings;

#define READING_BEGIN 1U
#define READING_NAME  (1U << (sizeof from_name - 1))

typedef struct {
    Readings readings;
    size_t froms;          /* colons behind something that is From to somebody */
    size_t plain;          /* From fields that are so to all: no odd line stands above them */
    const char *irregular; /* the first odd line; NULL: none so far */
} AuthorScan;

static void
note_irregular(AuthorScan *scan, const char *problem)
{
    if (!scan->irregular)
        scan->irregular = problem;
}

static bool
is_visible(int octet)
{
    return octet > ' ' && octet < 0x7f;
}

static bool
is_field_name(unsigned char octet)
{
    return is_visible(octet) && octet != ':';
}

/* What ends a line for some reader, LF aside: CR, NUL, the vertical ones, the separators. */
static bool
is_control_break(int octet)
{
    return octet == '\0' || (octet >= '\v' && octet <= '\r') || (octet >= 0x1c && octet <= 0x1e);
}

/* Likewise U+0085, in Latin-1 too, U+2028 and U+2029; the octet before the cursor is their first
 * one. */
static bool
is_wide_break(const Cursor *line, int octet)
{
    int next = cursor_peek(line), last = cursor_peek_at(line, 1);

    return octet == 0x85 || (octet == 0xc2 && next == 0x85) ||
           (octet == 0xe2 && next == 0x80 && (last == 0xa8 || last == 0xa9));
}

static Readings
read_visible(AuthorScan *scan, int octet)
{
    Readings next = 0;

    if (octet == ':' && (scan->readings & READING_NAME))
        scan->froms++;
    for (size_t i = 0; from_name[i]; i++)
        if ((scan->readings & (1U << i)) && g_ascii_tolower((char)octet) == from_name[i])
            next |= 1U << (i + 1);
    return next;
}

/* Follows all readings over one line, its LF included. */
static void
follow_line(AuthorScan *scan, Cursor line)
{
    for (int octet; (octet = cursor_take(&line)) >= 0;) {
        if (is_visible(octet)) {
            scan->readings = read_visible(scan, octet);
        } else if (is_wide_break(&line, octet)) {
            scan->readings |= READING_BEGIN;
        } else if (is_control_break(octet) && !(octet == '\r' && cursor_peek(&line) == '\n')) {
            scan->readings |= READING_BEGIN;
            note_irregular(scan, "a control character that may end a line stands above From");
        }
    }
}

/* A line that begins with a blank. What it continues, its name perhaps, is read on. */
static void
scan_header_continuation(AuthorScan *scan, Cursor line, bool first)
{
    Cursor rest = line;

    cursor_span(&rest, cursor_is_blank);
    if (first || !cursor_more(&rest))
        note_irregular(scan, first ? "the header begins with a line that continues nothing"
                                   : "a line of blanks stands above From");
    if (scan->irregular)
        scan->readings |= READING_BEGIN;
    follow_line(scan, line);
}

static void
scan_header_line(AuthorScan *scan, Cursor line)
{
    Cursor rest = line;
    bool field = cursor_span(&rest, is_field_name) > 0 && cursor_skip(&rest, ':');

    if (!field)
        note_irregular(scan, "a line that is no field stands above From");
    else if (!scan->irregular && cursor_begins(&line, "From:"))
        scan->plain++;
    if (cursor_begins(&line, "Apparently-From:")) /* mutt shows the address in it */
        scan->froms++;
    scan->readings = READING_BEGIN;
    follow_line(scan, line);
}

/* The next line with its LF. */
static Cursor
take_line(Cursor *c)
{
    const char *begin = c->at;
    Cursor before;

    if (!cursor_split(c, '\n', &before))
        cursor_seek(c, (size_t)(c->end - c->start));
    return cursor_since(c, begin);
}

static const char *
scan_result(const AuthorScan *scan)
{
    if (scan->froms == 0)
        return "no From field";
    if (scan->plain > 1)
        return "several From fields";
    if (scan->froms > 1)
        return "a line that some readers take for another From";
    if (scan->plain == 1)
        return NULL;
    return scan->irregular ? scan->irregular : "the name From is written in an odd way";
}

const char *
author_scan(const char *octets, size_t len)
{
    Cursor c = cursor_over(octets, len);
    size_t from_line = header_from_line(octets, len);
    AuthorScan scan = { .readings = READING_BEGIN };

    if (from_line > 0)
        follow_line(&scan, take_line(&c));
    for (bool first = true; cursor_more(&c); first = false) {
        Cursor line = take_line(&c);
        int octet = cursor_peek(&line);

        if (octet == '\n' || (octet == '\r' && cursor_peek_at(&line, 1) == '\n'))
            break;
        if (octet == ' ' || octet == '\t')
            scan_header_continuation(&scan, line, first);
        else
            scan_header_line(&scan, line);
    }
    return scan_result(&scan);
}
