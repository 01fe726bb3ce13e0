/* SPDX-License-Identifier: ISC */
/* Odd but legal fields, broken ones, and the limits. */
#include "tests/unit/received_case.h"

static const ReceivedCase odd[] = {
    { .name = "comments nested and anywhere",
      .value = "(a (b) c) from (d) a.example (e) (b.example [192.0.2.1]) (using TLS (f)) by (g) "
               "mx.example.net (h (i)) with (j) ESMTP (k) id (l) 17 (m) for (n) <user@example.net> "
               "(o); (p) " DATE,
      .want_kind = HOP_SMTP,
      .want_ip = "192.0.2.1",
      .want_rdns = "b.example",
      .want_helo = "(d) a.example (e)",
      .want_by = "mx.example.net",
      .want_with = "ESMTP",
      .want_id = "17",
      .want_for_address = "user@example.net",
      .want_date = "(p) " DATE },
    { .name = "comments where servers write them",
      .value = "from a.example (b.example [192.0.2.1]) by mx.example.net (h (i)) with ESMTP (k) id "
               "17 (m) for <user@example.net> (o); (p) " DATE " (PST)",
      .want_kind = HOP_SMTP,
      .want_ip = "192.0.2.1",
      .want_rdns = "b.example",
      .want_helo = "a.example",
      .want_by = "mx.example.net",
      .want_with = "ESMTP",
      .want_id = "17",
      .want_for_address = "user@example.net",
      .want_date = "(p) " DATE " (PST)" },
    { .name = "quoted pairs in a comment",
      .value = "from a.example (b.example [192.0.2.1]) by mx.example.net (a \\) b \\( c) with "
               "ESMTP id 17; " DATE,
      .want_kind = HOP_SMTP,
      .want_ip = "192.0.2.1",
      .want_rdns = "b.example",
      .want_helo = "a.example",
      .want_by = "mx.example.net",
      .want_with = "ESMTP",
      .want_id = "17",
      .want_date = DATE },
    { .name = "a quoted recipient in a path",
      .value = "from a.example (b.example [192.0.2.1]) by mx.example.net with ESMTP id 17 for "
               "<\"a;b>c (d\"@example.net>; " DATE,
      .want_kind = HOP_SMTP,
      .want_ip = "192.0.2.1",
      .want_rdns = "b.example",
      .want_helo = "a.example",
      .want_by = "mx.example.net",
      .want_with = "ESMTP",
      .want_id = "17",
      .want_for_address = "\"a;b>c (d\"@example.net",
      .want_date = DATE },
    { .name = "a quoted recipient without a path",
      .value = "from a.example (b.example [192.0.2.1]) by mx.example.net with ESMTP id 17 for \"a; "
               "b\"@example.net; " DATE,
      .want_kind = HOP_SMTP,
      .want_ip = "192.0.2.1",
      .want_rdns = "b.example",
      .want_helo = "a.example",
      .want_by = "mx.example.net",
      .want_with = "ESMTP",
      .want_id = "17",
      .want_for_address = "\"a; b\"@example.net",
      .want_date = DATE },
    { .name = "missing from",
      .value = "by mx.example.net with ESMTP id 17; " DATE,
      .want_by = "mx.example.net",
      .want_with = "ESMTP",
      .want_id = "17",
      .want_date = DATE },
    { .name = "missing by",
      .value = "from a.example (b.example [192.0.2.1]) with ESMTP id 17; " DATE,
      .want_kind = HOP_SMTP,
      .want_ip = "192.0.2.1",
      .want_rdns = "b.example",
      .want_helo = "a.example",
      .want_with = "ESMTP",
      .want_id = "17",
      .want_date = DATE,
      .want_problem = "no by clause" },
    { .name = "missing date",
      .value = "from a.example (b.example [192.0.2.1]) by mx.example.net with ESMTP id 17",
      .want_kind = HOP_SMTP,
      .want_ip = "192.0.2.1",
      .want_rdns = "b.example",
      .want_helo = "a.example",
      .want_by = "mx.example.net",
      .want_with = "ESMTP",
      .want_id = "17" },
    { .name = "missing all but the date",
      .value = "; " DATE,
      .want_date = DATE,
      .want_problem = "neither from nor by" },
    { .name = "a port stuck to the address with a dot",
      .value = "from a.example ([192.0.2.1.63559]) by mx.example.net with ESMTP id 17; " DATE,
      .want_kind = HOP_SMTP,
      .want_ip = "192.0.2.1",
      .want_helo = "a.example",
      .want_by = "mx.example.net",
      .want_with = "ESMTP",
      .want_id = "17",
      .want_date = DATE },
    { .name = "a port inside the brackets",
      .value = "from a.example ([192.0.2.1:63559]) by mx.example.net with ESMTP id 17; " DATE,
      .want_kind = HOP_SMTP,
      .want_ip = "192.0.2.1",
      .want_helo = "a.example",
      .want_by = "mx.example.net",
      .want_with = "ESMTP",
      .want_id = "17",
      .want_date = DATE },
    { .name = "a port behind the brackets",
      .value =
          "from a.example (b.example [192.0.2.1]:25) by mx.example.net with ESMTP id 17; " DATE,
      .want_kind = HOP_SMTP,
      .want_ip = "192.0.2.1",
      .want_rdns = "b.example",
      .want_helo = "a.example",
      .want_by = "mx.example.net",
      .want_with = "ESMTP",
      .want_id = "17",
      .want_date = DATE },
    { .name = "an IPv6 address with a zone",
      .value = "from a.example ([fe80::1%eth0]) by mx.example.net with ESMTP id 17; " DATE,
      .want_kind = HOP_SMTP,
      .want_ip = "fe80::1",
      .want_helo = "a.example",
      .want_by = "mx.example.net",
      .want_with = "ESMTP",
      .want_id = "17",
      .want_date = DATE },
    { .name = "a mapped IPv4 address",
      .value = "from a.example ([::ffff:192.0.2.1]) by mx.example.net with ESMTP id 17; " DATE,
      .want_kind = HOP_SMTP,
      .want_ip = "192.0.2.1",
      .want_helo = "a.example",
      .want_by = "mx.example.net",
      .want_with = "ESMTP",
      .want_id = "17",
      .want_date = DATE },
    { .name = "an IPv4 address through NAT64, tagged",
      .value =
          "from a.example ([IPv6:64:ff9b::c000:201]) by mx.example.net with ESMTP id 17; " DATE,
      .want_kind = HOP_SMTP,
      .want_ip = "192.0.2.1",
      .want_helo = "a.example",
      .want_by = "mx.example.net",
      .want_with = "ESMTP",
      .want_id = "17",
      .want_date = DATE },
    { .name = "a mapped IPv4 address in hexadecimal, tagged",
      .value = "from a.example ([IPv6:::ffff:c000:201]) by mx.example.net with ESMTP id 17; " DATE,
      .want_kind = HOP_SMTP,
      .want_ip = "192.0.2.1",
      .want_helo = "a.example",
      .want_by = "mx.example.net",
      .want_with = "ESMTP",
      .want_id = "17",
      .want_date = DATE },
    { .name = "a decimal address is none",
      .value = "from a.example ([3221225985]) by mx.example.net with ESMTP id 17; " DATE,
      .want_helo = "a.example",
      .want_by = "mx.example.net",
      .want_with = "ESMTP",
      .want_id = "17",
      .want_date = DATE,
      .want_problem = "client address unclear",
      .want_problem_at = 5 },
    { .name = "leading zeros are no address",
      .value = "from a.example ([192.0.2.010]) by mx.example.net with ESMTP id 17; " DATE,
      .want_helo = "a.example",
      .want_by = "mx.example.net",
      .want_with = "ESMTP",
      .want_id = "17",
      .want_date = DATE,
      .want_problem = "client address unclear",
      .want_problem_at = 5 },
    { .name = "too large a number is no address",
      .value = "from a.example (b.example [192.0.2.256]) by mx.example.net with ESMTP id 17; " DATE,
      .want_helo = "a.example",
      .want_by = "mx.example.net",
      .want_with = "ESMTP",
      .want_id = "17",
      .want_date = DATE,
      .want_problem = "client address unclear",
      .want_problem_at = 5 },
    { .name = "short forms are no address",
      .value = "from a.example ([192.0.513]) by mx.example.net with ESMTP id 17; " DATE,
      .want_helo = "a.example",
      .want_by = "mx.example.net",
      .want_with = "ESMTP",
      .want_id = "17",
      .want_date = DATE,
      .want_problem = "client address unclear",
      .want_problem_at = 5 },
    { .name = "an empty address",
      .value = "from a.example (b.example []) by mx.example.net with ESMTP id 17; " DATE,
      .want_helo = "a.example",
      .want_by = "mx.example.net",
      .want_with = "ESMTP",
      .want_id = "17",
      .want_date = DATE },
    { .name = "a unix socket",
      .value = "from a.example ([unix socket]) by mx.example.net with ESMTP id 17; " DATE,
      .want_helo = "a.example",
      .want_by = "mx.example.net",
      .want_with = "ESMTP",
      .want_id = "17",
      .want_date = DATE },
    { .name = "blanks missing",
      .value = "from a.example(b.example[192.0.2.1])by mx.example.net(Postfix)with ESMTP id 17 "
               "for<user@example.net>;" DATE,
      .want_kind = HOP_SMTP,
      .want_ip = "192.0.2.1",
      .want_rdns = "b.example",
      .want_helo = "a.example",
      .want_by = "mx.example.net",
      .want_with = "ESMTP",
      .want_id = "17",
      .want_for_address = "user@example.net",
      .want_date = DATE },
    { .name = "blanks too many",
      .value = "from   a.example  (  b.example   [ 192.0.2.1 ]  )   by   mx.example.net   with   "
               "ESMTP   id   17  ;   " DATE "  ",
      .want_kind = HOP_SMTP,
      .want_ip = "192.0.2.1",
      .want_rdns = "b.example",
      .want_helo = "a.example",
      .want_by = "mx.example.net",
      .want_with = "ESMTP",
      .want_id = "17",
      .want_date = DATE },
    { .name = "the address begins with a blank",
      .value = "from a.example ( 192.0.2.1) by mx.example.net with ESMTP id 17; " DATE,
      .want_kind = HOP_SMTP,
      .want_ip = "192.0.2.1",
      .want_helo = "a.example",
      .want_by = "mx.example.net",
      .want_with = "ESMTP",
      .want_id = "17",
      .want_date = DATE },
    { .name = "an id glued to for",
      .value = "from a.example (b.example [192.0.2.1]) by mx.example.net with ESMTP id 17for "
               "<user@example.net>; " DATE,
      .want_kind = HOP_SMTP,
      .want_ip = "192.0.2.1",
      .want_rdns = "b.example",
      .want_helo = "a.example",
      .want_by = "mx.example.net",
      .want_with = "ESMTP",
      .want_id = "17",
      .want_for_address = "user@example.net",
      .want_date = DATE },
    { .name = "an id behind the date",
      .value =
          "from a.example (b.example [192.0.2.1]) by mx.example.net with ESMTP; " DATE " id 17",
      .want_kind = HOP_SMTP,
      .want_ip = "192.0.2.1",
      .want_rdns = "b.example",
      .want_helo = "a.example",
      .want_by = "mx.example.net",
      .want_with = "ESMTP",
      .want_id = "17",
      .want_date = DATE },
    { .name = "upper-case keywords",
      .value = "FROM a.example (b.example [192.0.2.1]) BY mx.example.net WITH ESMTP ID 17 FOR "
               "<user@example.net>; " DATE,
      .want_kind = HOP_SMTP,
      .want_ip = "192.0.2.1",
      .want_rdns = "b.example",
      .want_helo = "a.example",
      .want_by = "mx.example.net",
      .want_with = "ESMTP",
      .want_id = "17",
      .want_for_address = "user@example.net",
      .want_date = DATE },
    { .name = "folded anywhere",
      .value = "from\r\n"
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
      .want_kind = HOP_SMTP,
      .want_ip = "192.0.2.1",
      .want_rdns = "b.example",
      .want_helo = "a.example",
      .want_by = "mx.example.net",
      .want_with = "Microsoft SMTP Server",
      .want_id = "17",
      .want_date = DATE },
    { .name = "tabs and bare line ends",
      .value = "from\ta.example\t(b.example\t[192.0.2.1])\tby\tmx.example.net\n"
               "\twith\tESMTP\rid\t17;\t" DATE,
      .want_kind = HOP_SMTP,
      .want_ip = "192.0.2.1",
      .want_rdns = "b.example",
      .want_helo = "a.example",
      .want_by = "mx.example.net",
      .want_with = "ESMTP",
      .want_id = "17",
      .want_date = DATE },
    { .name = "a certificate's name behind a second from",
      .value = "from a.example (b.example [192.0.2.1]) from CN=b.example,O=\"Example, Inc\",C=DE "
               "by mx.example.net with ESMTPS id 17; " DATE,
      .want_kind = HOP_SMTP,
      .want_ip = "192.0.2.1",
      .want_rdns = "b.example",
      .want_helo = "a.example",
      .want_by = "mx.example.net",
      .want_with = "ESMTPS",
      .want_id = "17",
      .want_date = DATE },
    { .name = "a certificate's name behind a TLS remark",
      .value = "from a.example (b.example [192.0.2.1]) (using TLSv1 with cipher X (256/256 bits)) "
               "from CN=b.example by mx.example.net with ESMTPS id 17; " DATE,
      .want_kind = HOP_SMTP,
      .want_ip = "192.0.2.1",
      .want_rdns = "b.example",
      .want_helo = "a.example",
      .want_by = "mx.example.net",
      .want_with = "ESMTPS",
      .want_id = "17",
      .want_date = DATE },
    { .name = "with and quotes in a TLS remark",
      .value = "from a.example (b.example [192.0.2.1]) (using TLSv1 with cipher \"X (256)\" by no "
               "means (0/0 bits)) by mx.example.net with ESMTPS id 17; " DATE,
      .want_kind = HOP_SMTP,
      .want_ip = "192.0.2.1",
      .want_rdns = "b.example",
      .want_helo = "a.example",
      .want_by = "mx.example.net",
      .want_with = "ESMTPS",
      .want_id = "17",
      .want_date = DATE },
    { .name = "a from clause inside parentheses",
      .value = "(from a.example (b.example [192.0.2.1])) by mx.example.net with SMTP id 17; " DATE,
      .want_kind = HOP_SMTP,
      .want_ip = "192.0.2.1",
      .want_rdns = "b.example",
      .want_helo = "a.example",
      .want_by = "mx.example.net",
      .want_with = "SMTP",
      .want_id = "17",
      .want_date = DATE },
    { .name = "the by-host's address in the client's form",
      .value =
          "from a.example ([192.0.2.1]) by mx.example.net ([198.51.100.7]) with ESMTP id 17; " DATE,
      .want_kind = HOP_SMTP,
      .want_ip = "192.0.2.1",
      .want_helo = "a.example",
      .want_by = "mx.example.net",
      .want_with = "ESMTP",
      .want_id = "17",
      .want_date = DATE },
    { .name = "only the by-host's address",
      .value = "from a.example by mx.example.net (mx.example.net [198.51.100.7]) with ESMTP id "
               "17; " DATE,
      .want_helo = "a.example",
      .want_by = "mx.example.net",
      .want_with = "ESMTP",
      .want_id = "17",
      .want_date = DATE },
    { .name = "two with clauses",
      .value = "from a.example (b.example [192.0.2.1]) by mx.example.net with ESMTP with STARTTLS "
               "id 17; " DATE,
      .want_kind = HOP_SMTP,
      .want_ip = "192.0.2.1",
      .want_rdns = "b.example",
      .want_helo = "a.example",
      .want_by = "mx.example.net",
      .want_with = "ESMTP",
      .want_id = "17",
      .want_date = DATE },
    { .name = "HELO by",
      .value = "from by (b.example [192.0.2.1]) by mx.example.net with ESMTP id 17; " DATE,
      .want_kind = HOP_SMTP,
      .want_ip = "192.0.2.1",
      .want_rdns = "b.example",
      .want_helo = "by",
      .want_by = "mx.example.net",
      .want_with = "ESMTP",
      .want_id = "17",
      .want_date = DATE },
    { .name = "HELO from",
      .value = "from from (b.example [192.0.2.1]) by mx.example.net with ESMTP id 17; " DATE,
      .want_kind = HOP_SMTP,
      .want_ip = "192.0.2.1",
      .want_rdns = "b.example",
      .want_helo = "from",
      .want_by = "mx.example.net",
      .want_with = "ESMTP",
      .want_id = "17",
      .want_date = DATE },
    { .name = "no HELO name",
      .value = "from (b.example [192.0.2.1]) by mx.example.net with ESMTP id 17; " DATE,
      .want_kind = HOP_SMTP,
      .want_ip = "192.0.2.1",
      .want_rdns = "b.example",
      .want_by = "mx.example.net",
      .want_with = "ESMTP",
      .want_id = "17",
      .want_date = DATE },
    { .name = "a HELO name of several words",
      .value = "from a b c (b.example [192.0.2.1]) by mx.example.net with ESMTP id 17; " DATE,
      .want_kind = HOP_SMTP,
      .want_ip = "192.0.2.1",
      .want_rdns = "b.example",
      .want_helo = "a b c",
      .want_by = "mx.example.net",
      .want_with = "ESMTP",
      .want_id = "17",
      .want_date = DATE },
    { .name = "a HELO name with a semicolon",
      .value = "from a;b (b.example [192.0.2.1]) by mx.example.net with ESMTP id 17; " DATE,
      .want_kind = HOP_SMTP,
      .want_ip = "192.0.2.1",
      .want_rdns = "b.example",
      .want_helo = "a;b",
      .want_by = "mx.example.net",
      .want_with = "ESMTP",
      .want_id = "17",
      .want_date = DATE },
    { .name = "8-bit",
      .value = "from m\303\274ller.example (b.example [192.0.2.1]) by mx.example.net with ESMTP id "
               "17; " DATE,
      .want_kind = HOP_SMTP,
      .want_ip = "192.0.2.1",
      .want_rdns = "b.example",
      .want_helo = "m\303\274ller.example",
      .want_by = "mx.example.net",
      .want_with = "ESMTP",
      .want_id = "17",
      .want_date = DATE },
    { .name = "a comma behind the host",
      .value = "from a.example (b.example [192.0.2.1]) by mx.example.net, id 17; " DATE,
      .want_kind = HOP_SMTP,
      .want_ip = "192.0.2.1",
      .want_rdns = "b.example",
      .want_helo = "a.example",
      .want_by = "mx.example.net",
      .want_id = "17",
      .want_date = DATE },
    { .name = "a null sender",
      .value = "from a.example (b.example [192.0.2.1]) by mx.example.net with ESMTP (envelope-from "
               "<>) id 17; " DATE,
      .want_kind = HOP_SMTP,
      .want_ip = "192.0.2.1",
      .want_rdns = "b.example",
      .want_helo = "a.example",
      .want_by = "mx.example.net",
      .want_with = "ESMTP",
      .want_id = "17",
      .want_envelope_from = "",
      .want_date = DATE },
    { .name = "a sender without brackets",
      .value = "from a.example (b.example [192.0.2.1]) by mx.example.net with ESMTP "
               "(envelope-sender sender@a.example) id 17; " DATE,
      .want_kind = HOP_SMTP,
      .want_ip = "192.0.2.1",
      .want_rdns = "b.example",
      .want_helo = "a.example",
      .want_by = "mx.example.net",
      .want_with = "ESMTP",
      .want_id = "17",
      .want_envelope_from = "sender@a.example",
      .want_date = DATE },
    { .name = "the same sender twice",
      .value = "from a.example (b.example [192.0.2.1]) by mx.example.net with ESMTP (envelope-from "
               "<sender@a.example>) id 17 envelope-from <sender@a.example>; " DATE,
      .want_kind = HOP_SMTP,
      .want_ip = "192.0.2.1",
      .want_rdns = "b.example",
      .want_helo = "a.example",
      .want_by = "mx.example.net",
      .want_with = "ESMTP",
      .want_id = "17",
      .want_envelope_from = "sender@a.example",
      .want_date = DATE },
    { .name = "with HTTP in upper case is HTTP, with HTTPS is not",
      .value = "from a.example (b.example [192.0.2.1]) by mx.example.net with https id 17; " DATE,
      .want_kind = HOP_SMTP,
      .want_ip = "192.0.2.1",
      .want_rdns = "b.example",
      .want_helo = "a.example",
      .want_by = "mx.example.net",
      .want_with = "https",
      .want_id = "17",
      .want_date = DATE },
    { .name = "LMTP in lower case",
      .value = "from a.example by mx.example.net with lmtp id 17; " DATE,
      .want_kind = HOP_LOCAL,
      .want_format = "LMTP",
      .want_helo = "a.example",
      .want_by = "mx.example.net",
      .want_with = "lmtp",
      .want_id = "17",
      .want_date = DATE },
    { .name = "LMTP, an address that is not inside",
      .value = "from a.example ([192.0.2.1]) by mx.example.net with LMTPA id 17; " DATE,
      .want_kind = HOP_SMTP,
      .want_ip = "192.0.2.1",
      .want_helo = "a.example",
      .want_by = "mx.example.net",
      .want_with = "LMTPA",
      .want_id = "17",
      .want_date = DATE },
    { .name = "LMTP, an address that could not be read",
      .value = "from a.example (b.example 192.0.2.1) by mx.example.net with LMTP id 17; " DATE,
      .want_helo = "a.example",
      .want_by = "mx.example.net",
      .want_with = "LMTP",
      .want_id = "17",
      .want_date = DATE,
      .want_problem = "the only address may be the client's own word",
      .want_problem_at = 5 },
    { .name = "LMTP, a HELO that is an address",
      .value = "from [192.0.2.1] by mx.example.net with LMTP id 17; " DATE,
      .want_helo = "[192.0.2.1]",
      .want_by = "mx.example.net",
      .want_with = "LMTP",
      .want_id = "17",
      .want_date = DATE,
      .want_problem = "the only address may be the client's own word",
      .want_problem_at = 5 },
    { .name = "UTF8LMTPA",
      .value = "from a.example by mx.example.net with UTF8LMTPA id 17; " DATE,
      .want_kind = HOP_LOCAL,
      .want_format = "LMTP",
      .want_helo = "a.example",
      .want_by = "mx.example.net",
      .want_with = "UTF8LMTPA",
      .want_id = "17",
      .want_date = DATE },
    { .name = "UTF8SMTPSA",
      .value =
          "from a.example (b.example [192.0.2.1]) by mx.example.net with UTF8SMTPSA id 17; " DATE,
      .want_kind = HOP_SUBMISSION,
      .want_format = "authenticated",
      .want_ip = "192.0.2.1",
      .want_rdns = "b.example",
      .want_helo = "a.example",
      .want_by = "mx.example.net",
      .want_with = "UTF8SMTPSA",
      .want_id = "17",
      .want_auth = "UTF8SMTPSA",
      .want_date = DATE },
    { .name = "an X.400 field",
      .value = "by mta.example.net in /PRMD=example/ADMD=x/C=de/; Relayed; " DATE,
      .want_by = "mta.example.net",
      .want_date = DATE },
    { .name = "a name on the way",
      .value = "from a.example by mx.example.net via UUCP id 17; " DATE,
      .want_helo = "a.example",
      .want_by = "mx.example.net",
      .want_id = "17",
      .want_date = DATE },
};

