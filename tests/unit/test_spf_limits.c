/* SPDX-License-Identifier: ISC */
/* Processing limits (RFC 7208 section 4.6.4), and records made to cost much (section 11.1). */
#include "records/spf/spf_evaluate.h"

#include "spf_case.h"

static const char zone[] =
    "example.net A 203.0.113.1\n"
    "example.net MX 10 mx.example.net\n"
    "mx.example.net A 203.0.113.2\n"
    "pass.example TXT \"v=spf1 +all\"\n"
    "fail.example TXT \"v=spf1 -all\"\n"
    "five.example TXT \"v=spf1 a:h.five.example a:h.five.example a:h.five.example "
    "a:h.five.example a:h.five.example\"\n"
    "h.five.example A 203.0.113.5\n"
    "loop.example TXT \"v=spf1 include:pool.example\"\n"
    "pool.example TXT \"v=spf1 include:loop.example\"\n"
    "wheel.example TXT \"v=spf1 redirect=wheel.example\"\n"
    "text.example TXT \"no addresses\"\n"
    "ten.example MX 1 h1.ten.example\nten.example MX 2 h2.ten.example\n"
    "ten.example MX 3 h3.ten.example\nten.example MX 4 h4.ten.example\n"
    "ten.example MX 5 h5.ten.example\nten.example MX 6 h6.ten.example\n"
    "ten.example MX 7 h7.ten.example\nten.example MX 8 h8.ten.example\n"
    "ten.example MX 9 h9.ten.example\nten.example MX 10 last.ten.example\n"
    "last.ten.example A 192.0.2.1\n"
    "h1.ten.example A 203.0.113.9\nh2.ten.example A 203.0.113.9\n"
    "h3.ten.example A 203.0.113.9\nh4.ten.example A 203.0.113.9\n"
    "h5.ten.example A 203.0.113.9\nh6.ten.example A 203.0.113.9\n"
    "h7.ten.example A 203.0.113.9\nh8.ten.example A 203.0.113.9\n"
    "h9.ten.example A 203.0.113.9\n"
    "eleven.example MX 1 last.ten.example\neleven.example MX 2 last.ten.example\n"
    "eleven.example MX 3 last.ten.example\neleven.example MX 4 last.ten.example\n"
    "eleven.example MX 5 last.ten.example\neleven.example MX 6 last.ten.example\n"
    "eleven.example MX 7 last.ten.example\neleven.example MX 8 last.ten.example\n"
    "eleven.example MX 9 last.ten.example\neleven.example MX 10 last.ten.example\n"
    "eleven.example MX 11 last.ten.example\n"
    "voidmx.example MX 1 a.nowhere.example\nvoidmx.example MX 2 b.nowhere.example\n"
    "voidmx.example MX 3 c.nowhere.example\nvoidmx.example MX 4 last.ten.example\n"
    "2.2.0.192.in-addr.arpa PTR n1.example.org\n2.2.0.192.in-addr.arpa PTR n2.example.org\n"
    "2.2.0.192.in-addr.arpa PTR n3.example.org\n2.2.0.192.in-addr.arpa PTR n4.example.org\n"
    "2.2.0.192.in-addr.arpa PTR n5.example.org\n2.2.0.192.in-addr.arpa PTR n6.example.org\n"
    "2.2.0.192.in-addr.arpa PTR n7.example.org\n2.2.0.192.in-addr.arpa PTR n8.example.org\n"
    "2.2.0.192.in-addr.arpa PTR n9.example.org\n2.2.0.192.in-addr.arpa PTR n10.ptr.example\n"
    "2.2.0.192.in-addr.arpa PTR n11.late.example\n"
    "n10.ptr.example A 192.0.2.2\nn11.late.example A 192.0.2.2\n"
    "why.example TXT \"%{p} is not ours\"\n";

#define FIVE_A "a a a a a "
#define NINE_A FIVE_A "a a a a "

