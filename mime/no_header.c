/* SPDX-License-Identifier: ISC */
/* By the RFC the name of a field may hold more characters than any real name does (RFC 5322 section
 * 3.6.8): "./music:" at the top of a listing and "{"a":" in JSON would be fields. So the first
 * character must be one that all real names begin with. */
#include "mime/no_header.h"

#include "mime/cursor.h"
#include "mime/header.h"

/* What a file begins with that is no text of a message. In this order: the first that fits. */
static const struct {
    const char *octets;
    size_t len;
    bool any_case;
    const char *looks;
} beginnings[] = {
    { "\x1f\x8b", 2, false, "it looks like gzip: gzip -d" },
    { "\x42\x5a\x68", 3, false, "it looks like bzip2: bzip2 -d" },
    { "\xfd\x37\x7a\x58\x5a", 5, false, "it looks like xz: xz -d" },
    { "\x28\xb5\x2f\xfd", 4, false, "it looks like zstd: zstd -d" },
    { "PK\x03\x04", 4, false, "it looks like a zip archive" },
    { "%PDF-", 5, false, "it looks like PDF" },
    { "\x7f\x45LF", 4, false, "it looks like a program" },
    { "\xef\xbb\xbf", 3, false, "it begins with the mark of UTF-8: take these 3 octets away" },
    { "\xff\xfe", 2, false, "it looks like UTF-16: iconv -f UTF-16" },
    { "\xfe\xff", 2, false, "it looks like UTF-16: iconv -f UTF-16" },
    { "<!doctype html", 14, true, "it looks like HTML" },
    { "<html", 5, true, "it looks like HTML" },
    { "<", 1, false, "it looks like HTML or XML" },
    { "> ", 2, false, "it looks quoted: every line begins with >" },
    { ">", 1, false, "it looks quoted: every line begins with >" },
    { " ", 1, false, "it is indented" },
    { "\t", 1, false, "it is indented" },
    { "\n", 1, false, "it is empty" },
    { "\r\n", 2, false, "it is empty" },
};

/* Of UTF-16 without its mark every other octet is NUL, as long as the text is English. */
static bool
is_utf16_without_mark(const Cursor *c)
{
    return cursor_left(c) >= 4 && (cursor_peek_at(c, 0) == 0) == (cursor_peek_at(c, 2) == 0) &&
           (cursor_peek_at(c, 1) == 0) == (cursor_peek_at(c, 3) == 0) &&
           (cursor_peek_at(c, 0) == 0) != (cursor_peek_at(c, 1) == 0);
}

static bool
first_line_begins(const Cursor *c, const char *octets, size_t len, bool any_case)
{
    for (size_t i = 0; i < len; i++) {
        int octet = cursor_peek_at(c, i);

        if ((any_case && octet > 0 ? g_ascii_tolower((gchar)octet) : octet) !=
            (unsigned char)octets[i])
            return false;
    }
    return true;
}

static const char *
first_line_likeness(const Cursor *c)
{
    for (size_t i = 0; i < G_N_ELEMENTS(beginnings); i++)
        if (first_line_begins(c, beginnings[i].octets, beginnings[i].len, beginnings[i].any_case))
            return beginnings[i].looks;
    return is_utf16_without_mark(c) ? "it looks like UTF-16: iconv -f UTF-16" : NULL;
}

static bool
ends_first_line(unsigned char octet)
{
    return octet == '\n';
}

static bool
is_usual_field_name(Cursor name)
{
    bool first = true;

    while (cursor_more(&name)) {
        int octet = cursor_take(&name);

        if (octet <= ' ' || octet > '~' || (first && !g_ascii_isalnum(octet)))
            return false;
        first = false;
    }
    return !first;
}

bool
no_header(const char *octets, size_t len, NoHeader *why)
{
    Cursor c = cursor_over(octets, len);
    size_t at = header_from_line(octets, len);
    HeaderPart part = header_part(octets, len, at, true);
    unsigned line = 1;

    if (part.kind == HEADER_FIELD &&
        is_usual_field_name(cursor_over(octets + part.at, part.name_len)))
        return false;
    while (cursor_offset(&c) < at) {
        cursor_span_until(&c, ends_first_line);
        cursor_skip(&c, '\n');
        line++;
    }
    if (why)
        *why = (NoHeader){ .line = line, .looks = first_line_likeness(&c) };
    return true;
}

char *
no_header_text(const NoHeader *why)
{
    return g_strdup_printf("this is no message: line %u is no header field%s%s%s", why->line,
                           why->looks ? " (" : "", why->looks ? why->looks : "",
                           why->looks ? ")" : "");
}
