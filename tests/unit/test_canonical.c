/* SPDX-License-Identifier: ISC */
/* The canonical forms of RFC 6376 section 3.4, and that no chunk border changes a body's. */
#include "signatures/canonical.h"

#include <criterion/criterion.h>
#include <glib.h>
#include <string.h>

static void
append(void *context, const char *octets, size_t len)
{
    cr_assert_gt(len, 0);
    g_string_append_len(context, octets, (gssize)len);
}

static const struct {
    const char *name, *field, *gap; /* gap: the part of the field that is left out */
    const char *want_simple, *want_relaxed;
} fields[] = {
    { .name = "RFC 6376 section 3.4.5, A",
      .field = "A: X",
      .want_simple = "A: X\r\n",
      .want_relaxed = "a:X\r\n" },
    { .name = "RFC 6376 section 3.4.5, B",
      .field = "B : Y\t\r\n\tZ  ",
      .want_simple = "B : Y\t\r\n\tZ  \r\n",
      .want_relaxed = "b:Y Z\r\n" },
    { .name = "LF is read as CRLF",
      .field = "B : Y\t\n\tZ\n ",
      .want_simple = "B : Y\t\r\n\tZ\r\n \r\n",
      .want_relaxed = "b:Y Z\r\n" },
    { .name = "no value", .field = "X-A:", .want_simple = "X-A:\r\n", .want_relaxed = "x-a:\r\n" },
    { .name = "nothing but blanks",
      .field = "X-A:\t \r\n \r\n\t",
      .want_simple = "X-A:\t \r\n \r\n\t\r\n",
      .want_relaxed = "x-a:\r\n" },
    { .name = "tabs before the colon and behind it",
      .field = "X-A\t \t:\t \tb",
      .want_simple = "X-A\t \t:\t \tb\r\n",
      .want_relaxed = "x-a:b\r\n" },
    { .name = "several folds in a row are one space",
      .field = "A: b \r\n \r\n\t\tc",
      .want_simple = "A: b \r\n \r\n\t\tc\r\n",
      .want_relaxed = "a:b c\r\n" },
    { .name = "further colons belong to the value",
      .field = "A: B : C",
      .want_simple = "A: B : C\r\n",
      .want_relaxed = "a:B : C\r\n" },
    { .name = "CR without LF is no line end",
      .field = "A: b\rc \r\r\n d\r",
      .want_simple = "A: b\rc \r\r\n d\r\r\n",
      .want_relaxed = "a:b\rc \r d\r\r\n" },
    { .name = "other control octets are no blanks",
      .field = "A: \v b\f ",
      .want_simple = "A: \v b\f \r\n",
      .want_relaxed = "a:\v b\f\r\n" },
    { .name = "octets above ASCII stay",
      .field = "\xc3\x84: \xc3\x84",
      .want_simple = "\xc3\x84: \xc3\x84\r\n",
      .want_relaxed = "\xc3\x84:\xc3\x84\r\n" },
    { .name = "the value of b= is left out",
      .field = "DKIM-Signature: v=1; b=ab\r\n cd ; d=a",
      .gap = "ab\r\n cd ",
      .want_simple = "DKIM-Signature: v=1; b=; d=a\r\n",
      .want_relaxed = "dkim-signature:v=1; b=; d=a\r\n" },
    { .name = "blanks on both sides of what is left out are one run",
      .field = "DKIM-Signature: b= ab ;",
      .gap = "ab",
      .want_simple = "DKIM-Signature: b=  ;\r\n",
      .want_relaxed = "dkim-signature:b= ;\r\n" },
    { .name = "b= is the last tag",
      .field = "DKIM-Signature: v=1; b= ab\r\n\t",
      .gap = " ab\r\n\t",
      .want_simple = "DKIM-Signature: v=1; b=\r\n",
      .want_relaxed = "dkim-signature:v=1; b=\r\n" },
};

static GString *
form_of_field(Canonical canonical, const char *text, size_t len, const char *gap, bool is_last)
{
    GString *form = g_string_new(NULL);
    CanonicalField field = { .octets = text, .len = len };

    if (gap) {
        field.gap_at = (size_t)(strstr(text, gap) - text);
        field.gap_len = strlen(gap);
    }
    canonical_field(canonical, &field, is_last, append, form);
    return form;
}

