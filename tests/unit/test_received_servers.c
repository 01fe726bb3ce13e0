/* SPDX-License-Identifier: ISC */
/* What the widely used mail servers write: Postfix, Sendmail, Exim, qmail, Courier, Microsoft. */
#include "tests/unit/received_case.h"

static const ReceivedCase postfix[] = {
    { "Postfix",
      "from a.example (b.example [192.0.2.1])\r\n"
      "\tby mx.example.net (Postfix) with ESMTP id 4B2C81F\r\n"
      "\tfor <user@example.net>; Sat,  1 Mar 2003 17:25:48 -0800 (PST)",
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example by=mx.example.net with=ESMTP id=4B2C81F "
      "for=user@example.net date" },
    { "Postfix, no reverse name",
      "from a.example (unknown [192.0.2.1]) by mx.example.net (Postfix) with SMTP id "
      "4B2C81F; " DATE,
      "smtp ip=192.0.2.1 helo=a.example by=mx.example.net with=SMTP id=4B2C81F date" },
    { "Postfix, IPv6",
      "from a.example (b.example [IPv6:2001:db8::1]) by mx.example.net (Postfix) with "
      "ESMTPS id 4B2C81F; " DATE,
      "smtp ip=2001:db8::1 rdns=b.example helo=a.example by=mx.example.net with=ESMTPS id=4B2C81F "
      "date" },
    { "Postfix, HELO a literal",
      "from [198.51.100.7] (b.example [192.0.2.1]) by mx.example.net (Postfix) with ESMTP "
      "id 4B2C81F; " DATE,
      "smtp ip=192.0.2.1 rdns=b.example helo=[198.51.100.7] by=mx.example.net with=ESMTP "
      "id=4B2C81F date" },
    { "Postfix, TLS",
      "from a.example (b.example [192.0.2.1])\n"
      "\t(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)\n"
      "\t key-exchange X25519 server-signature RSA-PSS (2048 bits) server-digest SHA256)\n"
      "\t(No client certificate requested)\n"
      "\tby mx.example.net (Postfix) with ESMTPS id 4B2C81F\n"
      "\tfor <user@example.net>; " DATE,
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example by=mx.example.net with=ESMTPS id=4B2C81F "
      "for=user@example.net date" },
    { "Postfix, client certificate",
      "from a.example (b.example [192.0.2.1])\n"
      "\t(using TLSv1.2 with cipher ECDHE-RSA-AES256-GCM-SHA384 (256/256 bits))\n"
      "\t(Client CN \"b.example\", Issuer \"Example CA\" (verified OK))\n"
      "\tby mx.example.net (Postfix) with ESMTPS id 4B2C81F; " DATE,
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example by=mx.example.net with=ESMTPS id=4B2C81F "
      "date" },
    { "Postfix, no certificate presented",
      "from a.example (b.example [192.0.2.1]) (using TLSv1 with cipher DHE-RSA-AES256-SHA "
      "(256/256 bits)) (Client did not present a certificate) by mx.example.net (Postfix) "
      "with ESMTP id 4B2C81F; " DATE,
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example by=mx.example.net with=ESMTP id=4B2C81F "
      "date" },
    { "Postfix, authenticated",
      "from [10.1.2.3] (b.example [192.0.2.1])\n"
      "\t(Authenticated sender: user@example.net)\n"
      "\tby mx.example.net (Postfix) with ESMTPSA id 4B2C81F; " DATE,
      "submission format=authenticated ip=192.0.2.1 rdns=b.example helo=[10.1.2.3] "
      "by=mx.example.net with=ESMTPSA id=4B2C81F auth='Authenticated sender: user@example.net' "
      "date" },
    { "Postfix, authenticated without TLS in old versions",
      "from a.example (b.example [192.0.2.1]) (Authenticated sender: user) by "
      "mx.example.net (Postfix) with ESMTP id 4B2C81F; " DATE,
      "submission format=authenticated ip=192.0.2.1 rdns=b.example helo=a.example "
      "by=mx.example.net with=ESMTP id=4B2C81F auth='Authenticated sender: user' date" },
    { "Postfix pickup",
      "by mx.example.net (Postfix, from userid 1000)\n"
      "\tid 4B2C81F; " DATE,
      "local format='Postfix pickup' by=mx.example.net id=4B2C81F date handed-in user=1000" },
    { "Postfix local", "by mx.example.net (Postfix) id 4B2C81F; " DATE,
      "local format='Postfix local' by=mx.example.net id=4B2C81F date" },
    { "Postfix local, one recipient",
      "by mx.example.net (Postfix)\n"
      "\tid 4B2C81F for <user@example.net>; " DATE,
      "local format='Postfix local' by=mx.example.net id=4B2C81F for=user@example.net date" },
    { "Postfix, from removed", "by mx.example.net (Postfix) with ESMTP id 4B2C81F; " DATE,
      "unknown by=mx.example.net with=ESMTP id=4B2C81F date" },
    { "Postfix, from removed, authenticated",
      "by mx.example.net (Postfix) with ESMTPSA id 4B2C81F; " DATE,
      "submission format=authenticated by=mx.example.net with=ESMTPSA id=4B2C81F auth=ESMTPSA "
      "date" },
    { "Postfix, UTF8SMTP",
      "from a.example (b.example [192.0.2.1]) by mx.example.net (Postfix) with UTF8SMTPS "
      "id 4B2C81F for <user@example.net>; " DATE,
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example by=mx.example.net with=UTF8SMTPS id=4B2C81F "
      "for=user@example.net date" },
    { "Postfix to amavisd and back",
      "from localhost (localhost [127.0.0.1]) by mx.example.net (Postfix) with ESMTP id "
      "4B2C81F; " DATE,
      "smtp ip=127.0.0.1 rdns=localhost helo=localhost by=mx.example.net with=ESMTP id=4B2C81F "
      "date" },
};

