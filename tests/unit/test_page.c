/* SPDX-License-Identifier: ISC */
/* The page: its width, its colours, and that marks take no columns. What a terminal makes of it:
 * tests/integration/golden.bats. */
#include "report/page.h"

#include "mime/quote.h"
#include "report/layout.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

Test(page, bounds)
{
    static const struct {
        unsigned columns;
        size_t want;
    } widths[] = { { 80, 78 }, { 132, 130 }, { 40, 38 }, { 1, 38 }, { 0, 38 }, { 1000, 198 } };

    cr_expect_eq(page_columns(), 78);
    for (size_t i = 0; i < G_N_ELEMENTS(widths); i++) {
        page_set(widths[i].columns, false);
        cr_expect_eq(page_columns(), widths[i].want, "%u", widths[i].columns);
    }
}

Test(page, styles)
{
    static const char want[] = "\033[32mpass\033[0m \033[31mfail\033[0m \033[33mmaybe\033[0m "
                               "\033[1mTitle\033[0m plain";
    g_autofree char *without = page_styled(STYLE_GOOD, "pass");
    g_autofree char *good = NULL, *bad = NULL, *doubt = NULL, *title = NULL, *plain = NULL;
    g_autofree char *text = NULL, *finished = NULL;

    cr_expect_str_eq(without, "pass");
    page_set(80, true);
    good = page_styled(STYLE_GOOD, "pass");
    bad = page_styled(STYLE_BAD, "fail");
    doubt = page_styled(STYLE_DOUBT, "maybe");
    title = page_styled(STYLE_TITLE, "Title");
    plain = page_styled(STYLE_PLAIN, "plain");
    text = g_strjoin(" ", good, bad, doubt, title, plain, NULL);
    cr_expect_eq(page_width(text), strlen("pass fail maybe Title plain"));
    finished = page_finished(text);
    cr_expect_str_eq(finished, want);
}

/* No text from outside can hold a mark, or what one becomes. */
Test(page, marks_of_others)
{
    char all[256];
    g_autofree char *quoted = NULL, *finished = NULL;

    for (size_t i = 0; i < sizeof(all) - 1; i++)
        all[i] = (char)(i + 1);
    all[sizeof(all) - 1] = '\0';
    quoted = quote_words_text(all, QUOTE_ALL);
    finished = page_finished(quoted);
    cr_expect_str_eq(finished, quoted);
    cr_expect_null(strchr(finished, '\033'));
}

Test(page, tables_are_laid_out_around_marks)
{
    static const char *const words[] = { "first", "a longer one", "x" };
    g_autoptr(GPtrArray) plain_table = layout_table_new(), table = layout_table_new();
    g_autoptr(GString) plain = g_string_new(NULL), styled = g_string_new(NULL);
    g_autoptr(GString) stripped = g_string_new(NULL);

    page_set(80, true);
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
        GPtrArray *one = layout_table_row(plain_table), *other = layout_table_row(table);

        for (size_t j = 0; j < G_N_ELEMENTS(words); j++) {
            g_ptr_array_add(one, g_strdup(words[(i + j) % 3]));
            g_ptr_array_add(other, page_styled(STYLE_BAD, words[(i + j) % 3]));
        }
    }
    layout_table(plain, plain_table, 4, NULL);
    layout_table(styled, table, 4, NULL);
    for (const char *c = styled->str; *c; c++)
        if (*c == '\n' || *c >= ' ')
            g_string_append_c(stripped, *c);
    cr_expect_str_eq(stripped->str, plain->str);
}

/* Standard output is no terminal here. */
Test(page, no_terminal)
{
    g_autofree char *text = NULL, *always = NULL;

    cr_assert(freopen("/dev/null", "w", stdout));
    g_setenv("COLUMNS", "132", TRUE);
    page_open(COLOR_AUTO);
    text = page_styled(STYLE_GOOD, "x");
    cr_expect_str_eq(text, "x");
    cr_expect_eq(page_columns(), 78);
    g_setenv("NO_COLOR", "1", TRUE);
    page_open(COLOR_ALWAYS);
    always = page_styled(STYLE_GOOD, "x");
    cr_expect_str_neq(always, "x");
}
