/* SPDX-License-Identifier: ISC */
/* Mail inside the mailbox providers: the border is found in the shapes that their machines write,
 * and whoever has an account or a machine there gains nothing by it. */
#include "relay/sender.h"

#include "walk_case.h"

#define DAY "; Sat, 7 Nov 2026 09:14:06 +0000\n"

/* --- Google --- */

#define G_TOP  "Received: by 2002:a05:7300:d10b:b0:fb:11aa:22bb with SMTP id h11csp123456dyc" DAY
#define G_OLD  "Received: by 10.12.1.2 with SMTP id h11csp123456dyc" DAY
#define G_OUT  "Received: by mail-lf1-f53.google.com with SMTP id 2adb3069b0e04" DAY
#define G_PATH "Return-Path: <statements@bank.example>\n"
#define G_BORDER(ip)                                                                               \
    "Received: from mail.bank.example (mail.bank.example. [" ip "])\n"                             \
    "        by mx.google.com with ESMTPS id d9443c01a7336-29cabc12si1234567pjb.12" DAY
#define G_SENT                                                                                     \
    "Received: from [192.168.1.7] (dsl.example. [198.51.100.99])\n"                                \
    "        by smtp.gmail.com with ESMTPSA id 38308e7fff4ca" DAY
#define G_API "Received: from 1058052472880 named unknown by gmailapi.google.com with HTTPREST" DAY
#define G_RELAY                                                                                    \
    "Received: from mail-lf1-f53.google.com (mail-lf1-f53.google.com [209.85.167.53])\n"           \
    "\tby mx.example.org (Postfix) with ESMTPS id 4F5A" DAY

/* --- Microsoft 365 --- */

#define M_HOST(n) "AM9P194MB" n ".EURP194.PROD.OUTLOOK.COM"
#define M_SMTP    " with Microsoft SMTP Server\n (version=TLS1_2, cipher=TLS_X) id 15.20.9298.10"
#define M_TOP                                                                                      \
    "Received: from " M_HOST("1") " (2603:10a6:20b:3a1::11)\n by " M_HOST("2") " with HTTPS" DAY
#define M_INNER(name, ip)                                                                          \
    "Received: from " name " (" ip ")\n by " M_HOST("1") " (2603:10a6:20b:3a1::11)" M_SMTP DAY
#define M_FILTER(ip)                                                                               \
    "Received: from DB8EUR05FT065.eop-eur05.prod.protection.outlook.com\n (" ip                    \
    ") by AM9P194CA0001.outlook.office365.com\n (2603:10a6:20b:3a1::22)" M_SMTP                    \
    " via Frontend\n Transport" DAY
#define M_BORDER(ip)                                                                               \
    "Received: from mail.bank.example (" ip ") by\n"                                               \
    " DB8EUR05FT065.mail.protection.outlook.com (10.233.239.201)" M_SMTP                           \
    " via\n Frontend Transport" DAY
#define M_MAPI                                                                                     \
    "Received: from " M_HOST("3") " ([fe80::1:2:3:4])\n by " M_HOST(                               \
        "3") " ([fe80::1:2:3:4%4]) with mapi id\n 15.20.9298.10" DAY
#define M_AGAIN                                                                                    \
    "Received: from " M_HOST("1") " (2603:10a6:5:54::21) by\n " M_HOST(                            \
        "1") " (2603:10a6:5:54::21) with\n MailboxResubmission by AntispamTT id 15.20.6433.16" DAY
#define M_RESULTS(spf)                                                                             \
    "Authentication-Results: spf=pass (sender IP is 203.0.113.9)\n " spf                           \
    "; dkim=none (message not\n signed) header.d=none;dmarc=none action=none "                     \
    "header.from=bank.example;\n"
#define M_KNOWN M_RESULTS("smtp.mailfrom=bank.example")
#define M_RELAY                                                                                    \
    "Received: from NAM02-obe.outbound.protection.outlook.com\n"                                   \
    " (mail-x.outbound.protection.outlook.com [198.51.100.128])\n by mx.example.org (Postfix)"     \
    " with ESMTPS id 4B2C81F" DAY

/* --- Yahoo --- */

#define Y_TOP "Received: from 10.222.140.151\n by atlas103.free.mail.bf1.yahoo.com with HTTPS" DAY
#define Y_BORDER(ip)                                                                               \
    "Received: from " ip " (EHLO mail.bank.example)\n by 10.222.140.151 with SMTPs" DAY
