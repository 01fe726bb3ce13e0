/* SPDX-License-Identifier: ISC */
/* Base64 between blanks and folds, and what is none. */
#include "mime/base64.h"

#include <criterion/criterion.h>
#include <string.h>

static const struct {
    const char *text, *want; /* want NULL: it is no base64 */
    size_t want_at;          /* where it stops being base64 */
} cases[] = {
    { "", "", 0 },
    { "YWJj", "abc", 0 },
    { "YWJjZA==", "abcd", 0 },
    { " Y W\r\n\tJj\nZGU = \r\n", "abcde", 0 },
    { "YWJjZA= =", "abcd", 0 },
    { "YWJjZA", NULL, 6 },
    { "YWJjZA=", NULL, 7 },
    { "YWJj====", NULL, 8 },
    { "YWJ-", NULL, 3 },
    { "YW==YWJj", NULL, 4 },
    { "YWJj\"", NULL, 4 },
    { "=", NULL, 1 },
};

Test(base64, read)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        Cursor bad = cursor_over(NULL, 0);
        g_autoptr(GByteArray) got = base64_read(cursor_over_text(cases[i].text), &bad);

        cr_expect_eq(got == NULL, cases[i].want == NULL, "%s", cases[i].text);
        if (got && cases[i].want)
            cr_expect(got->len == strlen(cases[i].want) &&
                          (got->len == 0 || memcmp(got->data, cases[i].want, got->len) == 0),
                      "%s", cases[i].text);
        else
            cr_expect_eq(cursor_offset(&bad), cases[i].want_at, "%s: at %zu", cases[i].text,
                         cursor_offset(&bad));
    }
}
