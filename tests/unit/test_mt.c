/* SPDX-License-Identifier: ISC */
/* Mail transmitters: a host name in a record type of the user's choice. */
#include "scheme_case.h"

#define AT "example.net TYPE65281 "

/* mx.example.net and other.example on the wire, uncompressed. */
#define MX    "\\# 16 026d78076578616d706c65036e657400\n"
#define OTHER "\\# 15 056f74686572076578616d706c6500\n"

static const char zone[] = "mx.example.net A 192.0.2.1\nmx.example.net AAAA 2001:db8::1\n"
                           "other.example A 203.0.113.1\n";

static const SchemeSettings settings = { .mt_type = 65281 };

static const SchemeCase cases[] = {
    { .name = "named",
      .more = AT OTHER AT MX,
      .want = RESULT_PASS,
      .want_mechanism = "mx.example.net",
      .want_record = "other.example mx.example.net" },
    { .name = "named, IPv6",
      .more = AT MX,
      .client = "2001:db8::1",
      .want = RESULT_PASS,
      .want_mechanism = "mx.example.net" },
    { .name = "not named", .more = AT OTHER, .want = RESULT_FAIL, .want_record = "other.example" },
    { .name = "the root: nobody",
      .more = AT "\\# 1 00\n",
      .want = RESULT_FAIL,
      .want_record = "." },
    { .name = "no record", .want_problem = "no MT record at example.net" },
    { .name = "no domain",
      .sender = "a@nowhere.example",
      .want_problem = "nowhere.example does not exist",
      .want_missing = true },
    { .name = "no domain name", .sender = "[192.0.2.1]", .want_problem = "an address literal" },
    { .name = "nothing in it",
      .more = AT "\\# 0\n",
      .want = RESULT_PERMERROR,
      .want_problem = "an MT record of example.net is not one host name: cut short" },
    { .name = "cut short",
      .more = AT "\\# 10 026d78076578616d706c\n",
      .want = RESULT_PERMERROR,
      .want_problem = "cut short" },
    { .name = "more behind it",
      .more = AT "\\# 17 026d78076578616d706c65036e65740000\n",
      .want = RESULT_PERMERROR,
      .want_problem = "more behind a name" },
    { .name = "compressed",
      .more = AT "\\# 5 026d78c00c\n",
      .want = RESULT_PERMERROR,
      .want_problem = "compression" },
    { .name = "one good, one bad",
      .more = AT MX AT "\\# 2 0561\n",
      .want = RESULT_PERMERROR,
      .want_problem = "cut short" },
    { .name = "no answer",
      .more = "bad.example ERROR SERVFAIL\n",
      .sender = "a@bad.example",
      .want = RESULT_TEMPERROR,
      .want_problem = "TYPE65281 of bad.example: name server failed" },
    { .name = "no answer for the host",
      .more = AT "\\# 16 0662726f6b656e076578616d706c6500\n",
      .want = RESULT_TEMPERROR,
      .want_problem = "A of broken.example" },
};

static const SchemeCase without[] = {
    { .name = "no type set", .more = AT MX, .want_problem = "mt-rrtype" },
};

Test(mt, cases)
{
    scheme_cases_run_with(scheme_named("mt"), &settings, zone, cases, G_N_ELEMENTS(cases));
}

Test(mt, without_a_type)
{
    scheme_cases_run("mt", zone, without, G_N_ELEMENTS(without));
}
