/* SPDX-License-Identifier: ISC */
/* The RMX resource record: its wire form, and which of the two places wins. */
#include "scheme_case.h"

#define AT   "example.net TYPE65280 "
#define TEXT "_rmx.example.net TXT "

/* mx.example.net on the wire with its length; example.net likewise. */
#define MX     "10026d78076578616d706c65036e657400"
#define DOMAIN "0d076578616d706c65036e657400"

static const char zone[] = "mx.example.net A 192.0.2.1\n"
                           "apl.example APL 1:192.0.2.0/24\n"
                           "1.2.0.192.in-addr.arpa PTR mx.example.net\n"
                           "alice._rmx.example.net TXT \"!ipv4:192.0.2.1\"\n";

static const SchemeSettings settings = { .rmx_type = 65280 };

static const SchemeCase entries[] = {
    { .name = "ipv4",
      .more = AT "\\# 5 0118c00002\n",
      .want = RESULT_PASS,
      .want_mechanism = "ipv4",
      .want_record = "ipv4:192.0.2.0/24" },
    { .name = "ipv4, one address, refused",
      .more = AT "\\# 6 8120c0000201\n",
      .want = RESULT_FAIL,
      .want_mechanism = "ipv4",
      .want_record = "!ipv4:192.0.2.1" },
    { .name = "ipv4, everybody",
      .more = AT "\\# 2 0100\n",
      .want = RESULT_PASS,
      .want_mechanism = "ipv4" },
    { .name = "ipv4, bits to spare are not looked at",
      .more = AT "\\# 5 0117c00003\n",
      .want = RESULT_PASS,
      .want_mechanism = "ipv4",
      .want_record = "ipv4:192.0.2.0/23" },
    { .name = "ipv6",
      .more = AT "\\# 6 022020010db8\n",
      .client = "2001:db8::1",
      .want = RESULT_PASS,
      .want_mechanism = "ipv6",
      .want_record = "ipv6:2001:db8::/32" },
    { .name = "host",
      .more = AT "\\# 18 03" MX "\n",
      .want = RESULT_PASS,
      .want_mechanism = "host",
      .want_record = "host:mx.example.net" },
    { .name = "apl",
      .more = AT "\\# 15 040d0361706c076578616d706c6500\n",
      .want = RESULT_PASS,
      .want_mechanism = "apl",
      .want_record = "apl:apl.example" },
    { .name = "domain",
      .more = AT "\\# 15 05" DOMAIN "\n",
      .want = RESULT_PASS,
      .want_mechanism = "domain",
      .want_record = "domain:example.net" },
    { .name = "domain itself",
      .more = AT "\\# 2 0500\n",
      .want = RESULT_PASS,
      .want_mechanism = "domain",
      .want_record = "domain" },
    { .name = "unused",
      .more = AT "\\# 1 06\n",
      .want = RESULT_FAIL,
      .want_mechanism = "unused",
      .want_record = "unused" },
    { .name = "full",
      .more = AT "\\# 7 070118c0000206\n",
      .want = RESULT_FAIL,
      .want_mechanism = "ipv4",
      .want_record = "full ipv4:192.0.2.0/24 unused" },
    { .name = "the first that matches decides",
      .more = AT "\\# 11 8120c00002010118c00002\n",
      .want = RESULT_FAIL,
      .want_mechanism = "ipv4" },
    { .name = "several records",
      .more = AT "\\# 5 0118cb0071\n" AT "\\# 5 0118c00002\n",
      .want = RESULT_PASS,
      .want_mechanism = "ipv4",
      .want_record = "ipv4:203.0.113.0/24 ipv4:192.0.2.0/24" },
    { .name = "the root is the name of nobody",
      .more = AT "\\# 9 030100040100050100\n",
      .want = RESULT_FAIL,
      .want_mechanism = "domain",
      .want_record = "host:. apl:. domain:." },
    { .name = "no entry", .more = AT "\\# 0\n", .want = RESULT_FAIL, .want_record = "" },
};