#define Y_SENT                                                                                     \
    "Received: from sonic.gate.mail.ne1.yahoo.com by sonic302.consmr.mail.bf2.yahoo.com with "     \
    "HTTP" DAY

/* --- iCloud --- */

#define I_TOP                                                                                      \
    "Received: from st43p00im-abcd05021701.me.com by p44-mailgateway-smtp-778464bd6-abcde"         \
    " (mailgateway 2403B92)\n\twith SMTP id d888ea55-0000-4000-8000-000000000001 \n"               \
    "\tfor <user@icloud.com>" DAY
#define I_BORDER(client, by)                                                                       \
    "Received: from mail.bank.example (" client ")\n\tby " by                                      \
    " (Postfix) with ESMTPS id EC1AC39C0207\n\tfor <user@icloud.com>" DAY
#define I_HOST "st43p00im-abcd05021701.me.com"

/* --- Yandex --- */

#define X_HOST "mail-nwsmtp-mxfront-production-main-697.klg.yp-c.yandex.net"
#define X_TOP                                                                                      \
    "Received: from postback18d.mail.yandex.net (postback18d.mail.yandex.net "                     \
    "[2a02:6b8:c41:1300:1:45:d181:da18])\n"                                                        \
    "\tby mail-notsolitesrv-production-main-76.klg.yp-c.yandex.net (notsolitesrv) with LMTPS id "  \
    "wQ"                                                                                           \
    "\n\tfor <user@example.org>" DAY
#define X_INNER(name)                                                                              \
    "Received: from " name " (" name " [IPv6:2a02:6b8:c42:e1ad:0:640:5656:0])\n"                   \
    "\tby postback18d.mail.yandex.net (Yandex) with ESMTPS id 58463C0159\n"                        \
    "\tfor <user@example.org>" DAY
#define X_BORDER(client)                                                                           \
    "Received: from mail.bank.example (" client ")\n\tby " X_HOST                                  \
    " (mxfront) with ESMTPS id BYgRtw7LJiE0-AcTSpxqu" DAY
#define X_RESULTS(host, sender)                                                                    \
    "X-Yandex-Fwd: 1\nAuthentication-Results: " host "; spf=fail (" host ": domain of " sender     \
    " does not designate) smtp.mail=" sender "; dkim=pass header.i=@bank.example\n"
#define X_BACK                                                                                     \
    "Received: from mail.yandex.ru (2a02:6b8:c15:2b1b:0:640:ebdd:0 "                               \
    "[2a02:6b8:c15:2b1b:0:640:ebdd:0])\n"                                                          \
    "\tby mail-nwsmtp-mxback-production-main-31.vla.yp-c.yandex.net (mxback) with HTTPS id VI" DAY

/* What anybody inside may write below his own message's fields. */
#define MADE_UP "Return-Path: <ceo@bank.example>\n" FORGED

#define INSIDE_OF(name) "submitted inside " name

