/* SPDX-License-Identifier: ISC */
/* Lines about messages: whatever octets come in, one line of printable ASCII that fits the page. */
#include "report/message_line.h"

#include "report/page.h"

#include <criterion/criterion.h>
#include <string.h>

static void
expect_one_line(const char *line, bool narrow)
{
    size_t len = strlen(line);

    cr_expect(len > 0 && strchr(line, '\n') == line + len - 1, "%s", line);
    for (const char *at = line; at < line + len - 1; at++)
        cr_expect(*at >= ' ' && *at <= '~', "%s", line);
    if (narrow)
        cr_expect(len - 1 <= page_columns(), "%zu: %s", len, line);
}

Test(message_line, columns)
{
    static const char row[] = "pass\nbank.example\n192.0.2.5\naligned\n2026-11-07\nYour statement";
    g_autofree char *line = message_line_text(row, strlen(row), false);
    g_autofree char *unknown = message_line_text("none", 4, false);

    cr_expect_str_eq(line, "pass      bank.example         192.0.2.5       aligned    2026-11-07 "
                           "Your statement\n");
    cr_expect_str_eq(unknown,
                     "none      -                    -               -          -          "
                     "-\n");
}

Test(message_line, hostile_rows)
{
    static const struct {
        const char *octets;
        size_t len;
    } rows[] = {
        { "", 0 },
        { "\0\0\n\0", 4 },
        { "\n\n\n\n\n\n\n\n\n", 9 },
        { "pass\033[2J\nx\r\ny\x01\x02\x03\n\x9b\x31m\n\xff\xfe\nz\nfail", 28 },
    };
    g_autofree char *long_row = g_strnfill(1 << 20, 'x');
    static const unsigned widths[] = { 40, 80, 132, 200 };

    for (size_t k = 0; k < G_N_ELEMENTS(widths); k++) {
        g_autofree char *titles = NULL;

        page_set(widths[k], false);
        titles = message_line_titles(true);
        expect_one_line(titles, widths[k] >= 80);
        for (size_t i = 0; i <= G_N_ELEMENTS(rows); i++)
            for (int narrow = 0; narrow < 2; narrow++) {
                bool last = i == G_N_ELEMENTS(rows);
                g_autofree char *line = message_line_text(last ? long_row : rows[i].octets,
                                                          last ? 1 << 20 : rows[i].len, narrow);

                expect_one_line(line, narrow && widths[k] >= 80);
            }
    }
}
