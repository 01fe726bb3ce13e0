/* SPDX-License-Identifier: ISC */
/* The table of schemes, the words, and what is common to all findings. */
#include "records/scheme.h"

#include <criterion/criterion.h>
#include <string.h>

Test(scheme, table)
{
    static const char *const order[] = { "rmx",          "spf",        "dmp",
                                         "mail-from-mx", "mt",         "caller-id",
                                         "sender-id",    "best-guess", "iprev" };
    const size_t count = G_N_ELEMENTS(order);

    for (size_t i = 0; i < count; i++)
        cr_expect(g_strcmp0(schemes[i]->name, order[i]) == 0, "got %s, want %s", schemes[i]->name,
                  order[i]);
    cr_expect_null(schemes[count]->name, "the last row has no name");
    for (size_t i = 0; schemes[i]->name; i++)
        cr_expect_eq(scheme_named(schemes[i]->name), schemes[i], "%s", schemes[i]->name);
    cr_expect_null(scheme_named("SPF"));
    cr_expect_null(scheme_named(""));
}

Test(scheme, words)
{
    static const struct {
        Result result;
        const char *want;
    } cases[] = {
        { RESULT_NONE, "none" },           { RESULT_PASS, "pass" },
        { RESULT_FAIL, "fail" },           { RESULT_SOFTFAIL, "softfail" },
        { RESULT_NEUTRAL, "neutral" },     { RESULT_TEMPERROR, "temperror" },
        { RESULT_PERMERROR, "permerror" },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
        cr_expect_str_eq(result_text(cases[i].result), cases[i].want);
    cr_expect_str_eq(identity_text(IDENTITY_MAIL_FROM), "mailfrom");
    cr_expect_str_eq(identity_text(IDENTITY_HELO), "helo");
    cr_expect_str_eq(identity_text(IDENTITY_PRA), "pra");
    cr_expect_str_eq(identity_text(IDENTITY_CLIENT), "client");
}

Test(scheme, domains_that_may_be_asked)
{
    static const struct {
        const char *domain;
        bool want;
    } cases[] = {
        { "example.net", true },
        { "_spf.Example-1.net", true },
        { "192.0.2.1", true }, /* a name like any other, of nobody */
        { "b\303\274cher.example", true },
        { "", false },
        { "[192.0.2.1]", false },
        { "[IPv6:2001:db8::1]", false },
        { "exam ple.net", false },
        { "example.net\r\n", false },
        { "\"example.net\"", false },
        { "example.net/24", false },
        { "alice@example.net", false },
        { "example\177.net", false },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        cr_expect((domain_problem(cases[i].domain) == NULL) == cases[i].want, "%s",
                  cases[i].domain);
    }
}

/* What stands for all that is not known. */
Test(scheme, claim_of)
{
    static const SchemeSettings settings = { .rmx_type = 65399 };
    const IpAddress client = ip_from_octets("\300\0\2\1", 4);
    const Claim claim = claim_of("example.net", IDENTITY_HELO, &client, &settings);
    const Claim nobody = claim_of("example.net", IDENTITY_MAIL_FROM, NULL, NULL);

    cr_expect_str_eq(claim.local, "postmaster");
    cr_expect_str_eq(claim.domain, "example.net");
    cr_expect_str_eq(claim.helo, "example.net");
    cr_expect_str_eq(claim.receiver, "example.net");
    cr_expect_eq(claim.identity, IDENTITY_HELO);
    cr_expect(ip_equal(&claim.client, &client));
    cr_expect_eq(claim_settings(&claim)->rmx_type, 65399);
    cr_expect_null(claim.record);
    cr_expect(claim.now > 1000000000);
    cr_expect_eq(nobody.client.bits, 0);
    cr_expect_eq(claim_settings(&nobody)->rmx_type, 0);
}

/* A prefetch outlives its caller's strings. */
Test(scheme, copies_stand_alone)
{
    char local[] = "alice", domain[] = "example.net", receiver[] = "mx.example.org";
    Claim claim = {
        .identity = IDENTITY_PRA, .local = local, .domain = domain, .receiver = receiver, .now = 7
    };
    g_autoptr(Dns) dns = dns_new_zone_text("none", "$ORIGIN .\n", NULL);
    const Claim *copy = claim_keep(dns, &claim);

    memset(local, 'x', 5);
    memset(domain, 'x', 5);
    memset(receiver, 'x', 5);
    cr_expect_str_eq(copy->local, "alice");
    cr_expect_str_eq(copy->domain, "example.net");
    cr_expect_str_eq(copy->receiver, "mx.example.org");
    cr_expect_null(copy->helo);
    cr_expect_eq(copy->identity, IDENTITY_PRA);
    cr_expect_eq(copy->now, 7);
}
