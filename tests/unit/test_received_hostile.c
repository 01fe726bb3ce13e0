/* SPDX-License-Identifier: ISC */
/* Every format string of a server, filled with texts that a client might choose. Whatever they are,
 * the hop tells the truth or says nothing: no address but the server's, no other host, protocol or
 * kind, no login. The texts are put together at random from pieces of fields, the same ones in each
 * run. Left out are servers that show no address and HELO as it came: HELO "x (y [192.0.2.1])"
 * makes their field the same as an honest one of another server. */
#include "mime/received/received.h"

#include <criterion/criterion.h>
#include <string.h>

enum { TEXTS = 4, ROUNDS = 60000, PIECES_MAX = 7 };

/* In value, \1 is the HELO name, \2 the ident answer, \3 the recipient, \4 the sender. */
static const struct {
    const char *name, *value, *ip, *with, *by;
} servers[] = {
    { .name = "Sendmail",
      .value =
          "from \1 (rdns.example [203.0.113.9]) by real.example (8.17.1/8.17.1) with ESMTP id h2 "
          "for <\3>; date",
      .ip = "203.0.113.9",
      .with = "ESMTP",
      .by = "real.example" },
    { .name = "Sendmail, ident",
      .value = "from \1 (\2@rdns.example [203.0.113.9]) by real.example (8.17.1/8.17.1) with ESMTP "
               "id h2 for <\3>; date",
      .ip = "203.0.113.9",
      .with = "ESMTP",
      .by = "real.example" },
    { .name = "Sendmail, no reverse name",
      .value = "from \1 (\2@[203.0.113.9]) by real.example (8.17.1/8.17.1) with ESMTP id h2; date",
      .ip = "203.0.113.9",
      .with = "ESMTP",
      .by = "real.example" },
    { .name = "Sendmail, no HELO",
      .value =
          "(from \2@rdns.example [203.0.113.9]) by real.example (8.17.1/8.17.1) with SMTP id h2 "
          "for <\3>; date",
      .ip = "203.0.113.9",
      .with = "SMTP",
      .by = "real.example" },
    { .name = "Gmail",
      .value =
          "from \1 ([203.0.113.9]) by mx.google.com with ESMTPS id a1 for <\3> (version=TLS1_3 "
          "cipher=X bits=256/256); date",
      .ip = "203.0.113.9",
      .with = "ESMTPS",
      .by = "mx.google.com" },
    { .name = "Exchange",
      .value =
          "from \1 (203.0.113.9) by real.example (198.51.100.7) with Microsoft SMTP Server (TLS) "
          "id 15.1 via Frontend Transport; date",
      .ip = "203.0.113.9",
      .with = "Microsoft SMTP Server",
      .by = "real.example" },
    { .name = "SMTPSVC",
      .value =
          "from \1 ([203.0.113.9]) by real.example with Microsoft SMTPSVC(5.0.2195.5329); date",
      .ip = "203.0.113.9",
      .with = "Microsoft SMTPSVC",
      .by = "real.example" },
    { .name = "Exim",
      .value = "from rdns.example ([203.0.113.9]:25 helo=\1 ident=\2) by real.example with esmtp "
               "(Exim 4.96) (envelope-from <\4>) id 1abc for \3; date",
      .ip = "203.0.113.9",
      .with = "esmtp",
      .by = "real.example" },
    { .name = "Exim, no reverse name",
      .value = "from [203.0.113.9] (port=25 helo=\1) by real.example with esmtp (Exim 4.96) "
               "(envelope-from <\4>) id 1abc; date",
      .ip = "203.0.113.9",
      .with = "esmtp",
      .by = "real.example" },
    { .name = "qmail",
      .value = "from rdns.example (HELO \1) (\2@203.0.113.9) by real.example with SMTP; date",
      .ip = "203.0.113.9",
      .with = "SMTP",
      .by = "real.example" },
    { .name = "Courier",
      .value =
          "from \1 (rdns.example [203.0.113.9]) (IDENT: \2, TLS: x) by real.example with esmtp; "
          "date",
      .ip = "203.0.113.9",
      .with = "esmtp",
      .by = "real.example" },
    { .name = "CommuniGate",
      .value =
          "from [203.0.113.9] (HELO \1) by real.example (CommuniGate Pro SMTP 4) with ESMTP id 12 "
          "for \3; date",
      .ip = "203.0.113.9",
      .with = "ESMTP",
      .by = "real.example" },
    { .name = "IMail",
      .value = "from \1 [203.0.113.9] by real.example with ESMTP (SMTPD32-7) id A12; date",
      .ip = "203.0.113.9",
      .with = "ESMTP",
      .by = "real.example" },
    { .name = "Haraka",
      .value =
          "from \1 (rdns.example [203.0.113.9]) by real.example (Haraka/2.8) with ESMTP id 1.1 "
          "envelope-from <\4>; date",
      .ip = "203.0.113.9",
      .with = "ESMTP",
      .by = "real.example" },
    { .name = "ZMailer",
      .value =
          "from rdns.example ([203.0.113.9]:25 \"EHLO \1\" ident: \2) by real.example with ESMTP "
          "id S12; date",
      .ip = "203.0.113.9",
      .with = "ESMTP",
      .by = "real.example" },
    { .name = "Yahoo",
      .value = "from 203.0.113.9 (EHLO \1) by 10.1.2.3 with SMTPs (version=TLS1_3); date",
      .ip = "203.0.113.9",
      .with = "SMTPs",
      .by = "10.1.2.3" },
    { .name = "smtpd of Obtuse",
      .value = "from rdns.example(203.0.113.9), claiming to be \"\1\" via SMTP by real.example, id "
               "smtpda1; date",
      .ip = "203.0.113.9",
      .with = "SMTP",
      .by = "real.example" },
    { .name = "XMail",
      .value =
          "from \1 ([203.0.113.9]:25) by real.example with [XMail 1.22 ESMTP Server] id <S12> for "
          "<\3> from <\4>; date",
      .ip = "203.0.113.9",
      .with = "[XMail 1.22 ESMTP Server]",
      .by = "real.example" },
    { .name = "reverse name alone",
      .value = "from \1 (rdns.example) by real.example with SMTP id 12 for <\3>; date",
      .with = "SMTP",
      .by = "real.example" },
    { .name = "certificate",
      .value =
          "from helo.example (rdns.example [203.0.113.9]) from \1 by real.example with SMTP id 12 "
          "for <\3>; date",
      .ip = "203.0.113.9",
      .with = "SMTP",
      .by = "real.example" },
    { .name = "Exim without its name",
      .value = "from [203.0.113.9] (port=25 helo=\1) by real.example with esmtp (envelope-from "
               "<\4>) id 1fTo7g-0008Jv-El for \3; date",
      .ip = "203.0.113.9",
      .with = "esmtp",
      .by = "real.example" },
    { .name = "Momentum",
      .value = "from rdns.example ([203.0.113.9:40212] helo=\1) by real.example (envelope-from "
               "<\4>) (ecelerity 4.2.38.62370 r(:)) with ESMTPS id 2A/C0-12345-F4D8E1C5; date",
      .ip = "203.0.113.9",
      .with = "ESMTPS",
      .by = "real.example" },
    { .name = "maddy",
      .value = "from \1 (rdns.example [203.0.113.9]) by real.example (envelope-sender <\4>) with "
               "ESMTPS id 986f9e12; date",
      .ip = "203.0.113.9",
      .with = "ESMTPS",
      .by = "real.example" },
    { .name = "GMX",
      .value = "from rdns.example (EHLO \1) [203.0.113.9] by mail.gmx.net (mp012) with SMTP; date",
      .ip = "203.0.113.9",
      .with = "SMTP",
      .by = "mail.gmx.net" },
    { .name = "MDaemon",
      .value = "from \1 [(203.0.113.9)] by real.example (MDaemon PRO v10.1.1) with ESMTP id "
               "md50000649115.msg for <\3>; date",
      .ip = "203.0.113.9",
      .with = "ESMTP",
      .by = "real.example" },
};

