/* SPDX-License-Identifier: ISC */
/* What is kept of messages in a file comes out as it went in, as often as it is asked for. */
#include "mailbox/trust_kept.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define MESSAGES 3000 /* more than stdio holds */

static void
expect_all(TrustKept *kept)
{
    const TrustKeptMessage *message;
    guint count = 0;

    cr_assert(trust_kept_rewind(kept));
    while ((message = trust_kept_next(kept))) {
        g_autofree char *place = g_strdup_printf("message %u", count);

        cr_assert_str_eq(message->place, place);
        cr_assert_eq(message->len, count % 70);
        for (gsize i = 0; i < message->len; i++)
            cr_assert_eq(message->octets[i], (char)count);
        count++;
    }
    cr_expect_eq(errno, 0);
    cr_expect_eq(count, MESSAGES);
}

Test(trust_kept, comes_out_as_it_went_in)
{
    g_autoptr(TrustKept) kept = trust_kept_new();
    char octets[70];

    cr_assert_not_null(kept);
    for (guint i = 0; i < MESSAGES; i++) {
        g_autofree char *place = g_strdup_printf("message %u", i);

        memset(octets, (int)i, sizeof(octets));
        cr_assert(trust_kept_add(kept, place, octets, i % 70));
    }
    expect_all(kept);
    expect_all(kept);
}

Test(trust_kept, nothing_in_it)
{
    g_autoptr(TrustKept) kept = trust_kept_new();

    cr_assert(trust_kept_rewind(kept));
    cr_expect_null(trust_kept_next(kept));
    cr_expect_eq(errno, 0);
}

Test(trust_kept, no_such_folder)
{
    setenv("TMPDIR", "/nonexistent/folder", 1);
    cr_expect_null(trust_kept_new());
    cr_expect_eq(errno, ENOENT);
}