Test(received, postfix)
{
    for (size_t i = 0; i < G_N_ELEMENTS(postfix); i++)
        expect_case(&postfix[i]);
}

static const ReceivedCase sendmail[] = {
    { "Sendmail",
      "from a.example (b.example [192.0.2.1])\r\n"
      "\tby mx.example.net (8.17.1/8.17.1) with ESMTP id h223PmZX012345\r\n"
      "\tfor <user@example.net>; " DATE,
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example by=mx.example.net with=ESMTP "
      "id=h223PmZX012345 for=user@example.net date" },
    { "Sendmail, no reverse name",
      "from a.example ([192.0.2.1]) by mx.example.net (8.12.6/8.12.6) with SMTP id "
      "h223PmZX012345; " DATE,
      "smtp ip=192.0.2.1 helo=a.example by=mx.example.net with=SMTP id=h223PmZX012345 date" },
    { "Sendmail, may be forged",
      "from a.example (b.example [192.0.2.1] (may be forged))\n"
      "\tby mx.example.net (8.12.6/8.12.6) with ESMTP id h223PmZX012345\n"
      "\tfor <user@example.net>; " DATE,
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example by=mx.example.net with=ESMTP "
      "id=h223PmZX012345 for=user@example.net date" },
    { "Sendmail, no reverse name, may be forged",
      "from a.example ([192.0.2.1] (may be forged)) by mx.example.net (8.12.6/8.12.6) "
      "with ESMTP id h223PmZX012345; " DATE,
      "smtp ip=192.0.2.1 helo=a.example by=mx.example.net with=ESMTP id=h223PmZX012345 date" },
    { "Sendmail, ident",
      "from a.example (sender@b.example [192.0.2.1]) by mx.example.net (8.9.3/8.9.3) with "
      "ESMTP id RAA12345 for <user@example.net>; " DATE,
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example ident=sender by=mx.example.net with=ESMTP "
      "id=RAA12345 for=user@example.net date" },
    { "Sendmail, ident, no reverse name",
      "from a.example (sender@[192.0.2.1]) by mx.example.net (8.9.3/8.9.3) with ESMTP id "
      "RAA12345; " DATE,
      "smtp ip=192.0.2.1 helo=a.example ident=sender by=mx.example.net with=ESMTP id=RAA12345 "
      "date" },
    { "Sendmail, IDENT as Red Hat had it",
      "from a.example (IDENT:sender@b.example [192.0.2.1]) by mx.example.net "
      "(8.9.3/8.9.3) with ESMTP id RAA12345; " DATE,
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example ident=sender by=mx.example.net with=ESMTP "
      "id=RAA12345 date" },
    { "Sendmail, authenticated",
      "from a.example (b.example [192.0.2.1])\n"
      "\t(authenticated bits=0)\n"
      "\tby mx.example.net (8.12.6/8.12.6) with ESMTP id h223PmZX012345\n"
      "\t(version=TLSv1/SSLv3 cipher=DHE-RSA-AES256-SHA bits=256 verify=NO);\n"
      "\t" DATE,
      "submission format=authenticated ip=192.0.2.1 rdns=b.example helo=a.example "
      "by=mx.example.net with=ESMTP id=h223PmZX012345 auth='authenticated bits=0' date" },
    { "Sendmail 8.11, authenticated",
      "from a.example (b.example [192.0.2.1]) (authenticated (0 bits)) by mx.example.net "
      "(8.11.6/8.11.6) with ESMTP id h223PmZX012345; " DATE,
      "submission format=authenticated ip=192.0.2.1 rdns=b.example helo=a.example "
      "by=mx.example.net with=ESMTP id=h223PmZX012345 auth='authenticated (0 bits)' date" },
    { "Sendmail 8.10, authenticated",
      "from a.example (b.example [192.0.2.1]) (authenticated) by mx.example.net "
      "(8.10.2/8.10.2) with ESMTP id h223PmZX012345; " DATE,
      "submission format=authenticated ip=192.0.2.1 rdns=b.example helo=a.example "
      "by=mx.example.net with=ESMTP id=h223PmZX012345 auth=authenticated date" },
    { "Sendmail, TLS comment behind the id",
      "from a.example (b.example [192.0.2.1]) by mx.example.net (8.17.1/8.17.1) with "
      "ESMTPS id h223PmZX012345 (version=TLSv1.3 cipher=TLS_AES_256_GCM_SHA384 bits=256 "
      "verify=NOT) for <user@example.net>; " DATE,
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example by=mx.example.net with=ESMTPS "
      "id=h223PmZX012345 for=user@example.net date" },
    { "Sendmail, envelope-from behind the date",
      "from a.example (b.example [192.0.2.1]) by mx.example.net (8.13.8/8.13.8) with "
      "ESMTP id h223PmZX012345; " DATE " (PST)\n"
      "\t(envelope-from sender@a.example)",
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example by=mx.example.net with=ESMTP "
      "id=h223PmZX012345 envelope-from=sender@a.example date='Sat, 1 Mar 2003 17:25:48 -0800 "
      "(PST)'" },
    { "Sendmail, no HELO",
      "(from sender@b.example [192.0.2.1]) by mx.example.net (8.12.6/8.12.6) id "
      "h223PmZX012345; " DATE,
      "smtp ip=192.0.2.1 rdns=b.example ident=sender by=mx.example.net id=h223PmZX012345 date" },
    { "Sendmail, no HELO, no reverse name",
      "(from sender@[192.0.2.1]) by mx.example.net (8.12.6/8.12.6) id h223PmZX012345; " DATE,
      "smtp ip=192.0.2.1 ident=sender by=mx.example.net id=h223PmZX012345 date" },
    { "Sendmail, a local user",
      "(from sender@localhost)\r\n"
      "\tby mx.example.net (8.12.6/8.12.6/Submit) id h223PmZX012345\r\n"
      "\tfor user@example.net; " DATE,
      "local format='sendmail local' rdns=localhost ident=sender by=mx.example.net "
      "id=h223PmZX012345 for=user@example.net date handed-in user=sender" },
    { "Sendmail's submission program handing over",
      "from mx.example.net (localhost [127.0.0.1]) by mx.example.net (8.12.6/8.12.6) with "
      "ESMTP id h223PmZX012345 for <user@example.net>; " DATE,
      "smtp ip=127.0.0.1 rdns=localhost helo=mx.example.net by=mx.example.net with=ESMTP "
      "id=h223PmZX012345 for=user@example.net date" },
    { "Sendmail, IPv6",
      "from a.example (b.example [IPv6:2001:db8:0:0:0:0:0:1]) by mx.example.net "
      "(8.17.1/8.17.1) with ESMTPS id h223PmZX012345; " DATE,
      "smtp ip=2001:db8::1 rdns=b.example helo=a.example by=mx.example.net with=ESMTPS "
      "id=h223PmZX012345 date" },
    { "Sendmail for SGI",
      "from a.example (b.example [192.0.2.1]) by mx.example.net (SGI-8.9.3/8.9.3) via "
      "ESMTP id RAA12345; " DATE,
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example by=mx.example.net with=ESMTP id=RAA12345 "
      "date" },
    { "Sendmail 5", "from a.example by mx.example.net (5.65/1.34) id AA12345; " DATE,
      "unknown helo=a.example by=mx.example.net id=AA12345 date" },
    { "Proofpoint between two hosts",
      "from pps.filterd (mx.example.net [127.0.0.1]) by mx.example.net "
      "(8.17.1.24/8.17.1.24) with ESMTP id 3abc7d-1; " DATE,
      "smtp ip=127.0.0.1 rdns=mx.example.net helo=pps.filterd by=mx.example.net with=ESMTP "
      "id=3abc7d-1 date" },
};