static const char *const pieces[] = { "x",
                                      "[192.0.2.1]",
                                      "192.0.2.1",
                                      "(",
                                      "(",
                                      ")",
                                      ")",
                                      "()",
                                      "[",
                                      "]",
                                      "[]",
                                      "<",
                                      ">",
                                      "\"",
                                      "\"",
                                      "\\",
                                      ";",
                                      ",",
                                      "@",
                                      "y@",
                                      ":25",
                                      "by",
                                      "by mx.example.net",
                                      "by uid",
                                      "uid 5",
                                      "with",
                                      "with LMTP",
                                      "with POP3",
                                      "with ESMTPA",
                                      "via HTTP",
                                      "via SMTP",
                                      "id",
                                      "id 7",
                                      "id smtpd1",
                                      "for",
                                      "for <",
                                      "from",
                                      "from x",
                                      "; date",
                                      "helo=",
                                      "helo=y",
                                      "helo=[192.0.2.1]",
                                      "ident=z",
                                      "ident=[192.0.2.1]",
                                      "HELO z",
                                      "(HELO q)",
                                      "\"EHLO [192.0.2.1]\"",
                                      "port=5",
                                      "IDENT:",
                                      "@192.0.2.1",
                                      "@[192.0.2.1]",
                                      "(y [192.0.2.1])",
                                      "([192.0.2.1])",
                                      "(192.0.2.1)",
                                      "(y [192.0.2.1]) by mx.example.net",
                                      "(rdns.example [203.0.113.9])",
                                      "[203.0.113.9]",
                                      "203.0.113.9",
                                      "[local])",
                                      "([unix socket])",
                                      "(Exim 4.96)",
                                      "(Postfix)",
                                      "(CommuniGate Pro)",
                                      "(SMTPD32-7)",
                                      "(fetchmail-6.4)",
                                      "(qmail 1 invoked by uid 1)",
                                      "(uid 0)",
                                      "(Authenticated sender: x)",
                                      "(AUTH: x)",
                                      "(AUTH: x",
                                      "(using TLS)",
                                      "(using TLS",
                                      "(version=TLS",
                                      "(Client CN \"",
                                      "(may be forged)",
                                      "(envelope-from <a@b.example>)",
                                      "(envelope-from <\"",
                                      "claiming to be",
                                      "a>)",
                                      "a>) with ESMTPA",
                                      "a>) (ecelerity 4) with ESMTPSA",
                                      "(envelope-sender <a@b.example>)",
                                      "[(192.0.2.1)]",
                                      "by authid <x>",
                                      "id 1fTo7g-0008Jv-El",
                                      "id 7 by authid <x> with plain",
                                      "(SquirrelMail authenticated user x)",
                                      "by simscan 1.4 ppid: 1, pid: 2, t: 3",
                                      "with MailboxResubmission by AntispamTT id",
                                      "(root@localhost)",
                                      "localhost (localhost)",
                                      "(8.17.1/8.17.1)",
                                      "\n\t",
                                      "\" via SMTP by mx.example.net, id smtpd2" };

