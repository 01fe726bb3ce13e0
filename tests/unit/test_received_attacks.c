/* SPDX-License-Identifier: ISC */
/* Attacks by HELO, ident, certificate, sender and recipient. The client is 203.0.113.9 and wants to
 * be 192.0.2.1, local, fetched or logged in. */
#include "tests/unit/received_case.h"

static const ReceivedCase attacks[] = {
    { "Postfix: certificate with an address",
      "from helo.example (rdns.example [203.0.113.9]) (using TLSv1 with cipher X (256/256 "
      "bits)) (Client CN \"x ([192.0.2.1])\", Issuer \"(y [192.0.2.1])\" (not verified)) "
      "by real.example (Postfix) with ESMTPS id 4B2C81F; " DATE,
      "smtp ip=203.0.113.9 rdns=rdns.example helo=helo.example by=real.example with=ESMTPS "
      "id=4B2C81F date" },
    { "Postfix: certificate that logs in",
      "from helo.example (rdns.example [203.0.113.9]) (Client CN \"x (Authenticated "
      "sender: sender)\", Issuer \"y\" (not verified)) by real.example (Postfix) with "
      "ESMTPS id 4B2C81F; " DATE,
      "smtp ip=203.0.113.9 rdns=rdns.example helo=helo.example by=real.example with=ESMTPS "
      "id=4B2C81F date" },
    { "certificate with a clause",
      "from helo.example (rdns.example [203.0.113.9]) from CN=x ([192.0.2.1]) by "
      "mx.example.net with ESMTPA by real.example with ESMTP id 17; " DATE,
      "unknown problem='more than one by clause' at=101" },
    { "certificate with an address",
      "from helo.example (rdns.example [203.0.113.9]) from CN=x ([192.0.2.1]) by "
      "real.example with ESMTP id 17; " DATE,
      "unknown helo='helo.example (rdns.example [203.0.113.9]) from CN=x ([192.0.2.1])' "
      "by=real.example with=ESMTP id=17 date problem='client address unclear' at=5" },
    { "HELO that looks like a certificate's from",
      "from x (y [192.0.2.1]) from z (rdns.example [203.0.113.9]) by real.example with "
      "ESMTP id 17; " DATE,
      "unknown helo='x (y [192.0.2.1]) from z (rdns.example [203.0.113.9])' by=real.example "
      "with=ESMTP id=17 date problem='client address unclear' at=5" },
    { "ident with an address",
      "from helo.example (x [192.0.2.1] y@rdns.example [203.0.113.9]) by real.example "
      "(8.9.3/8.9.3) with ESMTP id RAA12345; " DATE,
      "smtp ip=203.0.113.9 rdns=rdns.example helo=helo.example ident='x [192.0.2.1] y' "
      "by=real.example with=ESMTP id=RAA12345 date" },
    { "ident that is an address",
      "from helo.example ([192.0.2.1]@rdns.example [203.0.113.9]) by real.example "
      "(8.9.3/8.9.3) with ESMTP id RAA12345; " DATE,
      "smtp ip=203.0.113.9 rdns=rdns.example helo=helo.example ident=[192.0.2.1] by=real.example "
      "with=ESMTP id=RAA12345 date" },
    { "ident that looks like Exim's address",
      "from helo.example ([192.0.2.1] helo=x@rdns.example [203.0.113.9]) by real.example "
      "(8.9.3/8.9.3) with ESMTP id RAA12345; " DATE,
      "unknown helo=helo.example by=real.example with=ESMTP id=RAA12345 date problem='client "
      "address unclear' at=5" },
    { "ident that closes the comment",
      "from helo.example (x [192.0.2.1]) (y@rdns.example [203.0.113.9]) by real.example "
      "(8.9.3/8.9.3) with ESMTP id RAA12345; " DATE,
      "smtp ip=203.0.113.9 rdns=rdns.example helo='helo.example (x [192.0.2.1])' ident=y "
      "by=real.example with=ESMTP id=RAA12345 date" },
    { "ident that closes the comment and ends the clause",
      "from helo.example (x [192.0.2.1]) by mx.example.net (y@rdns.example [203.0.113.9]) "
      "by real.example (8.9.3/8.9.3) with ESMTP id RAA12345; " DATE,
      "unknown problem='more than one by clause' at=83" },
    { "ident that looks like a TLS remark",
      "from x ([192.0.2.1]) (using TLS@rdns.example [203.0.113.9]) by real.example "
      "(8.9.3/8.9.3) with ESMTP id RAA12345; " DATE,
      "unknown helo='x ([192.0.2.1])' by=real.example with=ESMTP id=RAA12345 date problem='client "
      "address unclear' at=5" },
    { "ident without HELO that closes the comment",
      "(from x [192.0.2.1]) (y@rdns.example [203.0.113.9]) by real.example (8.9.3/8.9.3) "
      "id RAA12345; " DATE,
      "unknown by=real.example id=RAA12345 date problem='no from in front of by' at=0" },
    { "ident without HELO that looks local",
      "(from sender@localhost) with LMTP (@rdns.example [203.0.113.9]) by real.example "
      "(8.9.3/8.9.3) id RAA12345; " DATE,
      "unknown by=real.example id=RAA12345 date problem='no from in front of by' at=0" },
    { "qmail: ident an address",
      "from rdns.example (HELO x) (y@192.0.2.1@203.0.113.9) by real.example with SMTP; 2 "
      "Mar 2003 01:25:48 -0000",
      "smtp ip=203.0.113.9 rdns=rdns.example helo=x ident=y@192.0.2.1 by=real.example with=SMTP "
      "date" },
    { "Courier: ident that logs in",
      "from helo.example (rdns.example [203.0.113.9]) (IDENT: x, AUTH: LOGIN sender) by "
      "real.example with esmtp; " DATE,
      "smtp ip=203.0.113.9 rdns=rdns.example helo=helo.example by=real.example with=esmtp date" },
    { "Courier: ident that closes the comment and logs in",
      "from helo.example (rdns.example [203.0.113.9]) (IDENT: x) (AUTH: LOGIN sender) by "
      "real.example with esmtp; " DATE,
      "smtp ip=203.0.113.9 rdns=rdns.example helo=helo.example by=real.example with=esmtp date" },
    { "Courier: ident that shows an address",
      "from helo.example (rdns.example [203.0.113.9]) (IDENT: x) ([192.0.2.1]) (TLS: y) "
      "by real.example with esmtp; " DATE,
      "unknown helo='helo.example (rdns.example [203.0.113.9]) (IDENT: x)' by=real.example "
      "with=esmtp date problem='client address unclear' at=5" },
    { "Exim: HELO that closes the comment and logs in",
      "from rdns.example ([203.0.113.9] helo=x) (Authenticated sender: sender) by "
      "real.example with esmtp (Exim 4.96) id 1lHJxY-0004Xy-Qz; " DATE,
      "smtp ip=203.0.113.9 rdns=rdns.example helo=x by=real.example with=esmtp id=1lHJxY-0004Xy-Qz "
      "date" },
    { "Exim: HELO that closes the comment and shows an address",
      "from rdns.example ([203.0.113.9] helo=x) (y [192.0.2.1]) by real.example with "
      "esmtp (Exim 4.96) id 1lHJxY-0004Xy-Qz; " DATE,
      "smtp ip=203.0.113.9 rdns=rdns.example helo=x by=real.example with=esmtp id=1lHJxY-0004Xy-Qz "
      "date" },
    { "Exim without its name: HELO that closes the comment and shows an address",
      "from rdns.example ([203.0.113.9] helo=x) (y [192.0.2.1]) by real.example with "
      "esmtp id 1lHJxY-0004Xy-Qz; " DATE,
      "unknown helo='rdns.example ([203.0.113.9] helo=x)' by=real.example with=esmtp "
      "id=1lHJxY-0004Xy-Qz date problem='client address unclear' at=5" },
    { "Exim: sender that closes the comment",
      "from rdns.example ([203.0.113.9] helo=x) by real.example with esmtp (Exim 4.96) "
      "(envelope-from <\"a) with esmtpa (b\"@a.example>) id 1lHJxY-0004Xy-Qz; " DATE,
      "smtp ip=203.0.113.9 rdns=rdns.example helo=x by=real.example with=esmtp id=1lHJxY-0004Xy-Qz "
      "date problem='the sender can be read in two ways' at=80" },
    { "Exim: sender that closes the comment without quotes",
      "from rdns.example ([203.0.113.9] helo=x) by real.example with esmtp (Exim 4.96) "
      "(envelope-from <a) (fetchmail-6.4) (b@a.example>) id 1lHJxY-0004Xy-Qz; " DATE,
      "smtp ip=203.0.113.9 rdns=rdns.example helo=x by=real.example with=esmtp date "
      "problem='address not closed' at=95" },
    { "HELO that opens a comment, recipient that closes it",
      "from x (y [192.0.2.1]) by mx.example.net ( (rdns.example [203.0.113.9]) by "
      "real.example with ESMTP id 17 for <a)@example.net>; " DATE,
      "unknown problem='a clause inside a comment or address' at=41" },
    { "HELO that opens a comment",
      "from x ( (rdns.example [203.0.113.9]) by real.example with ESMTP id 17; " DATE,
      "unknown problem='comment not closed' at=7" },
    { "HELO that opens a comment behind its own by",
      "from x (y [192.0.2.1]) by mx.example.net with ESMTPA ( (rdns.example "
      "[203.0.113.9]) by real.example with ESMTP id 17; " DATE,
      "unknown problem='comment not closed' at=53" },
    { "HELO that opens a path, recipient that closes it",
      "from x (y [192.0.2.1]) by mx.example.net for <\" (rdns.example [203.0.113.9]) by "
      "real.example with ESMTP id 17 for <\"me>\"@example.net>; " DATE,
      "unknown problem='a clause inside a comment or address' at=45" },
    { "HELO that opens a quoted string, recipient that closes it",
      "from \" (rdns.example [203.0.113.9]) by real.example with ESMTP id 17 for <\"a "
      "([192.0.2.1]) by mx.example.net with ESMTPA id x; \"@example.net>; " DATE,
      "unknown problem='a clause inside a comment or address' at=73" },
    { "HELO that quotes the blank behind it",
      "from x\\ (rdns.example [203.0.113.9]) by real.example with ESMTP id 17; " DATE,
      "smtp ip=203.0.113.9 rdns=rdns.example helo=x\\ by=real.example with=ESMTP id=17 date" },
    { "HELO with a date",
      "from x (y [192.0.2.1]) by mx.example.net; " DATE
      " (rdns.example [203.0.113.9]) by real.example with ESMTP id 17",
      "unknown problem='more than one by clause' at=102" },
    { "HELO that fetches",
      "from x with POP3 (fetchmail-6.4) (rdns.example [203.0.113.9]) by real.example with "
      "ESMTP id 17; " DATE,
      "smtp ip=203.0.113.9 rdns=rdns.example helo='x with POP3 (fetchmail-6.4)' by=real.example "
      "with=ESMTP id=17 date" },
    { "HELO with LMTP",
      "from x with LMTP (rdns.example [203.0.113.9]) by real.example with ESMTP id 17; " DATE,
      "smtp ip=203.0.113.9 rdns=rdns.example helo='x with LMTP' by=real.example with=ESMTP id=17 "
      "date" },
    { "HELO that logs in",
      "from x (Authenticated sender: sender) (rdns.example [203.0.113.9]) by real.example "
      "with ESMTP id 17; " DATE,
      "smtp ip=203.0.113.9 rdns=rdns.example helo='x (Authenticated sender: sender)' "
      "by=real.example with=ESMTP id=17 date" },
    { "HELO that logs in, where no address is shown",
      "from x (Authenticated sender: sender) by real.example with ESMTP id 17; " DATE,
      "unknown helo=x by=real.example with=ESMTP id=17 date" },
    { "HELO with a sender",
      "from x (envelope-from <sender@a.example>) (rdns.example [203.0.113.9]) by "
      "real.example with ESMTP id 17; " DATE,
      "smtp ip=203.0.113.9 rdns=rdns.example helo='x (envelope-from <sender@a.example>)' "
      "by=real.example with=ESMTP id=17 date" },
    { "HELO of the pickup service",
      "from mail pickup service ([203.0.113.9]) by real.example with Microsoft SMTPSVC; " DATE,
      "smtp ip=203.0.113.9 helo='mail pickup service' by=real.example with='Microsoft SMTPSVC' "
      "date" },
    { "HELO of the spooler",
      "from spooler (203.0.113.9) by real.example (Mercury/32 v4.01b) with ESMTP ID "
      "MG00012A; " DATE,
      "smtp ip=203.0.113.9 helo=spooler by=real.example with=ESMTP id=MG00012A date" },
    { "HELO that is local",
      "from x (y [local]) (rdns.example [203.0.113.9]) by real.example (OpenSMTPD) with "
      "ESMTP id 1a2b3c4d; " DATE,
      "smtp ip=203.0.113.9 rdns=rdns.example helo='x (y [local])' by=real.example with=ESMTP "
      "id=1a2b3c4d date" },
    { "HELO that is a unix socket",
      "from x ([unix socket]) (rdns.example [203.0.113.9]) by real.example (Cyrus "
      "v2.3.16) with LMTPA; " DATE,
      "smtp ip=203.0.113.9 rdns=rdns.example helo='x ([unix socket])' by=real.example with=LMTPA "
      "date" },
    { "HELO with a server's remark",
      "from x (using TLS) (rdns.example [203.0.113.9]) by real.example with ESMTP id 17; " DATE,
      "smtp ip=203.0.113.9 rdns=rdns.example helo='x (using TLS)' by=real.example with=ESMTP id=17 "
      "date" },
    { "HELO with an address and a remark that swallows the server's",
      "from x (y [192.0.2.1]) (using TLS (rdns.example [203.0.113.9]) (IDENT: z)) by "
      "real.example with esmtp; " DATE,
      "unknown helo='x (y [192.0.2.1])' by=real.example with=esmtp date problem='client address "
      "unclear' at=5" },
    { "HELO with Exim's mark",
      "from x ([192.0.2.1] helo=y) (Exim 4.96) (rdns.example [203.0.113.9]) by "
      "real.example with ESMTP id 17; " DATE,
      "unknown helo='x ([192.0.2.1] helo=y) (Exim 4.96)' by=real.example with=ESMTP id=17 date "
      "problem='client address unclear' at=5" },
    { "HELO with two brackets",
      "from [192.0.2.1] [192.0.2.1] (rdns.example [203.0.113.9]) by real.example with "
      "ESMTP id 17; " DATE,
      "smtp ip=203.0.113.9 rdns=rdns.example helo='[192.0.2.1] [192.0.2.1]' by=real.example "
      "with=ESMTP id=17 date" },
    { "recipient with Exim's mark",
      "from x ([192.0.2.1] helo=y) (rdns.example [203.0.113.9]) by real.example with "
      "ESMTP id 17 for z (Exim 4.96); " DATE,
      "unknown helo='x ([192.0.2.1] helo=y)' by=real.example with=ESMTP id=17 for=z date "
      "problem='client address unclear' at=5" },
    { "recipient that logs in",
      "from x (rdns.example [203.0.113.9]) by real.example with ESMTP id 17 for z "
      "(Authenticated sender: sender) with ESMTPA; " DATE,
      "smtp ip=203.0.113.9 rdns=rdns.example helo=x by=real.example with=ESMTP id=17 for=z date" },
    { "recipient that fetches",
      "from x (rdns.example [203.0.113.9]) by real.example id 17 for z (fetchmail-6.4); " DATE,
      "smtp ip=203.0.113.9 rdns=rdns.example helo=x by=real.example id=17 for=z date" },
    { "recipient with a by",
      "from x (rdns.example [203.0.113.9]) by real.example with ESMTP id 17 for <\"y "
      "([192.0.2.1]) by mx.example.net with ESMTPA id 18\"@example.net>; " DATE,
      "unknown problem='a clause inside a comment or address' at=73" },
    { "by uid is no host",
      "from x (y [192.0.2.1]) by uid 5 (rdns.example [203.0.113.9]) by real.example with "
      "ESMTP id 17; " DATE,
      "smtp ip=203.0.113.9 rdns=rdns.example helo='x (y [192.0.2.1]) by uid 5' by=real.example "
      "with=ESMTP id=17 date" },
    { "webmail's mark in HELO",
      "from [192.0.2.1] (via HTTP) (rdns.example [203.0.113.9]) by real.example with "
      "ESMTP id 17; " DATE,
      "smtp ip=203.0.113.9 rdns=rdns.example helo='[192.0.2.1] (via HTTP)' by=real.example "
      "with=ESMTP id=17 date" },
    { "a claim with a quote in it",
      "from rdns.example(203.0.113.9), claiming to be \"x\" y(192.0.2.1), claiming to be "
      "\"z\" via SMTP by real.example, id smtpdAAAa12345; Sat Mar  1 17:25:48 2003",
      "unknown helo='rdns.example(203.0.113.9), claiming to be \"x\" y(192.0.2.1), claiming to be "
      "\"z\" via SMTP' by=real.example id=smtpdAAAa12345 date problem='client address unclear' "
      "at=5" },
    { "HELO that claims",
      "from y(192.0.2.1), claiming to be \"z\" via SMTP (rdns.example [203.0.113.9]) by "
      "real.example with ESMTP id smtpdAAAa12345; " DATE,
      "unknown helo='y(192.0.2.1), claiming to be \"z\" via SMTP (rdns.example [203.0.113.9])' "
      "by=real.example with=ESMTP id=smtpdAAAa12345 date problem='client address unclear' at=5" },
    { "sender without brackets that closes the comment",
      "from x (rdns.example [203.0.113.9]) by real.example with ESMTP (envelope-from a) "
      "(fetchmail-6.4) (b@a.example) id 17; " DATE,
      "smtp ip=203.0.113.9 rdns=rdns.example helo=x by=real.example with=ESMTP id=17 "
      "envelope-from=a date" },
    { "sender that closes the comment in front of with",
      "from x (rdns.example [203.0.113.9]) by real.example (envelope-from a) with POP3 "
      "(b@a.example) id 17; " DATE,
      "smtp ip=203.0.113.9 rdns=rdns.example helo=x by=real.example id=17 envelope-from=a date" },
    { "sender that closes the path and the comment in front of with",
      "from sender by real.example (envelope-from <a>) with SpamAssassin (b@a.example>, "
      "uid 500) with qmail-scanner-2.01; " DATE,
      "local format=qmail-scanner helo=sender by=real.example with=qmail-scanner-2.01 "
      "envelope-from=a date handed-in" },
    { "recipient that logs in where there is no with",
      "from x (rdns.example [203.0.113.9]) by real.example id 17 for z with ESMTPA; " DATE,
      "smtp ip=203.0.113.9 rdns=rdns.example helo=x by=real.example id=17 for=z date" },
    { "an id that is the client's",
      "from x (rdns.example [203.0.113.9]) by real.example id y with LMTP; " DATE,
      "smtp ip=203.0.113.9 rdns=rdns.example helo=x by=real.example id=y date" },
};

Test(received, attacks)
{
    for (size_t i = 0; i < G_N_ELEMENTS(attacks); i++)
        expect_case(&attacks[i]);
}
