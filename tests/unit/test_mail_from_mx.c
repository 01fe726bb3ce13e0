/* SPDX-License-Identifier: ISC */
/* MX records at MAIL-FROM.DOMAIN: who is named, which records count, and what is broken. */
#include "scheme_case.h"

#define AT "mail-from.example.net "

static const char zone[] = "mx1.example.net A 192.0.2.9\n"
                           "mx2.example.net A 192.0.2.1\n"
                           "mx2.example.net AAAA 2001:db8::1\n"
                           "example.net MX 0 mx2.example.net\n";

static const SchemeCase cases[] = {
    { .name = "named",
      .more = AT "MX 0 mx1.example.net\n" AT "MX 0 mx2.example.net\n",
      .want = RESULT_PASS,
      .want_mechanism = "mx2.example.net",
      .want_record = "mx1.example.net mx2.example.net" },
    { .name = "named, IPv6",
      .more = AT "MX 0 mx1.example.net\n" AT "MX 0 mx2.example.net\n",
      .client = "2001:db8::1",
      .want = RESULT_PASS,
      .want_mechanism = "mx2.example.net" },
    { .name = "not named", .more = AT "MX 0 mx1.example.net\n", .want = RESULT_FAIL },
    { .name = "a host that is not there",
      .more = AT "MX 0 none.example.net\n",
      .want = RESULT_FAIL },
    { .name = "a null MX: nobody", .more = AT "MX 0 .\n", .want = RESULT_FAIL, .want_record = "." },
    { .name = "other preferences do not count",
      .more = AT "MX 0 mx1.example.net\n" AT "MX 1 mx2.example.net\n",
      .want = RESULT_FAIL,
      .want_record = "mx1.example.net" },
    { .name = "other preferences alone: nothing is repudiated",
      .more = AT "MX 10 mx1.example.net\n",
      .want_problem = "no MX record of preference 0 at MAIL-FROM.example.net" },
    { .name = "the domain's own MX does not count", .want_problem = "no MX record" },
    { .name = "no domain",
      .sender = "alice@nowhere.example",
      .want_problem = "nowhere.example does not exist",
      .want_missing = true },
    { .name = "no domain name", .sender = "[192.0.2.1]", .want_problem = "an address literal" },
    { .name = "no answer",
      .more = AT "ERROR SERVFAIL\n",
      .want = RESULT_TEMPERROR,
      .want_problem = "MX of MAIL-FROM.example.net: name server failed" },
    { .name = "no answer for one host, a match for another",
      .more = AT "MX 0 broken.example\n" AT "MX 0 mx2.example.net\n",
      .want = RESULT_PASS,
      .want_mechanism = "mx2.example.net" },
    { .name = "no answer for one host, no match for the other",
      .more = AT "MX 0 broken.example\n" AT "MX 0 mx1.example.net\n",
      .want = RESULT_TEMPERROR,
      .want_problem = "A of broken.example: name server failed" },
    { .name = "ten hosts",
      .more = AT "MX 0 a\n" AT "MX 0 b\n" AT "MX 0 c\n" AT "MX 0 d\n" AT "MX 0 e\n" AT "MX 0 f\n" AT
                 "MX 0 g\n" AT "MX 0 h\n" AT "MX 0 i\n" AT "MX 0 mx2.example.net\n",
      .want = RESULT_PASS,
      .want_mechanism = "mx2.example.net" },
    { .name = "eleven hosts",
      .more = AT "MX 0 a\n" AT "MX 0 b\n" AT "MX 0 c\n" AT "MX 0 d\n" AT "MX 0 e\n" AT "MX 0 f\n" AT
                 "MX 0 g\n" AT "MX 0 h\n" AT "MX 0 i\n" AT "MX 0 j\n" AT "MX 0 mx2.example.net\n",
      .want = RESULT_PERMERROR,
      .want_problem = "MAIL-FROM.example.net lists 11 hosts, more than 10" },
};

Test(mail_from_mx, cases)
{
    scheme_cases_run("mail-from-mx", zone, cases, G_N_ELEMENTS(cases));
}