Test(received, sendmail)
{
    for (size_t i = 0; i < G_N_ELEMENTS(sendmail); i++)
        expect_case(&sendmail[i]);
}

static const ReceivedCase exim[] = {
    { "Exim",
      "from b.example ([192.0.2.1] helo=a.example)\n"
      "\tby mx.example.net with esmtp (Exim 4.14)\n"
      "\tid 18pHbc-0004Xy-00\n"
      "\tfor user@example.net; Sat, 01 Mar 2003 17:25:48 -0800",
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example by=mx.example.net with=esmtp "
      "id=18pHbc-0004Xy-00 for=user@example.net date" },
    { "Exim, HELO the reverse name",
      "from b.example ([192.0.2.1]) by mx.example.net with esmtp (Exim 4.14) id "
      "18pHbc-0004Xy-00; Sat, 01 Mar 2003 17:25:48 -0800",
      "smtp ip=192.0.2.1 rdns=b.example by=mx.example.net with=esmtp id=18pHbc-0004Xy-00 date" },
    { "Exim, no reverse name",
      "from [192.0.2.1] (helo=a.example) by mx.example.net with esmtp (Exim 4.14) id "
      "18pHbc-0004Xy-00; Sat, 01 Mar 2003 17:25:48 -0800",
      "smtp ip=192.0.2.1 helo=a.example by=mx.example.net with=esmtp id=18pHbc-0004Xy-00 date" },
    { "Exim, no reverse name, no HELO",
      "from [192.0.2.1] by mx.example.net with smtp (Exim 4.14) id 18pHbc-0004Xy-00; Sat, "
      "01 Mar 2003 17:25:48 -0800",
      "smtp ip=192.0.2.1 by=mx.example.net with=smtp id=18pHbc-0004Xy-00 date" },
    { "Exim, port",
      "from b.example ([192.0.2.1]:49152 helo=a.example) by mx.example.net with esmtps  "
      "(TLS1.3) tls TLS_AES_256_GCM_SHA384\n"
      "\t(Exim 4.94.2)\n"
      "\t(envelope-from <sender@a.example>)\n"
      "\tid 1lHJxY-0004Xy-Qz\n"
      "\tfor user@example.net; Sat, 01 Mar 2003 17:25:48 -0800",
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example by=mx.example.net with=esmtps "
      "id=1lHJxY-0004Xy-Qz for=user@example.net envelope-from=sender@a.example date" },
    { "Exim, port, no reverse name",
      "from [192.0.2.1] (port=49152 helo=a.example) by mx.example.net with esmtp (Exim 4.94.2) "
      "(envelope-from <sender@a.example>) id 1lHJxY-0004Xy-Qz; Sat, 01 Mar 2003 17:25:48 -0800",
      "smtp ip=192.0.2.1 helo=a.example by=mx.example.net with=esmtp id=1lHJxY-0004Xy-Qz "
      "envelope-from=sender@a.example date" },
    { "Exim, ident",
      "from b.example ([192.0.2.1]\n"
      "\thelo=a.example ident=sender) by mx.example.net with esmtp (Exim 4.14) id "
      "18pHbc-0004Xy-00; Sat, 01 Mar 2003 17:25:48 -0800",
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example ident=sender by=mx.example.net with=esmtp "
      "id=18pHbc-0004Xy-00 date" },
    { "Exim, ident alone",
      "from b.example ([192.0.2.1] ident=sender) by mx.example.net with smtp (Exim 3.36 "
      "#1 (Debian)) id 18pHbc-0004Xy-00; Sat, 01 Mar 2003 17:25:48 -0800",
      "smtp ip=192.0.2.1 rdns=b.example ident=sender by=mx.example.net with=smtp "
      "id=18pHbc-0004Xy-00 date" },
    { "Exim, HELO a literal",
      "from b.example ([192.0.2.1] helo=[198.51.100.7]) by mx.example.net with esmtp "
      "(Exim 4.14) id 18pHbc-0004Xy-00; Sat, 01 Mar 2003 17:25:48 -0800",
      "smtp ip=192.0.2.1 rdns=b.example helo=[198.51.100.7] by=mx.example.net with=esmtp "
      "id=18pHbc-0004Xy-00 date" },
    { "Exim, IPv6",
      "from b.example ([2001:db8::1]:49152 helo=a.example) by mx.example.net with esmtps "
      "(TLS1.2:ECDHE_RSA_AES_256_GCM_SHA384:256) (Exim 4.90_1) (envelope-from <>) id "
      "1lHJxY-0004Xy-Qz for user@example.net; Sat, 01 Mar 2003 17:25:48 -0800",
      "smtp ip=2001:db8::1 rdns=b.example helo=a.example by=mx.example.net with=esmtps "
      "id=1lHJxY-0004Xy-Qz for=user@example.net envelope-from='' date" },
    { "Exim, authenticated",
      "from b.example ([192.0.2.1] helo=[10.1.2.3]) by mx.example.net with esmtpsa "
      "(TLS1.2:ECDHE_RSA_AES_256_GCM_SHA384:256) (Exim 4.90_1) (envelope-from "
      "<sender@example.net>) id 1lHJxY-0004Xy-Qz; Sat, 01 Mar 2003 17:25:48 -0800",
      "submission format=authenticated ip=192.0.2.1 rdns=b.example helo=[10.1.2.3] "
      "by=mx.example.net with=esmtpsa id=1lHJxY-0004Xy-Qz envelope-from=sender@example.net "
      "auth=esmtpsa date" },
    { "Exim 4.0, authenticated",
      "from b.example ([192.0.2.1] helo=a.example) by mx.example.net with asmtp "
      "(TLSv1:RC4-SHA:128) (Exim 4.20) id 18pHbc-0004Xy-00; Sat, 01 Mar 2003 17:25:48 -0800",
      "submission format=authenticated ip=192.0.2.1 rdns=b.example helo=a.example "
      "by=mx.example.net with=asmtp id=18pHbc-0004Xy-00 auth=asmtp date" },
    { "Exim, a local user",
      "from sender by mx.example.net with local (Exim 4.14)\n"
      "\t(envelope-from <sender@example.net>)\n"
      "\tid 18pHbc-0004Xy-00\n"
      "\tfor user@example.net; Sat, 01 Mar 2003 17:25:48 -0800",
      "local format='local submission' helo=sender by=mx.example.net with=local "
      "id=18pHbc-0004Xy-00 for=user@example.net envelope-from=sender@example.net date handed-in "
      "user=sender" },
    { "Exim, a local SMTP session",
      "from sender by mx.example.net with local-esmtp (Exim 4.14) id 18pHbc-0004Xy-00; "
      "Sat, 01 Mar 2003 17:25:48 -0800",
      "local format='local submission' helo=sender by=mx.example.net with=local-esmtp "
      "id=18pHbc-0004Xy-00 date handed-in user=sender" },
    { "Exim, a local SMTP session with HELO",
      "from sender (helo=a.example) by mx.example.net with local-esmtp (Exim 4.96) "
      "(envelope-from <sender@example.net>) id 1lHJxY-0004Xy-Qz for user@example.net; "
      "Sat, 01 Mar 2003 17:25:48 -0800",
      "local format='local submission' helo=a.example by=mx.example.net with=local-esmtp "
      "id=1lHJxY-0004Xy-Qz for=user@example.net envelope-from=sender@example.net date handed-in "
      "user=sender" },
    { "Exim, batched SMTP",
      "from sender by mx.example.net with local-bsmtp (Exim 4.14) id 18pHbc-0004Xy-00; "
      "Sat, 01 Mar 2003 17:25:48 -0800",
      "local format='local submission' helo=sender by=mx.example.net with=local-bsmtp "
      "id=18pHbc-0004Xy-00 date handed-in user=sender" },
    { "Exim 1",
      "from a.example (b.example) [192.0.2.1] (sender) by mx.example.net with smtp (Exim "
      "1.92 #3) id 0zXyZa-0004Xy-00; " DATE,
      "smtp ip=192.0.2.1 helo='a.example (b.example)' by=mx.example.net with=smtp "
      "id=0zXyZa-0004Xy-00 date" },
    { "Exim 2",
      "from b.example [192.0.2.1] by mx.example.net with esmtp (Exim 2.05 #1 (Debian)) id "
      "10XyZa-0004Xy-00; " DATE,
      "smtp ip=192.0.2.1 rdns=b.example by=mx.example.net with=esmtp id=10XyZa-0004Xy-00 date" },
};

