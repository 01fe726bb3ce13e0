/* SPDX-License-Identifier: ISC */
/* Reverse-paths as mail servers write them. */
#include "mime/address.h"

#include <criterion/criterion.h>
#include <string.h>

static const struct {
    const char *text;
    const char *want_local; /* NULL: no address */
    const char *want_domain;
    const char *want_text; /* NULL: the same as text */
} paths[] = {
    { "alice@example.net", "alice", "example.net", NULL },
    { "<alice@example.net>", "alice", "example.net", "alice@example.net" },
    { " <alice@Example.NET.> ", "alice", "example.net", "alice@example.net" },
    { "<>", "", NULL, "" },
    { "", "", NULL, "" },
    { "<@relay.example,@b.example:alice@example.net>", "alice", "example.net",
      "alice@example.net" },
    { "bounce+alice=example.org@lists.example", "bounce+alice=example.org", "lists.example", NULL },
    { "<\"a b\"@example.net>", "a b", "example.net", "\"a b\"@example.net" },
    { "\"a\\\"b@c\"@example.net", "a\"b@c", "example.net", NULL },
    { "\"a\vb\"@example.net", "a\vb", "example.net", NULL },
    { "\"\"@example.net", "", "example.net", NULL },
    { "a@b@example.net", "a@b", "example.net", "\"a@b\"@example.net" },
    { "alice", "alice", NULL, NULL },
    { "MAILER-DAEMON", "MAILER-DAEMON", NULL, NULL },
    { "alice@[192.0.2.1]", "alice", "[192.0.2.1]", NULL },
    { "alice@b\xc3\xbc"
      "cher.example",
      "alice", "xn--bcher-kva.example", "alice@xn--bcher-kva.example" },
    { "j\xc3\xbcrg@example.net", "j\xc3\xbcrg", "example.net", NULL },
    /* odd local parts, as they came */
    { "@example.net", "", "example.net", "\"\"@example.net" },
    { "<@a.example>", "", "a.example", "\"\"@a.example" },
    { "<@a.example:@b.example>", "", "b.example", "\"\"@b.example" },
    { "<@[IPv6:2001:db8::1]:alice@b.example>", "alice", "b.example", "alice@b.example" },
    { "@a@b.example", "@a", "b.example", "\"@a\"@b.example" },
    { "<@a.example,b@c.example>", "@a.example,b", "c.example", "\"@a.example,b\"@c.example" },
    { "alice bob@example.net", "alice bob", "example.net", "\"alice bob\"@example.net" },
    { "<a b@example.net>", "a b", "example.net", "\"a b\"@example.net" },
    { "a\tb@example.net", "a\tb", "example.net", "\"a\tb\"@example.net" },
    { "a\001@example.net", "a\001", "example.net", "\"a\001\"@example.net" },
    { "\"alice@example.net", "\"alice", "example.net", "\"\\\"alice\"@example.net" },
    { "\"a\"b@example.net", "\"a\"b", "example.net", "\"\\\"a\\\"b\"@example.net" },
    { "\"a@b.example\".c@example.net", "\"a@b.example\".c", "example.net",
      "\"\\\"a@b.example\\\".c\"@example.net" },
    { "a\"b@example.net", "a\"b", "example.net", "\"a\\\"b\"@example.net" },
    { "<a<b@example.net>", "a<b", "example.net", "\"a<b\"@example.net" },
    { "a>b@example.net", "a>b", "example.net", "\"a>b\"@example.net" },
    { "a\\@b@example.net", "a\\@b", "example.net", "\"a\\\\@b\"@example.net" },
    { "\xff@example.net", "\xff", "example.net", NULL },
    { "..@example.net", "..", "example.net", "\"..\"@example.net" },
    /* two readers could find two domains, or none */
    { .text = "<a@bank.example> b@evil.example" },
    { .text = "<a@bank.example> <b@evil.example>" },
    { .text = "<a@bank.example>b@evil.example" },
    { .text = "<a@bank.example><b@evil.example>" },
    { .text = "a@bank.example b@evil.example" },
    { .text = "a b@bank.example@evil.example" },
    { .text = "\"a@bank.example b@evil.example" },
    { .text = "a@bank.example\"@evil.example" },
    { .text = "a@bank.example\"@evil.example\"" },
    { .text = "a b@bank.example(@evil.example)" },
    { .text = "a b@bank.example, c" },
    { .text = "a b" },
    { .text = "<a b>" },
    { .text = "<a b@example.net" },
    { .text = "a b@example.net>" },
    { .text = "a b@example.net x" },
    { .text = "a b@" },
    { .text = "a b@example..net" },
    { .text = "a\nb@example.net" },
    { .text = "a\rb@example.net" },
    { .text = "<alice@example.net" },
    { .text = "alice@example.net>" },
    { .text = "<alice@example.net> x" },
    { .text = "alice@" },
    { .text = "alice@." },
    { .text = "alice@.." },
    { .text = "alice@.example" },
    { .text = "alice@a..example" },
    { .text = "alice@ex\x7f"
              "ample.net" },
    { .text = "alice@\xff\xfe.example" },
    { .text = "alice@exa\r\nmple.net" },
    { .text = "alice@[192.0.2.1" },
    { .text = "alice@192.0.2.1]" },
    { .text = "alice@[]" },
    { .text = "alice@[192.0.2.1].example" },
    { .text = "alice@[[192.0.2.1]]" },
};