static const SpfCase limits[] = {
    { "4.6.4", "ten terms", "v=spf1 " NINE_A "a +all", .want = RESULT_PASS,
      .want_mechanism = "+all" },
    { "4.6.4", "eleven terms", "v=spf1 " NINE_A "a mx +all", .want = RESULT_PERMERROR,
      .want_problem = "more than 10 terms that ask the DNS (mx at octet 27 of the record of "
                      "example.net)" },
    { "4.6.4", "eleventh term after the match", "v=spf1 " NINE_A "ip4:192.0.2.1 a a",
      .want = RESULT_PASS, .want_mechanism = "ip4:192.0.2.1" },
    { "4.6.4", "match at the tenth", "v=spf1 " NINE_A "exists:example.net a", .want = RESULT_PASS,
      .want_mechanism = "exists:example.net" },
    { "4.6.4", "every kind of term counts",
      "v=spf1 a mx ptr exists:no.example.net include:fail.example a mx ptr:example.com "
      "include:fail.example redirect=pass.example",
      .more = "1.2.0.192.in-addr.arpa PTR example.net\n", .want = RESULT_PASS,
      .want_mechanism = "+all" },
    { "4.6.4", "redirect is the eleventh", "v=spf1 " NINE_A "a redirect=pass.example",
      .want = RESULT_PERMERROR, .want_problem = "(redirect=pass.example at octet 27" },
    { "4.6.4", "redirect is the tenth", "v=spf1 " NINE_A "redirect=pass.example",
      .want = RESULT_PASS, .want_mechanism = "+all" },
    { "4.6.4", "an include counts with what is in it: ten",
      "v=spf1 a a a a include:five.example +all", .want = RESULT_PASS, .want_mechanism = "+all" },
    { "4.6.4", "an include counts with what is in it: eleven",
      "v=spf1 a a a a a include:five.example +all", .want = RESULT_PERMERROR,
      .want_problem = "of the record of five.example" },
    { "4.6.4", "terms after an include go on counting",
      "v=spf1 include:five.example a a a a a +all", .want = RESULT_PERMERROR,
      .want_problem = "(a at octet" },
    { "4.6.4", "ip4, ip6, all and exp do not count",
      "v=spf1 " NINE_A "a ip4:203.0.113.9 ip6:2001:db8::1 exp=why.example -all",
      .want = RESULT_FAIL, .want_mechanism = "-all", .want_explanation = "unknown is not ours" },
    { "4.6.4", "a term whose name is malformed counts", "v=spf1 " NINE_A "a:a..example a +all",
      .want = RESULT_PERMERROR, .want_problem = "more than 10 terms" },
    { "4.6.4", "include loop", "v=spf1 include:loop.example -all", .want = RESULT_PERMERROR,
      .want_problem = "more than 10 terms" },
    { "4.6.4", "include of itself", "v=spf1 include:example.net -all", .want = RESULT_PERMERROR,
      .want_problem = "more than 10 terms" },
    { "4.6.4", "redirect loop", "v=spf1 redirect=wheel.example", .want = RESULT_PERMERROR,
      .want_problem = "more than 10 terms" },
    { "4.6.4", "ten exchanges", "v=spf1 mx:ten.example -all", .want = RESULT_PASS,
      .want_mechanism = "mx:ten.example" },
    { "4.6.4", "eleven exchanges", "v=spf1 mx:eleven.example -all", .want = RESULT_PERMERROR,
      .want_problem = "eleven.example has 11 MX hosts, more than 10 (mx:eleven.example at" },
    { "4.6.4", "the tenth reverse name", "v=spf1 ptr:ptr.example -all", .client = "192.0.2.2",
      .want = RESULT_PASS, .want_mechanism = "ptr:ptr.example" },
    { "4.6.4", "the eleventh reverse name is ignored", "v=spf1 ptr:late.example -all",
      .client = "192.0.2.2", .want = RESULT_FAIL, .want_mechanism = "-all" },
    { "4.6.4", "two void lookups", "v=spf1 a:one.nowhere.example a:text.example +all",
      .want = RESULT_PASS, .want_mechanism = "+all" },
    { "4.6.4", "three void lookups",
      "v=spf1 a:one.nowhere.example a:text.example a:two.nowhere.example +all",
      .want = RESULT_PERMERROR,
      .want_problem = "more than 2 void lookups (a:two.nowhere.example at octet" },
    { "4.6.4", "void lookups of any kind", "v=spf1 mx:text.example exists:nowhere.example ptr +all",
      .want = RESULT_PERMERROR, .want_problem = "more than 2 void lookups (ptr at octet" },
    { "4.6.4", "void lookups in an include count with the rest",
      "v=spf1 a:one.nowhere.example include:void.example a:two.nowhere.example +all",
      .more = "void.example TXT \"v=spf1 a:three.nowhere.example\"\n", .want = RESULT_PERMERROR,
      .want_problem = "more than 2 void lookups (a:two.nowhere" },
    { "4.6.4", "a term counts once for all its void lookups", "v=spf1 mx:voidmx.example -all",
      .want = RESULT_PASS, .want_mechanism = "mx:voidmx.example" },
    { "4.6.4", "names that are never asked are not void",
      "v=spf1 a:a..example a:b..example a:c..example +all", .want = RESULT_PASS,
      .want_mechanism = "+all" },
    { "4.6.4", "a void exp is no void lookup",
      "v=spf1 a:one.nowhere.example a:text.example -all exp=three.nowhere.example",
      .want = RESULT_FAIL, .want_mechanism = "-all" },
    { "4.6.4", "%{p} is no void lookup",
      "v=spf1 a:one.nowhere.example a:text.example exists:%{p}.example +all",
      .more = "unknown.example A 127.0.0.2\n", .want = RESULT_PASS,
      .want_mechanism = "exists:%{p}.example" },
};

