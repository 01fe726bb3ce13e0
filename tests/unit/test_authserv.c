/* SPDX-License-Identifier: ISC */
/* RFC 8601 section 5: which Authentication-Results would be taken for ours. */
#include "mime/authserv.h"

#include <criterion/criterion.h>
#include <glib.h>
#include <string.h>

static const struct {
    const char *value;
    bool want;
} cases[] = {
    { " mx.example.net; spf=pass", true },
    { "mx.example.net;spf=pass", true },
    { " MX.Example.NET; spf=pass", true },
    { " mx.example.net 1; spf=pass", true },
    { " mx.example.net/1; spf=pass", true },
    { " mx.example.net", true },
    { " mx.example.net(c); none", true },
    { "\r\n\tmx.example.net;\r\n\tspf=pass", true },
    { " (com(m)ent) mx.example.net; none", true },
    { " (a \\) b) mx.example.net; none", true },
    { " \"mx.example.net\"; none", true },
    { " \"mx.ex\\ample.net\" 1; none", true },
    { " mx.example.nett; none", false },
    { " mx.example.ne; none", false },
    { " other.example; mx.example.net", false },
    { " (mx.example.net) other.example; none", false },
    { " \"mx.example.net.other\"; none", false },
    { " ((mx.example.net; none", false },
    { "", false },
};

Test(authserv, whose)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
        cr_expect_eq(authserv_is(cases[i].value, strlen(cases[i].value), "mx.example.net"),
                     cases[i].want, "%s", cases[i].value);
}
