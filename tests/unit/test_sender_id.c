/* SPDX-License-Identifier: ISC */
/* Sender ID: which record is taken for which identity. What its terms mean is SPF's. */
#include "scheme_case.h"

#define AT "example.net TXT "

static const char zone[] = "inner.example TXT \"spf2.0/pra ip4:192.0.2.1 -all\"\n"
                           "inner.example TXT \"spf2.0/mfrom -all\"\n"
                           "old.example TXT \"v=spf1 ip4:192.0.2.1 -all\"\n";

/* RFC 4406 section 3.1 and 4.4. */
static const SchemeCase pra[] = {
    { .name = "pra",
      .more = AT "\"spf2.0/pra ip4:192.0.2.1 -all\"\n",
      .want = RESULT_PASS,
      .want_mechanism = "ip4:192.0.2.1",
      .want_record = "spf2.0/pra ip4:192.0.2.1 -all" },
    { .name = "refused",
      .more = AT "\"spf2.0/pra -all\"\n",
      .want = RESULT_FAIL,
      .want_mechanism = "-all" },
    { .name = "two scopes",
      .more = AT "\"spf2.0/mfrom,pra -all\"\n",
      .want = RESULT_FAIL,
      .want_mechanism = "-all" },
    { .name = "a scope of the future beside it",
      .more = AT "\"spf2.0/dkim,pra ~all\"\n",
      .want = RESULT_SOFTFAIL,
      .want_mechanism = "~all" },
    { .name = "in any case",
      .more = AT "\"SPF2.0/PRA -ALL\"\n",
      .want = RESULT_FAIL,
      .want_mechanism = "-ALL" },
    { .name = "nothing but a version", .more = AT "\"spf2.0/pra\"\n", .want = RESULT_NEUTRAL },
    { .name = "another scope",
      .more = AT "\"spf2.0/mfrom -all\"\n",
      .want_problem = "example.net publishes no record" },
    { .name = "one record for each scope",
      .more = AT "\"spf2.0/mfrom ip4:192.0.2.1\"\n" AT "\"spf2.0/pra -all\"\n",
      .want = RESULT_FAIL,
      .want_mechanism = "-all" },
    { .name = "SPF's records are not taken for it",
      .more = AT "\"v=spf1 ip4:192.0.2.1 -all\"\n",
      .want_problem = "publishes no record" },
    { .name = "a word that goes on",
      .more = AT "\"spf2.0/pram -all\"\n",
      .want_problem = "publishes no record" },
    { .name = "no scope", .more = AT "\"spf2.0/ -all\"\n", .want_problem = "publishes no record" },
    { .name = "an empty scope",
      .more = AT "\"spf2.0/pra, -all\"\n",
      .want_problem = "publishes no record" },
    { .name = "another version",
      .more = AT "\"spf3.0/pra -all\"\n",
      .want_problem = "publishes no record" },
    { .name = "two records",
      .more = AT "\"spf2.0/pra -all\"\n" AT "\"spf2.0/pra,mfrom -all\"\n",
      .want = RESULT_PERMERROR,
      .want_problem = "example.net publishes 2 records" },
    { .name = "a bad record",
      .more = AT "\"spf2.0/pra ip4:192.0.2.1 foo\"\n",
      .want = RESULT_PERMERROR,
      .want_problem = "at octet 25 of the record of example.net" },
    { .name = "included records are of the same scope",
      .more = AT "\"spf2.0/pra include:inner.example -all\"\n",
      .want = RESULT_PASS,
      .want_mechanism = "include:inner.example" },
    { .name = "not of SPF",
      .more = AT "\"spf2.0/pra include:old.example -all\"\n",
      .want = RESULT_PERMERROR,
      .want_problem = "old.example publishes no record" },
    { .name = "macros stand for the responsible address",
      .more = AT "\"spf2.0/pra exists:%{l}.%{d}.map.example -all\"\n"
                 "alice.example.net.map.example A 127.0.0.2\n",
      .want = RESULT_PASS,
      .want_mechanism = "exists:%{l}.%{d}.map.example" },
    { .name = "no domain",
      .sender = "alice@nowhere.example",
      .want_problem = "nowhere.example does not exist",
      .want_missing = true },
    { .name = "no answer",
      .sender = "alice@broken.example",
      .want = RESULT_TEMPERROR,
      .want_problem = "TXT of broken.example: name server failed" },
};

static const SchemeCase mfrom[] = {
    { .name = "mfrom",
      .more = AT "\"spf2.0/mfrom ip4:192.0.2.1 -all\"\n",
      .want = RESULT_PASS,
      .want_mechanism = "ip4:192.0.2.1" },
    { .name = "one record for each scope",
      .more = AT "\"spf2.0/mfrom ip4:192.0.2.1\"\n" AT "\"spf2.0/pra -all\"\n",
      .want = RESULT_PASS,
      .want_mechanism = "ip4:192.0.2.1" },
    { .name = "another scope",
      .more = AT "\"spf2.0/pra -all\"\n",
      .want_problem = "publishes no record" },
    { .name = "SPF's records are not taken for it",
      .more = AT "\"v=spf1 -all\"\n",
      .want_problem = "publishes no record" },
};

static const SchemeCase from_spf1[] = {
    { .name = "SPF's record, where the user says so",
      .more = AT "\"v=spf1 ip4:192.0.2.1 -all\"\n",
      .want = RESULT_PASS,
      .want_mechanism = "ip4:192.0.2.1" },
    { .name = "a record of its own wins",
      .more = AT "\"v=spf1 ip4:192.0.2.1\"\n" AT "\"spf2.0/pra,mfrom -all\"\n",
      .want = RESULT_FAIL,
      .want_mechanism = "-all" },
    { .name = "one of another scope alone does not",
      .more = AT "\"v=spf1 ip4:192.0.2.1\"\n" AT "\"spf2.0/other -all\"\n",
      .want = RESULT_PASS,
      .want_mechanism = "ip4:192.0.2.1" },
    { .name = "two of SPF's",
      .more = AT "\"v=spf1 -all\"\n" AT "\"v=spf1 +all\"\n",
      .want = RESULT_PERMERROR,
      .want_problem = "publishes 2 records" },
    { .name = "inside of an include",
      .more = AT "\"spf2.0/pra,mfrom include:old.example -all\"\n",
      .want = RESULT_PASS,
      .want_mechanism = "include:old.example" },
};

Test(sender_id, pra)
{
    scheme_cases_run("sender-id", zone, pra, G_N_ELEMENTS(pra));
}

Test(sender_id, mfrom)
{
    const Scheme *scheme = scheme_named("sender-id")->fallback;

    cr_assert_eq(scheme->identity, IDENTITY_MAIL_FROM);
    scheme_cases_run_with(scheme, NULL, zone, mfrom, G_N_ELEMENTS(mfrom));
}

Test(sender_id, from_spf1)
{
    static const SchemeSettings settings = { .sender_id_from_spf1 = true };
    const Scheme *scheme = scheme_named("sender-id");

    scheme_cases_run_with(scheme, &settings, zone, from_spf1, G_N_ELEMENTS(from_spf1));
    scheme_cases_run_with(scheme->fallback, &settings, zone, from_spf1, G_N_ELEMENTS(from_spf1));
}
