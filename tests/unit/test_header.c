/* SPDX-License-Identifier: ISC */
/* Header blocks cut into parts: every octet in exactly one part, and the same parts however few
 * octets have been read so far. */
#include "mime/header.h"

#include <criterion/criterion.h>
#include <glib.h>
#include <string.h>

/* A letter for each part: F field, J junk, E end. parts are joined with "|" to say where each one
 * ends. */
static const struct {
    const char *name, *octets, *want_kinds, *want_parts;
    size_t want_from; /* length of the "From " line */
} cases[] = {
    { "two fields", "A: 1\nB: 2\n\nbody", "FFE", "A: 1\n|B: 2\n|\n", 0 },
    { "CRLF", "A: 1\r\nB: 2\r\n\r\nbody", "FFE", "A: 1\r\n|B: 2\r\n|\r\n", 0 },
    { "folded", "A: 1\n 2\n\t3\nB: 2\n\n", "FFE", "A: 1\n 2\n\t3\n|B: 2\n|\n", 0 },
    { "a line of blanks goes on", "A: 1\n \t\nB: 2\n\n", "FFE", "A: 1\n \t\n|B: 2\n|\n", 0 },
    { "blank before the colon", "A \t: 1\n\n", "FE", "A \t: 1\n|\n", 0 },
    { "blank inside a name", "A B: 1\n\n", "JE", "A B: 1\n|\n", 0 },
    { "no name", ": 1\n\n", "JE", ": 1\n|\n", 0 },
    { "no colon", "hello\nA: 1\n\n", "JFE", "hello\n|A: 1\n|\n", 0 },
    { "starts with a continuation", " x\nA: 1\n\n", "JFE", " x\n|A: 1\n|\n", 0 },
    { "8-bit name", "\xc3\xa4: 1\n\n", "FE", "\xc3\xa4: 1\n|\n", 0 },
    { "no empty line", "A: 1\nB: 2\n", "FFE", "A: 1\n|B: 2\n|", 0 },
    { "no final newline", "A: 1\nB: 2", "FFE", "A: 1\n|B: 2|", 0 },
    { "CR at the very end", "A: 1\n\r", "FJE", "A: 1\n|\r|", 0 },
    { "lone CR is no line ending", "A: 1\rB: 2\n\n", "FE", "A: 1\rB: 2\n|\n", 0 },
    { "empty", "", "E", "", 0 },
    { "body only", "\nbody\n", "E", "\n", 0 },
    { "mbox", "From a b\nA: 1\n\n", "FE", "A: 1\n|\n", 9 },
    { "mbox, quoted lines below", "From a b\n>From c d\n>From e f\nA: 1\n\n", "FE", "A: 1\n|\n",
      29 },
    { "mbox, CRLF", "From a b\r\nA: 1\r\n\r\n", "FE", "A: 1\r\n|\r\n", 10 },
    { "mbox line without an end", "From a b", "JE", "From a b|", 0 },
    { "From: is a field", "From: a\n\n", "FE", "From: a\n|\n", 0 },
    { "From further down is junk", "A: 1\nFrom a b\nB: 2\n\n", "FJFE",
      "A: 1\n|From a b\n|B: 2\n|\n", 0 },
};

/* Parts of the first len octets, as the want_ strings have them. */
static void
cut(const char *octets, size_t len, bool whole, GString *kinds, GString *parts)
{
    size_t at = header_from_line(octets, len);

    for (;;) {
        HeaderPart part = header_part(octets, len, at, whole);

        if (part.kind == HEADER_MORE)
            return;
        g_string_append_c(kinds, part.kind == HEADER_FIELD  ? 'F'
                                 : part.kind == HEADER_JUNK ? 'J'
                                                            : 'E');
        if (parts->len > 0)
            g_string_append_c(parts, '|');
        g_string_append_len(parts, octets + at, (gssize)part.len);
        at += part.len;
        if (part.kind == HEADER_END)
            return;
    }
}

Test(header, parts)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GString) kinds = g_string_new(NULL), parts = g_string_new(NULL);
        size_t len = strlen(cases[i].octets);

        cr_expect_eq(header_from_line(cases[i].octets, len), cases[i].want_from, "%s: From line",
                     cases[i].name);
        cut(cases[i].octets, len, true, kinds, parts);
        cr_expect_str_eq(kinds->str, cases[i].want_kinds, "%s: got %s", cases[i].name, kinds->str);
        cr_expect_str_eq(parts->str, cases[i].want_parts, "%s: got %s", cases[i].name, parts->str);
    }
}

