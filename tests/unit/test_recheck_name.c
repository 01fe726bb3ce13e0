/* SPDX-License-Identifier: ISC */
/* Names in a Maildir: which are one message's, and sizes set right. */
#include "mailbox/recheck_name.h"

#include <criterion/criterion.h>
#include <string.h>

static const struct {
    const char *name, *want;
} cases[] = {
    { "1700000000.M1P2.host", "1700000000.M1P2.host" },
    { "1.a.host:2,", "1.a.host:2," },
    { "1.a.host,S=5:2,S", "1.a.host,S=1000:2,S" },
    { "1.a.host,S=5,W=6:2,FRS", "1.a.host,S=1000,W=1020:2,FRS" },
    { "1.a.host,W=6,S=5", "1.a.host,W=1020,S=1000" },
    { "1.a.host,U=7,S=99999,FMD5=d41d:2,a", "1.a.host,U=7,S=1000,FMD5=d41d:2,a" },
    { "1.a.host,S=5,S=5:2,", "1.a.host,S=1000,S=5:2," },
    { "1.a.host,W=5", "1.a.host,W=1020" },
    { "1.a.host,S=:2,S=5", "1.a.host,S=:2,S=5" },
    { "1.a.host,S=x5:2,", "1.a.host,S=x5:2," },
    { "1.a.host,S=5x:2,", "1.a.host,S=5x:2," },
    { "1.a.host,s=5:2,", "1.a.host,s=5:2," },
    { "1.a.host:2,,S=5", "1.a.host:2,,S=5" },
    { "1.a.host:2,S,S=5", "1.a.host:2,S,S=5" },
    { ",S=1", ",S=1000" },
    { "S=1", "S=1" },
    { "1,S", "1,S" },
    { "1,S=", "1,S=" },
    { "", "" },
};

Test(recheck_name, sizes_are_set_right)
{
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        MaildirName got;

        cr_expect(maildir_name_resize(cases[i].name, 1000, 1020, &got), "%s", cases[i].name);
        cr_expect_str_eq(got.text, cases[i].want, "%s", cases[i].name);
    }
}

Test(recheck_name, a_size_is_added)
{
    MaildirName got;

    cr_expect(maildir_name_add_size("1.a.host:2,S", 7, &got));
    cr_expect_str_eq(got.text, "1.a.host,S=7:2,S");
    cr_expect(maildir_name_add_size("1.a.host", 7, &got));
    cr_expect_str_eq(got.text, "1.a.host,S=7");
    cr_expect(maildir_name_has_size(got.text));
    cr_expect(!maildir_name_has_size("1.a.host,W=7:2,S=7"));
}

Test(recheck_name, a_name_becomes_another_one)
{
    MaildirName got;

    cr_expect(maildir_name_renew("1.a.host,S=7,W=8:2,S", &got));
    cr_expect_str_eq(got.text, "1.a.host.rmxfilter,S=7,W=8:2,S");
    cr_expect(maildir_name_renew("1.a.host:2,a,b", &got));
    cr_expect_str_eq(got.text, "1.a.host.rmxfilter:2,a,b");
    cr_expect(maildir_name_renew("1.a.host", &got));
    cr_expect_str_eq(got.text, "1.a.host.rmxfilter");
}

Test(recheck_name, no_name_becomes_too_long)
{
    char name[NAME_MAX + 2];
    MaildirName got;

    memset(name, 'a', sizeof(name) - 1);
    name[NAME_MAX + 1] = '\0';
    cr_expect(!maildir_name_resize(name, 1, 1, &got));
    name[NAME_MAX] = '\0';
    cr_expect(maildir_name_resize(name, 1, 1, &got));
    cr_expect_str_eq(got.text, name);
    memcpy(name, "a,S=9,", strlen("a,S=9,"));
    cr_expect(maildir_name_resize(name, 1, 1, &got));
    cr_expect(!maildir_name_resize(name, 10, 1, &got));
}

static const struct {
    const char *one, *other;
    bool want;
} pairs[] = {
    { "1.a.host", "1.a.host:2,S", true },
    { "1.a.host:2,", "1.a.host:2,RS", true },
    { "1.a.host,S=5:2,", "1.a.host,S=5", true },
    { "1.a.host,S=5:2,", "1.a.host,S=6:2,", false },
    { "1.a.host", "1.a.hosts", false },
    { "1.a.host", "1.a.hos:2,S", false },
    { "", ":2,", true },
};

Test(recheck_name, flags_make_no_other_message)
{
    for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
        cr_expect_eq(maildir_name_is_same(pairs[i].one, pairs[i].other), pairs[i].want, "%s %s",
                     pairs[i].one, pairs[i].other);
        cr_expect_eq(maildir_name_is_same(pairs[i].other, pairs[i].one), pairs[i].want, "%s %s",
                     pairs[i].other, pairs[i].one);
    }
}

Test(recheck_name, new_names_differ)
{
    MaildirName one, other;

    maildir_name_make(&one);
    maildir_name_make(&other);
    cr_expect_str_neq(one.text, other.text);
    cr_expect_null(strpbrk(one.text, "/:"));
    cr_expect(one.text[0] >= '1' && one.text[0] <= '9');
}
