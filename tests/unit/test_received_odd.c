/* SPDX-License-Identifier: ISC */
/* Odd but legal fields, broken ones, and the limits. */
#include "tests/unit/received_case.h"

static const ReceivedCase odd[] = {
    { "comments nested and anywhere",
      "(a (b) c) from (d) a.example (e) (b.example [192.0.2.1]) (using TLS (f)) by (g) "
      "mx.example.net (h (i)) with (j) ESMTP (k) id (l) 17 (m) for (n) <user@example.net> "
      "(o); (p) " DATE,
      "smtp ip=192.0.2.1 rdns=b.example helo='(d) a.example (e)' by=mx.example.net with=ESMTP "
      "id=17 for=user@example.net date" },
    { "comments where servers write them",
      "from a.example (b.example [192.0.2.1]) by mx.example.net (h (i)) with ESMTP (k) id "
      "17 (m) for <user@example.net> (o); (p) " DATE " (PST)",
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example by=mx.example.net with=ESMTP id=17 "
      "for=user@example.net date" },
    { "quoted pairs in a comment",
      "from a.example (b.example [192.0.2.1]) by mx.example.net (a \\) b \\( c) with "
      "ESMTP id 17; " DATE,
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example by=mx.example.net with=ESMTP id=17 date" },
    { "a quoted recipient in a path",
      "from a.example (b.example [192.0.2.1]) by mx.example.net with ESMTP id 17 for "
      "<\"a;b>c (d\"@example.net>; " DATE,
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example by=mx.example.net with=ESMTP id=17 "
      "for='\"a;b>c (d\"@example.net' date" },
    { "a quoted recipient without a path",
      "from a.example (b.example [192.0.2.1]) by mx.example.net with ESMTP id 17 for \"a; "
      "b\"@example.net; " DATE,
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example by=mx.example.net with=ESMTP id=17 "
      "for='\"a; b\"@example.net' date" },
    { "missing from", "by mx.example.net with ESMTP id 17; " DATE,
      "unknown by=mx.example.net with=ESMTP id=17 date" },
    { "missing by", "from a.example (b.example [192.0.2.1]) with ESMTP id 17; " DATE,
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example with=ESMTP id=17 date problem='no by "
      "clause' at=0" },
    { "missing date", "from a.example (b.example [192.0.2.1]) by mx.example.net with ESMTP id 17",
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example by=mx.example.net with=ESMTP id=17" },
    { "missing all but the date", "; " DATE, "unknown date problem='neither from nor by' at=0" },
    { "a port stuck to the address with a dot",
      "from a.example ([192.0.2.1.63559]) by mx.example.net with ESMTP id 17; " DATE,
      "smtp ip=192.0.2.1 helo=a.example by=mx.example.net with=ESMTP id=17 date" },
    { "a port inside the brackets",
      "from a.example ([192.0.2.1:63559]) by mx.example.net with ESMTP id 17; " DATE,
      "smtp ip=192.0.2.1 helo=a.example by=mx.example.net with=ESMTP id=17 date" },
    { "a port behind the brackets",
      "from a.example (b.example [192.0.2.1]:25) by mx.example.net with ESMTP id 17; " DATE,
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example by=mx.example.net with=ESMTP id=17 date" },
    { "an IPv6 address with a zone",
      "from a.example ([fe80::1%eth0]) by mx.example.net with ESMTP id 17; " DATE,
      "smtp ip=fe80::1 helo=a.example by=mx.example.net with=ESMTP id=17 date" },
    { "a mapped IPv4 address",
      "from a.example ([::ffff:192.0.2.1]) by mx.example.net with ESMTP id 17; " DATE,
      "smtp ip=192.0.2.1 helo=a.example by=mx.example.net with=ESMTP id=17 date" },
    { "an IPv4 address through NAT64, tagged",
      "from a.example ([IPv6:64:ff9b::c000:201]) by mx.example.net with ESMTP id 17; " DATE,
      "smtp ip=192.0.2.1 helo=a.example by=mx.example.net with=ESMTP id=17 date" },
    { "a mapped IPv4 address in hexadecimal, tagged",
      "from a.example ([IPv6:::ffff:c000:201]) by mx.example.net with ESMTP id 17; " DATE,
      "smtp ip=192.0.2.1 helo=a.example by=mx.example.net with=ESMTP id=17 date" },
    { "a decimal address is none",
      "from a.example ([3221225985]) by mx.example.net with ESMTP id 17; " DATE,
      "unknown helo=a.example by=mx.example.net with=ESMTP id=17 date problem='client address "
      "unclear' at=5" },
    { "leading zeros are no address",
      "from a.example ([192.0.2.010]) by mx.example.net with ESMTP id 17; " DATE,
      "unknown helo=a.example by=mx.example.net with=ESMTP id=17 date problem='client address "
      "unclear' at=5" },
    { "too large a number is no address",
      "from a.example (b.example [192.0.2.256]) by mx.example.net with ESMTP id 17; " DATE,
      "unknown helo=a.example by=mx.example.net with=ESMTP id=17 date problem='client address "
      "unclear' at=5" },
    { "short forms are no address",
      "from a.example ([192.0.513]) by mx.example.net with ESMTP id 17; " DATE,
      "unknown helo=a.example by=mx.example.net with=ESMTP id=17 date problem='client address "
      "unclear' at=5" },
    { "an empty address", "from a.example (b.example []) by mx.example.net with ESMTP id 17; " DATE,
      "unknown helo=a.example by=mx.example.net with=ESMTP id=17 date" },
    { "a unix socket", "from a.example ([unix socket]) by mx.example.net with ESMTP id 17; " DATE,
      "unknown helo=a.example by=mx.example.net with=ESMTP id=17 date" },
    { "blanks missing",
      "from a.example(b.example[192.0.2.1])by mx.example.net(Postfix)with ESMTP id 17 "
      "for<user@example.net>;" DATE,
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example by=mx.example.net with=ESMTP id=17 "
      "for=user@example.net date" },
    { "blanks too many",
      "from   a.example  (  b.example   [ 192.0.2.1 ]  )   by   mx.example.net   with   "
      "ESMTP   id   17  ;   " DATE "  ",
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example by=mx.example.net with=ESMTP id=17 date" },
    { "the address begins with a blank",
      "from a.example ( 192.0.2.1) by mx.example.net with ESMTP id 17; " DATE,
      "smtp ip=192.0.2.1 helo=a.example by=mx.example.net with=ESMTP id=17 date" },
    { "an id glued to for",
      "from a.example (b.example [192.0.2.1]) by mx.example.net with ESMTP id 17for "
      "<user@example.net>; " DATE,
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example by=mx.example.net with=ESMTP id=17 "
      "for=user@example.net date" },
    { "an id behind the date",
      "from a.example (b.example [192.0.2.1]) by mx.example.net with ESMTP; " DATE " id 17",
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example by=mx.example.net with=ESMTP id=17 "
      "date='Sat, 1 Mar 2003 17:25:48 -0800'" },
    { "upper-case keywords",
      "FROM a.example (b.example [192.0.2.1]) BY mx.example.net WITH ESMTP ID 17 FOR "
      "<user@example.net>; " DATE,
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example by=mx.example.net with=ESMTP id=17 "
      "for=user@example.net date" },
    { "folded anywhere",
      "from\r\n"
      " a.example\r\n"
      "\t(b.example\r\n"
      "\t[192.0.2.1])\r\n"
      " by\r\n"
      " mx.example.net\r\n"
      " with\r\n"
      " Microsoft\r\n"
      "\tSMTP\r\n"
      " Server id\r\n"
      " 17;\r\n"
      " Sat,\r\n"
      " 1 Mar 2003\r\n"
      " 17:25:48\r\n"
      " -0800\r\n",
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example by=mx.example.net with='Microsoft SMTP "
      "Server' id=17 date='Sat, 1 Mar 2003 17:25:48 -0800'" },
    { "tabs and bare line ends",
      "from\ta.example\t(b.example\t[192.0.2.1])\tby\tmx.example.net\n"
      "\twith\tESMTP\rid\t17;\t" DATE,
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example by=mx.example.net with=ESMTP id=17 date" },
    { "a certificate's name behind a second from",
      "from a.example (b.example [192.0.2.1]) from CN=b.example,O=\"Example, Inc\",C=DE "
      "by mx.example.net with ESMTPS id 17; " DATE,
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example by=mx.example.net with=ESMTPS id=17 date" },
    { "a certificate's name behind a TLS remark",
      "from a.example (b.example [192.0.2.1]) (using TLSv1 with cipher X (256/256 bits)) "
      "from CN=b.example by mx.example.net with ESMTPS id 17; " DATE,
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example by=mx.example.net with=ESMTPS id=17 date" },
    { "with and quotes in a TLS remark",
      "from a.example (b.example [192.0.2.1]) (using TLSv1 with cipher \"X (256)\" by no "
      "means (0/0 bits)) by mx.example.net with ESMTPS id 17; " DATE,
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example by=mx.example.net with=ESMTPS id=17 date" },
    { "a from clause inside parentheses",
      "(from a.example (b.example [192.0.2.1])) by mx.example.net with SMTP id 17; " DATE,
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example by=mx.example.net with=SMTP id=17 date" },
    { "the by-host's address in the client's form",
      "from a.example ([192.0.2.1]) by mx.example.net ([198.51.100.7]) with ESMTP id 17; " DATE,
      "smtp ip=192.0.2.1 helo=a.example by=mx.example.net with=ESMTP id=17 date" },
    { "only the by-host's address",
      "from a.example by mx.example.net (mx.example.net [198.51.100.7]) with ESMTP id "
      "17; " DATE,
      "unknown helo=a.example by=mx.example.net with=ESMTP id=17 date" },
    { "two with clauses",
      "from a.example (b.example [192.0.2.1]) by mx.example.net with ESMTP with STARTTLS "
      "id 17; " DATE,
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example by=mx.example.net with=ESMTP id=17 date" },
    { "HELO by", "from by (b.example [192.0.2.1]) by mx.example.net with ESMTP id 17; " DATE,
      "smtp ip=192.0.2.1 rdns=b.example helo=by by=mx.example.net with=ESMTP id=17 date" },
    { "HELO from", "from from (b.example [192.0.2.1]) by mx.example.net with ESMTP id 17; " DATE,
      "smtp ip=192.0.2.1 rdns=b.example helo=from by=mx.example.net with=ESMTP id=17 date" },
    { "no HELO name", "from (b.example [192.0.2.1]) by mx.example.net with ESMTP id 17; " DATE,
      "smtp ip=192.0.2.1 rdns=b.example by=mx.example.net with=ESMTP id=17 date" },
    { "a HELO name of several words",
      "from a b c (b.example [192.0.2.1]) by mx.example.net with ESMTP id 17; " DATE,
      "smtp ip=192.0.2.1 rdns=b.example helo='a b c' by=mx.example.net with=ESMTP id=17 date" },
    { "a HELO name with a semicolon",
      "from a;b (b.example [192.0.2.1]) by mx.example.net with ESMTP id 17; " DATE,
      "smtp ip=192.0.2.1 rdns=b.example helo=a;b by=mx.example.net with=ESMTP id=17 date" },
    { "8-bit",
      "from m\303\274ller.example (b.example [192.0.2.1]) by mx.example.net with ESMTP id "
      "17; " DATE,
      "smtp ip=192.0.2.1 rdns=b.example helo=müller.example by=mx.example.net with=ESMTP id=17 "
      "date" },
    { "a comma behind the host",
      "from a.example (b.example [192.0.2.1]) by mx.example.net, id 17; " DATE,
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example by=mx.example.net id=17 date" },
    { "a null sender",
      "from a.example (b.example [192.0.2.1]) by mx.example.net with ESMTP (envelope-from "
      "<>) id 17; " DATE,
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example by=mx.example.net with=ESMTP id=17 "
      "envelope-from='' date" },
    { "a sender without brackets",
      "from a.example (b.example [192.0.2.1]) by mx.example.net with ESMTP "
      "(envelope-sender sender@a.example) id 17; " DATE,
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example by=mx.example.net with=ESMTP id=17 "
      "envelope-from=sender@a.example date" },
    { "the same sender twice",
      "from a.example (b.example [192.0.2.1]) by mx.example.net with ESMTP (envelope-from "
      "<sender@a.example>) id 17 envelope-from <sender@a.example>; " DATE,
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example by=mx.example.net with=ESMTP id=17 "
      "envelope-from=sender@a.example date" },
    { "with HTTP in upper case is HTTP, with HTTPS is not",
      "from a.example (b.example [192.0.2.1]) by mx.example.net with https id 17; " DATE,
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example by=mx.example.net with=https id=17 date" },
    { "LMTP in lower case", "from a.example by mx.example.net with lmtp id 17; " DATE,
      "local format=LMTP helo=a.example by=mx.example.net with=lmtp id=17 date" },
    { "LMTP, an address that is not inside",
      "from a.example ([192.0.2.1]) by mx.example.net with LMTPA id 17; " DATE,
      "smtp ip=192.0.2.1 helo=a.example by=mx.example.net with=LMTPA id=17 date" },
    { "LMTP, an address that could not be read",
      "from a.example (b.example 192.0.2.1) by mx.example.net with LMTP id 17; " DATE,
      "unknown helo=a.example by=mx.example.net with=LMTP id=17 date problem='the only address may "
      "be the client''s own word' at=5" },
    { "LMTP, a HELO that is an address",
      "from [192.0.2.1] by mx.example.net with LMTP id 17; " DATE,
      "unknown helo=[192.0.2.1] by=mx.example.net with=LMTP id=17 date problem='the only address "
      "may be the client''s own word' at=5" },
    { "UTF8LMTPA", "from a.example by mx.example.net with UTF8LMTPA id 17; " DATE,
      "local format=LMTP helo=a.example by=mx.example.net with=UTF8LMTPA id=17 date" },
    { "UTF8SMTPSA",
      "from a.example (b.example [192.0.2.1]) by mx.example.net with UTF8SMTPSA id 17; " DATE,
      "submission format=authenticated ip=192.0.2.1 rdns=b.example helo=a.example "
      "by=mx.example.net with=UTF8SMTPSA id=17 auth=UTF8SMTPSA date" },
    { "an X.400 field", "by mta.example.net in /PRMD=example/ADMD=x/C=de/; Relayed; " DATE,
      "unknown by=mta.example.net date" },
    { "a name on the way", "from a.example by mx.example.net via UUCP id 17; " DATE,
      "unknown helo=a.example by=mx.example.net id=17 date" },
};

Test(received, odd)
{
    for (size_t i = 0; i < G_N_ELEMENTS(odd); i++)
        expect_case(&odd[i]);
}

static const ReceivedCase broken[] = {
    { "empty", " ", "unknown problem='neither from nor by' at=0" },
    { "a word", "hello", "unknown problem='neither from nor by' at=0" },
    { "a comment", "(hello)", "unknown problem='neither from nor by' at=0" },
    { "a comment that never ends", "from a.example (b.example [192.0.2.1]",
      "unknown helo=a.example problem='comment not closed' at=15" },
    { "cut in the address", "from a.example (b.example [192.0.",
      "unknown helo=a.example problem='comment not closed' at=15" },
    { "cut in a comment behind by",
      "from a.example (b.example [192.0.2.1]) by mx.example.net (Post",
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example by=mx.example.net problem='comment not "
      "closed' at=57" },
    { "cut behind by", "from a.example (b.example [192.0.2.1]) by",
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example problem='no host behind by' at=39" },
    { "cut in the path",
      "from a.example (b.example [192.0.2.1]) by mx.example.net with ESMTP id 17 for "
      "<user@exam",
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example by=mx.example.net with=ESMTP id=17 "
      "problem='address not closed' at=78" },
    { "from alone", "from", "unknown problem='no by clause' at=0" },
    { "by alone", "by", "unknown problem='no host behind by' at=0" },
    { "keywords alone", "from by with id for", "unknown helo=by problem='no by clause' at=0" },
    { "nothing behind with",
      "from a.example (b.example [192.0.2.1]) by mx.example.net with id 17; " DATE,
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example by=mx.example.net id=17 date" },
    { "a parenthesis too many behind by",
      "from a.example (b.example [192.0.2.1]) by mx.example.net (Postfix)) with ESMTP id "
      "17; " DATE,
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example by=mx.example.net with=ESMTP id=17 date "
      "problem='parenthesis not opened' at=66" },
    { "a parenthesis too many in front of by",
      "from a.example (b.example [192.0.2.1])) by mx.example.net with ESMTP id 17; " DATE,
      "unknown helo='a.example (b.example [192.0.2.1]))' by=mx.example.net with=ESMTP id=17 date "
      "problem='parenthesis not opened' at=38" },
    { "an unclosed bracket",
      "from a.example (b.example [192.0.2.1) by mx.example.net with ESMTP id 17; " DATE,
      "unknown helo=a.example by=mx.example.net with=ESMTP id=17 date problem='client address "
      "unclear' at=5" },
    { "two senders",
      "from a.example (b.example [192.0.2.1]) by mx.example.net with ESMTP (envelope-from "
      "<sender@a.example>) id 17 envelope-from <sender@b.example>; " DATE,
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example by=mx.example.net with=ESMTP id=17 date "
      "problem='two envelope senders' at=123" },
    { "semicolons only", ";;;;", "unknown problem='neither from nor by' at=0" },
    { "qmail, no number", "(qmail invoked by uid 89); 2 Mar 2003 01:25:48 -0000",
      "unknown date problem='neither from nor by' at=0" },
    { "qmail, more behind it",
      "(qmail 12345 invoked by uid 89) with SMTP; 2 Mar 2003 01:25:48 -0000",
      "unknown with=SMTP date problem='neither from nor by' at=0" },
};

Test(received, broken)
{
    for (size_t i = 0; i < G_N_ELEMENTS(broken); i++)
        expect_case(&broken[i]);
}

/* --- limits --------------------------------------------------------------------------------------
 */

static const char typical[] =
    "from a.example (b.example [192.0.2.1])\r\n\tby mx.example.net (Postfix)"
    " with ESMTPS id 4B2C81F\r\n\tfor <user@example.net>; " DATE;

Test(received, nul_octets)
{
    static const char value[] = "from a\0b (c\0d [192.0.2.1]) by e\0f with ESMTP id 17; g\0h";
    g_autoptr(ReceivedHop) got = received_parse(value, sizeof(value) - 1);
    g_autofree char *ip = ip_text(&got->ip);

    cr_expect_str_eq(ip, "192.0.2.1");
    cr_expect_str_eq(got->helo, "a?b");
    cr_expect_str_eq(got->rdns, "c?d");
    cr_expect_str_eq(got->by, "e?f");
    cr_expect_str_eq(got->date, "g?h");
}

Test(received, counts_octets)
{
    g_autoptr(ReceivedHop) none = received_parse(NULL, 0);
    g_autoptr(ReceivedHop) cut = received_parse(typical, strlen("from a.example"));

    cr_expect_eq(none->kind, HOP_UNKNOWN);
    cr_expect_str_eq(none->problem, "neither from nor by");
    cr_expect_str_eq(cut->helo, "a.example");
    cr_expect_null(cut->by);
}

/* However much of it is there, no part of a field may read as something else. */
Test(received, cut_anywhere)
{
    for (size_t len = 0; len < sizeof(typical); len++) {
        g_autoptr(ReceivedHop) got = received_parse(typical, len);
        g_autofree char *ip = ip_text(&got->ip);

        cr_expect(!ip || strcmp(ip, "192.0.2.1") == 0, "%zu: %s", len, ip);
        cr_expect(got->kind == HOP_SMTP || got->kind == HOP_UNKNOWN, "%zu", len);
        cr_expect(got->problem_at <= len, "%zu: %zu", len, got->problem_at);
        cr_expect_null(got->auth, "%zu", len);
    }
}

enum { HUGE_LENGTH = 1024 * 1024 };

/* A megabyte of each, in front of a field, inside it, and behind it. */
static const struct {
    const char *name, *repeat, *want_problem;
} floods[] = {
    { .name = "open parentheses", .repeat = "(", .want_problem = "comment not closed" },
    { .name = "closed parentheses", .repeat = ")", .want_problem = "parenthesis not opened" },
    { .name = "comments", .repeat = "()", .want_problem = "too many words" },
    { .name = "paths", .repeat = "<a>", .want_problem = "too many words" },
    { .name = "open paths", .repeat = "<", .want_problem = "too many words" },
    { .name = "open quoted paths", .repeat = "<\"", .want_problem = "too many words" },
    { .name = "quotes", .repeat = "for \"", .want_problem = "too many words" },
    { .name = "brackets", .repeat = "([", .want_problem = "comment not closed" },
    { .name = "clauses", .repeat = " by", .want_problem = "too many words" },
    { .name = "semicolons", .repeat = ";", .want_problem = "too many words" },
    { .name = "backslashes", .repeat = "(\\", .want_problem = "comment not closed" },
    { .name = "senders", .repeat = "(envelope-from <\"", .want_problem = "comment not closed" },
};

Test(received, floods, .timeout = 20)
{
    for (size_t i = 0; i < G_N_ELEMENTS(floods); i++) {
        g_autoptr(GString) value = g_string_new(NULL);

        while (value->len < HUGE_LENGTH)
            g_string_append(value, floods[i].repeat);
        g_string_append(value, typical);

        g_autoptr(ReceivedHop) got = received_parse(value->str, value->len);

        cr_expect(got->ip.bits == 0, "%s", floods[i].name);
        cr_expect(got->kind == HOP_UNKNOWN, "%s", floods[i].name);
        cr_expect_str_eq(got->problem, floods[i].want_problem, "%s: %s", floods[i].name,
                         got->problem);
    }
}

Test(received, long_words)
{
    g_autofree char *word = g_strnfill(HUGE_LENGTH, 'x');
    g_autofree char *value =
        g_strdup_printf("from %s (b.example [192.0.2.1]) by mx.example.net with SMTP; " DATE, word);
    g_autoptr(ReceivedHop) got = received_parse(value, strlen(value));
    g_autofree char *ip = ip_text(&got->ip);

    cr_expect_str_eq(ip, "192.0.2.1");
    cr_expect_str_eq(got->helo, word);
    cr_expect_str_eq(got->date, DATE);
}

Test(received, deep_comments)
{
    enum { DEPTH = 10000 };

    g_autofree char *open = g_strnfill(DEPTH, '('), *closed = g_strnfill(DEPTH, ')');
    g_autofree char *value = g_strdup_printf(
        "from a.example (b.example [192.0.2.1]) by mx.example.net %s%s with SMTP; " DATE, open,
        closed);
    g_autoptr(ReceivedHop) got = received_parse(value, strlen(value));
    g_autofree char *ip = ip_text(&got->ip);

    cr_expect_str_eq(ip, "192.0.2.1");
    cr_expect_str_eq(got->with, "SMTP");
    cr_expect_null(got->problem);
}

Test(received, kind_text)
{
    cr_expect_str_eq(hop_kind_text(HOP_UNKNOWN), "unknown");
    cr_expect_str_eq(hop_kind_text(HOP_SMTP), "smtp");
    cr_expect_str_eq(hop_kind_text(HOP_LOCAL), "local");
    cr_expect_str_eq(hop_kind_text(HOP_FETCH), "fetch");
    cr_expect_str_eq(hop_kind_text(HOP_SUBMISSION), "submission");
}
