/* SPDX-License-Identifier: ISC */
/* What mailbox providers, relay services, fetchers, stores and the less common servers write. */
#include "tests/unit/received_case.h"

static const ReceivedCase google[] = {
    { "Gmail",
      "from a.example (b.example. [192.0.2.1])\r\n"
      "        by mx.google.com with ESMTPS id "
      "a1-20020a170902d50100b001c9d4si1234567plg.12.2003.03.01.17.25.48\r\n"
      "        for <user@gmail.com>\r\n"
      "        (version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384 bits=256/256);\r\n"
      "        Sat, 01 Mar 2003 17:25:48 -0800 (PST)",
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example by=mx.google.com with=ESMTPS "
      "id=a1-20020a170902d50100b001c9d4si1234567plg.12.2003.03.01.17.25.48 for=user@gmail.com "
      "date" },
    { "Gmail, no reverse name",
      "from a.example ([192.0.2.1]) by mx.google.com with ESMTP id a1si1234567plg.12; "
      "Sat, 01 Mar 2003 17:25:48 -0800 (PST)",
      "smtp ip=192.0.2.1 helo=a.example by=mx.google.com with=ESMTP id=a1si1234567plg.12 date" },
    { "Gmail, IPv6",
      "from a.example (b.example. [2001:db8:4864:20::52e]) by mx.google.com with SMTPS id "
      "a1sor12345; Sat, 01 Mar 2003 17:25:48 -0800 (PST)",
      "smtp ip=2001:db8:4864:20::52e rdns=b.example helo=a.example by=mx.google.com with=SMTPS "
      "id=a1sor12345 date" },
    { "Gmail, Google Transport Security",
      "from mail-sor-f41.google.com (mail-sor-f41.google.com. [192.0.2.41]) by "
      "mx.google.com with SMTPS id a1sor12345 for <user@gmail.com> (Google Transport "
      "Security); Sat, 01 Mar 2003 17:25:48 -0800 (PST)",
      "smtp ip=192.0.2.41 rdns=mail-sor-f41.google.com helo=mail-sor-f41.google.com "
      "by=mx.google.com with=SMTPS id=a1sor12345 for=user@gmail.com date" },
    { "Gmail, submission",
      "from [192.168.1.5] (b.example. [192.0.2.1]) by smtp.gmail.com with ESMTPSA id "
      "a1-20020a170902d5; Sat, 01 Mar 2003 17:25:48 -0800 (PST)",
      "submission format=authenticated ip=192.0.2.1 rdns=b.example helo=[192.168.1.5] "
      "by=smtp.gmail.com with=ESMTPSA id=a1-20020a170902d5 auth=ESMTPSA date" },
    { "Gmail, webmail", "by 10.36.19.2 with HTTP; " DATE " (PST)",
      "submission format=webmail by=10.36.19.2 with=HTTP auth=HTTP date" },
    { "Gmail, inside",
      "by 2002:a05:6402:1d4c:b0:55c:1234:5678 with SMTP id dz12csp1234567edb; " DATE " (PST)",
      "unknown format='Google internal' by=2002:a05:6402:1d4c:b0:55c:1234:5678 with=SMTP "
      "id=dz12csp1234567edb date" },
    { "Gmail, inside, IPv4", "by 10.36.19.2 with SMTP id w2cs1234nzi; " DATE " (PST)",
      "unknown format='Google internal' by=10.36.19.2 with=SMTP id=w2cs1234nzi date" },
    { "Gmail, inside, for",
      "by 2002:ac2:5a08:0:b0:512:1234:5678 with SMTP id q8csp1234567lfn for "
      "<user@example.net>; " DATE,
      "unknown format='Google internal' by=2002:ac2:5a08:0:b0:512:1234:5678 with=SMTP "
      "id=q8csp1234567lfn for=user@example.net date" },
    { "Gmail, its own name and no from",
      "by mail-ed1-f41.google.com with SMTP id 4fb4d7f45d1cf-55c1234567 for "
      "<user@example.net>; Sat, 01 Mar 2003 17:25:48 -0800 (PST)",
      "unknown by=mail-ed1-f41.google.com with=SMTP id=4fb4d7f45d1cf-55c1234567 "
      "for=user@example.net date" },
    { "Gmail API", "from 1057274158837 named unknown by gmailapi.google.com with HTTPREST; " DATE,
      "submission format=authenticated helo='1057274158837 named unknown' by=gmailapi.google.com "
      "with=HTTPREST auth=HTTPREST date" },
    { "Postini",
      "from source ([192.0.2.1]) by exprod7mx200.postini.example ([198.51.100.7]) with "
      "SMTP; Sat, 01 Mar 2003 17:25:48 PST",
      "smtp ip=192.0.2.1 helo=source by=exprod7mx200.postini.example with=SMTP date" },
};

Test(received, google)
{
    for (size_t i = 0; i < G_N_ELEMENTS(google); i++)
        expect_case(&google[i]);
}

