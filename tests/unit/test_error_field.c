/* SPDX-License-Identifier: ISC */
/* The guard's own field: what the guard would take from the inspector, whatever the reason holds.
 */
#include "error_field.h"

#include "reply.h"

#include <criterion/criterion.h>
#include <glib.h>
#include <string.h>

static const struct {
    const char *reason, *want;
} cases[] = {
    { "stopped", "X-RMX-Status: error (stopped)\n" },
    { "", "X-RMX-Status: error ()\n" },
    { "cannot open /dev/null: No such file or directory",
      "X-RMX-Status: error (cannot open /dev/null: No such file or directory)\n" },
    { "bad reply from the inspector: octet that does not belong into a field",
      "X-RMX-Status: error (bad reply from the inspector: octet that does not belong\n"
      " into a field)\n" },
    /* 77 columns, and one more */
    { "aaaaaaaaa bbbbbbbbb ccccccccc ddddddddd eeeeeeeee 7777",
      "X-RMX-Status: error (aaaaaaaaa bbbbbbbbb ccccccccc ddddddddd eeeeeeeee 7777)\n" },
    { "aaaaaaaaa bbbbbbbbb ccccccccc ddddddddd eeeeeeeee 77778",
      "X-RMX-Status: error (aaaaaaaaa bbbbbbbbb ccccccccc ddddddddd eeeeeeeee 77778)\n" },
    { "aaaaaaaaa bbbbbbbbb ccccccccc ddddddddd eeeeeeeee 777789",
      "X-RMX-Status: error (aaaaaaaaa bbbbbbbbb ccccccccc ddddddddd eeeeeeeee\n 777789)\n" },
    { "a\nX-RMX-Status: pass\xff b", "X-RMX-Status: error (a?X-RMX-Status: pass? b)\n" },
};

Test(error_field, cases)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        char octets[ERROR_FIELD_MAX];
        size_t len = error_field(octets, cases[i].reason);
        g_autofree char *got = g_strndup(octets, len);

        cr_expect_str_eq(got, cases[i].want, "%zu: %s", i, got);
    }
}

/* Reasons of every length and of words of every length: never too long, and a field to the guard.
 */
Test(error_field, any_reason)
{
    for (size_t word = 1; word <= 120; word++)
        for (size_t len = 0; len <= ERROR_REASON_MAX; len++) {
            g_autoptr(GString) reason = g_string_new(NULL);
            char octets[ERROR_FIELD_MAX];
            Reply reply;

            for (size_t i = 0; i < len; i++)
                g_string_append_c(reason, i % (word + 1) == word ? ' ' : 'x');

            size_t got = error_field(octets, reason->str);
            g_autofree char *field = g_strndup(octets, got);
            g_autofree char *said = g_strconcat("fields\n", field, ".\n", NULL);
            g_auto(GStrv) lines = g_strsplit(field, "\n", -1);

            cr_assert(got <= sizeof(octets));
            cr_assert_null(reply_read(said, strlen(said), &reply), "%s", field);
            cr_assert(reply.complete);
            for (char **line = lines; *line; line++)
                cr_assert(strlen(*line) < 78 || !strchr(*line + 1, ' ') ||
                              strlen(strrchr(*line, ' ')) > 50,
                          "%s", field);
        }
}