Test(received, exim)
{
    for (size_t i = 0; i < G_N_ELEMENTS(exim); i++)
        expect_case(&exim[i]);
}

static const ReceivedCase qmail[] = {
    { "qmail",
      "from b.example (HELO a.example) (192.0.2.1)\n"
      "  by mx.example.net with SMTP; 2 Mar 2003 01:25:48 -0000",
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example by=mx.example.net with=SMTP date" },
    { "qmail, HELO the reverse name",
      "from b.example (192.0.2.1) by mx.example.net with SMTP; 2 Mar 2003 01:25:48 -0000",
      "smtp ip=192.0.2.1 rdns=b.example by=mx.example.net with=SMTP date" },
    { "qmail, no reverse name",
      "from unknown (HELO a.example) (192.0.2.1) by mx.example.net with SMTP; 2 Mar 2003 "
      "01:25:48 -0000",
      "smtp ip=192.0.2.1 helo=a.example by=mx.example.net with=SMTP date" },
    { "qmail, no reverse name, no HELO",
      "from unknown (192.0.2.1) by mx.example.net with SMTP; 2 Mar 2003 01:25:48 -0000",
      "smtp ip=192.0.2.1 by=mx.example.net with=SMTP date" },
    { "qmail, ident",
      "from b.example (HELO a.example) (sender@192.0.2.1) by mx.example.net with SMTP; 2 "
      "Mar 2003 01:25:48 -0000",
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example ident=sender by=mx.example.net with=SMTP "
      "date" },
    { "qmail, login as the ident",
      "from b.example (HELO a.example) (sender@example.net@192.0.2.1) by mx.example.net "
      "with ESMTPA; 2 Mar 2003 01:25:48 -0000",
      "submission format=authenticated ip=192.0.2.1 rdns=b.example helo=a.example "
      "ident=sender@example.net by=mx.example.net with=ESMTPA auth=ESMTPA date" },
    { "netqmail, TLS",
      "from b.example (HELO a.example) (192.0.2.1) by mx.example.net with "
      "(DHE-RSA-AES256-SHA encrypted) SMTP; 2 Mar 2003 01:25:48 -0000",
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example by=mx.example.net with=SMTP date" },
    { "qmail, HELO an address",
      "from b.example (HELO 198.51.100.7) (192.0.2.1) by mx.example.net with SMTP; 2 Mar "
      "2003 01:25:48 -0000",
      "smtp ip=192.0.2.1 rdns=b.example helo=198.51.100.7 by=mx.example.net with=SMTP date" },
    { "qmail, IPv6",
      "from b.example (HELO a.example) (2001:db8::1) by mx.example.net with ESMTP; 2 Mar "
      "2003 01:25:48 -0000",
      "smtp ip=2001:db8::1 rdns=b.example helo=a.example by=mx.example.net with=ESMTP date" },
    { "qmail queue", "(qmail 12345 invoked by uid 89); 2 Mar 2003 01:25:48 -0000",
      "local format='qmail queue' date handed-in user=89" },
    { "qmail queue, from network", "(qmail 12345 invoked from network); 2 Mar 2003 01:25:48 -0000",
      "local format='qmail queue' date" },
    { "qmail queue, by alias", "(qmail 12345 invoked by alias); 2 Mar 2003 01:25:48 -0000",
      "local format='qmail queue' date handed-in user=alias" },
    { "qmail queue, for bounce", "(qmail 12345 invoked for bounce); 2 Mar 2003 01:25:48 -0000",
      "local format='qmail queue' date" },
    { "qmail queue, an address that is not the client's",
      "(qmail 12345 invoked from network [198.51.100.7]); 2 Mar 2003 01:25:48 -0000",
      "local format='qmail queue' date" },
    { "qmail-scanner",
      "from sender@a.example by mx.example.net by uid 500 with qmail-scanner-1.20 (clamscan: "
      "0.60. Clear:RC:0(198.51.100.7):. Processed in 1.2 secs); 02 Mar 2003 01:25:48 -0000",
      "local format=qmail-scanner helo=sender@a.example by=mx.example.net with=qmail-scanner-1.20 "
      "date handed-in user=500" },
    { "qmail-scanner, by address",
      "from 192.0.2.1 by mx.example.net (envelope-from <sender@a.example>, uid 500) with "
      "qmail-scanner-2.01 (clamdscan: 0.88. Clear:RC:0(198.51.100.7):. Processed in 1.2 "
      "secs); 02 Mar 2003 01:25:48 -0000",
      "smtp ip=192.0.2.1 by=mx.example.net with=qmail-scanner-2.01 envelope-from=sender@a.example "
      "date" },
    { "qmail-scanner, local",
      "from 127.0.0.1 by mx.example.net (envelope-from <sender@a.example>, uid 500) with "
      "qmail-scanner-2.01 (clamdscan: 0.88. Processed in 1.2 secs); 02 Mar 2003 01:25:48 -0000",
      "local format=qmail-scanner ip=127.0.0.1 by=mx.example.net with=qmail-scanner-2.01 "
      "envelope-from=sender@a.example date handed-in user=500" },
    { "qpsmtpd",
      "from b.example (HELO a.example) (192.0.2.1) by mx.example.net (qpsmtpd/0.40) with "
      "ESMTP; Sat, 01 Mar 2003 17:25:48 -0800",
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example by=mx.example.net with=ESMTP date" },
    { "qpsmtpd, authenticated",
      "from b.example (HELO a.example) (192.0.2.1) (smtp-auth username sender, mechanism "
      "plain) by mx.example.net (qpsmtpd/0.40) with ESMTPA; Sat, 01 Mar 2003 17:25:48 -0800",
      "submission format=authenticated ip=192.0.2.1 rdns=b.example helo=a.example "
      "by=mx.example.net with=ESMTPA auth='smtp-auth username sender, mechanism plain' date" },
};

Test(received, qmail)
{
    for (size_t i = 0; i < G_N_ELEMENTS(qmail); i++)
        expect_case(&qmail[i]);
}

static const ReceivedCase courier[] = {
    { "Courier",
      "from a.example (b.example [::ffff:192.0.2.1])\n"
      "  by mx.example.net with esmtp; Sat, 01 Mar 2003 17:25:48 -0800\n"
      "  id 0001A2B3.3E615A0C.00004D2",
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example by=mx.example.net with=esmtp "
      "id=0001A2B3.3E615A0C.00004D2 date='Sat, 01 Mar 2003 17:25:48 -0800'" },
    { "Courier, no reverse name",
      "from a.example ([192.0.2.1]) by mx.example.net with esmtp; Sat, 01 Mar 2003 "
      "17:25:48 -0800",
      "smtp ip=192.0.2.1 helo=a.example by=mx.example.net with=esmtp date" },
    { "Courier, authenticated",
      "from a.example (b.example [192.0.2.1])\n"
      "  (AUTH: LOGIN sender@example.net, TLS: TLSv1/SSLv3,256bits,AES256-SHA)\n"
      "  by mx.example.net with esmtp; Sat, 01 Mar 2003 17:25:48 -0800",
      "submission format=authenticated ip=192.0.2.1 rdns=b.example helo=a.example "
      "by=mx.example.net with=esmtp auth='AUTH: LOGIN sender@example.net, TLS: "
      "TLSv1/SSLv3,256bits,AES256-SHA' date" },
    { "Courier, TLS",
      "from a.example (b.example [192.0.2.1]) (TLS: TLSv1/SSLv3,256bits,AES256-SHA) by "
      "mx.example.net with esmtps; Sat, 01 Mar 2003 17:25:48 -0800",
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example by=mx.example.net with=esmtps date" },
    { "Courier, ident",
      "from a.example (b.example [192.0.2.1]) (IDENT: sender) by mx.example.net with "
      "esmtp; Sat, 01 Mar 2003 17:25:48 -0800",
      "smtp ip=192.0.2.1 rdns=b.example helo=a.example by=mx.example.net with=esmtp date" },
    { "Courier, a local user",
      "from localhost (localhost [127.0.0.1]) (uid 1000) by mx.example.net with local; "
      "Sat, 01 Mar 2003 17:25:48 -0800",
      "local format='local submission' ip=127.0.0.1 rdns=localhost helo=localhost "
      "by=mx.example.net with=local date handed-in user=1000" },
};

Test(received, courier)
{
    for (size_t i = 0; i < G_N_ELEMENTS(courier); i++)
        expect_case(&courier[i]);
}

static const ReceivedCase microsoft[] = {
    { "Exchange",
      "from a.example (192.0.2.1) by mx.example.net (198.51.100.7)\r\n"
      " with Microsoft SMTP Server (TLS) id 15.1.2507.9; " DATE,
      "smtp ip=192.0.2.1 helo=a.example by=mx.example.net with='Microsoft SMTP Server' "
      "id=15.1.2507.9 date" },
    { "Exchange, Frontend Transport",
      "from a.example (192.0.2.1) by mx.example.net (198.51.100.7) with Microsoft SMTP "
      "Server (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id "
      "15.1.2507.9 via Frontend Transport; " DATE,
      "smtp ip=192.0.2.1 helo=a.example by=mx.example.net with='Microsoft SMTP Server' "
      "id=15.1.2507.9 date" },
    { "Exchange, between its servers",
      "from EX1.corp.example.net (fe80::1234:5678%12) by EX2.corp.example.net "
      "(fe80::1234:9abc%12) with Microsoft SMTP Server id 15.1.2507.9; " DATE,
      "smtp ip=fe80::1234:5678 helo=EX1.corp.example.net by=EX2.corp.example.net with='Microsoft "
      "SMTP Server' id=15.1.2507.9 date" },
    { "Exchange, submission",
      "from EX1.corp.example.net ([fe80::1234:5678]) by EX1.corp.example.net "
      "([fe80::1234:5678%12]) with mapi id 15.01.2507.009; " DATE,
      "submission format=authenticated ip=fe80::1234:5678 helo=EX1.corp.example.net "
      "by=EX1.corp.example.net with=mapi id=15.01.2507.009 auth=mapi date" },
    { "Exchange 2007, literals",
      "from a.example ([192.0.2.1]) by mx.example.net ([198.51.100.7]) with Microsoft "
      "SMTP Server id 8.1.436.0; " DATE,
      "smtp ip=192.0.2.1 helo=a.example by=mx.example.net with='Microsoft SMTP Server' "
      "id=8.1.436.0 date" },
    { "Exchange 5.5",
      "from a.example ([192.0.2.1]) by mx.example.net with SMTP (Microsoft Exchange "
      "Internet Mail Service Version 5.5.2653.13) id FTB4K5L6; " DATE,
      "smtp ip=192.0.2.1 helo=a.example by=mx.example.net with=SMTP id=FTB4K5L6 date" },
    { "Exchange 5.5, inside",
      "by mx.example.net with Internet Mail Service (5.5.2653.19) id <FTB4K5L6>; " DATE,
      "unknown by=mx.example.net with='Internet Mail Service' id=<FTB4K5L6> date" },
    { "SMTPSVC",
      "from a.example ([192.0.2.1]) by mx.example.net with Microsoft "
      "SMTPSVC(5.0.2195.5329);\r\n"
      "\t " DATE,
      "smtp ip=192.0.2.1 helo=a.example by=mx.example.net with='Microsoft SMTPSVC' date" },
    { "SMTPSVC, over TLS",
      "from a.example ([192.0.2.1]) by mx.example.net over TLS secured channel with "
      "Microsoft SMTPSVC(6.0.3790.4675); " DATE,
      "smtp ip=192.0.2.1 helo=a.example by=mx.example.net with='Microsoft SMTPSVC' date" },
    { "SMTPSVC, pickup", "from mail pickup service by mx.example.net with Microsoft SMTPSVC; " DATE,
      "local format='Microsoft pickup' helo='mail pickup service' by=mx.example.net "
      "with='Microsoft SMTPSVC' date handed-in" },
    { "SMTPSVC, unverified",
      "from a.example (unverified [192.0.2.1]) by mx.example.net (SMTPRS 2.0.15) with "
      "SMTP id B0001234567@mx.example.net; " DATE,
      "smtp ip=192.0.2.1 helo=a.example by=mx.example.net with=SMTP id=B0001234567@mx.example.net "
      "date" },
    { "Microsoft 365, border",
      "from a.example (192.0.2.1) by\r\n"
      " DB5EUR01FT012.mail.protection.outlook.com (10.152.4.1) with Microsoft SMTP\r\n"
      " Server (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id\r\n"
      " 15.20.8293.21 via Frontend Transport; " DATE,
      "smtp ip=192.0.2.1 helo=a.example by=DB5EUR01FT012.mail.protection.outlook.com "
      "with='Microsoft SMTP Server' id=15.20.8293.21 date" },
    { "Microsoft 365, inside",
      "from DB7PR05CA0012.eurprd05.prod.outlook.com (2001:db8:10:36::25) by "
      "AM6PR08MB1234.eurprd08.prod.outlook.com (2001:db8:20b:83::14) with Microsoft SMTP "
      "Server (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id "
      "15.20.8293.21; " DATE,
      "smtp ip=2001:db8:10:36::25 helo=DB7PR05CA0012.eurprd05.prod.outlook.com "
      "by=AM6PR08MB1234.eurprd08.prod.outlook.com with='Microsoft SMTP Server' id=15.20.8293.21 "
      "date" },
    { "Microsoft 365, border's front end",
      "from DB5EUR01FT012.eop-EUR01.prod.protection.outlook.com (2001:db8:10:36:cafe::a2) "
      "by DB7PR05CA0012.outlook.office365.com (2001:db8:10:36::25) with Microsoft SMTP "
      "Server (version=TLS1_3, cipher=TLS_AES_256_GCM_SHA384) id 15.20.8293.21 via "
      "Frontend Transport; " DATE,
      "smtp ip=2001:db8:10:36:cafe::a2 helo=DB5EUR01FT012.eop-EUR01.prod.protection.outlook.com "
      "by=DB7PR05CA0012.outlook.office365.com with='Microsoft SMTP Server' id=15.20.8293.21 date" },
    { "Microsoft 365, delivery over HTTPS",
      "from AM6PR08MB1234.eurprd08.prod.outlook.com (2001:db8:20b::1) by "
      "DB8PR08MB5678.eurprd08.prod.outlook.com with HTTPS; " DATE,
      "smtp ip=2001:db8:20b::1 helo=AM6PR08MB1234.eurprd08.prod.outlook.com "
      "by=DB8PR08MB5678.eurprd08.prod.outlook.com with=HTTPS date" },
    { "Microsoft 365, HTTPS via Frontend",
      "from AM6PR08MB1234.eurprd08.prod.outlook.com (2001:db8:20b::1) by "
      "DB8PR08MB5678.eurprd08.prod.outlook.com with HTTPS via "
      "AM9P193CA0012.EURP193.PROD.OUTLOOK.COM; " DATE,
      "smtp ip=2001:db8:20b::1 helo=AM6PR08MB1234.eurprd08.prod.outlook.com "
      "by=DB8PR08MB5678.eurprd08.prod.outlook.com with=HTTPS date" },
    { "Microsoft 365, submission",
      "from AM6PR08MB1234.eurprd08.prod.outlook.com ([fe80::1234:5678:9abc:def0]) by "
      "AM6PR08MB1234.eurprd08.prod.outlook.com ([fe80::1234:5678:9abc:def0%4]) with mapi "
      "id 15.20.8293.018; " DATE,
      "submission format=authenticated ip=fe80::1234:5678:9abc:def0 "
      "helo=AM6PR08MB1234.eurprd08.prod.outlook.com by=AM6PR08MB1234.eurprd08.prod.outlook.com "
      "with=mapi id=15.20.8293.018 auth=mapi date" },
    { "Hotmail",
      "from 192.0.2.1 by by1fd.bay1.hotmail.example with HTTP;\r\n"
      "\tSat, 01 Mar 2003 17:25:48 GMT",
      "submission format=webmail ip=192.0.2.1 by=by1fd.bay1.hotmail.example with=HTTP auth=HTTP "
      "date" },
};

Test(received, microsoft)
{
    for (size_t i = 0; i < G_N_ELEMENTS(microsoft); i++)
        expect_case(&microsoft[i]);
}
