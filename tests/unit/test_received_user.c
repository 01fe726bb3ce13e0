/* SPDX-License-Identifier: ISC */
/* Who handed a message in on the host itself, and who can only be made to look so: by a user of
 * that host, or by a client from outside. */
#include "mime/received/received.h"

#include <criterion/criterion.h>
#include <string.h>

typedef struct {
    const char *name, *value;
    HopKind want_kind;
    bool want_handed_in;
    const char *want_user;
} UserCase;

static const UserCase accounts[] = {
    { "Postfix", "by mx.example.net (Postfix, from userid 0) id 4B2C81F; date", HOP_LOCAL, true,
      "0" },
    { "Postfix, folded", "by mx.example.net (Postfix, from\n userid 1017)\n\tid 4B2C81F; date",
      HOP_LOCAL, true, "1017" },
    { "Postfix that says more of itself",
      "by mx.example.net (Postfix on SuSE Linux 7.3 (i386), from userid 521)\n\tid 7; date",
      HOP_LOCAL, true, "521" },
    { "Postfix of Debian", "by mx.example.net (Postfix (Debian/GNU), from userid 33) id 7; date",
      HOP_LOCAL, true, "33" },
    { "Postfix under another name", "by mx.example.net (Example Mail, from userid 1000) id 7; date",
      HOP_LOCAL, true, "1000" },
    { "Postfix, forwarded by local(8)",
      "by mx.example.net (Postfix) id 4B2C81F for <a@b.example>; date", HOP_LOCAL, false, NULL },
    { "Exim, a quoted name",
      "from \"web.user\" by mx.example.net with local (Exim 4.96) id 1; date", HOP_LOCAL, true,
      "web.user" },
    { "Exim, no name", "by mx.example.net with local (Exim 4.96) id 1; date", HOP_LOCAL, true,
      NULL },
    { "Exim, a name in quotes that holds blanks",
      "from \"root x\" by mx.example.net with local (Exim 4.96) id 1; date", HOP_LOCAL, true,
      NULL },
    { "Exim, from its spam filter",
      "from Debian-exim by mx.example.net with spam-scanned (Exim 4.89)\n\tid 1; date", HOP_LOCAL,
      true, "Debian-exim" },
    { "Exim, from a filter that anybody may run",
      "from eve by mx.example.net with scanned-ok (Exim 3.36 #1 (Debian)) id 1; date", HOP_LOCAL,
      true, "eve" },
    { "sendmail", "(from alice@localhost) by mx.example.net (8.17.1/8.17.1/Submit) id h2; date",
      HOP_LOCAL, true, "alice" },
    { "sendmail, the name by -p",
      "from x (alice@localhost) by mx.example.net (8.17.1/8.17.1) id h2", HOP_LOCAL, true,
      "alice" },
    { "femail", "(from alice@localhost, uid 1000) by mx.example.net (femail 0.98); date", HOP_LOCAL,
      true, "1000" },
    { "qmail, root", "(qmail 7 invoked by uid 0); date", HOP_LOCAL, true, "0" },
    { "qmail, folded", "(qmail 7\n invoked by\n uid 89); date", HOP_LOCAL, true, "89" },
    { "qmail, from network", "(qmail 7 invoked from network); date", HOP_LOCAL, false, NULL },
    { "qmail, for bounce", "(qmail 7 invoked for bounce); date", HOP_LOCAL, false, NULL },
    { "qmail, more than a number", "(qmail 7 invoked by uid 89 x); date", HOP_LOCAL, true, NULL },
    { "qmail, no number", "(qmail 7 invoked by uid x); date", HOP_LOCAL, true, NULL },
    { "dma, an old one without a number", "from alice id 7 by box (DragonFly Mail Agent); date",
      HOP_LOCAL, true, "alice" },
    { "dma, its own report", "from MAILER-DAEMON id 7 by box (DragonFly Mail Agent v0.9); date",
      HOP_LOCAL, false, NULL },
    { "Courier", "from alice (uid 1000) by mx.example.net with local; date", HOP_LOCAL, true,
      "1000" },
    { "LMTP", "from a.example by mx.example.net with LMTP id 7; date", HOP_LOCAL, false, NULL },
    { "amavis", "from a.example ([127.0.0.1]) by localhost (amavisd-new, port 10024) with ESMTP",
      HOP_LOCAL, false, NULL },
};