Test(canonical, fields)
{
    for (size_t i = 0; i < G_N_ELEMENTS(fields); i++)
        for (int canonical = 0; canonical < BODY_CANONICALS; canonical++) {
            const char *text = fields[i].field, *want = fields[i].want_simple;
            GString *form, *last;

            if (canonical == CANONICAL_RELAXED)
                want = fields[i].want_relaxed;
            form = form_of_field((Canonical)canonical, text, strlen(text), fields[i].gap, false);
            last = form_of_field((Canonical)canonical, text, strlen(text), fields[i].gap, true);
            cr_expect_str_eq(form->str, want, "%s, form %d: got \"%s\"", fields[i].name, canonical,
                             form->str);
            g_string_append(last, "\r\n");
            cr_expect(g_string_equal(form, last), "%s, form %d, as the last: got \"%s\"",
                      fields[i].name, canonical, last->str);
            g_string_free(form, TRUE);
            g_string_free(last, TRUE);
        }
}

Test(canonical, field_with_nul)
{
    static const char text[] = "A: b\0 \0c", want[] = "a:b\0 \0c\r\n";
    g_autoptr(GString) form = form_of_field(CANONICAL_RELAXED, text, sizeof text - 1, NULL, false);

    cr_expect_eq(form->len, sizeof want - 1);
    cr_expect_arr_eq(form->str, want, sizeof want - 1);
}

static const struct {
    const char *name, *body, *want_simple, *want_relaxed;
} bodies[] = {
    { .name = "RFC 6376 section 3.4.5",
      .body = " C \r\nD \t E\r\n\r\n\r\n",
      .want_simple = " C \r\nD \t E\r\n",
      .want_relaxed = " C\r\nD E\r\n" },
    { .name = "the same with LF",
      .body = " C \nD \t E\n\n\n",
      .want_simple = " C \r\nD \t E\r\n",
      .want_relaxed = " C\r\nD E\r\n" },
    { .name = "empty", .body = "", .want_simple = "\r\n", .want_relaxed = "" },
    { .name = "one empty line", .body = "\r\n", .want_simple = "\r\n", .want_relaxed = "" },
    { .name = "empty lines", .body = "\n\r\n\n", .want_simple = "\r\n", .want_relaxed = "" },
    { .name = "nothing but blanks",
      .body = " \t\r\n\t\r\n \r\n",
      .want_simple = " \t\r\n\t\r\n \r\n",
      .want_relaxed = "" },
    { .name = "blanks and no line end",
      .body = " \t",
      .want_simple = " \t\r\n",
      .want_relaxed = "" },
    { .name = "no last line end",
      .body = "a\r\nb",
      .want_simple = "a\r\nb\r\n",
      .want_relaxed = "a\r\nb\r\n" },
    { .name = "blanks, and no last line end",
      .body = "a\r\nb \t",
      .want_simple = "a\r\nb \t\r\n",
      .want_relaxed = "a\r\nb\r\n" },
    { .name = "empty lines at the beginning and within stay",
      .body = "\r\n\n \r\na\r\n\r\n\t\r\nb\r\n \r\n",
      .want_simple = "\r\n\r\n \r\na\r\n\r\n\t\r\nb\r\n \r\n",
      .want_relaxed = "\r\n\r\n\r\na\r\n\r\n\r\nb\r\n" },
    { .name = "half a CRLF at the end",
      .body = "a\r\n\r\n\r",
      .want_simple = "a\r\n\r\n\r\r\n",
      .want_relaxed = "a\r\n\r\n\r\r\n" },
    { .name = "nothing but half a CRLF",
      .body = "\r",
      .want_simple = "\r\r\n",
      .want_relaxed = "\r\r\n" },
    { .name = "CR without LF is no line end",
      .body = "a \rb\r\r\nc\r\r",
      .want_simple = "a \rb\r\r\nc\r\r\r\n",
      .want_relaxed = "a \rb\r\r\nc\r\r\r\n" },
    { .name = "blanks at the beginning of a line are one space",
      .body = "\t\ta\r\n  b\r\n",
      .want_simple = "\t\ta\r\n  b\r\n",
      .want_relaxed = " a\r\n b\r\n" },
    { .name = "one tab is one space",
      .body = "a\tb c\td\r\n",
      .want_simple = "a\tb c\td\r\n",
      .want_relaxed = "a b c d\r\n" },
    { .name = "other control octets are no blanks",
      .body = "a\v\f\r\n\x7f\r\n",
      .want_simple = "a\v\f\r\n\x7f\r\n",
      .want_relaxed = "a\v\f\r\n\x7f\r\n" },
};

/* The chunks end at from and at to. */
static GString *
form_of_body(Canonical canonical, const char *body, size_t len, size_t from, size_t to)
{
    GString *form = g_string_new(NULL);
    CanonicalBody state = canonical_body(canonical);

    canonical_body_add(&state, body, from, append, form);
    canonical_body_add(&state, body + from, to - from, append, form);
    canonical_body_add(&state, body + to, len - to, append, form);
    canonical_body_end(&state, append, form);
    return form;
}