static const ReceivedCase yahoo_and_aol[] = {
    { "Yahoo, inbound",
      "from 192.0.2.1 (EHLO a.example)\n"
      " by 10.223.247.33 with SMTPs\n"
      " (version=TLS1_3 cipher=TLS_AES_128_GCM_SHA256);\n"
      " Sat, 01 Mar 2003 17:25:48 +0000",
      "smtp ip=192.0.2.1 helo=a.example by=10.223.247.33 with=SMTPs date" },
    { "Yahoo, inbound, older",
      "from 127.0.0.1  (EHLO a.example) (192.0.2.1)  by mta1234.mail.bf1.yahoo.com with "
      "SMTPS; Sat, 01 Mar 2003 17:25:48 +0000",
      "smtp ip=192.0.2.1 helo=a.example by=mta1234.mail.bf1.yahoo.com with=SMTPS date" },
    { "Yahoo, top",
      "from 10.217.143.81\n"
      " by atlas311.free.mail.gq1.yahoo.com with HTTP; Sat, 1 Mar 2003 17:25:48 +0000",
      "unknown format='Yahoo internal' helo=10.217.143.81 by=atlas311.free.mail.gq1.yahoo.com "
      "with=HTTP date" },
    { "Yahoo, top, pod-id",
      "from 10.222.135.1 by atlas-production.v2-mail-prod1-gq1.omega.yahoo.com pod-id "
      "NONE with HTTP; Sat, 1 Mar 2003 17:25:48 +0000",
      "unknown format='Yahoo internal' helo=10.222.135.1 "
      "by=atlas-production.v2-mail-prod1-gq1.omega.yahoo.com with=HTTP date" },
    { "Yahoo, webmail",
      "from [192.0.2.1] by web12345.mail.yahoo.com via HTTP; Sat, 01 Mar 2003 17:25:48 PST",
      "submission format=webmail ip=192.0.2.1 by=web12345.mail.yahoo.com with=HTTP auth=HTTP "
      "date" },
    { "Yahoo, webmail today",
      "from sonic.gate.mail.ne1.yahoo.com by sonic312.consmr.mail.ne1.yahoo.com with "
      "HTTP; Sat, 1 Mar 2003 17:25:48 +0000",
      "submission format=webmail helo=sonic.gate.mail.ne1.yahoo.com "
      "by=sonic312.consmr.mail.ne1.yahoo.com with=HTTP auth=HTTP date" },
    { "Yahoo, inside",
      "from [192.0.2.1] by nm12.bullet.mail.ne1.yahoo.com with NNFMP; 01 Mar 2003 "
      "17:25:48 -0000",
      "smtp ip=192.0.2.1 by=nm12.bullet.mail.ne1.yahoo.com with=NNFMP date" },
    { "AOL, no client",
      "from Member@aol.example by imo-m10.mx.aol.example (mail_out_v34.21.) id "
      "z.12a.1b2c3d4e (4012) for <user@example.net>; Sat, 1 Mar 2003 17:25:48 -0500 (EST)",
      "unknown helo=Member@aol.example by=imo-m10.mx.aol.example id=z.12a.1b2c3d4e "
      "for=user@example.net date" },
    { "AOL",
      "from imo-m10.mx.aol.example (imo-m10.mx.aol.example [192.0.2.1]) by "
      "air-xk01.mail.aol.example (v92.17) with ESMTP id MAILINXK11-1234; Sat, 01 Mar 2003 "
      "17:25:48 -0500",
      "smtp ip=192.0.2.1 rdns=imo-m10.mx.aol.example helo=imo-m10.mx.aol.example "
      "by=air-xk01.mail.aol.example with=ESMTP id=MAILINXK11-1234 date" },
};

Test(received, yahoo_and_aol)
{
    for (size_t i = 0; i < G_N_ELEMENTS(yahoo_and_aol); i++)
        expect_case(&yahoo_and_aol[i]);
}

