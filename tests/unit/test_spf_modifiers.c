/* SPDX-License-Identifier: ISC */
/* redirect= and exp= (RFC 7208 section 6). */
#include "spf_case.h"

static const char zone[] = "pass.example TXT \"v=spf1 +all\"\n"
                           "fail.example TXT \"v=spf1 -all exp=why.fail.example\"\n"
                           "why.fail.example TXT \"%{d} said no\"\n"
                           "silent.example TXT \"v=spf1 -all\"\n"
                           "chain.example TXT \"v=spf1 redirect=fail.example exp=why.example\"\n"
                           "nomatch.example TXT \"v=spf1 ip4:203.0.113.9\"\n"
                           "bad.example TXT \"v=spf1 foo\"\n"
                           "two.example TXT \"v=spf1 -all\"\n"
                           "two.example TXT \"v=spf1 +all\"\n"
                           "text.example TXT \"some note\"\n"
                           "broken.example ERROR SERVFAIL\n"
                           "late.example ERROR TIMEOUT\n"
                           "why.example TXT \"not from here\"\n"
                           "alias.example CNAME why.example\n"
                           "long.example TXT \"one, \" \"two, \" \"three\"\n"
                           "pair.example TXT \"first\"\n"
                           "pair.example TXT \"second\"\n"
                           "blank.example TXT \"\"\n"
                           "utf8.example TXT \"nein, n\\195\\164mlich nicht\"\n"
                           "control.example TXT \"two\\010lines\"\n"
                           "open.example TXT \"see %{i\"\n"
                           "letter.example TXT \"see %{x}\"\n"
                           "percent.example TXT \"100% not\"\n"
                           "addressonly.example A 192.0.2.9\n"
                           "alice.example.net TXT \"for alice alone\"\n"
                           "sub.why.example.net TXT \"from %{d}, the record's own\"\n";

static const SpfCase redirects[] = {
    { "6.1", "redirect to a pass", "v=spf1 redirect=pass.example", .want = RESULT_PASS,
      .want_mechanism = "+all" },
    { "6.1", "redirect stands anywhere", "v=spf1 redirect=pass.example -ip4:192.0.2.1",
      .want = RESULT_FAIL, .want_mechanism = "-ip4:192.0.2.1" },
    { "6.1", "redirect in any case", "v=spf1 ReDirect=pass.example", .want = RESULT_PASS,
      .want_mechanism = "+all" },
    { "6.1", "no redirect after a match", "v=spf1 ip4:192.0.2.1 redirect=broken.example",
      .want = RESULT_PASS, .want_mechanism = "ip4:192.0.2.1" },
    { "6.1", "no redirect where there is an all", "v=spf1 ?all redirect=pass.example",
      .want = RESULT_NEUTRAL, .want_mechanism = "?all" },
    { "6.1", "redirect before an all", "v=spf1 redirect=pass.example ~all", .want = RESULT_SOFTFAIL,
      .want_mechanism = "~all" },
    { "6.1", "redirect to a record that says nothing", "v=spf1 redirect=nomatch.example",
      .want = RESULT_NEUTRAL },
    { "6.1", "redirect to no record", "v=spf1 redirect=text.example", .want = RESULT_PERMERROR,
      .want_problem = "text.example publishes no record (redirect=text.example at octet 7" },
    { "6.1", "redirect to no domain", "v=spf1 redirect=nowhere.example", .want = RESULT_PERMERROR,
      .want_problem = "nowhere.example does not exist" },
    { "6.1", "redirect to a malformed name", "v=spf1 redirect=a..example", .want = RESULT_PERMERROR,
      .want_problem = "empty label" },
    { "6.1", "redirect to a single label", "v=spf1 redirect=%{d1}", .want = RESULT_PERMERROR,
      .want_problem = "single label" },
    { "6.1", "redirect to a permerror", "v=spf1 redirect=bad.example", .want = RESULT_PERMERROR,
      .want_problem = "of the record of bad.example" },
    { "6.1", "redirect to two records", "v=spf1 redirect=two.example", .want = RESULT_PERMERROR,
      .want_problem = "two.example publishes 2 records" },
    { "6.1", "redirect to a temperror", "v=spf1 redirect=broken.example", .want = RESULT_TEMPERROR,
      .want_problem = "TXT of broken.example" },
    { "6.1", "redirect to a timeout", "v=spf1 redirect=late.example", .want = RESULT_TEMPERROR,
      .want_problem = "TXT of late.example" },
    { "6.1", "redirect of a redirect", "v=spf1 redirect=chain.example", .want = RESULT_FAIL,
      .want_mechanism = "-all", .want_explanation = "fail.example said no" },
    { "6.1", "the target's exp is used", "v=spf1 redirect=fail.example exp=why.example",
      .want = RESULT_FAIL, .want_mechanism = "-all", .want_explanation = "fail.example said no" },
    { "6.1", "and no other, where it has none", "v=spf1 redirect=silent.example exp=why.example",
      .want = RESULT_FAIL, .want_mechanism = "-all" },
    { "RFC 8616 4", "a redirect that needs a UTF-8 local part does not match",
      "v=spf1 redirect=%{l}.example", .sender = "\303\244@example.net", .want = RESULT_NEUTRAL },
};

Test(spf_modifiers, redirects)
{
    spf_cases_run(zone, redirects, G_N_ELEMENTS(redirects));
}

