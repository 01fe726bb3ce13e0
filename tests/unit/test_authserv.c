/* SPDX-License-Identifier: ISC */
/* RFC 8601 section 5: which Authentication-Results would be taken for ours. */
#include "mime/authserv.h"

#include <criterion/criterion.h>
#include <glib.h>
#include <string.h>

static const struct {
    const char *value;
    bool want;
    bool want_cut; /* where the value goes on, and no more of it is known */
} cases[] = {
    { " mx.example.net; spf=pass", true, true },
    { "mx.example.net;spf=pass", true, true },
    { " MX.Example.NET; spf=pass", true, true },
    { " mx.example.net 1; spf=pass", true, true },
    { " mx.example.net/1; spf=pass", true, true },
    { " mx.example.net", true, true },
    { " mx.example.net(c); none", true, true },
    { "\r\n\tmx.example.net;\r\n\tspf=pass", true, true },
    { " (com(m)ent) mx.example.net; none", true, true },
    { " (a \\) b) mx.example.net; none", true, true },
    { " \"mx.example.net\"; none", true, true },
    { " \"mx.ex\\ample.net\" 1; none", true, true },
    { " mx.example.nett; none", false, false },
    { " mx.example.ne; none", false, false },
    { " other.example; mx.example.net", false, false },
    { " (mx.example.net) other.example; none", false, false },
    { " \"mx.example.net.other\"; none", false, false },
    { " ((mx.example.net; none", false, true },
    { "", false, true },
    { " mx.exam", false, true },
    { " \"mx.example.net", false, true },
    { " \"mx.example.net\\", false, false },
    { " ", false, true },
    { "\n (mx.example.net", false, true },
    { " mx.example.ner", false, false },
    { "(a)", false, true },
    { " mx.exa\rmple\x01.net\x7f; none", true, true },
    { "\x0b\x0cmx.example.net\x0b; none", true, true },
    { " mx.example.net.; none", true, true },
    { " \"mx.example.net.\"; none", true, true },
    { " \"mx.example.net\x01\"; none", true, true },
    { " \"mx.example.net\x01.\r\"; none", true, true },
    { " mx.example.net..; none", false, false },
    { " mx.example.net.other; none", false, false },
    { " mx.example.net, none", true, true },
    { " mx.example.net=1; none", true, true },
    { " mx.example.net-1; none", false, false },
    { "\302\240mx.example.net\302\240; none", true, true },
    { " \303\274.mx.example.net; none", false, false },
    { " =?us-ascii?q?mx.example.net?=; none", true, true },
    { " =?utf-8?b?bXguZXhhbXBsZS5uZXQ=?=; none", true, true },
    { " (c) \"=?us-ascii?q?mx.example.net?=\"; none", true, true },
    { " mx.=?us-ascii?q?example?=.net; none", true, true },
    { " mx.example.net=?us-ascii?q?_1?=; none", true, true },
    { " other.=?us-ascii?q?example?=; none", false, false },
    { " mx.=example.net; none", false, false },
    { " mx.=", false, true },
};

Test(authserv, whose)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        size_t len = strlen(cases[i].value);

        cr_expect_eq(authserv_is(cases[i].value, len, "mx.example.net", true), cases[i].want, "%s",
                     cases[i].value);
        cr_expect_eq(authserv_is(cases[i].value, len, "mx.example.net", false), cases[i].want_cut,
                     "%s, and more", cases[i].value);
    }
}

/* What is ours cannot become another's by reading on: whatever is known of it goes. */
Test(authserv, of_a_part_that_is_known)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
        for (size_t len = 0; cases[i].want && len < strlen(cases[i].value); len++)
            cr_expect(authserv_is(cases[i].value, len, "mx.example.net", false), "%.*s", (int)len,
                      cases[i].value);
}