Test(received, odd)
{
    for (size_t i = 0; i < G_N_ELEMENTS(odd); i++)
        expect_case(&odd[i]);
}

static const ReceivedCase broken[] = {
    { .name = "empty", .value = " ", .want_problem = "neither from nor by" },
    { .name = "a word", .value = "hello", .want_problem = "neither from nor by" },
    { .name = "a comment", .value = "(hello)", .want_problem = "neither from nor by" },
    { .name = "a comment that never ends",
      .value = "from a.example (b.example [192.0.2.1]",
      .want_helo = "a.example",
      .want_problem = "comment not closed",
      .want_problem_at = 15 },
    { .name = "cut in the address",
      .value = "from a.example (b.example [192.0.",
      .want_helo = "a.example",
      .want_problem = "comment not closed",
      .want_problem_at = 15 },
    { .name = "cut in a comment behind by",
      .value = "from a.example (b.example [192.0.2.1]) by mx.example.net (Post",
      .want_kind = HOP_SMTP,
      .want_ip = "192.0.2.1",
      .want_rdns = "b.example",
      .want_helo = "a.example",
      .want_by = "mx.example.net",
      .want_problem = "comment not closed",
      .want_problem_at = 57 },
    { .name = "cut behind by",
      .value = "from a.example (b.example [192.0.2.1]) by",
      .want_kind = HOP_SMTP,
      .want_ip = "192.0.2.1",
      .want_rdns = "b.example",
      .want_helo = "a.example",
      .want_problem = "no host behind by",
      .want_problem_at = 39 },
    { .name = "cut in the path",
      .value = "from a.example (b.example [192.0.2.1]) by mx.example.net with ESMTP id 17 for "
               "<user@exam",
      .want_kind = HOP_SMTP,
      .want_ip = "192.0.2.1",
      .want_rdns = "b.example",
      .want_helo = "a.example",
      .want_by = "mx.example.net",
      .want_with = "ESMTP",
      .want_id = "17",
      .want_problem = "address not closed",
      .want_problem_at = 78 },
    { .name = "from alone", .value = "from", .want_problem = "no by clause" },
    { .name = "by alone", .value = "by", .want_problem = "no host behind by" },
    { .name = "keywords alone",
      .value = "from by with id for",
      .want_helo = "by",
      .want_problem = "no by clause" },
    { .name = "nothing behind with",
      .value = "from a.example (b.example [192.0.2.1]) by mx.example.net with id 17; " DATE,
      .want_kind = HOP_SMTP,
      .want_ip = "192.0.2.1",
      .want_rdns = "b.example",
      .want_helo = "a.example",
      .want_by = "mx.example.net",
      .want_id = "17",
      .want_date = DATE },
    { .name = "a parenthesis too many behind by",
      .value = "from a.example (b.example [192.0.2.1]) by mx.example.net (Postfix)) with ESMTP id "
               "17; " DATE,
      .want_kind = HOP_SMTP,
      .want_ip = "192.0.2.1",
      .want_rdns = "b.example",
      .want_helo = "a.example",
      .want_by = "mx.example.net",
      .want_with = "ESMTP",
      .want_id = "17",
      .want_date = DATE,
      .want_problem = "parenthesis not opened",
      .want_problem_at = 66 },
    { .name = "a parenthesis too many in front of by",
      .value = "from a.example (b.example [192.0.2.1])) by mx.example.net with ESMTP id 17; " DATE,
      .want_helo = "a.example (b.example [192.0.2.1]))",
      .want_by = "mx.example.net",
      .want_with = "ESMTP",
      .want_id = "17",
      .want_date = DATE,
      .want_problem = "parenthesis not opened",
      .want_problem_at = 38 },
    { .name = "an unclosed bracket",
      .value = "from a.example (b.example [192.0.2.1) by mx.example.net with ESMTP id 17; " DATE,
      .want_helo = "a.example",
      .want_by = "mx.example.net",
      .want_with = "ESMTP",
      .want_id = "17",
      .want_date = DATE,
      .want_problem = "client address unclear",
      .want_problem_at = 5 },
    { .name = "two senders",
      .value = "from a.example (b.example [192.0.2.1]) by mx.example.net with ESMTP (envelope-from "
               "<sender@a.example>) id 17 envelope-from <sender@b.example>; " DATE,
      .want_kind = HOP_SMTP,
      .want_ip = "192.0.2.1",
      .want_rdns = "b.example",
      .want_helo = "a.example",
      .want_by = "mx.example.net",
      .want_with = "ESMTP",
      .want_id = "17",
      .want_date = DATE,
      .want_problem = "two envelope senders",
      .want_problem_at = 123 },
    { .name = "semicolons only", .value = ";;;;", .want_problem = "neither from nor by" },
    { .name = "qmail, no number",
      .value = "(qmail invoked by uid 89); 2 Mar 2003 01:25:48 -0000",
      .want_date = "2 Mar 2003 01:25:48 -0000",
      .want_problem = "neither from nor by" },
    { .name = "qmail, more behind it",
      .value = "(qmail 12345 invoked by uid 89) with SMTP; 2 Mar 2003 01:25:48 -0000",
      .want_with = "SMTP",
      .want_date = "2 Mar 2003 01:25:48 -0000",
      .want_problem = "neither from nor by" },
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
