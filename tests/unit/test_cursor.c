/* SPDX-License-Identifier: ISC */
/* The cursor stays inside its octets, counts them, trusts no NUL, and keeps its first problem. */
#include "mime/cursor.h"

#include <criterion/criterion.h>
#include <string.h>

static Cursor
over(const char *text)
{
    return cursor_over(text, strlen(text));
}

static bool
is_space(unsigned char octet)
{
    return octet == ' ';
}

static void
expect_rest(const char *what, const Cursor *c, const char *want)
{
    g_autofree char *rest = cursor_unfold(c);

    cr_expect_str_eq(rest, want, "%s: %s left, want %s", what, rest, want);
}

Test(cursor, takes_octets)
{
    static const char octets[] = { 'a', '\0', '\xff' };
    Cursor c = cursor_over(octets, sizeof(octets));

    cr_expect_eq(cursor_left(&c), 3);
    cr_expect_eq(cursor_peek(&c), 'a');
    cr_expect_eq(cursor_peek_at(&c, 2), 0xff);
    cr_expect_eq(cursor_peek_at(&c, 3), -1);
    cr_expect_eq(cursor_take(&c), 'a');
    cr_expect(!cursor_skip(&c, 'a'));
    cr_expect(cursor_skip(&c, '\0'));
    cr_expect(cursor_skip(&c, '\xff'));
    cr_expect(!cursor_more(&c));
    cr_expect_eq(cursor_take(&c), -1);
    cr_expect_eq(cursor_offset(&c), 3);
}

Test(cursor, over_nothing)
{
    Cursor c = cursor_over(NULL, 0), before;

    cr_expect(!cursor_more(&c));
    cr_expect_eq(cursor_peek(&c), -1);
    cr_expect_eq(cursor_span(&c, is_space), 0);
    cr_expect(!cursor_skip_text(&c, "a"));
    cr_expect(!cursor_split(&c, 'a', &before));
    cr_expect(!cursor_find_word(&c, "a", is_space));
    cr_expect(cursor_is(&c, ""));
    expect_rest("nothing", &c, "");
}

Test(cursor, first_problem_sticks)
{
    Cursor c = over("abc");

    cursor_take(&c);
    cursor_fail(&c, "first");
    cursor_fail(&c, "second");
    cr_expect_str_eq(c.problem, "first");
    cr_expect_eq(cursor_left(&c), 0);
    cr_expect_eq(cursor_take(&c), -1);
    cr_expect_eq(cursor_offset(&c), 1);
}

Test(cursor, numbers)
{
    static const uint8_t octets[] = { 1, 2, 3, 0xfe, 0xdc, 0xba, 0x98, 7 };
    Cursor c = cursor_over(octets, sizeof(octets));

    cr_expect_eq(cursor_u8(&c), 1);
    cr_expect_eq(cursor_u16(&c), 0x0203);
    cr_expect_eq(cursor_u32(&c), 0xfedcba98);
    cr_expect_eq(cursor_u16(&c), 0);
    cr_expect_str_eq(c.problem, "cut short");
}

Test(cursor, sub)
{
    Cursor c = over("abcdef");
    Cursor sub = cursor_sub(&c, 4);

    expect_rest("sub", &sub, "abcd");
    expect_rest("rest", &c, "ef");
    sub = cursor_sub(&c, 3);
    cr_expect_eq(cursor_left(&sub), 0);
    cr_expect_str_eq(c.problem, "cut short");
}

/* All compare without regard to ASCII case. */
static const struct {
    const char *octets, *text;
    bool want_is, want_begins, want_ends;
} comparisons[] = {
    { "with", "WITH", true, true, true },
    { "with", "wit", false, true, false },
    { "with", "ith", false, false, true },
    { "with", "without", false, false, false },
    { "wxth", "with", false, false, false },
    { "", "with", false, false, false },
    { "[a]", "{a}", false, false, false }, /* 0x20 apart, and no letters */
    { "\xc3\x9c", "\xc3\xbc", false, false, false },
};

Test(cursor, comparisons)
{
    for (size_t i = 0; i < G_N_ELEMENTS(comparisons); i++) {
        const char *octets = comparisons[i].octets, *text = comparisons[i].text;
        Cursor c = over(octets), head = c, tail = c;
        size_t rest = strlen(octets) - strlen(text);

        cr_expect_eq(cursor_is(&c, text), comparisons[i].want_is, "%s is %s", octets, text);
        cr_expect_eq(cursor_begins(&c, text), comparisons[i].want_begins, "%s begins %s", octets,
                     text);
        cr_expect_eq(cursor_skip_text(&head, text), comparisons[i].want_begins, "%s skip %s",
                     octets, text);
        cr_expect_eq(cursor_left(&head), comparisons[i].want_begins ? rest : strlen(octets));
        cr_expect_eq(cursor_skip_tail(&tail, text), comparisons[i].want_ends, "%s ends %s", octets,
                     text);
        cr_expect_eq(cursor_left(&tail), comparisons[i].want_ends ? rest : strlen(octets));
    }
}

static const struct {
    const char *octets, *want_before, *want_after, *want_last_before, *want_last_after;
} splits[] = {
    { "a@b@c", "a", "b@c", "a@b", "c" },
    { "@", "", "", "", "" },
    { "a@", "a", "", "a", "" },
    { .octets = "abc" },
    { .octets = "" },
};

