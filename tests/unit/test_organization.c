/* SPDX-License-Identifier: ISC */
/* Registered domains, by the public suffix list. */
#include "author/organization.h"

#include <criterion/criterion.h>
#include <glib.h>

static const struct {
    const char *one, *other;
    bool want;
} organizations[] = {
    { "foo.com", "foo.com", true },
    { "Mail.FOO.com.", "foo.com", true },
    { "a.foo.com", "b.c.foo.com", true },
    { "foo.com", "foo.org", false },
    { "foo.co.uk", "bar.co.uk", false },
    { "mail.foo.co.uk", "foo.co.uk", true },
    { "co.uk", "foo.co.uk", false },
    { "co.uk", "co.uk", true },
    { "com", "foo.com", false },
    { "evilfoo.com", "foo.com", false },
    { "a.github.io", "b.github.io", false },
    { "xn--bcher-kva.example", "b\303\274cher.example", true },
    { "a.xn--55qx5d.cn", "b.xn--55qx5d.cn", false },
    { "[192.0.2.1]", "[192.0.2.1]", true },
    { "", "", false },
    { "\377", "\377", false },
    { "localhost", "localhost", true },
};

Test(organization, is_same)
{
    for (size_t i = 0; i < G_N_ELEMENTS(organizations); i++) {
        const char *one = organizations[i].one, *other = organizations[i].other;

        cr_expect_eq(organization_is_same(one, other), organizations[i].want, "%s, %s", one, other);
        cr_expect_eq(organization_is_same(other, one), organizations[i].want, "%s, %s", other, one);
    }
}