Test(header, same_parts_however_little_was_read)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        size_t len = strlen(cases[i].octets);

        for (size_t some = cases[i].want_from; some <= len; some++) {
            g_autoptr(GString) kinds = g_string_new(NULL), parts = g_string_new(NULL);

            cut(cases[i].octets, some, false, kinds, parts);
            cr_expect(g_str_has_prefix(cases[i].want_kinds, kinds->str), "%s: %zu octets give %s",
                      cases[i].name, some, kinds->str);
            cr_expect(g_str_has_prefix(cases[i].want_parts, parts->str), "%s: %zu octets give %s",
                      cases[i].name, some, parts->str);
        }
    }
}

static const struct {
    const char *octets, *want_name, *want_value;
} fields[] = {
    { "Subject: hi\n", "Subject", " hi" },
    { "Subject:\n", "Subject", "" },
    { "Subject:\r\n", "Subject", "" },
    { "Subject:", "Subject", "" },
    { "Subject \t:x\r\n y\r\n", "Subject", "x\r\n y" },
    { "A:b:c\n", "A", "b:c" },
    { "A:x\r\r\n", "A", "x\r" },
};

Test(header, names_and_values)
{
    for (size_t i = 0; i < G_N_ELEMENTS(fields); i++) {
        const char *octets = fields[i].octets;
        HeaderPart part = header_part(octets, strlen(octets), 0, true);
        g_autofree char *name = g_strndup(octets + part.at, part.name_len);
        g_autofree char *value = g_strndup(octets + part.value_at, part.value_len);

        cr_expect_eq(part.kind, HEADER_FIELD, "%s", octets);
        cr_expect_str_eq(name, fields[i].want_name);
        cr_expect_str_eq(value, fields[i].want_value);
    }
}

/* want: of the value, from the start of the part; 0: it is no such field; -1: it does not even
 * begin so. */
static const struct {
    const char *octets, *name;
    bool prefix;
    int want;
} names[] = {
    { "x-RMX-status: pass\n", "X-RMX-Status", false, 13 },
    { "x-RMX-status: pass\n", "X-RMX", true, 13 },
    { "x-RMX-status: pass\n", "X-RMX", false, 0 },
    { "x-RMX-status: pass\n", "X-RMX-Status-Long", false, -1 },
    { "\rX-RMX\r-Status\r\r: pass\n", "X-RMX-Status", false, 17 },
    { "\rX-R\rMX-Status: pass\n", "X-RMX", true, 15 },
    { "\r: pass\n", "X", true, -1 },
    { "\x01X\x7f-RMX\x0b \x0c:x", "X-RMX", false, 11 },
    { "X-RMX \t\r\n \r: pass\n", "X-RMX", false, 12 },
    { "X-RMX-Status\n : pass\n", "X-RMX", true, 15 },
    { "X-RMX-Status   \n", "X-RMX", true, 16 },
    { "X-RMX-Status", "X-RMX", true, 12 },
    { "X-RMX:", "X-RMX", true, 6 },
    { "X-RMX is a tool: x\n", "X-RMX", true, 0 },
    { "X-RMX \xc2\xa0: x\n", "X-RMX", true, 0 },
    { " X-RMX: x\n", "X-RMX", true, -1 },
    { "X-RM\n X: x\n", "X-RMX", true, -1 },
    { "\n", "X-RMX", true, -1 },
    { "", "X-RMX", true, -1 },
};

Test(header, names_are_read_as_the_most_lenient_reader_would)
{
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        const char *octets = names[i].octets;
        HeaderPart part = header_part(octets, strlen(octets), 0, true);
        size_t want = names[i].want > 0 ? (size_t)names[i].want : 0;

        cr_expect_eq(header_part_value(octets, &part, names[i].name, names[i].prefix), want,
                     "value %zu", i);
        cr_expect_eq(header_part_begins(octets, &part, names[i].name), names[i].want >= 0,
                     "begins %zu", i);
    }
}

/* So that a part longer than memory is judged by its beginning: the start of what is such a field
 * is the start of one that may be. */
Test(header, names_of_a_part_that_is_known)
{
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        const char *octets = names[i].octets;
        size_t least = 1;

        while (octets[least - 1] != '\0' && header_octet_drops((unsigned char)octets[least - 1]))
            least++;
        for (size_t len = least; names[i].want > 0 && len < strlen(octets); len++) {
            const HeaderPart part = { .kind = HEADER_MORE, .len = len };

            cr_expect(header_part_begins(octets, &part, names[i].name), "%zu octets of %zu", len,
                      i);
            cr_expect_neq(header_part_value(octets, &part, names[i].name, names[i].prefix), 0,
                          "%zu octets of %zu", len, i);
        }
    }
}