Test(spf_limits, limits)
{
    spf_cases_run(zone, limits, G_N_ELEMENTS(limits));
}

/* All different: what was asked already costs nothing. */
static void
append_terms(GString *record, const char *term, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        g_string_append_printf(record, " %s%u.example", term, i);
}

/* How many questions went out, and that the result is what must be. */
static void
expect_questions(const SpfCase *one, const char *common, unsigned at_most)
{
    for (int prefetch = 0; prefetch <= 1; prefetch++) {
        g_autoptr(Dns) dns = spf_case_zone(one, common);
        g_autoptr(Finding) got = NULL;

        dns_set_question_limit(dns, 1000);
        got = spf_case_check(one, dns, prefetch);
        spf_case_compare(one, got);
        cr_expect_leq(dns_log(dns)->len, at_most, "%s: %u questions", one->name, dns_log(dns)->len);
    }
}

/* As long as a DNS message can carry. */
Test(spf_limits, long_records)
{
    static const struct {
        const char *name, *term;
        unsigned count;
        Result want;
        const char *want_mechanism, *want_problem;
    } cases[] = {
        { "10,000 terms that ask", " a:b.c", 10000, RESULT_PERMERROR, NULL, "more than 10 terms" },
        { "5,000 networks", " ip4:1.2.3.4", 5000, RESULT_NEUTRAL, NULL, NULL },
        { "10,000 modifiers", " x=%{s}", 8000, RESULT_NEUTRAL, NULL, NULL },
        { "a name of many macros", "%{s}.%{l}", 6000, RESULT_PERMERROR, NULL, "no mechanism" },
        { "blanks", "       ", 8000, RESULT_NEUTRAL, NULL, NULL },
        { "qualifiers", "-", 60000, RESULT_PERMERROR, NULL, "no mechanism" },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GString) record = g_string_new("v=spf1 ");
        SpfCase one = { .section = "11.1",
                        .name = cases[i].name,
                        .want = cases[i].want,
                        .want_mechanism = cases[i].want_mechanism,
                        .want_problem = cases[i].want_problem };

        for (unsigned n = 0; n < cases[i].count; n++)
            g_string_append(record, cases[i].term);
        one.record = record->str;
        expect_questions(&one, "b.c A 203.0.113.1\n", 2);
    }
}

/* A name that grows to megabytes, if one lets it: the label that is asked in the end is short. */
Test(spf_limits, deep_macros)
{
    g_autoptr(GString) record = g_string_new("v=spf1 exists:");
    g_autofree char *local = g_strnfill(5000, 'x');
    g_autofree char *sender = g_strconcat(local, "@example.net", NULL);
    SpfCase one = { .section = "11.1",
                    .name = "deep macros",
                    .sender = sender,
                    .want = RESULT_FAIL,
                    .want_mechanism = "-all" };

    for (unsigned n = 0; n < 10000; n++)
        g_string_append(record, "%{sr}");
    g_string_append(record, ".example -all");
    one.record = record->str;
    expect_questions(&one, "", 1);
}

/* Ten terms with ten exchanges each is what the RFC allows. */
Test(spf_limits, exchange_flood)
{
    g_autoptr(GString) flood = g_string_new(NULL);
    g_autoptr(GString) record = g_string_new("v=spf1");
    SpfCase one = {
        .section = "11.1", .name = "MX flood", .want = RESULT_FAIL, .want_mechanism = "-all"
    };

    append_terms(record, "mx:m", 10);
    for (unsigned i = 0; i < 100; i++)
        g_string_append_printf(flood, "m%u.example MX 1 h%u.victim.example\n", i / 10, i);
    g_string_append(flood, "*.victim.example A 203.0.113.1\n");
    g_string_append(record, " -all");
    one.record = record->str;
    expect_questions(&one, flood->str, 111);
}

/* Ten includes, each with ten, each with ten: the evaluation goes down one branch. */
Test(spf_limits, include_bomb)
{
    g_autoptr(GString) bomb = g_string_new(NULL);
    g_autoptr(GString) record = g_string_new("v=spf1");
    SpfCase one = { .section = "11.1",
                    .name = "include bomb",
                    .want = RESULT_PERMERROR,
                    .want_problem = "more than 10 terms" };

    append_terms(record, "include:b", 10);
    for (unsigned i = 0; i < 10; i++) {
        g_autoptr(GString) inner = g_string_new("v=spf1");
        g_autofree char *prefix = g_strdup_printf("include:c%u-", i);
        g_autofree char *owner = g_strdup_printf("b%u.example", i);

        append_terms(inner, prefix, 10);
        spf_case_publish(bomb, owner, inner->str);
    }
    g_string_append(bomb, "*.example TXT \"v=spf1 include:b9.example\"\n");
    one.record = record->str;
    expect_questions(&one, bomb->str, 25);
}