static const SchemeCase broken[] = {
    { .name = "number 0",
      .more = AT "\\# 6 0118c0000200\n",
      .want = RESULT_PERMERROR,
      .want_problem = "unknown number in the entry at octet 5 of the RDATA, number 0" },
    { .name = "number 8, which is text's alone",
      .more = AT "\\# 1 08\n",
      .want = RESULT_PERMERROR,
      .want_problem = "number 8" },
    { .name = "number 127",
      .more = AT "\\# 1 ff\n",
      .want = RESULT_PERMERROR,
      .want_problem = "number 127" },
    { .name = "ipv4 prefix too long",
      .more = AT "\\# 7 0121c000020100\n",
      .want = RESULT_PERMERROR,
      .want_problem = "prefix too long" },
    { .name = "ipv6 prefix too long",
      .more = AT "\\# 2 0281\n",
      .want = RESULT_PERMERROR,
      .want_problem = "prefix too long" },
    { .name = "address cut short",
      .more = AT "\\# 4 0118c000\n",
      .want = RESULT_PERMERROR,
      .want_problem = "cut short" },
    { .name = "no prefix length",
      .more = AT "\\# 1 01\n",
      .want = RESULT_PERMERROR,
      .want_problem = "cut short" },
    { .name = "name cut short",
      .more = AT "\\# 4 0310026d\n",
      .want = RESULT_PERMERROR,
      .want_problem = "cut short" },
    { .name = "name shorter than its length",
      .more = AT "\\# 6 03040161ff00\n",
      .want = RESULT_PERMERROR,
      .want_problem = "bad name" },
    { .name = "name compressed",
      .more = AT "\\# 4 0302c000\n",
      .want = RESULT_PERMERROR,
      .want_problem = "bad name" },
    { .name = "more behind a name",
      .more = AT "\\# 6 03040161 0000\n",
      .want = RESULT_PERMERROR,
      .want_problem = "bad name" },
    { .name = "host without a name",
      .more = AT "\\# 2 0300\n",
      .want = RESULT_PERMERROR,
      .want_problem = "no name" },
    { .name = "apl without a name",
      .more = AT "\\# 2 0400\n",
      .want = RESULT_PERMERROR,
      .want_problem = "no name" },
    { .name = "unused with the flag",
      .more = AT "\\# 1 86\n",
      .want = RESULT_PERMERROR,
      .want_problem = "refusal flag" },
    { .name = "full with the flag",
      .more = AT "\\# 1 87\n",
      .want = RESULT_PERMERROR,
      .want_problem = "refusal flag" },
    { .name = "bad behind what would match",
      .more = AT "\\# 6 0118c0000209\n",
      .want = RESULT_PERMERROR,
      .want_problem = "number 9 (RMX record at example.net)" },
    { .name = "eleven entries that ask",
      .more = AT "\\# 22 05000500050005000500050005000500050005000500\n",
      .want = RESULT_PERMERROR,
      .want_problem = "more than 10 entries" },
};

static const SchemeCase places[] = {
    { .name = "the real type wins",
      .more = AT "\\# 1 06\n" TEXT "\"ipv4:192.0.2.1\"\n",
      .want = RESULT_FAIL,
      .want_mechanism = "unused" },
    { .name = "a bad one, too",
      .more = AT "\\# 1 08\n" TEXT "\"ipv4:192.0.2.1\"\n",
      .want = RESULT_PERMERROR,
      .want_problem = "unknown number" },
    { .name = "text where there is none",
      .more = TEXT "\"mx:example.net ipv4:192.0.2.1\"\n",
      .want = RESULT_PASS,
      .want_mechanism = "ipv4" },
    { .name = "the real type alone",
      .more = AT "\\# 18 03" MX "\n",
      .want = RESULT_PASS,
      .want_mechanism = "host" },
    { .name = "neither", .want_problem = "no RMX record at _rmx.example.net" },
    { .name = "no answer for the real type: the text may not be the record",
      .more = "_rmx.broken.example TXT \"ipv4:192.0.2.1\"\n",
      .sender = "alice@broken.example",
      .want = RESULT_TEMPERROR,
      .want_problem = "TYPE65280 of broken.example: name server failed" },
    { .name = "no domain",
      .sender = "alice@nowhere.example",
      .want_problem = "nowhere.example does not exist",
      .want_missing = true },
};

static const SchemeCase without[] = {
    { .name = "no type set: the text is the record",
      .more = AT "\\# 1 06\n" TEXT "\"ipv4:192.0.2.1\"\n",
      .want = RESULT_PASS,
      .want_mechanism = "ipv4" },
};

Test(rmx_wire, entries)
{
    scheme_cases_run_with(scheme_named("rmx"), &settings, zone, entries, G_N_ELEMENTS(entries));
}

Test(rmx_wire, broken)
{
    scheme_cases_run_with(scheme_named("rmx"), &settings, zone, broken, G_N_ELEMENTS(broken));
}

Test(rmx_wire, places)
{
    scheme_cases_run_with(scheme_named("rmx"), &settings, zone, places, G_N_ELEMENTS(places));
}

Test(rmx_wire, without_a_type)
{
    scheme_cases_run("rmx", zone, without, G_N_ELEMENTS(without));
}