static const struct {
    const char *name, *header, *trust;
    WalkEnd want;
    const char *want_ip, *want_sender, *want_reason;
} cases[] = {
    { "Google", G_TOP G_PATH G_BORDER("203.0.113.9"), "", WALK_BOUNDARY, "203.0.113.9",
      "statements@bank.example", NULL },
    { "Google, years ago", G_OLD G_PATH G_BORDER("203.0.113.9"), "", WALK_BOUNDARY, "203.0.113.9",
      "statements@bank.example", NULL },
    { "Google, twice inside", G_TOP G_TOP G_PATH G_BORDER("203.0.113.9"), "", WALK_BOUNDARY,
      "203.0.113.9", "statements@bank.example", NULL },
    { "Google: fetched", FETCH G_TOP G_PATH G_BORDER("203.0.113.9"), "", WALK_BOUNDARY,
      "203.0.113.9", "statements@bank.example", NULL },
    { "Google: a user of the provider, by SMTP", G_TOP G_SENT MADE_UP, "", WALK_HANDED_IN, NULL,
      NULL, INSIDE_OF("google") },
    { "Google: a user of the provider, by its API", G_TOP G_API MADE_UP, "", WALK_HANDED_IN, NULL,
      NULL, INSIDE_OF("google") },
    { "Google: a user of the provider, on top", G_SENT MADE_UP, "", WALK_HANDED_IN, NULL, NULL,
      INSIDE_OF("google") },
    { "Google: nothing but an inner hop", G_TOP "Subject: x\n", "", WALK_HANDED_IN, NULL, NULL,
      INSIDE_OF("google") },
    { "Google: another host's field below an inner hop", G_TOP MADE_UP, "", WALK_UNREADABLE, NULL,
      NULL,
      "unreadable: Received field 2: not written by the mailbox's provider, as those above it" },
    { "Google: a border with a private client", G_TOP G_BORDER("10.1.2.3") MADE_UP, "",
      WALK_HANDED_IN, NULL, NULL, INSIDE_OF("google") },
    { "Google: a border with a loopback client", G_TOP G_BORDER("127.0.0.1") MADE_UP, "",
      WALK_HANDED_IN, NULL, NULL, INSIDE_OF("google") },
    { "Google: an inner hop below the boundary", OUTSIDE G_TOP G_BORDER("192.0.2.1"), "",
      WALK_BOUNDARY, "203.0.113.9", NULL, NULL },

    { "Google forwards, trusted", G_RELAY G_OUT G_TOP G_PATH G_BORDER("203.0.113.9"),
      "209.85.128.0/17", WALK_BOUNDARY, "203.0.113.9", "statements@bank.example", NULL },
    { "Google forwards, and its address drops the sender",
      "Return-Path: <bob+caf_=me=example.org@gmail.com>\n" G_RELAY G_OUT G_TOP G_BORDER(
          "203.0.113.9"),
      ".google.com", WALK_BOUNDARY, "203.0.113.9", NULL, NULL },
    { "Google forwards, not trusted", G_PATH G_RELAY G_OUT G_TOP G_BORDER("203.0.113.9"), "",
      WALK_BOUNDARY, "209.85.167.53", "statements@bank.example", NULL },
    { "Google's user writes to a user who trusts it: he is the origin, by its relay",
      G_PATH G_RELAY G_OUT G_SENT MADE_UP, "209.85.128.0/17", WALK_BOUNDARY, "209.85.167.53",
      "statements@bank.example", NULL },
    { "Google's user, by its API", G_PATH G_RELAY G_OUT G_API MADE_UP, "209.85.128.0/17",
      WALK_BOUNDARY, "209.85.167.53", "statements@bank.example", NULL },
    { "Google's user, with no field but the provider's", G_PATH G_RELAY G_OUT, "209.85.128.0/17",
      WALK_BOUNDARY, "209.85.167.53", "statements@bank.example", NULL },
    { "Google's user, who made up what stands below", G_PATH G_RELAY G_OUT MADE_UP,
      "209.85.128.0/17", WALK_UNREADABLE, NULL, "statements@bank.example",
      "unreadable: Received field 3: not written by the mailbox's provider, as those above it" },
    { "an outgoing hop of Google's, below a relay of another's that is trusted by address",
      OUTSIDE G_OUT G_TOP G_BORDER("192.0.2.1"), "203.0.113.9", WALK_BOUNDARY, "192.0.2.1", NULL,
      NULL },

    { "Microsoft",
      M_TOP M_INNER("DB9P194MB5678.EURP194.PROD.OUTLOOK.COM", "2603:10a6:1::5")
          M_FILTER("2603:10a6:20b:cafe::7a") M_KNOWN M_BORDER("203.0.113.9"),
      "", WALK_BOUNDARY, "203.0.113.9", "bank.example", NULL },
    { "Microsoft, by its filters' network",
      M_TOP M_FILTER("2a01:111:f400:fe5a::209") M_KNOWN M_BORDER("203.0.113.9"), "", WALK_BOUNDARY,
      "203.0.113.9", "bank.example", NULL },
    { "Microsoft, by its filters' other network",
      M_TOP M_FILTER("2a01:111:f403:c111::1") M_KNOWN M_BORDER("203.0.113.9"), "", WALK_BOUNDARY,
      "203.0.113.9", "bank.example", NULL },
    { "Microsoft, handed in again by a mailbox",
      M_TOP M_AGAIN M_FILTER("2603:10a6:20b:cafe::7a") M_KNOWN M_BORDER("203.0.113.9"), "",
      WALK_BOUNDARY, "203.0.113.9", "bank.example", NULL },
    { "Microsoft: an address",
      M_TOP M_RESULTS("smtp.mailfrom=a@bank.example") M_BORDER("203.0.113.9"), "", WALK_BOUNDARY,
      "203.0.113.9", "a@bank.example", NULL },
    { "Microsoft: a null sender",
      M_TOP M_RESULTS("smtp.helo=mail.bank.example") M_BORDER("203.0.113.9"), "", WALK_BOUNDARY,
      "203.0.113.9", "", NULL },
    { "Microsoft: its Return-Path does not count",
      "Return-Path: <a@b.example>\n" M_TOP M_BORDER("203.0.113.9") "Return-Path: a@bank.example\n",
      "", WALK_BOUNDARY, "203.0.113.9", NULL, NULL },
    { "Microsoft: results below the border", M_TOP M_BORDER("203.0.113.9") M_KNOWN, "",
      WALK_BOUNDARY, "203.0.113.9", NULL, NULL },
    { "Microsoft: a From that holds the property",
      M_TOP "Authentication-Results: spf=fail (sender IP is 203.0.113.9) smtp.helo=mta.example; "
            "dkim=none;dmarc=none action=none header.from=smtp.mailfrom=evil.example;\n" M_BORDER(
                "203.0.113.9"),
      "", WALK_BOUNDARY, "203.0.113.9", "", NULL },
    { "Microsoft: a From that breaks out of its property",
      M_TOP
      "Authentication-Results: spf=fail (sender IP is 203.0.113.9) smtp.mailfrom=a.example; "
      "dmarc=none header.from=x; spf=pass smtp.mailfrom=bank.example;\n" M_BORDER("203.0.113.9"),
      "", WALK_BOUNDARY, "203.0.113.9", "a.example", NULL },
    { "Microsoft: a customer's machine at Azure, by an inner name",
      M_TOP M_INNER("evil.prod.outlook.com", "2603:1030:8:5::bad") M_KNOWN M_BORDER("192.0.2.5"),
      "", WALK_HANDED_IN, NULL, NULL, INSIDE_OF("microsoft") },
    { "Microsoft: a customer's machine in a network of inner machines, by a name of its own",
      M_TOP M_INNER("evil.example", "2603:10a6:8:5::bad") M_KNOWN M_BORDER("192.0.2.5"), "",
      WALK_HANDED_IN, NULL, NULL, INSIDE_OF("microsoft") },
    { "Microsoft: a client from outside, by an inner name",
      M_TOP M_INNER("evil.prod.outlook.com", "203.0.113.9") M_KNOWN M_BORDER("192.0.2.5"), "",
      WALK_HANDED_IN, NULL, NULL, INSIDE_OF("microsoft") },
    { "Microsoft: the filters' network, by a name that is none of theirs",
      M_TOP M_INNER("NAM02-obe.outbound.protection.outlook.com", "2a01:111:f400:fe5a::209")
          M_KNOWN M_BORDER("192.0.2.5"),
      "", WALK_HANDED_IN, NULL, NULL, INSIDE_OF("microsoft") },
    { "Microsoft: a colleague of the same tenant", M_TOP M_MAPI M_KNOWN M_BORDER("192.0.2.5"), "",
      WALK_HANDED_IN, NULL, NULL, INSIDE_OF("microsoft") },
    { "Microsoft: a colleague on the same machine", M_MAPI M_KNOWN M_BORDER("192.0.2.5"), "",
      WALK_HANDED_IN, NULL, NULL, INSIDE_OF("microsoft") },
    { "Microsoft: a colleague, by SMTP with a login",
      M_TOP M_INNER("laptop", "203.0.113.77") M_KNOWN M_BORDER("192.0.2.5"), "", WALK_HANDED_IN,
      NULL, NULL, INSIDE_OF("microsoft") },
    { "Microsoft: an inner hop below the boundary", OUTSIDE M_TOP M_KNOWN M_BORDER("192.0.2.5"), "",
      WALK_BOUNDARY, "203.0.113.9", NULL, NULL },
    { "Microsoft: a border with a private client", M_TOP M_BORDER("10.0.0.7") FORGED, "",
      WALK_HANDED_IN, NULL, NULL, INSIDE_OF("microsoft") },

    { "Microsoft forwards, trusted",
      "Return-Path: <statements@bank.example>\n" M_RELAY M_TOP M_FILTER("2603:10a6:20b:cafe::7a")
          M_KNOWN M_BORDER("203.0.113.9"),
      "198.51.100.128", WALK_BOUNDARY, "203.0.113.9", "bank.example", NULL },
    { "Microsoft sends on what came by a connector",
      "Return-Path: <x@b.example>\nAuthentication-Results: mx.example.org; spf=pass "
      "smtp.mailfrom=x@b.example\n" M_RELAY M_TOP "X-MS-Exchange-" M_KNOWN M_BORDER("203.0.113.9"),
      "198.51.100.128", WALK_BOUNDARY, "203.0.113.9", "bank.example", NULL },
    { "Microsoft sends on: results under the other name below the border",
      M_RELAY M_TOP M_BORDER("203.0.113.9") "X-MS-Exchange-" M_KNOWN, "198.51.100.128",
      WALK_BOUNDARY, "203.0.113.9", NULL, NULL },
    { "Microsoft forwards, not trusted",
      "Return-Path: <statements@bank.example>\n" M_RELAY M_TOP M_KNOWN M_BORDER("203.0.113.9"), "",
      WALK_BOUNDARY, "198.51.100.128", "statements@bank.example", NULL },
    { "Microsoft's tenant writes to a user who trusts it",
      "Return-Path: <a@b.example>\n" M_RELAY M_TOP M_MAPI M_KNOWN M_BORDER("192.0.2.5"),
      "198.51.100.128", WALK_BOUNDARY, "198.51.100.128", "a@b.example", NULL },
    { "Microsoft's tenant, from a machine of its own",
      "Return-Path: <a@b.example>\n" M_RELAY M_TOP M_INNER(
          "evil.prod.outlook.com", "2603:1030:8:5::bad") M_KNOWN M_BORDER("192.0.2.5"),
      "198.51.100.128", WALK_BOUNDARY, "198.51.100.128", "a@b.example", NULL },

    { "Yahoo", "Return-Path: <a@bank.example>\n" Y_TOP Y_BORDER("203.0.113.9"), "", WALK_BOUNDARY,
      "203.0.113.9", "a@bank.example", NULL },
    { "Yahoo, by a proxy of the store's own",
      "Received: from 127.0.0.1\n by atlas-production.v2-mail-prod1-gq1.omega.yahoo.com pod-id "
      "atlas--production-gq1-5475dd46b-rf9wq.gq1.yahoo.com with HTTP" DAY
      "Return-Path: <a@bank.example>\n" Y_BORDER("203.0.113.9"),
      "", WALK_BOUNDARY, "203.0.113.9", "a@bank.example", NULL },
    { "Yahoo: the same, of a user of the provider",
      "Received: from 127.0.0.1\n by atlas-production.v2-mail-prod1-gq1.omega.yahoo.com with "
      "HTTP" DAY Y_SENT MADE_UP,
      "", WALK_HANDED_IN, NULL, NULL, INSIDE_OF("yahoo") },
    { "Yahoo: a private client", Y_TOP Y_BORDER("10.1.2.3") MADE_UP, "", WALK_HANDED_IN, NULL, NULL,
      INSIDE_OF("yahoo") },
    { "Yahoo: a user of the provider", Y_TOP Y_SENT MADE_UP, "", WALK_HANDED_IN, NULL, NULL,
      INSIDE_OF("yahoo") },
    { "Yahoo: another host's field", Y_TOP MADE_UP, "", WALK_UNREADABLE, NULL, NULL,
      "unreadable: Received field 2: not written by the mailbox's provider, as those above it" },

    { "iCloud", "Return-Path: <a@bank.example>\n" I_TOP I_BORDER("b.example [203.0.113.9]", I_HOST),
      "", WALK_BOUNDARY, "203.0.113.9", "a@bank.example", NULL },
    { "iCloud: the next field is another host's",
      I_TOP I_BORDER("b.example [203.0.113.9]", "x.me.com"), "", WALK_UNREADABLE, NULL, NULL,
      "unreadable: Received field 2: not written by the mailbox's provider, as those above it" },
    { "iCloud: a user of the provider", I_TOP I_BORDER("unknown [127.0.0.2]", I_HOST) MADE_UP, "",
      WALK_HANDED_IN, NULL, NULL, INSIDE_OF("icloud") },
    { "iCloud: a top field like it from an ordinary host",
      "Received: from x.me.com (x.me.com [203.0.113.9])\n\tby p44-mailgateway-smtp-7.example "
      "(Postfix) with ESMTP id 1" DAY I_BORDER("b.example [192.0.2.1]", "x.me.com"),
      "", WALK_BOUNDARY, "203.0.113.9", NULL, NULL },

    { "Yandex",
      X_TOP X_INNER(X_HOST) X_BORDER("b.example [203.0.113.9]") X_RESULTS(X_HOST, "a@bank.example"),
      "", WALK_BOUNDARY, "203.0.113.9", "a@bank.example", NULL },
    { "Yandex, without results",
      X_TOP X_INNER(X_HOST)
          X_BORDER("b.example [203.0.113.9]") "Subject: x\nReturn-Path: a@bank.example\n",
      "", WALK_BOUNDARY, "203.0.113.9", "a@bank.example", NULL },
    { "Yandex: results under another name come from the sender",
      X_TOP X_INNER(X_HOST) X_BORDER("b.example [203.0.113.9]")
          X_RESULTS("mx.bank.example", "a@bank.example"),
      "", WALK_BOUNDARY, "203.0.113.9", NULL, NULL },
    { "Yandex: the sender's results stand below its own",
      X_TOP X_INNER(X_HOST) X_BORDER("b.example [203.0.113.9]") X_RESULTS(X_HOST, "e@evil.example")
          X_RESULTS(X_HOST, "a@bank.example"),
      "", WALK_BOUNDARY, "203.0.113.9", "e@evil.example", NULL },
    { "Yandex: results below the next Received field",
      X_TOP X_INNER(X_HOST) X_BORDER("b.example [203.0.113.9]")
          FORGED X_RESULTS(X_HOST, "a@bank.example"),
      "", WALK_BOUNDARY, "203.0.113.9", NULL, NULL },
    { "Yandex: a user of the provider",
      X_TOP X_INNER("mail-nwsmtp-mxback-1.vla.yp-c.yandex.net") X_BACK MADE_UP, "", WALK_HANDED_IN,
      NULL, NULL, INSIDE_OF("yandex") },
    { "Yandex: a machine in its network by another name",
      X_TOP "Received: from evil.example (evil.example [IPv6:2a02:6b8:c42::bad])\n\tby "
            "postback18d.mail.yandex.net (Yandex) with ESMTPS id 58" DAY X_BORDER(
                "b.example [192.0.2.1]"),
      "", WALK_HANDED_IN, NULL, NULL, INSIDE_OF("yandex") },
    { "Yandex: its own name as a client's HELO",
      X_TOP "Received: from " X_HOST " (evil.example [203.0.113.9])\n\tby "
            "postback18d.mail.yandex.net (Yandex) with ESMTPS id 58" DAY X_BORDER(
                "b.example [192.0.2.1]"),
      "", WALK_HANDED_IN, NULL, NULL, INSIDE_OF("yandex") },
};

