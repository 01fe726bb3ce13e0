/* SPDX-License-Identifier: ISC */
/* Lines that begin a message of an mbox, and prose that does not. What stands around them:
 * test_mailbox.c. */
#include "mime/mbox.h"

#include <criterion/criterion.h>
#include <glib.h>
#include <string.h>

static const struct {
    const char *line;
    bool want;
} from_lines[] = {
    { "From a@b.example Sat Mar  1 17:25:48 2003", true },
    { "From a Sat Mar 1 17:25:48 2003\r", true },
    { "From x!y Mon Jun  2 17:25 EST 2003 remote from z", true },
    { "From - Sat Mar 01 2003", true },
    { "", false },
    { "From", false },
    { "From ", false },
    { "From a@b.example", false },
    { "From my point of view", false },
    { "From Monday to March", false },
    { "From Mon to Fri", false },
    { "From Mar Mon 1", false },
    { "From a onT anF 1", false },
    { ">From a@b.example Sat Mar  1 17:25:48 2003", false },
    { " From a@b.example Sat Mar  1 17:25:48 2003", false },
    { "from a@b.example Sat Mar  1 17:25:48 2003", false },
};

Test(mbox, from_lines)
{
    for (size_t i = 0; i < G_N_ELEMENTS(from_lines); i++)
        cr_expect_eq(mbox_is_from_line(from_lines[i].line, strlen(from_lines[i].line)),
                     from_lines[i].want, "%s", from_lines[i].line);
}