Test(cursor, splits)
{
    for (size_t i = 0; i < G_N_ELEMENTS(splits); i++) {
        Cursor first = over(splits[i].octets), last = first, before;

        cr_expect_eq(cursor_has(&first, '@'), splits[i].want_before != NULL);
        cr_expect_eq(cursor_split(&first, '@', &before), splits[i].want_before != NULL);
        if (splits[i].want_before) {
            expect_rest(splits[i].octets, &before, splits[i].want_before);
            expect_rest(splits[i].octets, &first, splits[i].want_after);
        }
        cr_expect_eq(cursor_split_last(&last, '@', &before), splits[i].want_before != NULL);
        if (splits[i].want_before) {
            expect_rest(splits[i].octets, &before, splits[i].want_last_before);
            expect_rest(splits[i].octets, &last, splits[i].want_last_after);
        }
    }
}

static const struct {
    const char *octets, *want_after; /* NULL: not found */
} words[] = {
    { "by x", " x" },          { "a BY x", " x" },   { "a by", "" },        { "by", "" },
    { "baby by the", " the" }, { .octets = "byte" }, { .octets = "a bye" }, { .octets = "baby" },
    { .octets = "b" },         { .octets = "" },
};

Test(cursor, finds_words)
{
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
        Cursor c = over(words[i].octets);
        bool found = cursor_find_word(&c, "by", is_space);

        cr_expect_eq(found, words[i].want_after != NULL, "%s", words[i].octets);
        expect_rest(words[i].octets, &c, found ? words[i].want_after : words[i].octets);
    }
}

Test(cursor, parts_keep_their_offsets)
{
    Cursor c = over("ab (cd) ef"), comment, inside, joined;
    const char *begin;

    cursor_span_until(&c, is_space);
    cursor_span(&c, is_space);
    begin = c.at;
    cursor_span_until(&c, is_space);
    comment = cursor_since(&c, begin);
    inside = cursor_inside(&comment);
    expect_rest("since", &comment, "(cd)");
    cr_expect_eq(cursor_offset(&comment), 3);
    expect_rest("inside", &inside, "cd");
    cr_expect_eq(cursor_offset(&inside), 4);
    joined = cursor_join(&comment, &c);
    expect_rest("join", &joined, "(cd) ef");

    cursor_take(&inside);
    inside = cursor_inside(&inside);
    cr_expect(!cursor_more(&inside), "one octet has no inside");
}

static const struct {
    const char *octets, *want;
} trims[] = { { "  a b ", "a b" }, { "a", "a" }, { "   ", "" }, { "", "" } };

Test(cursor, trims)
{
    for (size_t i = 0; i < G_N_ELEMENTS(trims); i++) {
        Cursor c = over(trims[i].octets);

        cursor_trim(&c, is_space);
        expect_rest(trims[i].octets, &c, trims[i].want);
    }
}

static const struct {
    const char *octets;
    size_t digits_max, want_digits;
    unsigned want;
    const char *want_rest;
} numbers[] = {
    { "", 3, 0, 0, "" },          { "x1", 3, 0, 0, "x1" },
    { "-1", 3, 0, 0, "-1" },      { "0", 3, 1, 0, "" },
    { "007/", 3, 3, 7, "/" },     { "1234", 3, 3, 123, "4" },
    { "12 3", 9, 2, 12, " 3" },   { "9999999999", 9, 9, 999999999, "9" },
    { "1\xb2", 3, 1, 1, "\xb2" }, { "1", 0, 0, 0, "1" },
};

Test(cursor, decimal_numbers)
{
    for (size_t i = 0; i < G_N_ELEMENTS(numbers); i++) {
        Cursor c = over(numbers[i].octets);
        unsigned number = 77;
        size_t digits = cursor_number(&c, numbers[i].digits_max, &number);

        cr_expect_eq(digits, numbers[i].want_digits, "%s: %zu digits", numbers[i].octets, digits);
        cr_expect_eq(number, numbers[i].want, "%s: %u", numbers[i].octets, number);
        expect_rest(numbers[i].octets, &c, numbers[i].want_rest);
        cr_expect(!c.problem);
    }
}

Test(cursor, no_number_behind_a_problem)
{
    Cursor c = over("12");
    unsigned number = 77;

    cursor_fail(&c, "bad");
    cr_expect_eq(cursor_number(&c, 3, &number), 0);
    cr_expect_eq(number, 0);
}

static const struct {
    const char *octets, *want;
} folds[] = {
    { "a\r\n b", "a b" },   { "a \t\r\n\t \tb", "a b" }, { "a  b\tc", "a  b\tc" },
    { "a\nb\rc", "a b c" }, { "a\r\n \r\n b", "a b" },   { "a  \n", "a " },
    { "\n a", " a" },
};

Test(cursor, unfolds)
{
    static const char nul[] = { 'a', '\0', 'b' };
    Cursor c = cursor_over(nul, sizeof(nul));

    for (size_t i = 0; i < G_N_ELEMENTS(folds); i++) {
        Cursor text = over(folds[i].octets);

        expect_rest(folds[i].want, &text, folds[i].want);
    }
    expect_rest("NUL", &c, "a?b");

    const char *begin = c.at;

    cursor_take(&c);
    cursor_take(&c);

    g_autofree char *since = cursor_text_since(&c, begin);

    cr_expect_str_eq(since, "a?");
}