static const UserCase attacks[] = {
    { "sendmail: -p that looks like LMTP",
      "from mx.example.net (eve@localhost) by mx.example.net (8.17.1/8.17.1) with LMTP id h2",
      HOP_LOCAL, true, "eve" },
    { "sendmail: -p that looks like a login",
      "from x (eve@localhost) by mx.example.net (8.17.1/8.17.1) with ESMTPA id h2", HOP_LOCAL, true,
      "eve" },
    { "sendmail: -p that holds another user",
      "from x (root@localhost) (eve@localhost) by mx.example.net (8.8.8/8.8.8) id h2", HOP_LOCAL,
      true, NULL },
    { "a user in a comment that sendmail did not write",
      "from x (root@localhost) by mx.example.net with LMTP id h2", HOP_UNKNOWN, false, NULL },
    { "sendmail: HELO that looks like a user",
      "from x (root@localhost) (rdns.example [203.0.113.9]) by mx.example.net (8.17.1/8.17.1) id 1",
      HOP_SMTP, false, NULL },
    { "sendmail: ident that looks like a user",
      "(from root@localhost@rdns.example [203.0.113.9]) by mx.example.net (8.17.1/8.17.1) id 1",
      HOP_SMTP, false, NULL },
    { "Exim: HELO of a local session that looks like a number",
      "from eve (helo=x) (uid 0) by mx.example.net with local-smtp (Exim 4.96) id 1; date",
      HOP_LOCAL, true, NULL },
    { "dma: sender that looks like a number",
      "from eve (uid 1000) (envelope-from x) (uid 0) id 7 by box (DragonFly Mail Agent v0.13); "
      "date",
      HOP_LOCAL, true, "1000" },
    { "qmail-scanner: sender that shows another number",
      "from 127.0.0.1 by mx.example.net (envelope-from <a>, uid 0) with qmail-scanner-2 (b@c>, uid "
      "500) with qmail-scanner-2.01 (clear); date",
      HOP_LOCAL, true, NULL },
    { "qmail-scanner: sender that swallows the rest",
      "from 127.0.0.1 by mx.example.net (envelope-from <a>, uid 0) with qmail-scanner-2 ((b@c>, "
      "uid "
      "500) with qmail-scanner-2.01 (clear); date",
      HOP_LOCAL, true, NULL },
    { "qmail-scanner: sender in front of by that shows another number",
      "from x by uid 0 by mx.example.net by uid 500 with qmail-scanner-1.20 (clear); date",
      HOP_LOCAL, true, "500" },
    { "HELO that looks like the pickup",
      "from x (Postfix, from userid 0) by mx.example.net with LMTP id 7; date", HOP_UNKNOWN, false,
      NULL },
    { "recipient that looks like the pickup",
      "by mx.example.net (Postfix) id 7 for <a> (Postfix, from userid 0) (b@c.example>; date",
      HOP_LOCAL, false, NULL },
    { "qmail-scanner: sender that looks like the pickup",
      "by mx.example.net (envelope-from <a>, from userid 0>, uid 500) with qmail-scanner-2 (clear)",
      HOP_LOCAL, true, "500" },
    { "sender alone that looks like the pickup",
      "by mx.example.net (envelope-from <a>, from userid 0) id 7; date", HOP_UNKNOWN, false, NULL },
    { "a name that Exim shows for a client from outside",
      "from root by mx.example.net with esmtp (Exim 4.96) id 1; date", HOP_UNKNOWN, false, NULL },
    { "a client from outside, and Exim's filter",
      "from root ([203.0.113.9] helo=x) by mx.example.net with spam-scanned (Exim 4.96) id 1; date",
      HOP_SMTP, false, NULL },
    { "a client that cannot be read, and Exim's filter",
      "from root ([203.0.113.9) by mx.example.net with spam-scanned (Exim 4.96) id 1; date",
      HOP_UNKNOWN, false, NULL },
    { "a public client is no local user",
      "from alice (uid 1000) (b.example [203.0.113.9]) by mx.example.net with local; date",
      HOP_SMTP, false, NULL },
};