static const SpfCase explanations[] = {
    { "6.2", "exp", "v=spf1 -all exp=why.example", .want = RESULT_FAIL, .want_mechanism = "-all",
      .want_explanation = "not from here" },
    { "6.2", "exp stands anywhere", "v=spf1 exp=why.example -all", .want = RESULT_FAIL,
      .want_mechanism = "-all", .want_explanation = "not from here" },
    { "6.2", "exp of an alias", "v=spf1 -all exp=alias.example", .want = RESULT_FAIL,
      .want_mechanism = "-all", .want_explanation = "not from here" },
    { "6.2", "strings are joined", "v=spf1 -all exp=long.example", .want = RESULT_FAIL,
      .want_mechanism = "-all", .want_explanation = "one, two, three" },
    { "6.2", "exp with macros in the name", "v=spf1 -all exp=%{l}.%{d}", .want = RESULT_FAIL,
      .want_mechanism = "-all", .want_explanation = "for alice alone" },
    { "6.2", "%{d} is the record's domain", "v=spf1 -all exp=sub.why.%{d}", .want = RESULT_FAIL,
      .want_mechanism = "-all", .want_explanation = "from example.net, the record's own" },
    { "6.2", "none for a pass", "v=spf1 +all exp=why.example", .want = RESULT_PASS,
      .want_mechanism = "+all" },
    { "6.2", "none for a softfail", "v=spf1 ~all exp=why.example", .want = RESULT_SOFTFAIL,
      .want_mechanism = "~all" },
    { "6.2", "none for a neutral", "v=spf1 ?all exp=why.example", .want = RESULT_NEUTRAL,
      .want_mechanism = "?all" },
    { "6.2", "an included pass with a minus", "v=spf1 -include:pass.example exp=why.example",
      .want = RESULT_FAIL, .want_mechanism = "-include:pass.example",
      .want_explanation = "not from here" },
    { "6.2", "no record", "v=spf1 -all exp=addressonly.example", .want = RESULT_FAIL,
      .want_mechanism = "-all" },
    { "6.2", "no domain", "v=spf1 -all exp=nowhere.example", .want = RESULT_FAIL,
      .want_mechanism = "-all" },
    { "6.2", "SERVFAIL", "v=spf1 -all exp=broken.example", .want = RESULT_FAIL,
      .want_mechanism = "-all" },
    { "6.2", "timeout", "v=spf1 -all exp=late.example", .want = RESULT_FAIL,
      .want_mechanism = "-all" },
    { "6.2", "two records", "v=spf1 -all exp=pair.example", .want = RESULT_FAIL,
      .want_mechanism = "-all" },
    { "6.2", "malformed name", "v=spf1 -all exp=a..example", .want = RESULT_FAIL,
      .want_mechanism = "-all" },
    { "6.2", "open brace in the text", "v=spf1 -all exp=open.example", .want = RESULT_FAIL,
      .want_mechanism = "-all" },
    { "6.2", "unknown letter in the text", "v=spf1 -all exp=letter.example", .want = RESULT_FAIL,
      .want_mechanism = "-all" },
    { "6.2", "percent in the text", "v=spf1 -all exp=percent.example", .want = RESULT_FAIL,
      .want_mechanism = "-all" },
    { "6.2", "UTF-8 in the text", "v=spf1 -all exp=utf8.example", .want = RESULT_FAIL,
      .want_mechanism = "-all" },
    { "6.2", "newline in the text", "v=spf1 -all exp=control.example", .want = RESULT_FAIL,
      .want_mechanism = "-all" },
    { "6.2", "empty text", "v=spf1 -all exp=blank.example", .want = RESULT_FAIL,
      .want_mechanism = "-all", .want_explanation = "" },
    { "RFC 8616 4", "exp that needs a UTF-8 local part", "v=spf1 -all exp=%{l}.example.net",
      .sender = "\303\244@example.net", .want = RESULT_FAIL, .want_mechanism = "-all" },
};

Test(spf_modifiers, explanations)
{
    spf_cases_run(zone, explanations, G_N_ELEMENTS(explanations));
}

Test(spf_modifiers, the_path_shows_redirects_and_includes)
{
    SpfCase one = {
        .name = "path",
        .record = "v=spf1 redirect=first.example",
        .more = "first.example TXT \"v=spf1 ~include:silent.example ?include:second.example\"\n"
                "second.example TXT \"v=spf1 redirect=pass.example\"\n",
    };
    g_autoptr(Dns) dns = spf_case_zone(&one, zone);
    g_autoptr(Finding) got = spf_case_check(&one, dns, false);
    g_autofree char *path = NULL;

    cr_expect_eq(got->result, RESULT_NEUTRAL);
    cr_expect_str_eq(got->mechanism, "?include:second.example");
    path = finding_path_text(got);
    cr_expect_str_eq(path,
                     "redirect=first.example > ?include:second.example > redirect=pass.example > "
                     "+all");
}

Test(spf_modifiers, long_explanations)
{
    g_autoptr(GString) text = g_string_new("big.example TXT");
    SpfCase one = { .name = "long", .record = "v=spf1 -all exp=big.example" };

    for (int i = 0; i < 5; i++)
        g_string_append_printf(text, " \"%0200d\"", i);
    g_string_append_c(text, '\n');
    one.more = text->str;

    g_autoptr(Dns) dns = spf_case_zone(&one, "");
    g_autoptr(Finding) got = spf_case_check(&one, dns, false);

    cr_assert_not_null(got->explanation);
    cr_expect_eq(strlen(got->explanation), 1000);
}
