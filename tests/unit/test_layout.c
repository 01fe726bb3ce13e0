/* SPDX-License-Identifier: ISC */
/* What fits on a terminal, and what does not. */
#include "report/layout.h"

#include "report/page.h"

#include <criterion/criterion.h>
#include <string.h>

#define LONG "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggggggggghhhhhhhhhhiiii"

static const struct {
    const char *name, *begin, *text, *want;
    size_t indent;
} word_cases[] = {
    { "one line", "x: ", "a b c", "x: a b c", 8 },
    { "nothing", "x: ", "", "x: ", 8 },
    { "the last column", "\n\n",
      "aaaaaaaaa bbbbbbbbb ccccccccc ddddddddd eeeeeeeee fffffffff "
      "ggggggggg 1234567 x",
      "\n\naaaaaaaaa bbbbbbbbb ccccccccc ddddddddd eeeeeeeee fffffffff ggggggggg 1234567\n    x",
      4 },
    { "one too many", "",
      "aaaaaaaaa bbbbbbbbb ccccccccc ddddddddd eeeeeeeee fffffffff "
      "ggggggggg 12345678 x",
      "aaaaaaaaa bbbbbbbbb ccccccccc ddddddddd eeeeeeeee fffffffff ggggggggg\n    12345678 x", 4 },
    { "a word longer than a line", "x: ", "a " LONG " b",
      "x: a\n  aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggggggggghhhhh\n  "
      "hhhhhiiii b",
      2 },
    { "nothing but such a word", "", LONG,
      "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggggggggghhhhhhh\n  hhhiiii",
      2 },
};

Test(layout, words)
{
    for (size_t i = 0; i < G_N_ELEMENTS(word_cases); i++) {
        g_autoptr(GString) out = g_string_new(word_cases[i].begin);

        layout_words(out, word_cases[i].indent, word_cases[i].text);
        cr_expect_str_eq(out->str, word_cases[i].want, "%s: got\n%s", word_cases[i].name, out->str);
    }
}

/* Cells with "|" between, rows with ";". */
static GPtrArray *
table_of(const char *text)
{
    GPtrArray *table = layout_table_new();
    g_auto(GStrv) rows = g_strsplit(text, ";", -1);

    for (char **row = rows; *row; row++) {
        g_auto(GStrv) cells = g_strsplit(*row, "|", -1);
        GPtrArray *made = layout_table_row(table);

        for (char **cell = cells; *cell; cell++)
            g_ptr_array_add(made, g_strdup(*cell));
    }
    return table;
}

#define WORDS "aaaaaaaaa bbbbbbbbb ccccccccc ddddddddd eeeeeeeee fffffffff"

static const struct {
    const char *name, *rows, *want;
} table_cases[] = {
    { "columns", "a|bb|c;dddd|e|f g", "  a     bb  c\n  dddd  e   f g\n" },
    { "rows of different lengths", "a;b|c", "  a\n  b  c\n" },
    { "a last cell folded in its column", "a|" WORDS " " WORDS ";bbbb|c",
      "  a     aaaaaaaaa bbbbbbbbb ccccccccc ddddddddd eeeeeeeee fffffffff aaaaaaaaa\n"
      "        bbbbbbbbb ccccccccc ddddddddd eeeeeeeee fffffffff\n"
      "  bbbb  c\n" },
    { "a last cell without room",
      "aaaaaaaaaabbbbbbbbbbccccccccccdddd|aaaaaaaaaabbbbbbbbbbcccc|" WORDS ";a|b|c",
      "  aaaaaaaaaabbbbbbbbbbccccccccccdddd  aaaaaaaaaabbbbbbbbbbcccc\n"
      "      aaaaaaaaa bbbbbbbbb ccccccccc ddddddddd eeeeeeeee fffffffff\n"
      "  a                                   b                         c\n" },
    { "a row that is broken",
      "aaaaaaaaaabbbbbbbbbbccccccccccdddd|aaaaaaaaaabbbbbbbbbbccccccccccdddd|xxxxx|z;a|b|c|d",
      "  aaaaaaaaaabbbbbbbbbbccccccccccdddd  aaaaaaaaaabbbbbbbbbbccccccccccdddd\n"
      "      xxxxx  z\n"
      "  a                                   b                                   c\n"
      "      d\n" },
    { "a word that has room in a line of its own",
      "aaaaaaaaaabbbbbbbbbbcccccccccc|aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeee fffff",
      "  aaaaaaaaaabbbbbbbbbbcccccccccc\n      aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeee "
      "fffff\n" },
    { "a wide cell makes no room in other rows",
      "a|b|c;aaaaaaaaaabbbbbbbbbbccccccccccddddddddddd|e|f",
      "  a  b  c\n  aaaaaaaaaabbbbbbbbbbccccccccccddddddddddd  e  f\n" },
    { "a word longer than a line", LONG "|b;c|d",
      "  aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggggggggghhhhh\n      "
      "hhhhhiiii  b\n  c  d\n" },
};