static const char zone[] = "53.167.85.209.in-addr.arpa. PTR mail-lf1-f53.google.com.\n"
                           "mail-lf1-f53.google.com. A 209.85.167.53\n"
                           "gmail.com. TXT \"v=spf1 ip4:209.85.128.0/17 ~all\"\n";

Test(provider, walks)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const char *name = cases[i].name;
        g_autoptr(Message) message = message_new(cases[i].header, strlen(cases[i].header));
        g_autoptr(Dns) dns = dns_new_zone_text("zone", zone, NULL);
        g_autoptr(Walk) walk = walk_case(message, cases[i].trust, 0, dns);
        const SenderRules rules = { .receiver = "mx.example.org", .dns = dns };
        g_autoptr(EnvelopeSender) sender = envelope_sender(message, walk, &rules);
        g_autofree char *ip = ip_text(&walk->ip);
        g_autofree char *text = sender->address ? mail_address_text(sender->address) : NULL;

        cr_expect_eq(walk->end, cases[i].want, "%s: end %d (%s)", name, walk->end, walk->reason);
        expect_text(name, "client", ip, cases[i].want_ip);
        expect_text(name, "reason", walk->reason, cases[i].want_reason);
        if (walk->end == WALK_BOUNDARY)
            expect_text(name, "sender", text, cases[i].want_sender);
    }
}

/* Chosen by the user's own word where no field of the user's host tells. */
Test(provider, named_by_the_user)
{
    g_autoptr(Message) message = message_new(G_SENT MADE_UP, strlen(G_SENT MADE_UP));
    g_autoptr(GPtrArray) hops = walk_case_hops(message);
    g_autoptr(TrustList) trust = trust_list_new();
    const WalkRules rules = { .trust = trust, .mailbox = provider_named("google") };
    g_autoptr(Walk) walk = walk_new(hops, &rules);

    cr_assert_not_null(rules.mailbox);
    cr_expect_eq(walk->end, WALK_HANDED_IN, "%s", walk->reason);
}

Test(provider, names)
{
    g_autofree char *names = provider_names();

    cr_expect_str_eq(names, "google, microsoft, yahoo, icloud, yandex");
    cr_expect_null(provider_named("gmx"));
}
