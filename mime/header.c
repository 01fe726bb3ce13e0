/* SPDX-License-Identifier: ISC */
/* Lines end in LF; a CR before it belongs to the line ending. A line of blanks is no empty line but
 * a continuation, as in RFC 5322's obs-FWS and in procmail. */
#include "mime/header.h"

#include <string.h>
#include <strings.h>

static bool
is_blank(char octet)
{
    return octet == ' ' || octet == '\t';
}

/* Offset of the octet behind the line that holds offset at; len where the line does not end. */
static size_t
line_end(const char *octets, size_t len, size_t at)
{
    const char *newline = memchr(octets + at, '\n', len - at);

    return newline ? (size_t)(newline - octets) + 1 : len;
}

static bool
begins(const char *octets, size_t len, size_t at, const char *text)
{
    size_t text_len = strlen(text);

    return len - at >= text_len && memcmp(octets + at, text, text_len) == 0;
}

size_t
header_from_line(const char *octets, size_t len)
{
    size_t end = 0;

    /* Without a line ending it could not be told from the fields that are put behind it. */
    if (!begins(octets, len, 0, "From ") || !memchr(octets, '\n', len))
        return 0;
    do
        end = line_end(octets, len, end);
    while (begins(octets, len, end, ">From ") && memchr(octets + end, '\n', len - end));
    return end;
}

/* Fills in name and value where the part is a field: a name without blanks, blanks, a colon. RFC
 * 5322 has printable US-ASCII for a name; whatever else stands there must not hide a field from the
 * stripping. */
static void
read_field(const char *octets, HeaderPart *part)
{
    size_t end = part->at + part->len, at = part->at;

    while (at < end && octets[at] != ':' && octets[at] != '\n' && !is_blank(octets[at]))
        at++;
    part->name_len = at - part->at;
    while (at < end && (is_blank(octets[at]) || octets[at] == '\r'))
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

    if (begins(octets, len, at, "\n") || begins(octets, len, at, "\r\n")) {
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
    while (end < len && is_blank(octets[end]));
    /* The octet behind the line ending tells whether the part goes on. */
    if (end == len && !whole)
        return part;
    part.kind = HEADER_JUNK;
    part.len = end - at;
    read_field(octets, &part);
    return part;
}

/* Whether the name is text, or begins with it. maildrop throws CR out of what it reads, so no CR
 * inside a name may hide it. */
static bool
is_named(const char *octets, const HeaderPart *part, const char *text, bool whole)
{
    const char *at = octets + part->at, *end = at + part->name_len;

    for (; *text != '\0'; text++, at++) {
        while (at < end && *at == '\r')
            at++;
        if (at == end || strncasecmp(at, text, 1) != 0)
            return false;
    }
    while (at < end && *at == '\r')
        at++;
    return !whole || at == end;
}

bool
header_field_is(const char *octets, const HeaderPart *part, const char *name)
{
    return part->kind == HEADER_FIELD && is_named(octets, part, name, true);
}

bool
header_field_begins(const char *octets, const HeaderPart *part, const char *prefix)
{
    return part->kind == HEADER_FIELD && is_named(octets, part, prefix, false);
}
