/* SPDX-License-Identifier: ISC */
/* Lines end in LF; a CR before it belongs to the line ending. A line of blanks is no empty line but
 * a continuation, as in RFC 5322's obs-FWS and in procmail. */
#include "mime/header.h"

#include "mime/cursor.h"

#include <string.h>
#include <strings.h>

/* Offset of the octet behind the line that holds offset at; len where the line does not end. */
static size_t
line_end(const char *octets, size_t len, size_t at)
{
    const char *newline = memchr(octets + at, '\n', len - at);

    return newline ? (size_t)(newline - octets) + 1 : len;
}

static bool
text_stands_at(const char *octets, size_t len, size_t at, const char *text)
{
    size_t text_len = strlen(text);

    return len - at >= text_len && memcmp(octets + at, text, text_len) == 0;
}

size_t
header_from_line(const char *octets, size_t len)
{
    size_t end = 0;

    /* Without a line ending it could not be told from the fields that are put behind it. */
    if (!text_stands_at(octets, len, 0, "From ") || !memchr(octets, '\n', len))
        return 0;
    do
        end = line_end(octets, len, end);
    while (text_stands_at(octets, len, end, ">From ") && memchr(octets + end, '\n', len - end));
    return end;
}

/* Fills in name and value where the part is a field: a name without blanks, blanks, a colon. RFC
 * 5322 has printable US-ASCII for a name; whatever else stands there must not hide a field from the
 * stripping. */
static void
read_field(const char *octets, HeaderPart *part)
{
    size_t end = part->at + part->len, at = part->at;

    while (at < end && octets[at] != ':' && octets[at] != '\n' &&
           !cursor_is_wsp((unsigned char)octets[at]))
        at++;
    part->name_len = at - part->at;
    while (at < end && (cursor_is_wsp((unsigned char)octets[at]) || octets[at] == '\r'))
        at++;
    if (part->name_len == 0 || at == end || octets[at] != ':')
        return;
    part->kind = HEADER_FIELD;
    part->value_at = at + 1;
    if (octets[end - 1] == '\n')
        end--;
    if (end > part->value_at && octets[end - 1] == '\r')
        end--;
    part->value_len = end - part->value_at;
}

HeaderPart
header_part(const char *octets, size_t len, size_t at, bool whole)
{
    HeaderPart part = { .kind = HEADER_MORE, .at = at };
    size_t end = at;

    if (text_stands_at(octets, len, at, "\n") || text_stands_at(octets, len, at, "\r\n")) {
        part.kind = HEADER_END;
        part.len = octets[at] == '\n' ? 1 : 2;
        return part;
    }
    if (at == len) {
        part.kind = whole ? HEADER_END : HEADER_MORE;
        return part;
    }
    do
        end = line_end(octets, len, end);
    while (end < len && cursor_is_wsp((unsigned char)octets[end]));
    /* The octet behind the line ending tells whether the part goes on. */
    if (end == len && !whole)
        return part;
    part.kind = HEADER_JUNK;
    part.len = end - at;
    read_field(octets, &part);
    return part;
}

bool
header_octet_drops(unsigned char octet)
{
    return (octet < ' ' && octet != '\t' && octet != '\n') || octet == 0x7f;
}

static bool
drops_at(const char *octets, size_t at)
{
    return header_octet_drops((unsigned char)octets[at]);
}

/* Offset behind the word that the part begins with, or as much of it as is known, one
 * letter at least; 0: it begins with another. */
static size_t
behind_word(const char *octets, const HeaderPart *part, const char *word)
{
    size_t at = part->at, end = part->at + part->len;

    for (const char *letter = word; *letter != '\0'; letter++, at++) {
        while (at < end && drops_at(octets, at))
            at++;
        if (at == end)
            return part->kind == HEADER_MORE && letter > word ? end : 0;
        if (strncasecmp(octets + at, letter, 1) != 0)
            return 0;
    }
    return at;
}

bool
header_part_begins(const char *octets, const HeaderPart *part, const char *word)
{
    return part->kind != HEADER_END && behind_word(octets, part, word) > 0;
}

size_t
header_part_value(const char *octets, const HeaderPart *part, const char *name, bool prefix)
{
    size_t at = behind_word(octets, part, name), end = part->at + part->len;

    if (part->kind == HEADER_END || at == 0)
        return 0;
    while (prefix && at < end && octets[at] != ':' && octets[at] != '\n' &&
           !cursor_is_wsp((unsigned char)octets[at]))
        at++;
    while (at < end &&
           (cursor_is_wsp((unsigned char)octets[at]) || octets[at] == '\n' || drops_at(octets, at)))
        at++;
    if (at == end)
        return at;
    return octets[at] == ':' ? at + 1 : 0;
}
