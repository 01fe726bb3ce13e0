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

static const struct {
    const char *octets, *name;
    bool want_is, want_begins;
} names[] = {
    { "x-RMX-status: pass\n", "X-RMX-Status", true, true },
    { "x-RMX-status: pass\n", "X-RMX", false, true },
    { "x-RMX-status: pass\n", "X-RMX-Status-Long", false, false },
    { "\rX-RMX\r-Status\r\r: pass\n", "X-RMX-Status", true, true },
    { "\rX-R\rMX-Status: pass\n", "X-RMX", false, true },
    { "\r: pass\n", "X", false, false },
};

Test(header, names_are_compared_without_case_and_cr)
{
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        const char *octets = names[i].octets;
        HeaderPart part = header_part(octets, strlen(octets), 0, true);

        cr_expect(header_field_is(octets, &part, names[i].name) == names[i].want_is, "is %zu", i);
        cr_expect(header_field_begins(octets, &part, names[i].name) == names[i].want_begins,
                  "begins %zu", i);
    }
}