/* Each pair of borders, and after each octet. */
static void
expect_body(const char *name, Canonical canonical, const char *body, size_t len, const char *want)
{
    g_autoptr(GString) single = g_string_new(NULL);
    CanonicalBody state = canonical_body(canonical);

    for (size_t from = 0; from <= len; from++)
        for (size_t to = from; to <= len; to++) {
            g_autoptr(GString) form = form_of_body(canonical, body, len, from, to);

            cr_expect_str_eq(form->str, want,
                             "%s, form %d, in chunks up to %zu and %zu: got \"%s\"", name,
                             (int)canonical, from, to, form->str);
        }
    for (size_t at = 0; at < len; at++)
        canonical_body_add(&state, body + at, 1, append, single);
    canonical_body_end(&state, append, single);
    cr_expect_str_eq(single->str, want, "%s, form %d, octet for octet: got \"%s\"", name,
                     (int)canonical, single->str);
}

Test(canonical, bodies_in_chunks)
{
    for (size_t i = 0; i < G_N_ELEMENTS(bodies); i++) {
        size_t len = strlen(bodies[i].body);

        expect_body(bodies[i].name, CANONICAL_SIMPLE, bodies[i].body, len, bodies[i].want_simple);
        expect_body(bodies[i].name, CANONICAL_RELAXED, bodies[i].body, len, bodies[i].want_relaxed);
    }
}

/* By the letter of section 3.4, over the whole body: what streams must come to the same. */
static GString *
read_whole(Canonical canonical, const char *body)
{
    g_auto(GStrv) by_crlf = g_strsplit(body, "\r\n", -1);
    g_autofree char *ends = g_strjoinv("\n", by_crlf);
    g_auto(GStrv) lines = g_strsplit(ends, "\n", -1);
    GString *form = g_string_new(*body ? NULL : "\r\n"); /* of "", g_strsplit makes no line */

    for (char **line = lines; *line; line++) {
        g_autoptr(GString) read = g_string_new(NULL);

        for (const char *at = *line; *at; at++)
            if (canonical == CANONICAL_SIMPLE || !strchr(" \t", *at))
                g_string_append_c(read, *at);
            else if (!strchr(" \t", at[1]))
                g_string_append_c(read, ' ');
        if (canonical == CANONICAL_RELAXED && g_str_has_suffix(read->str, " "))
            g_string_truncate(read, read->len - 1);
        g_string_append_printf(form, "%s\r\n", read->str);
    }
    while (g_str_has_suffix(form->str, "\r\n\r\n"))
        g_string_truncate(form, form->len - 2);
    if (canonical == CANONICAL_RELAXED && strcmp(form->str, "\r\n") == 0)
        g_string_truncate(form, 0);
    return form;
}

/* Every body of up to seven of these octets. */
Test(canonical, all_short_bodies)
{
    static const char alphabet[] = "a \t\r\n";
    enum { OCTETS = sizeof alphabet - 1, LEN_MAX = 7 };

    for (size_t len = 0, count = 1; len <= LEN_MAX; len++, count *= OCTETS)
        for (size_t number = 0; number < count; number++) {
            char body[LEN_MAX + 1] = { 0 };

            for (size_t at = 0, rest = number; at < len; at++, rest /= OCTETS)
                body[at] = alphabet[rest % OCTETS];
            for (int canonical = 0; canonical < BODY_CANONICALS; canonical++) {
                g_autoptr(GString) want = read_whole((Canonical)canonical, body);
                g_autoptr(GString) form =
                    form_of_body((Canonical)canonical, body, len, len / 3, len / 2);

                g_autofree char *what = g_strescape(body, NULL);

                cr_assert_str_eq(form->str, want->str, "form %d of \"%s\"", canonical, what);
            }
        }
}

static void
count(void *context, const char *octets, size_t len)
{
    (void)octets;
    *(uint64_t *)context += len;
}

/* What is held back is counted, never stored, and comes out whole. */
Test(canonical, held_back_for_long)
{
    static char lines[64 * 1024];
    CanonicalBody state = canonical_body(CANONICAL_RELAXED);
    uint64_t octets = 0;

    memset(lines, '\n', sizeof lines);
    for (int i = 0; i < 1024; i++)
        canonical_body_add(&state, lines, sizeof lines, count, &octets);
    cr_expect_eq(octets, 0);
    canonical_body_add(&state, "a", 1, count, &octets);
    canonical_body_end(&state, count, &octets);
    cr_expect_eq(octets, 2 * sizeof lines * 1024 + 3);
}
