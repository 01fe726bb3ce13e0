/* SPDX-License-Identifier: ISC */
/* The guess for domains that publish nothing: pass or neutral, and never the verdict. */
#include "scheme_case.h"

static const char zone[] = "near.example A 192.0.2.200\n"
                           "mailed.example MX 10 mx.mailed.example\n"
                           "mx.mailed.example A 192.0.2.77\n"
                           "mx.mailed.example AAAA 2001:db8::7\n"
                           "named.example A 203.0.113.1\n"
                           "1.2.0.192.in-addr.arpa PTR host.named.example\n"
                           "host.named.example A 192.0.2.1\n"
                           "published.example TXT \"v=spf1 -all\"\n"
                           "published.example A 192.0.2.1\n"
                           "wrong.example TXT \"v=spf1 nonsense\"\n"
                           "flood.example MX 1 a\nflood.example MX 2 b\nflood.example MX 3 c\n"
                           "flood.example MX 4 d\nflood.example MX 5 e\nflood.example MX 6 f\n"
                           "flood.example MX 7 g\nflood.example MX 8 h\nflood.example MX 9 i\n"
                           "flood.example MX 10 j\nflood.example MX 11 k\n"
                           "2.2.0.192.in-addr.arpa TXT \"no name\"\n";

static const SchemeCase cases[] = {
    { .name = "near the domain's own address",
      .sender = "a@near.example",
      .want = RESULT_PASS,
      .want_mechanism = "a/24" },
    { .name = "near an exchange",
      .sender = "a@mailed.example",
      .want = RESULT_PASS,
      .want_mechanism = "mx/24" },
    { .name = "of IPv6 only the very address",
      .sender = "a@mailed.example",
      .client = "2001:db8::8",
      .want = RESULT_NEUTRAL,
      .want_mechanism = "?all" },
    { .name = "by its reverse name",
      .sender = "a@named.example",
      .want = RESULT_PASS,
      .want_mechanism = "ptr" },
    { .name = "none of them",
      .sender = "a@named.example",
      .client = "198.51.100.1",
      .want = RESULT_NEUTRAL,
      .want_mechanism = "?all" },
    { .name = "a limit that the guess breaks is not the domain's fault",
      .sender = "a@flood.example",
      .client = "198.51.100.1",
      .want = RESULT_NEUTRAL },
    { .name = "no guess where there is a record",
      .sender = "a@published.example",
      .want_problem = "publishes a record of its own" },
    { .name = "no guess where there is a bad one",
      .sender = "a@wrong.example",
      .want_problem = "publishes a record of its own" },
    { .name = "no domain",
      .sender = "a@nowhere.example",
      .want_problem = "nowhere.example does not exist",
      .want_missing = true },
    { .name = "no domain name", .sender = "[192.0.2.1]", .want_problem = "an address literal" },
    { .name = "no answer",
      .sender = "a@broken.example",
      .want = RESULT_TEMPERROR,
      .want_problem = "TXT of broken.example: name server failed" },
    { .name = "no answer to what the guess asks",
      .more = "half.example TXT \"x\"\nhalf.example MX 0 broken.example\n",
      .sender = "a@half.example",
      .want = RESULT_TEMPERROR,
      .want_problem = "A of broken.example" },
};

Test(best_guess, cases)
{
    cr_assert(!scheme_named("best-guess")->decides);
    scheme_cases_run("best-guess", zone, cases, G_N_ELEMENTS(cases));
}
