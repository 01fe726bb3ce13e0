/* SPDX-License-Identifier: ISC */
/* Random HELO names, made of what a field is made of, where each writer puts HELO: whatever the
 * client says, its own address or none is read, and no mark of a fetch, a local hand-over or a
 * login is believed that the server did not write. */
#include "mime/received.h"

#include <criterion/criterion.h>
#include <string.h>

#define ROUNDS 3000 /* for each writer */

static const struct {
    const char *writer, *before, *after;
} writers[] = {
    { "Postfix", "from ",
      " (rdns.example [203.0.113.9]) by real.example (Postfix) with ESMTP id 4B2C81F for "
      "<user@example.net>; Sat, 1 Mar 2003 17:25:48 -0800" },
    { "Postfix, no reverse name", "from ",
      " (unknown [203.0.113.9])\r\n\tby real.example (Postfix) with SMTP id 4B2C81F; Sat, 1 Mar "
      "2003 17:25:48 -0800" },
    { "Sendmail", "from ",
      " (rdns.example [203.0.113.9] (may be forged)) by real.example (8.17.1/8.17.1) with ESMTP id "
      "h223PmZX012345; Sat, 1 Mar 2003 17:25:48 -0800" },
    { "Sendmail, no reverse name", "from ",
      " ([203.0.113.9]) by real.example (8.17.1/8.17.1) with ESMTP id h223PmZX012345; Sat, 1 Mar "
      "2003 17:25:48 -0800" },
    { "Exim", "from rdns.example ([203.0.113.9] helo=",
      ") by real.example with esmtp (Exim 4.96) (envelope-from <a@b.example>) id 1tAbCd-0001aB-2c; "
      "Sat, 01 Mar 2003 17:25:48 -0800" },
    { "Exim, no reverse name", "from [203.0.113.9] (helo=",
      ") by real.example with smtp (Exim 4.96) id 1tAbCd-0001aB-2c; Sat, 01 Mar 2003 17:25:48 "
      "-0800" },
    { "qmail", "from rdns.example (HELO ",
      ") (203.0.113.9)\n  by real.example with SMTP; 1 Mar 2003 17:25:48 -0000" },
    { "Courier", "from ",
      " (rdns.example [203.0.113.9])\n  by real.example with ESMTP; Sat, 01 Mar 2003 17:25:48 "
      "-0800" },
    { "Exchange", "from ",
      " (203.0.113.9) by real.example (10.0.0.2) with Microsoft SMTP Server id 15.1.2507.39; Sat, "
      "1 Mar 2003 17:25:48 -0800" },
    { "Microsoft SMTPSVC", "from ",
      " ([203.0.113.9]) by real.example with Microsoft SMTPSVC(6.0.3790.4675); Sat, 1 Mar 2003 "
      "17:25:48 -0800" },
    { "Gmail", "from ",
      " (rdns.example. [203.0.113.9]) by mx.google.com with ESMTPS id d9443c01a7336si1234567pjb.12 "
      "for <bob@gmail.com> (version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384 bits=256/256); Sat, 01 "
      "Mar 2003 17:25:48 -0800" },
    { "OpenSMTPD", "from ",
      " (rdns.example [203.0.113.9]) by real.example (OpenSMTPD) with ESMTP id 1a2b3c4d; Sat, 1 "
      "Mar 2003 17:25:48 -0800 (PST)" },
};

static const char *const pieces[] = {
    "[192.0.2.1]",
    "192.0.2.1",
    "(192.0.2.1)",
    "([192.0.2.1])",
    "(x [192.0.2.1])",
    " ",
    " ",
    " ",
    " ",
    "(",
    ")",
    "[",
    "]",
    "\"",
    "\\",
    ";",
    "<",
    ">",
    "@",
    "=",
    ":",
    ",",
    " by ",
    " with ",
    " id ",
    " for ",
    " from ",
    " via ",
    "x.example",
    "real.example",
    "ESMTPA",
    "ESMTPSA",
    "POP3",
    "IMAP",
    "LMTP",
    "HTTP",
    "local",
    "helo=",
    "HELO ",
    "EHLO ",
    "ident=",
    "unknown",
    "(Authenticated sender: joe)",
    "authenticated bits=0",
    "(fetchmail-6.4.2)",
    "invoked by uid 0",
    "invoked from network",
    "(Postfix, from userid 0)",
    "(Exim 4.96)",
    "Microsoft SMTP Server",
    "mapi id",
    "(single-drop)",
    "IPv6:2001:db8::1",
    "[IPv6:2001:db8::1]",
    "10.0.0.1",
    "[127.0.0.1]",
    "user@192.0.2.1",
    "\n ",
    "\r\n\t",
    "\t",
    "; Sat, 1 Mar 2003 17:25:48 -0800",
    "(envelope-from <x@y.example>)",
    "(may be forged)",
    "\xff",
    "\xc3\xa4",
};

Test(received, random_helo_names)
{
    g_autoptr(GRand) random = g_rand_new_with_seed(20030301);

    for (size_t w = 0; w < G_N_ELEMENTS(writers); w++) {
        size_t read = 0;

        for (size_t round = 0; round < ROUNDS; round++) {
            g_autoptr(GString) value = g_string_new(" ");
            g_autoptr(ReceivedHop) hop = NULL;
            g_autofree char *ip = NULL;
            int count = g_rand_int_range(random, 1, 9);

            g_string_append(value, writers[w].before);
            while (count-- > 0)
                g_string_append(value, pieces[g_rand_int_range(random, 0, G_N_ELEMENTS(pieces))]);
            g_string_append(value, writers[w].after);
            hop = received_parse(value->str, value->len);
            ip = ip_text(&hop->ip);
            cr_expect(!ip || g_str_equal(ip, "203.0.113.9"), "%s: %s read from %s",
                      writers[w].writer, ip, value->str);
            cr_expect(hop->kind == HOP_SMTP || hop->kind == HOP_UNKNOWN, "%s: %s (%s) read from %s",
                      writers[w].writer, hop_kind_text(hop->kind), hop->format, value->str);
            cr_expect(!hop->auth, "%s: login %s read from %s", writers[w].writer, hop->auth,
                      value->str);
            cr_expect(!hop->envelope_from || g_str_equal(hop->envelope_from, "a@b.example"),
                      "%s: sender %s read from %s", writers[w].writer, hop->envelope_from,
                      value->str);
            cr_expect(!ip || !hop->by || g_str_equal(hop->by, "real.example") ||
                          g_str_equal(hop->by, "mx.google.com"),
                      "%s: by %s read from %s", writers[w].writer, hop->by, value->str);
            read += ip != NULL;
        }
        /* What says no to everything would pass, and be of no use. */
        cr_expect_gt(read, ROUNDS / 20, "%s: %zu of %d read", writers[w].writer, read, ROUNDS);
    }
}
