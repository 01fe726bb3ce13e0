/* SPDX-License-Identifier: ISC */
/* Messages of an mbox, counted alike however the octets come in. */
#include "mime/mbox.h"

#include <criterion/criterion.h>
#include <glib.h>
#include <string.h>

#define FROM "From a@b.example Sat Mar  1 17:25:48 2003\n"

static const struct {
    const char *name, *octets;
    size_t want;
} mbox_cases[] = {
    { "nothing", "", 0 },
    { "a message, no mbox", "Subject: x\n\nbody\n", 0 },
    { "one", FROM "A: x\n\nbody\n", 1 },
    { "two", FROM "A: x\n\nbody\n\n" FROM "A: x\n\nbody\n", 2 },
    { "three, the last without a body", FROM "A: x\n\nx\n\n" FROM "A: x\n\n" FROM "A: x\n", 3 },
    { "CRLF", "From a Sat Mar 1 17:25:48 2003\r\nA: x\r\n\r\nb\r\n\r\nFrom a Sun Mar 2 2003\r\n",
      2 },
    { "with a zone and a remote host",
      FROM "\n\nFrom x!y Mon Jun  2 17:25 EST 2003 remote from z\n", 2 },
    { "no empty line above", FROM "A: x\n\nbody\n" FROM "A: x\n", 1 },
    { "prose", FROM "A: x\n\nbody\n\nFrom my point of view\n\nFrom Monday to March\n", 1 },
    { "prose that names a day", FROM "A: x\n\n\nFrom Mon to Fri\n", 1 },
    { "a month before its day", FROM "A: x\n\n\nFrom Mar Mon 1\n", 1 },
    { "letters over a border", FROM "A: x\n\n\nFrom a onT anF 1\n", 1 },
    { "quoted", FROM "A: x\n\n\n>" FROM, 1 },
    { "indented", FROM "A: x\n\n\n " FROM, 1 },
    { "the date alone is no address", FROM "A: x\n\nb\n\nFrom \n\nFrom\n", 1 },
    { "a line without an end", FROM "A: x\n\nb\n\nFrom a Sat Mar 1", 1 },
};

Test(mbox, whole_and_in_pieces)
{
    for (size_t i = 0; i < G_N_ELEMENTS(mbox_cases); i++)
        for (size_t step = 1; step <= 64; step++) {
            const char *octets = mbox_cases[i].octets;
            size_t len = strlen(octets);
            MboxCount count = { .messages = 0 };

            for (size_t at = 0; at < len; at += step)
                mbox_count(&count, octets + at, MIN(step, len - at));
            cr_expect_eq(count.messages, mbox_cases[i].want, "%s, %zu at a time: %zu",
                         mbox_cases[i].name, step, count.messages);
        }
}

Test(mbox, long_lines)
{
    g_autoptr(GString) octets = g_string_new(FROM);
    MboxCount count = { .messages = 0 };

    for (size_t i = 0; i < (size_t)3 * MBOX_LINE_MAX; i++)
        g_string_append(octets, "x");
    g_string_append(octets, "\n\nFrom ");
    for (size_t i = 0; i < (size_t)3 * MBOX_LINE_MAX; i++)
        g_string_append(octets, "y");
    g_string_append(octets, " Sat Mar 1 17:25:48 2003\n\n" FROM);
    mbox_count(&count, octets->str, octets->len);
    cr_expect_eq(count.messages, 2, "%zu", count.messages);
}
