/* SPDX-License-Identifier: ISC */
/* Lists of tags: what is read, and what a strict reader has to say about the form. */
#include "mime/tag_list.h"

#include <criterion/criterion.h>
#include <string.h>

static bool
is_known(const Cursor *name, const void *data)
{
    return cursor_is(name, "p") || cursor_is(name, data);
}

/* "name=value|name=value", a "+" before those without ";". The caller frees. */
static char *
shown(const TagList *list)
{
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < list->tags->len; i++) {
        const Tag *tag = tag_list_at(list, i);
        g_autofree char *name = cursor_text(tag->name), *value = cursor_text(tag->value);

        g_string_append_printf(text, "%s%s%s=%s", i > 0 ? "|" : "", tag->unseparated ? "+" : "",
                               name, value);
    }
    return g_string_free(text, FALSE);
}

static const struct {
    const char *name, *text, *want, *want_problem;
    size_t want_at;
} cases[] = {
    { .name = "a list", .text = "v=1; a=b", .want = "v=1|a=b" },
    { .name = "a last ;", .text = "v=1; a=b;", .want = "v=1|a=b" },
    { .name = "a last ; and blanks", .text = "v=1;a=b; \r\n\t", .want = "v=1|a=b" },
    { .name = "folds", .text = " v \r\n =\r\n\t1 ;\r\n a=b\r\n c ", .want = "v=1|a=b\r\n c" },
    { .name = "no value", .text = "v=1; p=", .want = "v=1|p=" },
    { .name = "= in a value",
      .text = "p=AA==; q",
      .want = "p=AA==|=q",
      .want_problem = "no tag: a tag is a name, \"=\" and a value",
      .want_at = 8 },
    { .name = "nothing", .text = "", .want = "" },
    { .name = "two ;",
      .text = "v=1;; a=b",
      .want = "v=1|=|a=b",
      .want_problem = "nothing stands before a \";\"",
      .want_at = 4 },
    { .name = "twice",
      .text = "a=1; b=2; a=1",
      .want = "a=1|b=2|a=1",
      .want_problem = "a tag given twice",
      .want_at = 10 },
    { .name = "case makes two names", .text = "a=1; A=2", .want = "a=1|A=2" },
    { .name = "a name that begins with a digit",
      .text = "1a=1",
      .want = "1a=1",
      .want_problem = "no tag: a tag is a name, \"=\" and a value" },
    { .name = "a name with a blank",
      .text = "x=1; a b=1",
      .want = "x=1|a b=1",
      .want_problem = "no tag: a tag is a name, \"=\" and a value",
      .want_at = 5 },
    { .name = "a name with digits", .text = "a1_=1", .want = "a1_=1" },
    { .name = "a control octet",
      .text = "a=1; b=\a",
      .want = "a=1|b=\a",
      .want_problem = "a control octet in a value",
      .want_at = 5 },
    { .name = "UTF-8", .text = "d=b\303\274cher.example", .want = "d=b\303\274cher.example" },
    { .name = "no ; is no list", .text = "v=1 p=none", .want = "v=1 p=none" },
};

Test(tag_list, read)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(TagList) list = tag_list_read(cursor_over_text(cases[i].text));
        g_autofree char *got = shown(list);
        Cursor where = cursor_over(NULL, 0);

        cr_expect_str_eq(got, cases[i].want, "%s: %s", cases[i].name, got);
        cr_expect_eq(g_strcmp0(tag_list_problem(list, &where), cases[i].want_problem), 0, "%s: %s",
                     cases[i].name, tag_list_problem(list, NULL));
        if (cases[i].want_problem)
            cr_expect_eq(cursor_offset(&where), cases[i].want_at, "%s: at %zu", cases[i].name,
                         cursor_offset(&where));
    }
}

static const struct {
    const char *text, *want;
} lenient[] = {
    { "v=DMARC1 p=none", "v=DMARC1|+p=none" },
    { "v=DMARC1 p = none sp=reject; q=1", "v=DMARC1|+p=none|+sp=reject|q=1" },
    { "v=DKIM1; p=AAAA p==", "v=DKIM1|p=AAAA p==" },
    { "v=DKIM1; p=AAAA p=", "v=DKIM1|p=AAAA p=" },
    { "v=1 x=none", "v=1 x=none" },
};

Test(tag_list, lenient)
{
    for (size_t i = 0; i < G_N_ELEMENTS(lenient); i++) {
        g_autoptr(TagList) list =
            tag_list_read_lenient(cursor_over_text(lenient[i].text), is_known, "sp");
        g_autofree char *got = shown(list);

        cr_expect_str_eq(got, lenient[i].want);
    }
}

Test(tag_list, finds)
{
    g_autoptr(TagList) list = tag_list_read(cursor_over_text("v=DKIM1; T=y : s; t=n; e="));

    cr_expect(tag_list_has_version(list, "DKIM1"));
    cr_expect(!tag_list_has_version(list, "dkim1"));
    cr_expect(tag_list_mentions_version(list, "dkim1"));
    cr_expect_eq(tag_list_find(list, "t"), tag_list_at(list, 1));
    cr_expect_eq(tag_list_find_exact(list, "t"), tag_list_at(list, 2));
    cr_expect_null(tag_list_find(list, "x"));
    cr_expect(tag_list_is_repeated(list, 2) && !tag_list_is_repeated(list, 1));
    cr_expect(tag_list_is(list, "V", "dkim1") && !tag_list_is(list, "x", "dkim1"));
    cr_expect(tag_has_word(tag_list_at(list, 1), "S") && tag_has_word(tag_list_at(list, 1), "y"));
    cr_expect(!tag_has_word(tag_list_at(list, 1), "y : s") && !tag_has_word(NULL, "y"));
    cr_expect(tag_has_word(tag_list_at(list, 3), "") && !tag_has_word(tag_list_at(list, 3), "y"));
}

/* However many tags a sender writes, a bounded number is read, and said to be too many. */
Test(tag_list, bounded)
{
    g_autoptr(GString) text = g_string_new(NULL);

    for (unsigned i = 0; i < 100000; i++)
        g_string_append_printf(text, "a%u=1;", i);

    g_autoptr(TagList) list = tag_list_read(cursor_over(text->str, text->len));

    cr_expect_eq(list->tags->len, TAG_LIST_MAX);
    cr_expect_str_eq(tag_list_problem(list, NULL), "too many tags");
    g_string_truncate(text, 0);
    for (unsigned i = 0; i < TAG_LIST_MAX; i++)
        g_string_append_printf(text, "a%u=1;", i);

    g_autoptr(TagList) full = tag_list_read(cursor_over(text->str, text->len));

    cr_expect_null(tag_list_problem(full, NULL));
}