static const struct {
    const char *text;
    bool want;
} null_senders[] = {
    { "", true },
    { " ", true },
    { "<>", true },
    { " <> \r\n", true },
    { "MAILER-DAEMON", true },
    { "<MAILER-DAEMON>", true },
    { "<Mailer-Daemon>", true },
    { "mailer-daemon", true },
    { "<#@[]>", false },
    { "#@[]", false },
    { "<MAILER-DAEMON@mx.example.org>", false },
    { "MAILER-DAEMON@", false },
    { "<\"MAILER-DAEMON\">", false },
    { "<MAILER-DAEMONS>", false },
    { "<postmaster>", false },
    { "<unknown>", false },
    { "<", false },
    { ">", false },
    { "<<>>", false },
    { "<> x", false },
    { "< >", false },
    { "<MAILER-DAEMON", false },
    { "MAILER-DAEMON>", false },
    { "<#@[]-@[]>", false },
    { "<a@[]>", false },
    { "<@>", false },
    { "<alice@example.net>", false },
};

Test(address, null_senders)
{
    for (size_t i = 0; i < G_N_ELEMENTS(null_senders); i++) {
        const char *text = null_senders[i].text;

        cr_expect_eq(mail_address_is_null(text, strlen(text)), null_senders[i].want, "%s", text);
    }
    cr_expect(!mail_address_is_null("\0", 1));
    cr_expect(!mail_address_is_null("<>\0", 3));
}

static const struct {
    const char *text;
    bool want;
} daemons[] = {
    { "<MAILER-DAEMON@mx.example.org>", true },
    { "mailer-daemon@mx.example.org", true },
    { "<\"MAILER-DAEMON\"@mx.example.org>", true },
    { "MAILER-DAEMON", false },
    { "<>", false },
    { "xMAILER-DAEMON@mx.example.org", false },
    { "alice@mailer-daemon.example", false },
};

Test(address, daemons)
{
    for (size_t i = 0; i < G_N_ELEMENTS(daemons); i++) {
        g_autoptr(MailAddress) address =
            mail_address_parse(daemons[i].text, strlen(daemons[i].text));

        cr_expect_eq(mail_address_is_daemon(address), daemons[i].want, "%s", daemons[i].text);
    }
}

Test(address, reverse_paths)
{
    for (size_t i = 0; i < G_N_ELEMENTS(paths); i++) {
        const char *text = paths[i].text;
        g_autoptr(MailAddress) got = mail_address_parse(text, strlen(text));

        cr_expect_eq(got != NULL, paths[i].want_local != NULL, "%s", text);
        if (!got || !paths[i].want_local)
            continue;

        g_autofree char *back = mail_address_text(got);

        cr_expect_str_eq(got->local, paths[i].want_local, "%s: got %s", text, got->local);
        cr_expect(g_strcmp0(got->domain, paths[i].want_domain) == 0, "%s: got %s", text,
                  got->domain);
        cr_expect_str_eq(back, paths[i].want_text ? paths[i].want_text : text, "%s: got %s", text,
                         back);
    }
}