static void
expect_user(const UserCase *row)
{
    g_autoptr(ReceivedHop) got = received_parse(row->value, strlen(row->value));

    cr_expect_str_eq(hop_kind_text(got->kind), hop_kind_text(row->want_kind), "%s: %s", row->name,
                     hop_kind_text(got->kind));
    cr_expect(got->handed_in == row->want_handed_in, "%s: handed in", row->name);
    cr_expect(g_strcmp0(got->user, row->want_user) == 0, "%s: user is %s, want %s", row->name,
              got->user, row->want_user);
}

Test(received_user, accounts)
{
    for (size_t i = 0; i < G_N_ELEMENTS(accounts); i++)
        expect_user(&accounts[i]);
}

Test(received_user, attacks)
{
    for (size_t i = 0; i < G_N_ELEMENTS(attacks); i++)
        expect_user(&attacks[i]);
}

static const struct {
    const char *value, *want;
} comments[] = {
    { "from a.example by p00-smtp (mailgateway 2403B92) with SMTP id 7", "mailgateway 2403B92" },
    { "from a.example by mx.example.net\n (mxfront/Yandex)\n with ESMTPS", "mxfront/Yandex" },
    { "from a.example by mx.example.net with SMTP (mxfront)", NULL },
    { "from a.example by mx.example.net id 7 (mxfront)", NULL },
    { "from a.example by mx.example.net (envelope-from <a> (mxfront) (b@c.example>) with SMTP",
      NULL },
    { "from a.example (mxfront) by mx.example.net with SMTP", NULL },
    { "from by (mxfront) by mx.example.net with SMTP", NULL },
};

Test(received_user, comment_behind_by)
{
    for (size_t i = 0; i < G_N_ELEMENTS(comments); i++) {
        g_autoptr(ReceivedHop) got = received_parse(comments[i].value, strlen(comments[i].value));

        cr_expect(g_strcmp0(got->by_comment, comments[i].want) == 0, "%s: %s", comments[i].value,
                  got->by_comment);
    }
}

static const struct {
    const char *value;
    bool want;
} addresses[] = {
    { "from x by y ([203.0.113.9]) by mx.example.net with SMTP", true },
    { "from a.example (b.example [203.0.113.9]:25 by", true },
    { "from 203.0.113.9.25", true },
    { "from a (203.0.113.9", true },
    { "from a (1203.0.113.9", false },
    { "by 2002:a05:6000:1a86:0:0:0:0 with SMTP id x", true },
    { "from ::1", true },
    { "from [IPv6:2001:db8::1]", true },
    { "from a.example by mx.example.net (8.12.6/8.12.6) id h2; Sat, 1 Mar 2003 17:25:48 -0800",
      false },
    { "1.2.3..4 1.2.3 .4 1.2.3.x4", false },
    { "x1.2.3.4x", true },
    { "", false },
};

Test(received_user, shows_address)
{
    for (size_t i = 0; i < G_N_ELEMENTS(addresses); i++) {
        g_autoptr(ReceivedHop) got = received_parse(addresses[i].value, strlen(addresses[i].value));

        cr_expect(got->shows_address == addresses[i].want, "%s", addresses[i].value);
    }
}