Test(layout, tables)
{
    for (size_t i = 0; i < G_N_ELEMENTS(table_cases); i++) {
        g_autoptr(GPtrArray) table = table_of(table_cases[i].rows);
        g_autoptr(GString) out = g_string_new("head\n");

        layout_table(out, table, 6, NULL);
        cr_expect_str_eq(out->str + strlen("head\n"), table_cases[i].want, "%s: got\n%s",
                         table_cases[i].name, out->str);
    }
}

Test(layout, lines_below_rows)
{
    g_autoptr(GPtrArray) table = table_of("a|b;c|d");
    g_autoptr(GPtrArray) below = g_ptr_array_new();
    g_autoptr(GString) out = g_string_new(NULL);

    g_ptr_array_add(below, (char[]){ "    x\n    y\n" });
    g_ptr_array_add(below, (char[]){ "" });
    layout_table(out, table, 6, below);
    cr_expect_str_eq(out->str, "  a  b\n    x\n    y\n  c  d\n");
}

/* Whatever stands in the cells: no line is too wide, none ends in a blank, and every octet is
 * there, in its order. */
static void
check_lines(const char *text, const char *rows)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    g_autoptr(GString) got = g_string_new(NULL), want = g_string_new(NULL);

    for (char **line = lines; *line; line++) {
        cr_assert(strlen(*line) < page_columns(), "%s in\n%s", *line, text);
        cr_assert(!g_str_has_suffix(*line, " "), "\"%s\" in\n%s", *line, text);
    }
    for (const char *c = text; *c; c++)
        if (*c != ' ' && *c != '\n')
            g_string_append_c(got, *c);
    for (const char *c = rows; *c; c++)
        if (!strchr(" |;", *c))
            g_string_append_c(want, *c);
    cr_assert_str_eq(got->str, want->str);
}

Test(layout, any_table)
{
    GRand *draw = g_rand_new_with_seed(7);

    for (int i = 0; i < 20000; i++) {
        g_autoptr(GString) rows = g_string_new("r");
        g_autoptr(GString) out = g_string_new(NULL);
        g_autoptr(GPtrArray) table = NULL;
        int cells = 1;

        page_set((unsigned)g_rand_int_range(draw, PAGE_COLUMNS_MIN, 140), false);
        for (int words = g_rand_int_range(draw, 0, 40); words > 0; words--) {
            int next = g_rand_int_range(draw, 0, 10);
            bool cell = next < 2 && cells < LAYOUT_CELLS_MAX;

            cells = next == 9 ? 1 : cells + cell;
            g_string_append_c(rows, next == 9 ? ';' : cell ? '|' : ' ');
            for (int len = g_rand_int_range(draw, 1, g_rand_int_range(draw, 2, 90)); len > 0; len--)
                g_string_append_c(rows, 'x');
        }
        table = table_of(rows->str);
        layout_table(out, table, (size_t)g_rand_int_range(draw, 4, 12), NULL);
        check_lines(out->str, rows->str);
    }
    g_rand_free(draw);
}