static const ReceivedCase sun_domino_and_others[] = {
    { "iPlanet",
      "from a.example (b.example [192.0.2.1]) by mx.example.net\r\n"
      " (iPlanet Messaging Server 5.2 HotFix 1.10 (built Jan 23 2003))\r\n"
      " with ESMTP id <0HB200C01ABCDE@mx.example.net> for user@example.net\r\n"
      " (ORCPT user@example.net); Sat, 01 Mar 2003 17:25:48 -0800 (PST)",
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example by=mx.example.net with=ESMTP "
      "id=<0HB200C01ABCDE@mx.example.net> for=user@example.net date" },
    { "Sun Messaging, a channel",
      "from conversion-daemon.mx.example.net by mx.example.net (Sun Java System Messaging "
      "Server 6.1 (built Aug 1 2004)) id <0HB200C01ABCDE@mx.example.net> (original mail "
      "from sender@a.example) for user@example.net; Sat, 01 Mar 2003 17:25:48 -0800 (PST)",
      "unknown helo=conversion-daemon.mx.example.net by=mx.example.net "
      "id=<0HB200C01ABCDE@mx.example.net> for=user@example.net envelope-from=sender@a.example "
      "date" },
    { "PMDF",
      "from a.example ([192.0.2.1]) by mx.example.net (PMDF V6.1-1 #12345) with SMTP id "
      "<0HB200C01ABCDE@mx.example.net> for user@example.net; Sat, 01 Mar 2003 17:25:48 "
      "-0800 (PST)",
      "smtp ip=192.0.2.1 helo=a.example by=mx.example.net with=SMTP "
      "id=<0HB200C01ABCDE@mx.example.net> for=user@example.net date" },
    { "Lotus Domino",
      "from a.example ([192.0.2.1]) by mx.example.net (Lotus Domino Release 5.0.11) with "
      "ESMTP id 2003030117254812:34 ; " DATE,
      "smtp ip=192.0.2.1 helo=a.example by=mx.example.net with=ESMTP id=2003030117254812:34 date" },
    { "Domino, inside",
      "from hub.example.net by mx.example.net (Lotus Domino Release 8.5.3) with SMTP id "
      "2003030117254812-34 ; " DATE,
      "unknown helo=hub.example.net by=mx.example.net with=SMTP id=2003030117254812-34 date" },
    { "MDaemon",
      "from a.example (b.example [192.0.2.1]) by mx.example.net (mx.example.net "
      "[198.51.100.7]) (MDaemon.PRO.v6.7.5.R) with ESMTP id 12-md50000001234.tmp for "
      "<user@example.net>; Sat, 01 Mar 2003 17:25:48 -0800",
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example by=mx.example.net with=ESMTP "
      "id=12-md50000001234.tmp for=user@example.net date" },
    { "Mercury",
      "from a.example (192.0.2.1) by mx.example.net (Mercury/32 v4.01b) with ESMTP ID "
      "MG00012A;\r\n"
      " 1 Mar 2003 17:25:48 -0800",
      "smtp ip=192.0.2.1 helo=a.example by=mx.example.net with=ESMTP id=MG00012A date" },
    { "Mercury, spooler",
      "from spooler by mx.example.net (Mercury/32 v4.01b); 1 Mar 2003 17:25:48 -0800",
      "local format='Mercury spooler' helo=spooler by=mx.example.net date handed-in" },
    { "Merak",
      "from a.example ([192.0.2.1]) by mx.example.net (Merak 5.5.6) with SMTP id ABC12345 "
      "for <user@example.net>; Sat, 01 Mar 2003 17:25:48 -0800",
      "smtp ip=192.0.2.1 helo=a.example by=mx.example.net with=SMTP id=ABC12345 "
      "for=user@example.net date" },
    { "IceWarp",
      "from b.example ([192.0.2.1]) by mx.example.net (IceWarp 10.4.5 DEB6 x64) with "
      "ESMTP (SSL) id 201212311234567890; Sat, 01 Mar 2003 17:25:48 -0800",
      "smtp ip=192.0.2.1 helo=b.example by=mx.example.net with=ESMTP id=201212311234567890 date" },
    { "CommuniGate",
      "from b.example ([192.0.2.1] verified) by mx.example.net (CommuniGate Pro SMTP "
      "4.0.6) with ESMTP id 1234567 for user@example.net; Sat, 01 Mar 2003 17:25:48 -0800",
      "smtp ip=192.0.2.1 helo=b.example by=mx.example.net with=ESMTP id=1234567 "
      "for=user@example.net date" },
    { "CommuniGate, HELO does not fit",
      "from [192.0.2.1] (HELO a.example) by mx.example.net (CommuniGate Pro SMTP 4.0.6) "
      "with SMTP id 1234567 for user@example.net; Sat, 01 Mar 2003 17:25:48 -0800",
      "smtp ip=192.0.2.1 helo=a.example by=mx.example.net with=SMTP id=1234567 "
      "for=user@example.net date" },
    { "CommuniGate, authenticated",
      "from [192.0.2.1] (account sender@example.net HELO a.example) by mx.example.net "
      "(CommuniGate Pro SMTP 5.1.16) with ESMTPA id 1234567 for user@example.net; Sat, 01 "
      "Mar 2003 17:25:48 -0800",
      "submission format=authenticated ip=192.0.2.1 helo=a.example by=mx.example.net with=ESMTPA "
      "id=1234567 for=user@example.net auth=ESMTPA date" },
    { "CommuniGate, inside",
      "by mx.example.net (CommuniGate Pro PIPE 4.0.6) with PIPE id 1234568; Sat, 01 Mar "
      "2003 17:25:48 -0800",
      "unknown by=mx.example.net with=PIPE id=1234568 date" },
    { "Zimbra's store",
      "from mx.example.net (LHLO mx.example.net) (10.1.2.3) by mx.example.net with LMTP; " DATE
      " (PST)",
      "local format=LMTP ip=10.1.2.3 rdns=mx.example.net helo=mx.example.net by=mx.example.net "
      "with=LMTP date" },
    { "Kerio",
      "from a.example ([192.0.2.1])\r\n"
      "\tby mx.example.net (Kerio MailServer 5.5.0)\r\n"
      "\twith ESMTP id 0123456789abcdef for <user@example.net>;\r\n"
      "\tSat, 01 Mar 2003 17:25:48 -0800",
      "smtp ip=192.0.2.1 helo=a.example by=mx.example.net with=ESMTP id=0123456789abcdef "
      "for=user@example.net date" },
    { "Kerio, authenticated",
      "from [10.1.2.3] ([192.0.2.1]) (authenticated user sender@example.net) by mx.example.net "
      "(Kerio Connect 7.3.2) with ESMTPA for user@example.net; Sat, 01 Mar 2003 17:25:48 -0800",
      "submission format=authenticated ip=192.0.2.1 helo=[10.1.2.3] by=mx.example.net with=ESMTPA "
      "for=user@example.net auth='authenticated user sender@example.net' date" },
    { "IMail",
      "from a.example [192.0.2.1] by mx.example.net with ESMTP\r\n"
      "  (SMTPD32-7.07) id A1B2C3D400E2; Sat, 01 Mar 2003 17:25:48 -0800",
      "smtp ip=192.0.2.1 helo=a.example by=mx.example.net with=ESMTP id=A1B2C3D400E2 date" },
    { "SurgeMail",
      "from a.example (unverified [192.0.2.1])  by mx.example.net (SurgeMail 1.3g) with "
      "ESMTP id 123456-1234567 for <user@example.net>; Sat, 01 Mar 2003 17:25:48 -0800",
      "smtp ip=192.0.2.1 helo=a.example by=mx.example.net with=ESMTP id=123456-1234567 "
      "for=user@example.net date" },
    { "XMail",
      "from a.example ([192.0.2.1]:1234)\r\n"
      "\tby mx.example.net with [XMail 1.22 ESMTP Server]\r\n"
      "\tid <S12AB> for <user@example.net> from <sender@a.example>;\r\n"
      "\t" DATE,
      "smtp ip=192.0.2.1 helo=a.example by=mx.example.net with='[XMail 1.22 ESMTP Server]' "
      "id=<S12AB> for=user@example.net envelope-from=sender@a.example date" },
    { "ArGoSoft",
      "from a.example [192.0.2.1] by mx.example.net\r\n"
      "  (ArGoSoft Mail Server Pro for WinNT/2000/XP, Version 1.8 (1.8.2.9)) for "
      "<user@example.net>; Sat, 01 Mar 2003 17:25:48 -0800",
      "smtp ip=192.0.2.1 helo=a.example by=mx.example.net for=user@example.net date" },
    { "GroupWise",
      "from GATEWAY-MTA by mx.example.net with Novell_GroupWise; Sat, 01 Mar 2003 "
      "17:25:48 -0800",
      "unknown helo=GATEWAY-MTA by=mx.example.net with=Novell_GroupWise date" },
    { "LISTSERV",
      "by LISTSERV.EXAMPLE.EDU (LISTSERV-TCP/IP release 1.8e) with spool id 1234567 for "
      "LIST@LISTSERV.EXAMPLE.EDU; Sat, 1 Mar 2003 17:25:48 -0500",
      "local format='LISTSERV spool' by=LISTSERV.EXAMPLE.EDU with=spool id=1234567 "
      "for=LIST@LISTSERV.EXAMPLE.EDU date" },
    { "LSMTP",
      "from mx.example.edu by listserv.example.edu (LSMTP for Windows NT v1.1b) with SMTP "
      "id <12.0012A3B4@listserv.example.edu>; Sat, 1 Mar 2003 17:25:48 -0500",
      "unknown helo=mx.example.edu by=listserv.example.edu with=SMTP "
      "id=<12.0012A3B4@listserv.example.edu> date" },
    { "Mailman's own host",
      "from lists.example.org (localhost [127.0.0.1]) by lists.example.org (Postfix) with "
      "ESMTP id 4B2C81F for <user@example.net>; " DATE,
      "smtp ip=127.0.0.1 rdns=localhost helo=lists.example.org by=lists.example.org with=ESMTP "
      "id=4B2C81F for=user@example.net date" },
    { "ZMailer",
      "from b.example ([192.0.2.1]:49152 \"EHLO a.example\"\r\n"
      "\trhost-flags-OK-OK-OK-OK) by vger.example.org with ESMTP\r\n"
      "\tid S1234567AbcDef; Sat, 1 Mar 2003 17:25:48 -0500",
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example by=vger.example.org with=ESMTP "
      "id=S1234567AbcDef date" },
    { "ZMailer, a list",
      "(majordomo@vger.example.org) by vger.example.org via listexpand id S1234567AbcDef "
      "(ORCPT <rfc822;user@example.net>); Sat, 1 Mar 2003 17:25:48 -0500",
      "unknown by=vger.example.org id=S1234567AbcDef date" },
    { "smtpd of Obtuse, reverse name and claim",
      "from b.example(192.0.2.1), claiming to be \"a.example\"\r\n"
      " via SMTP by mx.example.net, id smtpdAAAa12345; Sat Mar  1 17:25:48 2003",
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example by=mx.example.net id=smtpdAAAa12345 date" },
    { "smtpd of Obtuse",
      "from b.example(192.0.2.1) via SMTP by mx.example.net, id smtpdAAAa12345; Sat Mar  "
      "1 17:25:48 2003",
      "smtp ip=192.0.2.1 rdns=b.example by=mx.example.net id=smtpdAAAa12345 date" },
    { "smap",
      "from b.example(192.0.2.1) by mx.example.net via smap (V2.1) id xma012345; Sat, 1 "
      "Mar 03 17:25:48 -0800",
      "smtp ip=192.0.2.1 rdns=b.example by=mx.example.net id=xma012345 date" },
};

Test(received, sun_domino_and_others)
{
    for (size_t i = 0; i < G_N_ELEMENTS(sun_domino_and_others); i++)
        expect_case(&sun_domino_and_others[i]);
}

static const ReceivedCase scanners_and_stores[] = {
    { "amavisd",
      "from mx.example.net ([127.0.0.1])\r\n"
      " by localhost (mx.example.net [127.0.0.1]) (amavisd-new, port 10024)\r\n"
      " with ESMTP id AbCdEf-12gH; " DATE " (PST)",
      "local format=amavis ip=127.0.0.1 helo=mx.example.net by=localhost with=ESMTP id=AbCdEf-12gH "
      "date" },
    { "amavisd, LMTP",
      "from mx.example.net ([127.0.0.1]) by localhost (mx.example.net [127.0.0.1]) (amavis, "
      "port 10024) with LMTP id AbCdEf-12gH for <user@example.net>; " DATE " (PST)",
      "local format=amavis ip=127.0.0.1 helo=mx.example.net by=localhost with=LMTP id=AbCdEf-12gH "
      "for=user@example.net date" },
    { "SpamAssassin",
      "from localhost by mx.example.net\n"
      "\twith SpamAssassin (2.44 1.115.2.24-2003-01-30-exp);\n"
      "\tSat, 01 Mar 2003 17:25:48 -0800",
      "local format=SpamAssassin helo=localhost by=mx.example.net with=SpamAssassin date" },
    { "MailScanner",
      "from localhost by mx.example.net (MailScanner 4.12-2) with ESMTP id "
      "h223PmZX012345; " DATE,
      "unknown helo=localhost by=mx.example.net with=ESMTP id=h223PmZX012345 date" },
    { "Dovecot, LMTP",
      "from mx.example.net\r\n"
      "\tby store.example.net with LMTP\r\n"
      "\tid AbCdEfGh123\r\n"
      "\t(envelope-from <sender@a.example>)\r\n"
      "\tfor <user@example.net>; Sat, 01 Mar 2003 17:25:48 -0800",
      "local format=LMTP helo=mx.example.net by=store.example.net with=LMTP id=AbCdEfGh123 "
      "for=user@example.net envelope-from=sender@a.example date" },
    { "Dovecot, LMTP from inside",
      "from mx.example.net ([10.1.2.3]) by store.example.net with LMTPS id AbCdEfGh123 "
      "(envelope-from <sender@a.example>) for <user@example.net>; Sat, 01 Mar 2003 "
      "17:25:48 -0800",
      "local format=LMTP ip=10.1.2.3 helo=mx.example.net by=store.example.net with=LMTPS "
      "id=AbCdEfGh123 for=user@example.net envelope-from=sender@a.example date" },
    { "Dovecot, LMTP from outside",
      "from mx.example.org ([192.0.2.1]) by store.example.net with LMTP id AbCdEfGh123; "
      "Sat, 01 Mar 2003 17:25:48 -0800",
      "smtp ip=192.0.2.1 helo=mx.example.org by=store.example.net with=LMTP id=AbCdEfGh123 date" },
    { "Dovecot, submission",
      "from a.example ([192.0.2.1]) by mx.example.net with ESMTPSA id AbCdEfGh123 "
      "(envelope-from <sender@example.net>) for <user@example.org>; Sat, 01 Mar 2003 "
      "17:25:48 -0800",
      "submission format=authenticated ip=192.0.2.1 helo=a.example by=mx.example.net with=ESMTPSA "
      "id=AbCdEfGh123 for=user@example.org envelope-from=sender@example.net auth=ESMTPSA date" },
    { "Cyrus, unix socket",
      "from mx.example.net ([unix socket])\n"
      "\t by mx.example.net (Cyrus v2.2.12) with LMTPA;\n"
      "\t Sat, 01 Mar 2003 17:25:48 -0800",
      "local format=LMTP helo=mx.example.net by=mx.example.net with=LMTPA date" },
    { "Cyrus, another host",
      "from mx.example.net (mx.example.net [10.1.2.3]) by store.example.net (Cyrus "
      "v2.3.16) with LMTPA; Sat, 01 Mar 2003 17:25:48 -0800",
      "local format=LMTP ip=10.1.2.3 rdns=mx.example.net helo=mx.example.net by=store.example.net "
      "with=LMTPA date" },
    { "Fastmail's proxy",
      "from compute1.internal ([10.202.2.41]) by compute3.internal (LMTPProxy); Sat, 01 "
      "Mar 2003 17:25:48 -0500",
      "smtp ip=10.202.2.41 helo=compute1.internal by=compute3.internal date" },
};

Test(received, scanners_and_stores)
{
    for (size_t i = 0; i < G_N_ELEMENTS(scanners_and_stores); i++)
        expect_case(&scanners_and_stores[i]);
}

static const ReceivedCase fetched[] = {
    { "fetchmail",
      "from pop.example.net [198.51.100.7]\r\n"
      "\tby localhost with POP3 (fetchmail-6.2.1)\r\n"
      "\tfor user@localhost (single-drop); Sat, 01 Mar 2003 17:25:48 -0800 (PST)",
      "fetch format=fetchmail ip=198.51.100.7 helo=pop.example.net by=localhost with=POP3 "
      "for=user@localhost date" },
    { "fetchmail, IMAP",
      "from imap.example.net [2001:db8::7] by box.example.org with IMAP (fetchmail-6.4.37) for "
      "<user@localhost> (single-drop); Sat, 01 Mar 2003 17:25:48 -0800 (PST)",
      "fetch format=fetchmail ip=2001:db8::7 helo=imap.example.net by=box.example.org with=IMAP "
      "for=user@localhost date" },
    { "fetchmail, no address",
      "from imap.example.net by box.example.org with IMAP (fetchmail-6.3.26 polling "
      "imap.example.net account user) for <user@localhost> (multi-drop); Sat, 01 Mar 2003 "
      "17:25:48 -0800 (PST)",
      "fetch format=fetchmail helo=imap.example.net by=box.example.org with=IMAP "
      "for=user@localhost date" },
    { "fetchmail 5, comment",
      "from pop.example.net (pop.example.net [198.51.100.7]) by localhost with POP3 "
      "(fetchmail-5.9.0) for user@localhost (single-drop); Sat, 01 Mar 2003 17:25:48 "
      "-0800 (PST)",
      "fetch format=fetchmail ip=198.51.100.7 rdns=pop.example.net helo=pop.example.net "
      "by=localhost with=POP3 for=user@localhost date" },
    { "getmail, POP3",
      "from pop.example.net (198.51.100.7) by box.example.org with POP3; 01 Mar 2003 "
      "17:25:48 -0000",
      "fetch format='mailbox fetch' ip=198.51.100.7 helo=pop.example.net by=box.example.org "
      "with=POP3 date" },
    { "getmail, POP3 over SSL",
      "from pop.example.net (198.51.100.7) by box.example.org with POP3-SSL; 01 Mar 2003 "
      "17:25:48 -0000",
      "fetch format='mailbox fetch' ip=198.51.100.7 helo=pop.example.net by=box.example.org "
      "with=POP3-SSL date" },
    { "getmail, IMAP",
      "from imap.example.net (198.51.100.7) by box.example.org with IMAP4; 01 Mar 2003 "
      "17:25:48 -0000",
      "fetch format='mailbox fetch' ip=198.51.100.7 helo=imap.example.net by=box.example.org "
      "with=IMAP4 date" },
    { "getmail, IMAP over SSL",
      "from imap.example.net (198.51.100.7) by box.example.org with IMAP4-SSL; 01 Mar "
      "2003 17:25:48 -0000",
      "fetch format='mailbox fetch' ip=198.51.100.7 helo=imap.example.net by=box.example.org "
      "with=IMAP4-SSL date" },
    { "getmail, SDPS",
      "from pop3.example.net (198.51.100.7) by box.example.org with SDPS; 01 Mar 2003 "
      "17:25:48 -0000",
      "fetch format='mailbox fetch' ip=198.51.100.7 helo=pop3.example.net by=box.example.org "
      "with=SDPS date" },
    { "getmail6, port and recipient",
      "from pop.example.net (198.51.100.7:995) by box.example.org with POP3-SSL getmail6 "
      "for <user@example.org>; 01 Mar 2003 17:25:48 -0000",
      "fetch format='mailbox fetch' ip=198.51.100.7 helo=pop.example.net by=box.example.org "
      "with=POP3-SSL for=user@example.org date" },
    { "getmail6, IPv6",
      "from imap.example.net ([2001:db8::7]:993) by box.example.org with IMAP4-SSL "
      "getmail6 msgid:INBOX/17 for <user@example.org>; 01 Mar 2003 17:25:48 -0000",
      "fetch format='mailbox fetch' ip=2001:db8::7 helo=imap.example.net by=box.example.org "
      "with=IMAP4-SSL for=user@example.org date" },
    { "fetchmail, recipient by default",
      "from pop.example.net [198.51.100.7] by localhost with POP3 (fetchmail-6.4.37 "
      "polling pop.example.net account user folder INBOX) for <user@localhost> (by "
      "default); Sat, 01 Mar 2003 17:25:48 -0800 (PST)",
      "fetch format=fetchmail ip=198.51.100.7 helo=pop.example.net by=localhost with=POP3 "
      "for=user@localhost date" },
    { "fdm",
      "by box.example.org (fdm 1.9, account \"home\");\n"
      "\tSat, 01 Mar 2003 17:25:48 -0800",
      "fetch format=fdm by=box.example.org date" },
    { "mpop", "from pop.example.net by box.example.org with POP3S; Sat, 01 Mar 2003 17:25:48 -0800",
      "fetch format='mailbox fetch' helo=pop.example.net by=box.example.org with=POP3S date" },
};

Test(received, fetched)
{
    for (size_t i = 0; i < G_N_ELEMENTS(fetched); i++)
        expect_case(&fetched[i]);
}

static const ReceivedCase services[] = {
    { "Amazon SES, inbound",
      "from b.example (b.example [192.0.2.1]) by inbound-smtp.eu-west-1.amazonaws.com "
      "with SMTP id abcdefghij1234567890klmnopqrstuvwxyz for user@example.net; Sat, 01 "
      "Mar 2003 17:25:48 +0000 (UTC)",
      "smtp ip=192.0.2.1 rdns=b.example helo=b.example by=inbound-smtp.eu-west-1.amazonaws.com "
      "with=SMTP id=abcdefghij1234567890klmnopqrstuvwxyz for=user@example.net date" },
    { "SendGrid, submission",
      "from NzkyNQ (unknown [192.0.2.1]) by geopod-ismtpd-3-0 (SG) with HTTP id "
      "abcDEF123; Sat, 01 Mar 2003 17:25:48.123 +0000 (UTC)",
      "submission format=webmail ip=192.0.2.1 helo=NzkyNQ by=geopod-ismtpd-3-0 with=HTTP "
      "id=abcDEF123 auth=HTTP date" },
    { "SendGrid, no client",
      "by filterdrecv-7d8b6c5b9-abcde with SMTP id "
      "filterdrecv-7d8b6c5b9-abcde-1-61A2B3C4-1 2003-03-01 17:25:48.123 +0000 UTC m=+1234",
      "unknown by=filterdrecv-7d8b6c5b9-abcde with=SMTP "
      "id=filterdrecv-7d8b6c5b9-abcde-1-61A2B3C4-1" },
    { "SendGrid, ismtpd",
      "from a.example (unknown) by ismtpd0001p1lon1.sendgrid.example (SG) with ESMTP id "
      "abcDEF123 for <user@example.net>; Sat, 01 Mar 2003 17:25:48.123 +0000 (UTC)",
      "unknown helo=a.example by=ismtpd0001p1lon1.sendgrid.example with=ESMTP id=abcDEF123 "
      "for=user@example.net date" },
    { "Mailgun, API", "by luna.mailgun.example with HTTP; Sat, 01 Mar 2003 17:25:48 +0000",
      "submission format=webmail by=luna.mailgun.example with=HTTP auth=HTTP date" },
    { "Mailgun, SMTP",
      "from a.example (b.example [192.0.2.1]) by mxa.mailgun.example with ESMTP id "
      "3e615a0c.7f1234567890-smtp-in-n01; Sat, 01 Mar 2003 17:25:48 -0000 (UTC)",
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example by=mxa.mailgun.example with=ESMTP "
      "id=3e615a0c.7f1234567890-smtp-in-n01 date" },
    { "Mailgun, mgrt",
      "by luna.mailgun.example with SMTP mgrt 1234567890; Sat, 01 Mar 2003 17:25:48 +0000",
      "unknown by=luna.mailgun.example with=SMTP date" },
    { "Mimecast",
      "from a.example (b.example [192.0.2.1]) by relay.mimecast.example with ESMTP with "
      "STARTTLS (version=TLSv1.3, cipher=TLS_AES_256_GCM_SHA384) id "
      "eu-mta-12-AbCdEfGhIjKlMnOp-1; Sat, 01 Mar 2003 17:25:48 +0000",
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example by=relay.mimecast.example with=ESMTP "
      "id=eu-mta-12-AbCdEfGhIjKlMnOp-1 date" },
    { "MessageLabs, inside",
      "from [192.0.2.1] by server-4.bemta-5.messagelabs.com id AB/CD-12345-67890ABC; Sat, "
      "01 Mar 2003 17:25:48 +0000",
      "smtp ip=192.0.2.1 by=server-4.bemta-5.messagelabs.com id=AB/CD-12345-67890ABC date" },
    { "MessageLabs, tower",
      "from unknown (HELO a.example) (192.0.2.1) by server-4.tower-5.messagelabs.com with "
      "SMTP; 1 Mar 2003 17:25:48 -0000",
      "smtp ip=192.0.2.1 helo=a.example by=server-4.tower-5.messagelabs.com with=SMTP date" },
    { "IronPort",
      "from unknown (HELO a.example) ([192.0.2.1]) by mx.example.net with ESMTP; 01 Mar "
      "2003 17:25:48 -0800",
      "smtp ip=192.0.2.1 helo=a.example by=mx.example.net with=ESMTP date" },
    { "IronPort, TLS",
      "from b.example ([192.0.2.1]) by mx.example.net with ESMTP/TLS/DHE-RSA-AES256-SHA; "
      "01 Mar 2003 17:25:48 -0800",
      "smtp ip=192.0.2.1 helo=b.example by=mx.example.net with=ESMTP/TLS/DHE-RSA-AES256-SHA date" },
    { "Barracuda",
      "from a.example (b.example [192.0.2.1]) by mx.example.net with ESMTP id "
      "AbCdEfGhIjKlMnOp (version=TLSv1.2 cipher=ECDHE-RSA-AES256-GCM-SHA384 bits=256 "
      "verify=NO) for <user@example.net>; Sat, 01 Mar 2003 17:25:48 -0800 (PST)",
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example by=mx.example.net with=ESMTP "
      "id=AbCdEfGhIjKlMnOp for=user@example.net date" },
    { "Proofpoint",
      "from a.example (b.example [192.0.2.1]) by mx0a-00012345.pphosted.example (PPS) "
      "with ESMTPS id 3abc7d12ef-1 (version=TLSv1.2 cipher=ECDHE-RSA-AES256-GCM-SHA384 "
      "bits=256 verify=NOT); Sat, 01 Mar 2003 17:25:48 +0000",
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example by=mx0a-00012345.pphosted.example "
      "with=ESMTPS id=3abc7d12ef-1 date" },
    { "GMX, inbound",
      "from a.example ([192.0.2.1]) by mx-ha.gmx.example (mxgmx016 [198.51.100.9]) with "
      "ESMTPS (Nemesis) id 1MZlIz-1lHJxY1234-00abcd for <user@gmx.example>; Sat, 01 Mar "
      "2003 17:25:48 +0100",
      "smtp ip=192.0.2.1 helo=a.example by=mx-ha.gmx.example with=ESMTPS "
      "id=1MZlIz-1lHJxY1234-00abcd for=user@gmx.example date" },
    { "GMX, webmail",
      "from [192.0.2.1] by 3c-app-gmx-bs01.server.lan (via HTTP); Sat, 1 Mar 2003 "
      "17:25:48 +0100",
      "submission format=webmail ip=192.0.2.1 by=3c-app-gmx-bs01.server.lan auth='via HTTP' date" },
    { "Horde",
      "from 192.0.2.1 ([192.0.2.1]) by webmail.example.net (Horde Framework) with HTTP; "
      "Sat, 01 Mar 2003 17:25:48 -0800",
      "submission format=webmail ip=192.0.2.1 helo=192.0.2.1 by=webmail.example.net with=HTTP "
      "auth=HTTP date" },
    { "Horde, with its own TLS",
      "from p5.dip.example (p5.dip.example\n [192.0.2.1]) by webmail.example.net (Horde "
      "Framework) with HTTPS; Sat,\n 01 Mar 2003 17:25:48 -0800",
      "submission format=webmail ip=192.0.2.1 rdns=p5.dip.example helo=p5.dip.example "
      "by=webmail.example.net with=HTTPS auth=HTTPS date='Sat, 01 Mar 2003 17:25:48 -0800'" },
    { "SquirrelMail",
      "from 192.0.2.1\r\n"
      "        (SquirrelMail authenticated user sender)\r\n"
      "        by webmail.example.net with HTTP;\r\n"
      "        " DATE " (PST)",
      "submission format=webmail ip=192.0.2.1 by=webmail.example.net with=HTTP auth='SquirrelMail "
      "authenticated user sender' date" },
};

Test(received, services)
{
    for (size_t i = 0; i < G_N_ELEMENTS(services); i++)
        expect_case(&services[i]);
}

static const ReceivedCase newer_servers[] = {
    { "Haraka",
      "from a.example (b.example [192.0.2.1])\r\n"
      "\tby mx.example.net (Haraka/2.8.28) with ESMTPS id 1A2B3C4D-5E6F.1\r\n"
      "\tenvelope-from <sender@a.example>\r\n"
      "\ttls TLS_AES_256_GCM_SHA384;\r\n"
      "\tSat, 01 Mar 2003 17:25:48 -0800",
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example by=mx.example.net with=ESMTPS "
      "id=1A2B3C4D-5E6F.1 envelope-from=sender@a.example date" },
    { "Haraka, authenticated",
      "from a.example (b.example [192.0.2.1]) by mx.example.net (Haraka/2.8.28) with "
      "ESMTPSA id 1A2B3C4D-5E6F.1 envelope-from <sender@example.net> tls "
      "TLS_AES_256_GCM_SHA384 (authenticated bits=0); Sat, 01 Mar 2003 17:25:48 -0800",
      "submission format=authenticated ip=192.0.2.1 rdns=b.example helo=a.example "
      "by=mx.example.net with=ESMTPSA id=1A2B3C4D-5E6F.1 envelope-from=sender@example.net "
      "auth=ESMTPSA date" },
    { "OpenSMTPD",
      "from a.example (b.example [192.0.2.1])\n"
      "\tby mx.example.net (OpenSMTPD) with ESMTPS id 1a2b3c4d "
      "(TLSv1.3:AEAD-AES256-GCM-SHA384:256:NO)\n"
      "\tfor <user@example.net>;\n"
      "\t" DATE " (PST)",
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example by=mx.example.net with=ESMTPS id=1a2b3c4d "
      "for=user@example.net date" },
    { "OpenSMTPD, IPv6",
      "from a.example (b.example [IPv6:2001:db8::1]) by mx.example.net (OpenSMTPD) with "
      "ESMTP id 1a2b3c4d; " DATE " (PST)",
      "smtp ip=2001:db8::1 rdns=b.example helo=a.example by=mx.example.net with=ESMTP id=1a2b3c4d "
      "date" },
    { "OpenSMTPD, local",
      "from localhost (mx.example.net [local])\n"
      "\tby mx.example.net (OpenSMTPD) with ESMTPA id 1a2b3c4d\n"
      "\tfor <user@example.net>;\n"
      "\t" DATE " (PST)",
      "local format='OpenSMTPD local' helo=localhost by=mx.example.net with=ESMTPA id=1a2b3c4d "
      "for=user@example.net date handed-in" },
    { "OpenSMTPD, source masked",
      "by mx.example.net (OpenSMTPD) with ESMTPSA id 1a2b3c4d "
      "(TLSv1.3:AEAD-AES256-GCM-SHA384:256:NO) auth=yes user=sender; " DATE " (PST)",
      "submission format=authenticated by=mx.example.net with=ESMTPSA id=1a2b3c4d auth=ESMTPSA "
      "date" },
    { "James 2",
      "from b.example ([192.0.2.1])\r\n"
      "          by mx.example.net (JAMES SMTP Server 2.3.2) with SMTP ID 123\r\n"
      "          for <user@example.net>;\r\n"
      "          " DATE " (PST)",
      "smtp ip=192.0.2.1 helo=b.example by=mx.example.net with=SMTP id=123 for=user@example.net "
      "date" },
    { "James 3",
      "from b.example (EHLO a.example) ([192.0.2.1]) by mx.example.net (JAMES SMTP Server "
      ") with ESMTPS ID 1a2b3c4d for <user@example.net>; " DATE " (PST)",
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example by=mx.example.net with=ESMTPS id=1a2b3c4d "
      "for=user@example.net date" },
    { "Stalwart",
      "from a.example (b.example [192.0.2.1] (AS64496 Example Networks (EX), DE))\r\n"
      "\t(using TLSv1.3 with cipher TLS13_AES_256_GCM_SHA384)\r\n"
      "\tby mx.example.net (Stalwart SMTP) with ESMTPS id 1A2B3C4D5E6F;\r\n"
      "\t" DATE,
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example by=mx.example.net with=ESMTPS "
      "id=1A2B3C4D5E6F date" },
    { "mox",
      "from a.example (b.example [192.0.2.1]) by mx.example.net ([198.51.100.7]) via tcp "
      "with ESMTPS id AbCdEfGh-12 (TLS1.3 TLS_AES_128_GCM_SHA256) for <user@example.net>; "
      "1 Mar 2003 17:25:48 -0800",
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example by=mx.example.net with=ESMTPS "
      "id=AbCdEfGh-12 for=user@example.net date" },
    { "nullmailer",
      "(nullmailer pid 1234 invoked by uid 1000);\n"
      "\tSat, 01 Mar 2003 17:25:48 -0000",
      "local format=nullmailer date handed-in user=1000" },
    { "sSMTP", "by box.example.org (sSMTP sendmail emulation); Sat, 01 Mar 2003 17:25:48 -0800",
      "local format=sSMTP by=box.example.org date handed-in" },
    { "dma",
      "from sender (uid 1000)\n"
      "\t(envelope-from sender@box.example.org)\n"
      "\tid 1a2b3c\n"
      "\tby box.example.org (DragonFly Mail Agent v0.13);\n"
      "\tSat, 01 Mar 2003 17:25:48 -0800",
      "local format=dma helo=sender by=box.example.org date handed-in user=1000" },
    { "dma, a bounce",
      "from MAILER-DAEMON\n"
      "\tid 1a2b3c\n"
      "\tby box.example.org (DragonFly Mail Agent v0.13);\n"
      "\tSat, 01 Mar 2003 17:25:48 -0800",
      "local format=dma helo=MAILER-DAEMON by=box.example.org date" },
    { "masqmail",
      "from sender by box.example.org with local (masqmail 0.2.21) id 0abcde-1fG-00 for "
      "<user@example.net>; Sat, 01 Mar 2003 17:25:48 -0800",
      "local format='local submission' helo=sender by=box.example.org with=local id=0abcde-1fG-00 "
      "for=user@example.net date handed-in user=sender" },
    { "hMailServer",
      "from a.example (b.example [192.0.2.1]) by mx.example.net with ESMTPSA "
      "(version=TLSv1.2 cipher=ECDHE-RSA-AES256-GCM-SHA384 bits=256) ; " DATE,
      "submission format=authenticated ip=192.0.2.1 rdns=b.example helo=a.example "
      "by=mx.example.net with=ESMTPSA auth=ESMTPSA date" },
    { "SmarterMail",
      "from b.example (b.example [192.0.2.1]) by mx.example.net with SMTP;\r\n"
      "   " DATE,
      "smtp ip=192.0.2.1 rdns=b.example helo=b.example by=mx.example.net with=SMTP date" },
    { "MailEnable", "from a.example ([192.0.2.1]) by mx.example.net with MailEnable ESMTP; " DATE,
      "smtp ip=192.0.2.1 helo=a.example by=mx.example.net with='MailEnable ESMTP' date" },
};

Test(received, newer_servers)
{
    for (size_t i = 0; i < G_N_ELEMENTS(newer_servers); i++)
        expect_case(&newer_servers[i]);
}
