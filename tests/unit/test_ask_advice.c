/* SPDX-License-Identifier: ISC */
/* Advice step by step, and what it leaves alone. Attacks by whole messages:
 * tests/integration/advice.bats. */
#include "ask_advice.h"

#include "inspection.h"
#include "walk_case.h"

static const char advice_zone[] = "bank.example TXT \"v=spf1 ip4:203.0.113.20 -all\"\n"
                                  "home.example MX 10 mx2.backup.example\n"
                                  "mx2.backup.example A 198.51.100.53\n"
                                  "foo.edu TXT \"v=spf1 ip4:198.51.100.0/28 -all\"\n"
                                  "next.edu TXT \"v=spf1 ip4:198.51.100.96/28 -all\"\n"
                                  "last.edu TXT \"v=spf1 ip4:198.51.100.128/28 -all\"\n";

#define HOP(helo, ip, by, to)                                                                      \
    "Received: from " helo " (" helo " [" ip "])\n\tby " by                                        \
    " (Postfix) with ESMTP id 4F5A\n\tfor <" to ">; Sat, 1 Mar 2003 17:25:48 -0800\n"
#define SENDER       "Return-Path: <statements@bank.example>\n"
#define BACKUP       HOP("mx2.backup.example", "198.51.100.53", "mx.home.example", "me@home.example")
#define BANK(by, to) HOP("mail.bank.example", "203.0.113.20", by, to)

static const struct {
    const char *header, *want; /* want: entry, verdict, and ? where it is only claimed */
} advice_cases[] = {
    { SENDER BACKUP BANK("mx2.backup.example", "me@home.example"), "mx:home.example pass;" },
    { SENDER BACKUP, "" },
    { SENDER BANK("mx.home.example", "me@home.example"), "" },
    { "", "" },
    { SENDER "Received: nonsense\n", "" },
    { SENDER BACKUP "Received: nonsense\n", "" },
    /* a relay behind it that only the message speaks of, and whatever is behind that */
    { SENDER BACKUP HOP("out.foo.edu", "198.51.100.1", "mx2.backup.example", "me@home.example")
          BANK("out.foo.edu", "bob@foo.edu"),
      "mx:home.example fail;spf:foo.edu pass?;" },
    /* not where what is claimed would not even pass */
    { SENDER HOP("out.foo.edu", "198.51.100.1", "mx.home.example", "me@home.example")
          HOP("out.next.edu", "198.51.100.97", "out.foo.edu", "bob@foo.edu")
              BANK("out.next.edu", "bob@next.edu"),
      "" },
};

static char *
advice_text(const Evidence *evidence)
{
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < evidence->advice->len; i++) {
        const Advice *advice = evidence->advice->pdata[i];

        g_string_append_printf(text, "%s %s%s;", advice->entry, result_text(advice->status),
                               advice->claimed ? "?" : "");
    }
    return g_string_free(text, FALSE);
}

Test(ask_advice, cases)
{
    for (size_t i = 0; i < G_N_ELEMENTS(advice_cases); i++) {
        const HeaderBlock header = { .octets = advice_cases[i].header,
                                     .len = strlen(advice_cases[i].header) };
        g_autoptr(Settings) settings = settings_default();
        g_autoptr(Dns) dns = dns_new_zone_text("zone", advice_zone, NULL);
        g_autoptr(Evidence) evidence = inspect_origin(settings, settings->trust, dns, &header);
        g_autoptr(Verdict) verdict = verdict_of(evidence), after = NULL;
        guint findings = evidence->findings->len;
        g_autofree char *got = NULL;

        ask_advice(settings, dns, &header, evidence, verdict);
        got = advice_text(evidence);
        after = verdict_of(evidence);
        cr_expect_str_eq(got, advice_cases[i].want, "case %zu: %s", i, got);
        cr_expect_eq(findings, evidence->findings->len);
        cr_expect(after->result == verdict->result && g_str_equal(after->reason, verdict->reason));
    }
}
