/* SPDX-License-Identifier: ISC */
/* The three HELO names that every reader of headers must survive, where each writer puts HELO. The
 * client is 203.0.113.9 and its HELO says 192.0.2.1: that is never the address. */
#include "tests/unit/received_case.h"

static const ReceivedCase helo[] = {
    { "Postfix: HELO a literal",
      "from [192.0.2.1] (rdns.example [203.0.113.9]) by real.example (Postfix) with ESMTP "
      "id 4B2C81F for <user@example.net>; " DATE,
      "smtp ip=203.0.113.9 rdns=rdns.example helo=[192.0.2.1] by=real.example with=ESMTP "
      "id=4B2C81F for=user@example.net date" },
    { "Postfix: HELO a comment",
      "from (real.example [192.0.2.1]) (rdns.example [203.0.113.9]) by real.example "
      "(Postfix) with ESMTP id 4B2C81F for <user@example.net>; " DATE,
      "smtp ip=203.0.113.9 rdns=rdns.example helo='(real.example [192.0.2.1])' by=real.example "
      "with=ESMTP id=4B2C81F for=user@example.net date" },
    { "Postfix: HELO a whole clause",
      "from x (y [192.0.2.1]) by mx.example.net (rdns.example [203.0.113.9]) by "
      "real.example (Postfix) with ESMTP id 4B2C81F for <user@example.net>; " DATE,
      "unknown problem='more than one by clause' at=70" },
    { "Postfix, which neuters: HELO a literal",
      "from [192.0.2.1] (rdns.example [203.0.113.9]) by real.example (Postfix) with ESMTP "
      "id 4B2C81F for <user@example.net>; " DATE,
      "smtp ip=203.0.113.9 rdns=rdns.example helo=[192.0.2.1] by=real.example with=ESMTP "
      "id=4B2C81F for=user@example.net date" },
    { "Postfix, which neuters: HELO a comment",
      "from ?real.example?[192.0.2.1]? (rdns.example [203.0.113.9]) by real.example "
      "(Postfix) with ESMTP id 4B2C81F for <user@example.net>; " DATE,
      "smtp ip=203.0.113.9 rdns=rdns.example helo=?real.example?[192.0.2.1]? by=real.example "
      "with=ESMTP id=4B2C81F for=user@example.net date" },
    { "Postfix, which neuters: HELO a whole clause",
      "from x?\?y?[192.0.2.1]?\?by?mx.example.net (rdns.example [203.0.113.9]) by "
      "real.example (Postfix) with ESMTP id 4B2C81F for <user@example.net>; " DATE,
      "smtp ip=203.0.113.9 rdns=rdns.example helo=x??y?[192.0.2.1]??by?mx.example.net "
      "by=real.example with=ESMTP id=4B2C81F for=user@example.net date" },
    { "Sendmail: HELO a literal",
      "from [192.0.2.1] (rdns.example [203.0.113.9] (may be forged)) by real.example "
      "(8.17.1/8.17.1) with ESMTP id h223PmZX012345 for <user@example.net>; " DATE,
      "smtp ip=203.0.113.9 rdns=rdns.example helo=[192.0.2.1] by=real.example with=ESMTP "
      "id=h223PmZX012345 for=user@example.net date" },
    { "Sendmail: HELO a comment",
      "from (real.example [192.0.2.1]) (rdns.example [203.0.113.9] (may be forged)) by "
      "real.example (8.17.1/8.17.1) with ESMTP id h223PmZX012345 for <user@example.net>; " DATE,
      "smtp ip=203.0.113.9 rdns=rdns.example helo='(real.example [192.0.2.1])' by=real.example "
      "with=ESMTP id=h223PmZX012345 for=user@example.net date" },
    { "Sendmail: HELO a whole clause",
      "from x (y [192.0.2.1]) by mx.example.net (rdns.example [203.0.113.9] (may be "
      "forged)) by real.example (8.17.1/8.17.1) with ESMTP id h223PmZX012345 for "
      "<user@example.net>; " DATE,
      "unknown problem='more than one by clause' at=86" },
    { "Sendmail, no reverse name: HELO a literal",
      "from [192.0.2.1] ([203.0.113.9]) by real.example (8.17.1/8.17.1) with ESMTP id "
      "h223PmZX012345; " DATE,
      "smtp ip=203.0.113.9 helo=[192.0.2.1] by=real.example with=ESMTP id=h223PmZX012345 date" },
    { "Sendmail, no reverse name: HELO a comment",
      "from (real.example [192.0.2.1]) ([203.0.113.9]) by real.example (8.17.1/8.17.1) "
      "with ESMTP id h223PmZX012345; " DATE,
      "smtp ip=203.0.113.9 helo='(real.example [192.0.2.1])' by=real.example with=ESMTP "
      "id=h223PmZX012345 date" },
    { "Sendmail, no reverse name: HELO a whole clause",
      "from x (y [192.0.2.1]) by mx.example.net ([203.0.113.9]) by real.example "
      "(8.17.1/8.17.1) with ESMTP id h223PmZX012345; " DATE,
      "unknown problem='more than one by clause' at=57" },
    { "Exim: HELO a literal",
      "from rdns.example ([203.0.113.9]:49152 helo=[192.0.2.1]) by real.example with "
      "esmtp (Exim 4.96) (envelope-from <sender@a.example>) id 1lHJxY-0004Xy-Qz for "
      "user@example.net; " DATE,
      "smtp ip=203.0.113.9 rdns=rdns.example helo=[192.0.2.1] by=real.example with=esmtp "
      "id=1lHJxY-0004Xy-Qz for=user@example.net envelope-from=sender@a.example date" },
    { "Exim: HELO a comment",
      "from rdns.example ([203.0.113.9]:49152 helo=(real.example [192.0.2.1])) by "
      "real.example with esmtp (Exim 4.96) (envelope-from <sender@a.example>) id "
      "1lHJxY-0004Xy-Qz for user@example.net; " DATE,
      "smtp ip=203.0.113.9 rdns=rdns.example helo=(real.example by=real.example with=esmtp "
      "id=1lHJxY-0004Xy-Qz for=user@example.net envelope-from=sender@a.example date" },
    { "Exim: HELO a whole clause",
      "from rdns.example ([203.0.113.9]:49152 helo=x (y [192.0.2.1]) by mx.example.net) "
      "by real.example with esmtp (Exim 4.96) (envelope-from <sender@a.example>) id "
      "1lHJxY-0004Xy-Qz for user@example.net; " DATE,
      "smtp ip=203.0.113.9 rdns=rdns.example helo=x by=real.example with=esmtp id=1lHJxY-0004Xy-Qz "
      "for=user@example.net envelope-from=sender@a.example date" },
    { "Exim, no reverse name: HELO a literal",
      "from [203.0.113.9] (helo=[192.0.2.1]) by real.example with esmtp (Exim 4.96) id "
      "1lHJxY-0004Xy-Qz; " DATE,
      "smtp ip=203.0.113.9 helo=[192.0.2.1] by=real.example with=esmtp id=1lHJxY-0004Xy-Qz date" },
    { "Exim, no reverse name: HELO a comment",
      "from [203.0.113.9] (helo=(real.example [192.0.2.1])) by real.example with esmtp "
      "(Exim 4.96) id 1lHJxY-0004Xy-Qz; " DATE,
      "smtp ip=203.0.113.9 helo=(real.example by=real.example with=esmtp id=1lHJxY-0004Xy-Qz "
      "date" },
    { "Exim, no reverse name: HELO a whole clause",
      "from [203.0.113.9] (helo=x (y [192.0.2.1]) by mx.example.net) by real.example with "
      "esmtp (Exim 4.96) id 1lHJxY-0004Xy-Qz; " DATE,
      "smtp ip=203.0.113.9 helo=x by=real.example with=esmtp id=1lHJxY-0004Xy-Qz date" },
    { "qmail: HELO a literal",
      "from rdns.example (HELO ?192.0.2.1?) (203.0.113.9) by real.example with SMTP; " DATE,
      "smtp ip=203.0.113.9 rdns=rdns.example helo=?192.0.2.1? by=real.example with=SMTP date" },
    { "qmail: HELO a comment",
      "from rdns.example (HELO ?real.example?\?192.0.2.1?\?) (203.0.113.9) by "
      "real.example with SMTP; " DATE,
      "smtp ip=203.0.113.9 rdns=rdns.example helo=?real.example??192.0.2.1?? by=real.example "
      "with=SMTP date" },
    { "qmail: HELO a whole clause",
      "from rdns.example (HELO x?\?y?\?192.0.2.1?\?\?by?mx.example.net) (203.0.113.9) by "
      "real.example with SMTP; " DATE,
      "smtp ip=203.0.113.9 rdns=rdns.example helo=x??y??192.0.2.1???by?mx.example.net "
      "by=real.example with=SMTP date" },
    { "qpsmtpd: HELO a literal",
      "from rdns.example (HELO [192.0.2.1]) (203.0.113.9) by real.example (qpsmtpd/0.40) "
      "with SMTP; " DATE,
      "smtp ip=203.0.113.9 rdns=rdns.example helo=[192.0.2.1] by=real.example with=SMTP date" },
    { "qpsmtpd: HELO a comment",
      "from rdns.example (HELO (real.example [192.0.2.1])) (203.0.113.9) by real.example "
      "(qpsmtpd/0.40) with SMTP; " DATE,
      "smtp ip=203.0.113.9 rdns=rdns.example helo='(real.example [192.0.2.1])' by=real.example "
      "with=SMTP date" },
    { "qpsmtpd: HELO a whole clause",
      "from rdns.example (HELO x (y [192.0.2.1]) by mx.example.net) (203.0.113.9) by "
      "real.example (qpsmtpd/0.40) with SMTP; " DATE,
      "smtp ip=203.0.113.9 rdns=rdns.example helo='x (y [192.0.2.1]) by mx.example.net' "
      "by=real.example with=SMTP date" },
    { "Courier: HELO a literal",
      "from [192.0.2.1] (rdns.example [::ffff:203.0.113.9]) by real.example with esmtp; " DATE,
      "smtp ip=203.0.113.9 rdns=rdns.example helo=[192.0.2.1] by=real.example with=esmtp date" },
    { "Courier: HELO a comment",
      "from (real.example [192.0.2.1]) (rdns.example [::ffff:203.0.113.9]) by "
      "real.example with esmtp; " DATE,
      "smtp ip=203.0.113.9 rdns=rdns.example helo='(real.example [192.0.2.1])' by=real.example "
      "with=esmtp date" },
    { "Courier: HELO a whole clause",
      "from x (y [192.0.2.1]) by mx.example.net (rdns.example [::ffff:203.0.113.9]) by "
      "real.example with esmtp; " DATE,
      "unknown problem='more than one by clause' at=77" },
    { "Exchange: HELO a literal",
      "from [192.0.2.1] (203.0.113.9) by real.example (198.51.100.7) with Microsoft SMTP "
      "Server (TLS) id 15.1.2507.9; " DATE,
      "smtp ip=203.0.113.9 helo=[192.0.2.1] by=real.example with='Microsoft SMTP Server' "
      "id=15.1.2507.9 date" },
    { "Exchange: HELO a comment",
      "from (real.example [192.0.2.1]) (203.0.113.9) by real.example (198.51.100.7) with "
      "Microsoft SMTP Server (TLS) id 15.1.2507.9; " DATE,
      "smtp ip=203.0.113.9 helo='(real.example [192.0.2.1])' by=real.example with='Microsoft SMTP "
      "Server' id=15.1.2507.9 date" },
    { "Exchange: HELO a whole clause",
      "from x (y [192.0.2.1]) by mx.example.net (203.0.113.9) by real.example "
      "(198.51.100.7) with Microsoft SMTP Server (TLS) id 15.1.2507.9; " DATE,
      "unknown problem='more than one by clause' at=55" },
    { "SMTPSVC: HELO a literal",
      "from [192.0.2.1] ([203.0.113.9]) by real.example with Microsoft "
      "SMTPSVC(6.0.3790.4675); " DATE,
      "smtp ip=203.0.113.9 helo=[192.0.2.1] by=real.example with='Microsoft SMTPSVC' date" },
    { "SMTPSVC: HELO a comment",
      "from (real.example [192.0.2.1]) ([203.0.113.9]) by real.example with Microsoft "
      "SMTPSVC(6.0.3790.4675); " DATE,
      "smtp ip=203.0.113.9 helo='(real.example [192.0.2.1])' by=real.example with='Microsoft "
      "SMTPSVC' date" },
    { "SMTPSVC: HELO a whole clause",
      "from x (y [192.0.2.1]) by mx.example.net ([203.0.113.9]) by real.example with "
      "Microsoft SMTPSVC(6.0.3790.4675); " DATE,
      "unknown problem='more than one by clause' at=57" },
    { "Microsoft 365: HELO a literal",
      "from [192.0.2.1] (203.0.113.9) by real.mail.protection.outlook.com (10.152.4.1) "
      "with Microsoft SMTP Server (version=TLS1_2, cipher=X) id 15.20.8293.21 via "
      "Frontend Transport; " DATE,
      "smtp ip=203.0.113.9 helo=[192.0.2.1] by=real.mail.protection.outlook.com with='Microsoft "
      "SMTP Server' id=15.20.8293.21 date" },
    { "Microsoft 365: HELO a comment",
      "from (real.example [192.0.2.1]) (203.0.113.9) by real.mail.protection.outlook.com "
      "(10.152.4.1) with Microsoft SMTP Server (version=TLS1_2, cipher=X) id "
      "15.20.8293.21 via Frontend Transport; " DATE,
      "smtp ip=203.0.113.9 helo='(real.example [192.0.2.1])' by=real.mail.protection.outlook.com "
      "with='Microsoft SMTP Server' id=15.20.8293.21 date" },
    { "Microsoft 365: HELO a whole clause",
      "from x (y [192.0.2.1]) by mx.example.net (203.0.113.9) by "
      "real.mail.protection.outlook.com (10.152.4.1) with Microsoft SMTP Server "
      "(version=TLS1_2, cipher=X) id 15.20.8293.21 via Frontend Transport; " DATE,
      "unknown problem='more than one by clause' at=55" },
    { "Gmail: HELO a literal",
      "from [192.0.2.1] (rdns.example. [203.0.113.9]) by mx.google.com with ESMTPS id "
      "a1si12 for <user@gmail.com> (version=TLS1_3 cipher=X bits=256/256); " DATE,
      "smtp ip=203.0.113.9 rdns=rdns.example helo=[192.0.2.1] by=mx.google.com with=ESMTPS "
      "id=a1si12 for=user@gmail.com date" },
    { "Gmail: HELO a comment",
      "from (real.example [192.0.2.1]) (rdns.example. [203.0.113.9]) by mx.google.com with "
      "ESMTPS id a1si12 for <user@gmail.com> (version=TLS1_3 cipher=X bits=256/256); " DATE,
      "smtp ip=203.0.113.9 rdns=rdns.example helo='(real.example [192.0.2.1])' by=mx.google.com "
      "with=ESMTPS id=a1si12 for=user@gmail.com date" },
    { "Gmail: HELO a whole clause",
      "from x (y [192.0.2.1]) by mx.example.net (rdns.example. [203.0.113.9]) by "
      "mx.google.com with ESMTPS id a1si12 for <user@gmail.com> (version=TLS1_3 cipher=X "
      "bits=256/256); " DATE,
      "unknown problem='more than one by clause' at=71" },
    { "Gmail, no reverse name: HELO a literal",
      "from [192.0.2.1] ([203.0.113.9]) by mx.google.com with ESMTP id a1si12; " DATE,
      "smtp ip=203.0.113.9 helo=[192.0.2.1] by=mx.google.com with=ESMTP id=a1si12 date" },
    { "Gmail, no reverse name: HELO a comment",
      "from (real.example [192.0.2.1]) ([203.0.113.9]) by mx.google.com with ESMTP id "
      "a1si12; " DATE,
      "smtp ip=203.0.113.9 helo='(real.example [192.0.2.1])' by=mx.google.com with=ESMTP id=a1si12 "
      "date" },
    { "Gmail, no reverse name: HELO a whole clause",
      "from x (y [192.0.2.1]) by mx.example.net ([203.0.113.9]) by mx.google.com with "
      "ESMTP id a1si12; " DATE,
      "unknown problem='more than one by clause' at=57" },
    { "Yahoo: HELO a literal",
      "from 203.0.113.9 (EHLO [192.0.2.1]) by 10.223.247.33 with SMTPs (version=TLS1_3 "
      "cipher=X); " DATE,
      "smtp ip=203.0.113.9 helo=[192.0.2.1] by=10.223.247.33 with=SMTPs date" },
    { "Yahoo: HELO a comment",
      "from 203.0.113.9 (EHLO (real.example [192.0.2.1])) by 10.223.247.33 with SMTPs "
      "(version=TLS1_3 cipher=X); " DATE,
      "smtp ip=203.0.113.9 helo='(real.example [192.0.2.1])' by=10.223.247.33 with=SMTPs date" },
    { "Yahoo: HELO a whole clause",
      "from 203.0.113.9 (EHLO x (y [192.0.2.1]) by mx.example.net) by 10.223.247.33 with "
      "SMTPs (version=TLS1_3 cipher=X); " DATE,
      "smtp ip=203.0.113.9 helo='x (y [192.0.2.1]) by mx.example.net' by=10.223.247.33 with=SMTPs "
      "date" },
    { "Haraka: HELO a literal",
      "from [192.0.2.1] (rdns.example [203.0.113.9]) by real.example (Haraka/2.8.28) with "
      "ESMTP id 1A2B.1 envelope-from <sender@a.example>; " DATE,
      "smtp ip=203.0.113.9 rdns=rdns.example helo=[192.0.2.1] by=real.example with=ESMTP id=1A2B.1 "
      "envelope-from=sender@a.example date" },
    { "Haraka: HELO a comment",
      "from (real.example [192.0.2.1]) (rdns.example [203.0.113.9]) by real.example "
      "(Haraka/2.8.28) with ESMTP id 1A2B.1 envelope-from <sender@a.example>; " DATE,
      "smtp ip=203.0.113.9 rdns=rdns.example helo='(real.example [192.0.2.1])' by=real.example "
      "with=ESMTP id=1A2B.1 envelope-from=sender@a.example date" },
    { "Haraka: HELO a whole clause",
      "from x (y [192.0.2.1]) by mx.example.net (rdns.example [203.0.113.9]) by real.example "
      "(Haraka/2.8.28) with ESMTP id 1A2B.1 envelope-from <sender@a.example>; " DATE,
      "unknown problem='more than one by clause' at=70" },
    { "OpenSMTPD: HELO a literal",
      "from [192.0.2.1] (rdns.example [203.0.113.9]) by real.example (OpenSMTPD) with "
      "ESMTP id 1a2b3c4d for <user@example.net>; " DATE,
      "smtp ip=203.0.113.9 rdns=rdns.example helo=[192.0.2.1] by=real.example with=ESMTP "
      "id=1a2b3c4d for=user@example.net date" },
    { "OpenSMTPD: HELO a comment",
      "from (real.example [192.0.2.1]) (rdns.example [203.0.113.9]) by real.example "
      "(OpenSMTPD) with ESMTP id 1a2b3c4d for <user@example.net>; " DATE,
      "smtp ip=203.0.113.9 rdns=rdns.example helo='(real.example [192.0.2.1])' by=real.example "
      "with=ESMTP id=1a2b3c4d for=user@example.net date" },
    { "OpenSMTPD: HELO a whole clause",
      "from x (y [192.0.2.1]) by mx.example.net (rdns.example [203.0.113.9]) by "
      "real.example (OpenSMTPD) with ESMTP id 1a2b3c4d for <user@example.net>; " DATE,
      "unknown problem='more than one by clause' at=70" },
    { "CommuniGate: HELO a literal",
      "from [203.0.113.9] (HELO [192.0.2.1]) by real.example (CommuniGate Pro SMTP 4.0.6) "
      "with SMTP id 1234567 for user@example.net; " DATE,
      "smtp ip=203.0.113.9 helo=[192.0.2.1] by=real.example with=SMTP id=1234567 "
      "for=user@example.net date" },
    { "CommuniGate: HELO a comment",
      "from [203.0.113.9] (HELO (real.example [192.0.2.1])) by real.example (CommuniGate "
      "Pro SMTP 4.0.6) with SMTP id 1234567 for user@example.net; " DATE,
      "smtp ip=203.0.113.9 helo='(real.example [192.0.2.1])' by=real.example with=SMTP id=1234567 "
      "for=user@example.net date" },
    { "CommuniGate: HELO a whole clause",
      "from [203.0.113.9] (HELO x (y [192.0.2.1]) by mx.example.net) by real.example "
      "(CommuniGate Pro SMTP 4.0.6) with SMTP id 1234567 for user@example.net; " DATE,
      "smtp ip=203.0.113.9 helo='x (y [192.0.2.1]) by mx.example.net' by=real.example with=SMTP "
      "id=1234567 for=user@example.net date" },
    { "IMail: HELO a literal",
      "from [192.0.2.1] [203.0.113.9] by real.example with ESMTP (SMTPD32-7.07) id "
      "A1B2C3D400E2; " DATE,
      "smtp ip=203.0.113.9 helo=[192.0.2.1] by=real.example with=ESMTP id=A1B2C3D400E2 date" },
    { "IMail: HELO a comment",
      "from (real.example [192.0.2.1]) [203.0.113.9] by real.example with ESMTP "
      "(SMTPD32-7.07) id A1B2C3D400E2; " DATE,
      "smtp ip=203.0.113.9 helo='(real.example [192.0.2.1])' by=real.example with=ESMTP "
      "id=A1B2C3D400E2 date" },
    { "IMail: HELO a whole clause",
      "from x (y [192.0.2.1]) by mx.example.net [203.0.113.9] by real.example with ESMTP "
      "(SMTPD32-7.07) id A1B2C3D400E2; " DATE,
      "unknown problem='more than one by clause' at=55" },
    { "MDaemon: HELO a literal",
      "from [192.0.2.1] (rdns.example [203.0.113.9]) by real.example (real.example "
      "[198.51.100.7]) (MDaemon.PRO.v6.7.5.R) with ESMTP id 12-md5.tmp for "
      "<user@example.net>; " DATE,
      "smtp ip=203.0.113.9 rdns=rdns.example helo=[192.0.2.1] by=real.example with=ESMTP "
      "id=12-md5.tmp for=user@example.net date" },
    { "MDaemon: HELO a comment",
      "from (real.example [192.0.2.1]) (rdns.example [203.0.113.9]) by real.example "
      "(real.example [198.51.100.7]) (MDaemon.PRO.v6.7.5.R) with ESMTP id 12-md5.tmp for "
      "<user@example.net>; " DATE,
      "smtp ip=203.0.113.9 rdns=rdns.example helo='(real.example [192.0.2.1])' by=real.example "
      "with=ESMTP id=12-md5.tmp for=user@example.net date" },
    { "MDaemon: HELO a whole clause",
      "from x (y [192.0.2.1]) by mx.example.net (rdns.example [203.0.113.9]) by "
      "real.example (real.example [198.51.100.7]) (MDaemon.PRO.v6.7.5.R) with ESMTP id "
      "12-md5.tmp for <user@example.net>; " DATE,
      "unknown problem='more than one by clause' at=70" },
    { "Mercury: HELO a literal",
      "from [192.0.2.1] (203.0.113.9) by real.example (Mercury/32 v4.01b) with ESMTP ID "
      "MG00012A; " DATE,
      "smtp ip=203.0.113.9 helo=[192.0.2.1] by=real.example with=ESMTP id=MG00012A date" },
    { "Mercury: HELO a comment",
      "from (real.example [192.0.2.1]) (203.0.113.9) by real.example (Mercury/32 v4.01b) "
      "with ESMTP ID MG00012A; " DATE,
      "smtp ip=203.0.113.9 helo='(real.example [192.0.2.1])' by=real.example with=ESMTP "
      "id=MG00012A date" },
    { "Mercury: HELO a whole clause",
      "from x (y [192.0.2.1]) by mx.example.net (203.0.113.9) by real.example (Mercury/32 "
      "v4.01b) with ESMTP ID MG00012A; " DATE,
      "unknown problem='more than one by clause' at=55" },
    { "Lotus Domino: HELO a literal",
      "from [192.0.2.1] ([203.0.113.9]) by real.example (Lotus Domino Release 5.0.11) "
      "with ESMTP id 2003030117254812:34 ; " DATE,
      "smtp ip=203.0.113.9 helo=[192.0.2.1] by=real.example with=ESMTP id=2003030117254812:34 "
      "date" },
    { "Lotus Domino: HELO a comment",
      "from (real.example [192.0.2.1]) ([203.0.113.9]) by real.example (Lotus Domino "
      "Release 5.0.11) with ESMTP id 2003030117254812:34 ; " DATE,
      "smtp ip=203.0.113.9 helo='(real.example [192.0.2.1])' by=real.example with=ESMTP "
      "id=2003030117254812:34 date" },
    { "Lotus Domino: HELO a whole clause",
      "from x (y [192.0.2.1]) by mx.example.net ([203.0.113.9]) by real.example (Lotus "
      "Domino Release 5.0.11) with ESMTP id 2003030117254812:34 ; " DATE,
      "unknown problem='more than one by clause' at=57" },
    { "iPlanet: HELO a literal",
      "from [192.0.2.1] (rdns.example [203.0.113.9]) by real.example (iPlanet Messaging Server "
      "5.2 (built Jan 23 2003)) with ESMTP id <0HB2@real.example> for user@example.net; " DATE,
      "smtp ip=203.0.113.9 rdns=rdns.example helo=[192.0.2.1] by=real.example with=ESMTP "
      "id=<0HB2@real.example> for=user@example.net date" },
    { "iPlanet: HELO a comment",
      "from (real.example [192.0.2.1]) (rdns.example [203.0.113.9]) by real.example "
      "(iPlanet Messaging Server 5.2 (built Jan 23 2003)) with ESMTP id "
      "<0HB2@real.example> for user@example.net; " DATE,
      "smtp ip=203.0.113.9 rdns=rdns.example helo='(real.example [192.0.2.1])' by=real.example "
      "with=ESMTP id=<0HB2@real.example> for=user@example.net date" },
    { "iPlanet: HELO a whole clause",
      "from x (y [192.0.2.1]) by mx.example.net (rdns.example [203.0.113.9]) by "
      "real.example (iPlanet Messaging Server 5.2 (built Jan 23 2003)) with ESMTP id "
      "<0HB2@real.example> for user@example.net; " DATE,
      "unknown problem='more than one by clause' at=70" },
    { "XMail: HELO a literal",
      "from [192.0.2.1] ([203.0.113.9]:1234) by real.example with [XMail 1.22 ESMTP "
      "Server] id <S12AB> for <user@example.net> from <sender@a.example>; " DATE,
      "smtp ip=203.0.113.9 helo=[192.0.2.1] by=real.example with='[XMail 1.22 ESMTP Server]' "
      "id=<S12AB> for=user@example.net envelope-from=sender@a.example date" },
    { "XMail: HELO a comment",
      "from (real.example [192.0.2.1]) ([203.0.113.9]:1234) by real.example with [XMail 1.22 "
      "ESMTP Server] id <S12AB> for <user@example.net> from <sender@a.example>; " DATE,
      "smtp ip=203.0.113.9 helo='(real.example [192.0.2.1])' by=real.example with='[XMail 1.22 "
      "ESMTP Server]' id=<S12AB> for=user@example.net envelope-from=sender@a.example date" },
    { "XMail: HELO a whole clause",
      "from x (y [192.0.2.1]) by mx.example.net ([203.0.113.9]:1234) by real.example with "
      "[XMail 1.22 ESMTP Server] id <S12AB> for <user@example.net> from "
      "<sender@a.example>; " DATE,
      "unknown problem='more than one by clause' at=62" },
    { "SurgeMail: HELO a literal",
      "from [192.0.2.1] (unverified [203.0.113.9]) by real.example (SurgeMail 1.3g) with "
      "ESMTP id 123456-1234567 for <user@example.net>; " DATE,
      "smtp ip=203.0.113.9 helo=[192.0.2.1] by=real.example with=ESMTP id=123456-1234567 "
      "for=user@example.net date" },
    { "SurgeMail: HELO a comment",
      "from (real.example [192.0.2.1]) (unverified [203.0.113.9]) by real.example "
      "(SurgeMail 1.3g) with ESMTP id 123456-1234567 for <user@example.net>; " DATE,
      "smtp ip=203.0.113.9 helo='(real.example [192.0.2.1])' by=real.example with=ESMTP "
      "id=123456-1234567 for=user@example.net date" },
    { "SurgeMail: HELO a whole clause",
      "from x (y [192.0.2.1]) by mx.example.net (unverified [203.0.113.9]) by real.example "
      "(SurgeMail 1.3g) with ESMTP id 123456-1234567 for <user@example.net>; " DATE,
      "unknown problem='more than one by clause' at=68" },
    { "ZMailer: HELO a literal",
      "from rdns.example ([203.0.113.9]:49152 \"EHLO [192.0.2.1]\") by real.example with "
      "ESMTP id S1234567; " DATE,
      "smtp ip=203.0.113.9 rdns=rdns.example helo=[192.0.2.1] by=real.example with=ESMTP "
      "id=S1234567 date" },
    { "ZMailer: HELO a comment",
      "from rdns.example ([203.0.113.9]:49152 \"EHLO (real.example [192.0.2.1])\") by "
      "real.example with ESMTP id S1234567; " DATE,
      "unknown helo=rdns.example by=real.example with=ESMTP id=S1234567 date problem='client "
      "address unclear' at=5" },
    { "ZMailer: HELO a whole clause",
      "from rdns.example ([203.0.113.9]:49152 \"EHLO x (y [192.0.2.1]) by "
      "mx.example.net\") by real.example with ESMTP id S1234567; " DATE,
      "unknown helo=rdns.example by=real.example with=ESMTP id=S1234567 date problem='client "
      "address unclear' at=5" },
    { "smtpd of Obtuse: HELO a literal",
      "from rdns.example(203.0.113.9), claiming to be \"[192.0.2.1]\" via SMTP by "
      "real.example, id smtpdAAAa12345; " DATE,
      "smtp ip=203.0.113.9 rdns=rdns.example helo=[192.0.2.1] by=real.example id=smtpdAAAa12345 "
      "date" },
    { "smtpd of Obtuse: HELO a comment",
      "from rdns.example(203.0.113.9), claiming to be \"(real.example [192.0.2.1])\" via "
      "SMTP by real.example, id smtpdAAAa12345; " DATE,
      "unknown helo='rdns.example(203.0.113.9), claiming to be \"(real.example [192.0.2.1])\" via "
      "SMTP' by=real.example id=smtpdAAAa12345 date problem='client address unclear' at=5" },
    { "smtpd of Obtuse: HELO a whole clause",
      "from rdns.example(203.0.113.9), claiming to be \"x (y [192.0.2.1]) by "
      "mx.example.net\" via SMTP by real.example, id smtpdAAAa12345; " DATE,
      "unknown problem='more than one by clause' at=94" },
    { "Zimbra: HELO a literal",
      "from rdns.example (LHLO [192.0.2.1]) (10.1.2.3) by real.example with LMTP; " DATE,
      "local format=LMTP ip=10.1.2.3 rdns=rdns.example helo=[192.0.2.1] by=real.example with=LMTP "
      "date" },
    { "Zimbra: HELO a comment",
      "from rdns.example (LHLO (real.example [192.0.2.1])) (10.1.2.3) by real.example "
      "with LMTP; " DATE,
      "local format=LMTP ip=10.1.2.3 rdns=rdns.example helo='(real.example [192.0.2.1])' "
      "by=real.example with=LMTP date" },
    { "Zimbra: HELO a whole clause",
      "from rdns.example (LHLO x (y [192.0.2.1]) by mx.example.net) (10.1.2.3) by "
      "real.example with LMTP; " DATE,
      "local format=LMTP ip=10.1.2.3 rdns=rdns.example helo='x (y [192.0.2.1]) by mx.example.net' "
      "by=real.example with=LMTP date" },
    { "James: HELO a literal",
      "from rdns.example (EHLO [192.0.2.1]) ([203.0.113.9]) by real.example (JAMES SMTP "
      "Server ) with ESMTP ID 1a2b3c4d; " DATE,
      "smtp ip=203.0.113.9 rdns=rdns.example helo=[192.0.2.1] by=real.example with=ESMTP "
      "id=1a2b3c4d date" },
    { "James: HELO a comment",
      "from rdns.example (EHLO (real.example [192.0.2.1])) ([203.0.113.9]) by "
      "real.example (JAMES SMTP Server ) with ESMTP ID 1a2b3c4d; " DATE,
      "smtp ip=203.0.113.9 rdns=rdns.example helo='(real.example [192.0.2.1])' by=real.example "
      "with=ESMTP id=1a2b3c4d date" },
    { "James: HELO a whole clause",
      "from rdns.example (EHLO x (y [192.0.2.1]) by mx.example.net) ([203.0.113.9]) by "
      "real.example (JAMES SMTP Server ) with ESMTP ID 1a2b3c4d; " DATE,
      "smtp ip=203.0.113.9 rdns=rdns.example helo='x (y [192.0.2.1]) by mx.example.net' "
      "by=real.example with=ESMTP id=1a2b3c4d date" },
    { "Stalwart: HELO a literal",
      "from [192.0.2.1] (rdns.example [203.0.113.9] (AS64496 Example, DE)) (using TLSv1.3 "
      "with cipher X) by real.example (Stalwart SMTP) with ESMTPS id 1A2B; " DATE,
      "smtp ip=203.0.113.9 rdns=rdns.example helo=[192.0.2.1] by=real.example with=ESMTPS id=1A2B "
      "date" },
    { "Stalwart: HELO a comment",
      "from (real.example [192.0.2.1]) (rdns.example [203.0.113.9] (AS64496 Example, DE)) "
      "(using TLSv1.3 with cipher X) by real.example (Stalwart SMTP) with ESMTPS id "
      "1A2B; " DATE,
      "smtp ip=203.0.113.9 rdns=rdns.example helo='(real.example [192.0.2.1])' by=real.example "
      "with=ESMTPS id=1A2B date" },
    { "Stalwart: HELO a whole clause",
      "from x (y [192.0.2.1]) by mx.example.net (rdns.example [203.0.113.9] (AS64496 "
      "Example, DE)) (using TLSv1.3 with cipher X) by real.example (Stalwart SMTP) with "
      "ESMTPS id 1A2B; " DATE,
      "unknown problem='more than one by clause' at=122" },
    { "HELO only: HELO a literal", "from [192.0.2.1] by real.example with SMTP id AA12345; " DATE,
      "unknown helo=[192.0.2.1] by=real.example with=SMTP id=AA12345 date problem='the only "
      "address may be the client''s own word' at=5" },
    { "HELO only: HELO a whole clause",
      "from x (y [192.0.2.1]) by mx.example.net by real.example with SMTP id AA12345; " DATE,
      "unknown problem='more than one by clause' at=41" },
};

Test(received, helo)
{
    for (size_t i = 0; i < G_N_ELEMENTS(helo); i++)
        expect_case(&helo[i]);
}
