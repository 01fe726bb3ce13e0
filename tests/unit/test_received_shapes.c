/* SPDX-License-Identifier: ISC */
/* Shapes of single providers and of servers that leave out their names, and what a client can do to
 * look like them: by its HELO name, its envelope sender, its recipient or its certificate. */
#include "tests/unit/received_case.h"

static const ReceivedCase shapes[] = {
    { "Exim without its name",
      "from [192.0.2.1] (port=58540 helo=a.example)\n\tby mx113.mail.example with esmtp "
      "(envelope-from <sender@a.example>)\n\tid 1fTo7g-0008Jv-El for user@mail.example; " DATE,
      "smtp ip=192.0.2.1 helo=a.example by=mx113.mail.example with=esmtp id=1fTo7g-0008Jv-El "
      "for=user@mail.example envelope-from=sender@a.example date" },
    { "Exim 4.97 without its name",
      "from [IPv6:2001:db8::1] (helo=a.example) by mx.example.net with esmtps id "
      "1rhzXo-00000001QhA-2X3b; " DATE,
      "smtp ip=2001:db8::1 helo=a.example by=mx.example.net with=esmtps id=1rhzXo-00000001QhA-2X3b "
      "date" },
    { "web.de",
      "from [192.0.2.1] (helo=[10.0.1.1]) by smtp08.web.de with asmtp "
      "(TLSv1:AES128-SHA:128) (WEB.DE 4.109 #226) id 1KV8ST-00089G-00; " DATE,
      "submission format=authenticated ip=192.0.2.1 helo=[10.0.1.1] by=smtp08.web.de with=asmtp "
      "id=1KV8ST-00089G-00 auth=asmtp date" },
    { "Exim, by authid",
      "from b.example ([192.0.2.1]:50644 helo=a.example) by mx.example.net with esmtpsa "
      "(Cipher TLS1.3) (Exim 4.94.2 #2) id 1nqcmC-0005ZN-4J by authid <user.example> with "
      "srv_auth_plain; " DATE,
      "submission format=authenticated ip=192.0.2.1 rdns=b.example helo=a.example "
      "by=mx.example.net with=esmtpsa id=1nqcmC-0005ZN-4J auth=esmtpsa date" },
    { "Exim, a local user by authid",
      "from merlin by mx.example.net with local (Exim 4.94.2 #2) id 1nclkn-00017f-Vp by "
      "authid <merlin>; " DATE,
      "local format='local submission' helo=merlin by=mx.example.net with=local "
      "id=1nclkn-00017f-Vp date handed-in user=merlin" },
    { "qmail-ldap",
      "from unknown (HELO a.example) ([192.0.2.1]) (envelope-sender <sender@a.example>) "
      "by mx.example.net (qmail-ldap-1.03) with AES256-SHA encrypted SMTP for "
      "<user@example.net>; " DATE,
      "smtp ip=192.0.2.1 helo=a.example by=mx.example.net with='AES256-SHA encrypted SMTP' "
      "for=user@example.net envelope-from=sender@a.example date" },
    { "WP-SMTPD",
      "from b.example (HELO [192.168.2.5]) (user@[192.0.2.1]) (envelope-sender "
      "<user@wp.example>) by smtp.wp.example (WP-SMTPD) with SMTP for <a@example.net>; " DATE,
      "smtp ip=192.0.2.1 rdns=b.example helo=[192.168.2.5] ident=user by=smtp.wp.example with=SMTP "
      "for=a@example.net envelope-from=user@wp.example date" },
    { "WP-SMTPD's queue", "(wp-smtpd smtp.wp.example 25287 invoked from network); " DATE,
      "local format='qmail queue' date" },
    { "GMX",
      "from b.example (EHLO a.example) [192.0.2.1]\n  by mail.gmx.net (mp058) with SMTP; " DATE,
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example by=mail.gmx.net with=SMTP date" },
    { "GMX's queue", "(qmail invoked by alias); " DATE,
      "local format='qmail queue' date handed-in user=alias" },
    { "both brackets",
      "from a.example [(192.0.2.1)] by mx.example.net (envelope-from <sender@a.example>) "
      "(Generic MTA with TLSv1.2) with ESMTP id 612307392; " DATE,
      "smtp ip=192.0.2.1 helo=a.example by=mx.example.net with=ESMTP id=612307392 "
      "envelope-from=sender@a.example date" },
    { "Momentum, a login",
      "from [192.0.2.1] ([192.0.2.1:40862] helo=[172.22.22.107]) by smtp.example.net "
      "(envelope-from <sender@a.example>) (ecelerity 4.4.1.20033 "
      "r(msys-ecelerity:tags/4.4.1.0^0)) with ESMTPSA (cipher=AES128-GCM-SHA256) id "
      "F9/94-00700-043EDA66; " DATE,
      "submission format=authenticated ip=192.0.2.1 helo=[172.22.22.107] by=smtp.example.net "
      "with=ESMTPSA id=F9/94-00700-043EDA66 envelope-from=sender@a.example auth=ESMTPSA date" },
    { "maddy, a login",
      "from a.example (b.example [192.0.2.1]) by mx.example.net (envelope-sender "
      "<sender@a.example>) with ESMTPSA id 95b49b87; " DATE,
      "submission format=authenticated ip=192.0.2.1 rdns=b.example helo=a.example "
      "by=mx.example.net with=ESMTPSA id=95b49b87 envelope-from=sender@a.example auth=ESMTPSA "
      "date" },
    { "sendmail's own report",
      "from localhost (localhost) by mx.example.net (8.17.1/8.17.1) id h223PmZX012345; " DATE,
      "local format='sendmail report' helo=localhost by=mx.example.net id=h223PmZX012345 date" },
    { "sendmail's own report, an old one",
      "from localhost (localhost) by mx.example.net (8.11.6/8.11.6) with internal id "
      "g0UL2Qd22367; " DATE,
      "local format='sendmail report' helo=localhost by=mx.example.net with=internal "
      "id=g0UL2Qd22367 date" },
    { "SquirrelMail behind a proxy",
      "from 192.0.2.1 (proxying for 198.51.100.7) (SquirrelMail authenticated user joe) by "
      "mx.example.net with HTTP; " DATE,
      "submission format=webmail ip=192.0.2.1 by=mx.example.net with=HTTP auth=HTTP date" },
    { "another webmail program",
      "from 192.0.2.1 (NaSMail authenticated user joe) by mx.example.net with HTTP; " DATE,
      "submission format=webmail ip=192.0.2.1 by=mx.example.net with=HTTP auth='NaSMail "
      "authenticated user joe' date" },
    { "T-Online",
      "from 192.0.2.1:53756 by cmpweb17.aul.t-online.de with HTTP/1.1  "
      "(Kommunikationscenter V9-3-0-6 on API V3-5-4-6)",
      "submission format=webmail ip=192.0.2.1 by=cmpweb17.aul.t-online.de with=HTTP/1.1 "
      "auth=HTTP/1.1" },
    { "simscan",
      "by simscan 1.4.0 ppid: 20191, pid: 20194, t: 0.7561s\n         scanners: attach: "
      "1.4.0 clamav: 0.99.2/m:57/d:22400",
      "local format=simscan" },
    { "HELO without a name", "from unknown (HELO ) (192.0.2.1) by mx.example.net with SMTP; " DATE,
      "smtp ip=192.0.2.1 by=mx.example.net with=SMTP date" },
    { "Microsoft 365, sent again",
      "from X2.namprd21.prod.outlook.example (2001:db8::21) by "
      "X2.namprd21.prod.outlook.example (2001:db8::21) with\n MailboxResubmission by "
      "AntispamTT id 15.20.6433.16; " DATE,
      "smtp ip=2001:db8::21 helo=X2.namprd21.prod.outlook.example "
      "by=X2.namprd21.prod.outlook.example with=MailboxResubmission id=15.20.6433.16 date" },
    { "LMTP by an address",
      "from mx.example.net by 127.0.0.1 with LMTP id 17 (envelope-from <sender@a.example>) "
      "for <user@example.net>; " DATE,
      "local format=LMTP helo=mx.example.net by=127.0.0.1 with=LMTP id=17 for=user@example.net "
      "envelope-from=sender@a.example date" },
};

Test(received, shapes)
{
    for (size_t i = 0; i < G_N_ELEMENTS(shapes); i++)
        expect_case(&shapes[i]);
}

static const ReceivedCase fakes[] = {
    { "a HELO alone, even where Exim wrote the field",
      "from [192.0.2.1] by mx.example.net with esmtp id 1fTo7g-0008Jv-El; " DATE,
      "unknown helo=[192.0.2.1] by=mx.example.net with=esmtp id=1fTo7g-0008Jv-El date problem='the "
      "only address may be the client''s own word' at=5" },
    { "HELO as Exim's client, in a field of another server",
      "from [192.0.2.1] (helo=x) by mx.example.net with ESMTP id 1fTo7g-0008Jv-El; " DATE,
      "unknown helo=x by=mx.example.net with=ESMTP id=1fTo7g-0008Jv-El date problem='the only "
      "address may be the client''s own word' at=5" },
    { "recipient that holds an id as Exim's",
      "from [192.0.2.1] (helo=x) by mx.example.net with esmtp for <a> id 1fTo7g-0008Jv-El "
      "(b@c.example>; " DATE,
      "unknown helo=x by=mx.example.net with=esmtp id=1fTo7g-0008Jv-El for=a problem='comment not "
      "closed' at=83" },
    { "sender that holds an id as Exim's",
      "from [192.0.2.1] (helo=x) by mx.example.net with esmtp (envelope-from <a>) id "
      "1fTo7g-0008Jv-El (b@c.example>); " DATE,
      "unknown helo=x by=mx.example.net with=esmtp id=1fTo7g-0008Jv-El envelope-from=a date "
      "problem='the only address may be the client''s own word' at=5" },
    { "Exim without its name: HELO that closes its comment",
      "from [203.0.113.9] (port=25 helo=x) (y [192.0.2.1]) by real.example with esmtp id "
      "1fTo7g-0008Jv-El; " DATE,
      "unknown helo=x by=real.example with=esmtp id=1fTo7g-0008Jv-El date problem='client address "
      "unclear' at=5" },
    { "Momentum: quoted sender that holds a login",
      "from a.example ([203.0.113.9:40212] helo=a.example) by real.example (envelope-from\n"
      "\t<\"a) with ESMTPA (\"@b.example>) (ecelerity 4.2.38.62370 r(:)) with ESMTPS id "
      "2A; " DATE,
      "smtp ip=203.0.113.9 rdns=a.example helo=a.example by=real.example id=2A date problem='the "
      "sender can be read in two ways' at=68" },
    { "sender that closes its comment, and holds a login",
      "from a.example (b.example [203.0.113.9]) by real.example (envelope-sender <a>) with "
      "ESMTPSA id 1 (b@c.example>) with ESMTP id 2; " DATE,
      "smtp ip=203.0.113.9 rdns=b.example helo=a.example by=real.example id=1 envelope-from=a "
      "date" },
    { "sender that closes its comment, and swallows what follows",
      "from a.example (b.example [203.0.113.9]) by real.example (envelope-sender <a>) with "
      "ESMTPSA ((b@c.example>) with ESMTP id 2; " DATE,
      "smtp ip=203.0.113.9 rdns=b.example helo=a.example by=real.example envelope-from=a "
      "problem='comment not closed' at=92" },
    { "HELO that hides by in a comment, which the sender closes",
      "from x (y [192.0.2.1]) (version=TLS (b.example [203.0.113.9]) by real.example "
      "(envelope-sender <) a>) with ESMTPSA id 1 (b@c.example>) with ESMTP id 2; " DATE,
      "unknown problem='a clause inside a comment or address' at=23" },
    { "HELO that looks like GMX's client",
      "from x (EHLO y) [192.0.2.1] by mx.example.net (mp012) with SMTP; " DATE,
      "unknown helo='x (EHLO y) [192.0.2.1]' by=mx.example.net with=SMTP date problem='the only "
      "address may be the client''s own word' at=5" },
    { "GMX: HELO with another address",
      "from b.example (EHLO x) [192.0.2.1] (y) [203.0.113.9] by mail.gmx.net (mp012) with "
      "SMTP; " DATE,
      "smtp ip=203.0.113.9 helo='b.example (EHLO x) [192.0.2.1] (y)' by=mail.gmx.net with=SMTP "
      "date" },
    { "HELO with both brackets in front of the server's own address",
      "from x [(192.0.2.1)] (b.example [203.0.113.9]) by real.example with ESMTP id 2; " DATE,
      "smtp ip=203.0.113.9 rdns=b.example helo='x [(192.0.2.1)]' by=real.example with=ESMTP id=2 "
      "date" },
    { "HELO with the sender's comment",
      "from x (envelope-sender <ceo@bank.example>) (b.example [203.0.113.9]) by "
      "real.example (qmail-x) with ESMTP id 2; " DATE,
      "smtp ip=203.0.113.9 rdns=b.example helo='x (envelope-sender <ceo@bank.example>)' "
      "by=real.example with=ESMTP id=2 date" },
    { "a sender's comment in front of by, in a field of another server",
      "from a.example (b.example [203.0.113.9]) (envelope-sender <ceo@bank.example>) by "
      "real.example with ESMTP id 2; " DATE,
      "smtp ip=203.0.113.9 rdns=b.example helo=a.example by=real.example with=ESMTP id=2 date" },
    { "HELO that looks like simscan",
      "from by simscan 1.4.0 ppid: 1, pid: 2, t: 3 (b.example [203.0.113.9]) by "
      "real.example with ESMTP id 2; " DATE,
      "smtp ip=203.0.113.9 rdns=b.example helo='by simscan 1.4.0 ppid: 1, pid: 2, t: 3' "
      "by=real.example with=ESMTP id=2 date" },
    { "a host that is called as simscan", "by simscan with LMTP id 2; " DATE,
      "local format=LMTP by=simscan with=LMTP id=2 date" },
    { "HELO that looks like sendmail's report",
      "from localhost (localhost) (b.example [203.0.113.9]) by real.example "
      "(8.17.1/8.17.1) id 2; " DATE,
      "smtp ip=203.0.113.9 rdns=b.example helo='localhost (localhost)' by=real.example id=2 date" },
    { "a HELO that looks like sendmail's report where sendmail wrote nothing",
      "from localhost (localhost) by real.example with ESMTP id 2; " DATE,
      "unknown helo=localhost by=real.example with=ESMTP id=2 date" },
    { "HELO that makes by a second one",
      "from x (y [192.0.2.1]) by mx with MailboxResubmission by real.example id 7; " DATE,
      "unknown problem='more than one by clause' at=54" },
    { "HELO that makes by an authid's",
      "from x (y [192.0.2.1]) by mx id 1 by real.example with SMTP id 7; " DATE,
      "unknown problem='more than one by clause' at=34" },
    { "HELO that looks like webmail's login",
      "from x (SquirrelMail authenticated user joe) (b.example [203.0.113.9]) by "
      "real.example with ESMTP id 2; " DATE,
      "smtp ip=203.0.113.9 rdns=b.example helo='x (SquirrelMail authenticated user joe)' "
      "by=real.example with=ESMTP id=2 date" },
    { "ident that looks like webmail's login",
      "from a.example (x authenticated user y@[203.0.113.9]) by real.example with ESMTP id "
      "2; " DATE,
      "unknown helo=a.example by=real.example with=ESMTP id=2 date problem='client address "
      "unclear' at=5" },
    { "certificate that looks like a sender's comment",
      "from a.example (b.example [203.0.113.9]) (Client CN \"x) (envelope-sender <y>\", "
      "Issuer \"z\" (verified OK)) by real.example (Postfix) with ESMTPS id 2; " DATE,
      "smtp ip=203.0.113.9 rdns=b.example helo=a.example by=real.example with=ESMTPS id=2 date" },
};

Test(received, fakes)
{
    for (size_t i = 0; i < G_N_ELEMENTS(fakes); i++)
        expect_case(&fakes[i]);
}