static char *
hostile_text(GRand *rand)
{
    GString *text = g_string_new(NULL);
    int count = g_rand_int_range(rand, 1, PIECES_MAX + 1);

    for (int i = 0; i < count; i++) {
        if (i > 0 && g_rand_int_range(rand, 0, 4) > 0)
            g_string_append_c(text, ' ');
        g_string_append(text, pieces[g_rand_int_range(rand, 0, G_N_ELEMENTS(pieces))]);
    }
    return g_string_free(text, FALSE);
}

/* The server's format with its texts filled in: each of them hostile, but for some honest ones. */
static char *
hostile_field(GRand *rand, const char *value)
{
    GString *field = g_string_new(NULL);

    for (; *value; value++) {
        if (*value > TEXTS) {
            g_string_append_c(field, *value);
        } else if (*value > 1 && g_rand_int_range(rand, 0, 3) == 0) {
            g_string_append(field, "sender");
        } else {
            g_autofree char *text = hostile_text(rand);

            g_string_append(field, text);
        }
    }
    return g_string_free(field, FALSE);
}

static bool
null_or(const char *got, const char *want)
{
    return !got || g_strcmp0(got, want) == 0;
}

Test(received, hostile, .timeout = 60)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(821);
    size_t told = 0;

    for (size_t i = 0; i < ROUNDS; i++) {
        size_t server = i % G_N_ELEMENTS(servers);
        g_autofree char *field = hostile_field(rand, servers[server].value);
        g_autoptr(ReceivedHop) got = received_parse(field, strlen(field));
        g_autofree char *ip = ip_text(&got->ip);

        cr_expect(null_or(ip, servers[server].ip), "ip %s: %s", ip, field);
        cr_expect(null_or(got->with, servers[server].with), "with %s: %s", got->with, field);
        cr_expect(null_or(got->by, servers[server].by), "by %s: %s", got->by, field);
        cr_expect_null(got->auth, "auth %s: %s", got->auth, field);
        cr_expect(got->kind == HOP_UNKNOWN || (got->kind == HOP_SMTP && ip), "kind %s: %s",
                  hop_kind_text(got->kind), field);
        told += ip != NULL;
    }
    cr_expect(told > ROUNDS / 4, "only %zu of %d fields show an address", told, ROUNDS);
}
