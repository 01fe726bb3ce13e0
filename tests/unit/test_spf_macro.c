/* SPDX-License-Identifier: ISC */
/* Macro expansion (RFC 7208 section 7), seen through explanations, which show every octet, and
 * through exists, which shows what is asked. */
#include "records/macro.h"

#include "spf_case.h"

#define SENDER "strong-bad@email.example.com"
#define V4     "192.0.2.3"
#define V6     "2001:db8::cb01"

/* As in section 7.4: the sender's domain publishes, the text is at why.example. */
static const struct {
    const char *section, *name, *text, *client, *sender, *helo, *want;
} texts[] = {
    { "7.4", "s", "%{s}", .want = "strong-bad@email.example.com" },
    { "7.4", "o", "%{o}", .want = "email.example.com" },
    { "7.4", "d", "%{d}", .want = "email.example.com" },
    { "7.4", "d4", "%{d4}", .want = "email.example.com" },
    { "7.4", "d3", "%{d3}", .want = "email.example.com" },
    { "7.4", "d2", "%{d2}", .want = "example.com" },
    { "7.4", "d1", "%{d1}", .want = "com" },
    { "7.4", "dr", "%{dr}", .want = "com.example.email" },
    { "7.4", "d2r", "%{d2r}", .want = "example.email" },
    { "7.4", "l", "%{l}", .want = "strong-bad" },
    { "7.4", "l-", "%{l-}", .want = "strong.bad" },
    { "7.4", "lr", "%{lr}", .want = "strong-bad" },
    { "7.4", "lr-", "%{lr-}", .want = "bad.strong" },
    { "7.4", "l1r-", "%{l1r-}", .want = "strong" },
    { "7.4", "ir and v", "%{ir}.%{v}._spf.%{d2}", .want = "3.2.0.192.in-addr._spf.example.com" },
    { "7.4", "lr- and d", "%{lr-}.lp._spf.%{d2}", .want = "bad.strong.lp._spf.example.com" },
    { "7.4", "all together", "%{lr-}.lp.%{ir}.%{v}._spf.%{d2}",
      .want = "bad.strong.lp.3.2.0.192.in-addr._spf.example.com" },
    { "7.4", "v before", "%{ir}.%{v}.%{l1r-}.lp._spf.%{d2}",
      .want = "3.2.0.192.in-addr.strong.lp._spf.example.com" },
    { "7.4", "fixed tail", "%{d2}.trusted-domains.example.net",
      .want = "example.com.trusted-domains.example.net" },
    { "7.4", "IPv6", "%{ir}.%{v}._spf.%{d2}", .client = V6,
      .want = "1.0.b.c.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6._spf."
              "example.com" },
    { "7.3", "i", "%{i}", .want = "192.0.2.3" },
    { "7.3", "i, IPv6", "%{i}", .client = V6,
      .want = "2.0.0.1.0.d.b.8.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.c.b.0.1" },
    { "7.3", "i, mapped", "%{i} %{v} %{c}", .client = "::ffff:192.0.2.3",
      .want = "192.0.2.3 in-addr 192.0.2.3" },
    { "7.3", "c", "%{c}", .want = "192.0.2.3" },
    { "7.3", "c, IPv6", "%{c}", .client = V6, .want = "2001:db8::cb01" },
    { "7.3", "v, IPv6", "%{v}", .client = V6, .want = "ip6" },
    { "7.2", "h", "%{h}", .helo = "mail.example.org", .want = "mail.example.org" },
    { "7.2", "h as it came", "%{h}", .helo = "I am (really) ME", .want = "I am (really) ME" },
    { "7.2", "h is not expanded again", "%{h}", .helo = "%{i}", .want = "%{i}" },
    { "7.2", "r", "%{r}", .want = "mx.example.org" },
    { "7.2", "t", "%{t}", .want = "1000000000" },
    { "7.2", "upper case letters", "%{L} %{I} %{V} %{T}", .sender = "bob@email.example.com",
      .want = "bob 192.0.2.3 in-addr 1000000000" },
    { "7.3", "URL escapes", "%{S}", .sender = "a b&c=d+e~f_g-h.i/j@email.example.com",
      .want = "a%20b%26c%3Dd%2Be~f_g-h.i%2Fj%40email.example.com" },
    { "7.3", "URL escapes of UTF-8", "%{L}", .sender = "\303\244@email.example.com",
      .want = "%C3%A4" },
    { "7.3", "URL escapes come last", "%{L=}", .sender = "a=b&c@email.example.com",
      .want = "a.b%26c" },
    { "7.3", "lower case does not escape", "%{l}", .sender = "a b&c@email.example.com",
      .want = "a b&c" },
    { "7.1", "percent", "100%%", .want = "100%" },
    { "7.1", "space", "a%_b", .want = "a b" },
    { "7.1", "escaped space", "a%-b", .want = "a%20b" },
    { "7.1", "percent before a brace", "%%{d}", .want = "%{d}" },
    { "7.1", "no macro", "plain (text), \\\"quoted\\\"", .want = "plain (text), \"quoted\"" },
    { "7.3", "R transformer", "%{dR}", .want = "com.example.email" },
    { "7.3", "more digits than parts", "%{d127}", .want = "email.example.com" },
    { "7.3", "a number that overflows", "%{d4294967297}", .want = "email.example.com" },
    { "7.3", "every delimiter", "%{l.-+,/_=}", .sender = "a.b-c+d,e/f_g=h@email.example.com",
      .want = "a.b.c.d.e.f.g.h" },
    { "7.3", "a dot is no delimiter then", "%{l1-}", .sender = "a.b-c.d@email.example.com",
      .want = "c.d" },
    { "7.3", "empty parts stay", "%{l-}", .sender = "a--b@email.example.com", .want = "a..b" },
    { "7.3", "empty parts count", "%{l2r+}", .sender = "++a@email.example.com", .want = "." },
    { "7.3", "digits of an address", "%{i2}", .want = "2.3" },
    { "4.3", "postmaster", "%{l} %{s}", .sender = "email.example.com",
      .want = "postmaster postmaster@email.example.com" },
    { "7.2", "an @ in the local part", "%{l}", .sender = "\"a@b\"@email.example.com",
      .want = "\"a@b\"" },
    { "RFC 8616 4", "U-labels become A-labels", "%{o} %{d} %{s}",
      .sender = "a@b\303\274cher.example",
      .want = "xn--bcher-kva.example xn--bcher-kva.example a@xn--bcher-kva.example" },
    { "RFC 8616 4", "also in h", "%{h}", .helo = "b\303\274cher.example",
      .want = "xn--bcher-kva.example" },
    { "7.3", "p: no name", "%{p}", .want = "unknown" },
    { "7.3", "p: the domain itself", "%{p}", .client = "203.0.113.1", .want = "email.example.com" },
    { "7.3", "p: a name below it", "%{p}", .client = "203.0.113.2",
      .want = "mx.email.example.com" },
    { "7.3", "p: any name", "%{p}", .client = "203.0.113.3", .want = "host.example.org" },
    { "7.3", "p: none confirms", "%{p}", .client = "203.0.113.4", .want = "unknown" },
    { "7.3", "p: DNS error", "%{p}", .client = "203.0.113.5", .want = "unknown" },
    { "7.3", "p: only ten are looked at", "%{p}", .client = "203.0.113.6", .want = "unknown" },
    { "7.3", "p with transformers", "%{p2}", .client = "203.0.113.3", .want = "example.org" },
};

static const char texts_zone[] = "email.example.com TXT \"v=spf1 -all exp=why.example\"\n"
                                 "xn--bcher-kva.example TXT \"v=spf1 -all exp=why.example\"\n"
                                 "1.113.0.203.in-addr.arpa PTR mx.email.example.com\n"
                                 "1.113.0.203.in-addr.arpa PTR email.example.com\n"
                                 "2.113.0.203.in-addr.arpa PTR host.example.org\n"
                                 "2.113.0.203.in-addr.arpa PTR mx.email.example.com\n"
                                 "3.113.0.203.in-addr.arpa PTR host.example.org\n"
                                 "4.113.0.203.in-addr.arpa PTR nowhere.email.example.com\n"
                                 "5.113.0.203.in-addr.arpa ERROR SERVFAIL\n"
                                 "6.113.0.203.in-addr.arpa PTR n0.example.org\n"
                                 "6.113.0.203.in-addr.arpa PTR n1.example.org\n"
                                 "6.113.0.203.in-addr.arpa PTR n2.example.org\n"
                                 "6.113.0.203.in-addr.arpa PTR n3.example.org\n"
                                 "6.113.0.203.in-addr.arpa PTR n4.example.org\n"
                                 "6.113.0.203.in-addr.arpa PTR n5.example.org\n"
                                 "6.113.0.203.in-addr.arpa PTR n6.example.org\n"
                                 "6.113.0.203.in-addr.arpa PTR n7.example.org\n"
                                 "6.113.0.203.in-addr.arpa PTR n8.example.org\n"
                                 "6.113.0.203.in-addr.arpa PTR n9.example.org\n"
                                 "6.113.0.203.in-addr.arpa PTR email.example.com\n"
                                 "email.example.com A 203.0.113.1\n"
                                 "email.example.com A 203.0.113.6\n"
                                 "mx.email.example.com A 203.0.113.1\n"
                                 "mx.email.example.com A 203.0.113.2\n"
                                 "host.example.org A 203.0.113.2\n"
                                 "host.example.org A 203.0.113.3\n";

Test(spf_macro, texts)
{
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autofree char *more = g_strdup_printf("why.example TXT \"%s\"\n", texts[i].text);
        SpfCase one = {
            .section = texts[i].section,
            .name = texts[i].name,
            .more = more,
            .client = texts[i].client ? texts[i].client : V4,
            .sender = texts[i].sender ? texts[i].sender : SENDER,
            .helo = texts[i].helo,
            .want = RESULT_FAIL,
            .want_mechanism = "-all",
            .want_explanation = texts[i].want,
        };

        spf_cases_run(texts_zone, &one, 1);
    }
}

#define LABEL50 "a1234567890123456789012345678901234567890123456789"

/* What is asked: the name exists only in the form that the macro must have. */
static const SpfCase names[] = {
    { "7.3", "i and d", "v=spf1 exists:%{i}.list.%{d} -all",
      "192.0.2.1.list.example.net A 127.0.0.2\n", .want = RESULT_PASS,
      .want_mechanism = "exists:%{i}.list.%{d}" },
    { "7.3", "%{d} in an include is the included domain", "v=spf1 include:other.example -all",
      "other.example TXT \"v=spf1 exists:%{d}.list.example\"\n"
      "other.example.list.example A 127.0.0.2\n",
      .want = RESULT_PASS, .want_mechanism = "include:other.example" },
    { "7.3", "%{o} in an include is the sender's", "v=spf1 include:other.example -all",
      "other.example TXT \"v=spf1 exists:%{o}.list.example\"\n"
      "example.net.list.example A 127.0.0.2\n",
      .want = RESULT_PASS, .want_mechanism = "include:other.example" },
    { "7.3", "%{d} after a redirect is the target", "v=spf1 redirect=other.example",
      "other.example TXT \"v=spf1 a:%{d} -all\"\nother.example A 192.0.2.1\n", .want = RESULT_PASS,
      .want_mechanism = "a:%{d}" },
    { "7.3", "%{d} has no last dot", "v=spf1 redirect=other.example.",
      "other.example TXT \"v=spf1 a:%{d}.list.example -all\"\n"
      "other.example.list.example A 192.0.2.1\n",
      .want = RESULT_PASS, .want_mechanism = "a:%{d}.list.example" },
    { "7.1", "a percent in a name", "v=spf1 exists:a%%b.example -all", "a%b.example A 127.0.0.2\n",
      .want = RESULT_PASS, .want_mechanism = "exists:a%%b.example" },
    { "7.1", "a blank in a name", "v=spf1 exists:a%_b.example -all",
      "a\\032b.example A 127.0.0.2\n", .want = RESULT_PASS,
      .want_mechanism = "exists:a%_b.example" },
    { "7.1", "an escaped blank in a name", "v=spf1 exists:a%-b.example -all",
      "a%20b.example A 127.0.0.2\n", .want = RESULT_PASS, .want_mechanism = "exists:a%-b.example" },
    { "7.1", "a slash and a colon in a name", "v=spf1 a:one/24.two:3.example/32 -all",
      "one/24.two:3.example A 192.0.2.1\n", .want = RESULT_PASS,
      .want_mechanism = "a:one/24.two:3.example/32" },
    { "7.1", "a length after a macro", "v=spf1 a:%{d}/24 -all", "example.net A 192.0.2.200\n",
      .want = RESULT_PASS, .want_mechanism = "a:%{d}/24" },
    { "7.1", "slash as a delimiter", "v=spf1 exists:%{l1/} -all",
      .sender = "a/b.example@example.net", .more = "b.example A 127.0.0.2\n", .want = RESULT_PASS,
      .want_mechanism = "exists:%{l1/}" },
    { "7.3", "URL escapes in a name", "v=spf1 exists:%{L}.example -all",
      "a%3Db.example A 127.0.0.2\n", .sender = "a=b@example.net", .want = RESULT_PASS,
      .want_mechanism = "exists:%{L}.example" },
    { "7.3", "cut from the left at 253", "v=spf1 exists:%{l}.%{l}.%{l}.%{l}.%{l}.example -all",
      LABEL50 "." LABEL50 "." LABEL50 "." LABEL50 ".example A 127.0.0.2\n",
      .sender = LABEL50 "@example.net", .want = RESULT_PASS,
      .want_mechanism = "exists:%{l}.%{l}.%{l}.%{l}.%{l}.example" },
    { "7.2", "a HELO line that is no name", "v=spf1 a:%{h} -all", .helo = "not..a name",
      .want = RESULT_FAIL, .want_mechanism = "-all" },
    { "7.2", "a HELO literal", "v=spf1 a:%{h} -all", .helo = "[192.0.2.1]", .want = RESULT_FAIL,
      .want_mechanism = "-all" },
    { "7.2", "a HELO name", "v=spf1 a:%{h} -all", "mail.example.net A 192.0.2.1\n",
      .want = RESULT_PASS, .want_mechanism = "a:%{h}" },
    { "RFC 8616 4", "a UTF-8 local part matches no %{l}", "v=spf1 exists:%{l}.list.example -all",
      "*.list.example A 127.0.0.2\n", .sender = "\303\244@example.net", .want = RESULT_FAIL,
      .want_mechanism = "-all" },
    { "RFC 8616 4", "nor %{S}", "v=spf1 exists:%{S}.list.example -all",
      "*.list.example A 127.0.0.2\n", .sender = "\303\244@example.net", .want = RESULT_FAIL,
      .want_mechanism = "-all" },
    { "RFC 8616 4", "nor an include", "v=spf1 -include:%{l}.list.example +all",
      "*.list.example TXT \"v=spf1 +all\"\n", .sender = "\303\244@example.net", .want = RESULT_PASS,
      .want_mechanism = "+all" },
    { "RFC 8616 4", "other letters are not touched", "v=spf1 exists:%{d}.list.example -all",
      "*.list.example A 127.0.0.2\n", .sender = "\303\244@example.net", .want = RESULT_PASS,
      .want_mechanism = "exists:%{d}.list.example" },
    { "7.3", "%{p} in a name", "v=spf1 exists:%{p}.list.example -all",
      "1.2.0.192.in-addr.arpa PTR host.example.org\nhost.example.org A 192.0.2.1\n"
      "host.example.org.list.example A 127.0.0.2\n",
      .want = RESULT_PASS, .want_mechanism = "exists:%{p}.list.example" },
};

Test(spf_macro, names)
{
    spf_cases_run("", names, G_N_ELEMENTS(names));
}

/* Names at the edge: one octet more, and the first label goes. */
Test(spf_macro, truncation)
{
    static const struct {
        const char *name;
        size_t first, want; /* octets of the first label; of the result */
    } cases[] = {
        { "fits", 47, 251 },
        { "exactly 253", 49, 253 },
        { "254", 50, 203 },
        { "a first label of any length", 300, 203 },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *first = g_strnfill(cases[i].first, 'x');
        g_autofree char *tail = g_strjoin(".", LABEL50, LABEL50, LABEL50, LABEL50, NULL);
        g_autofree char *spec = g_strconcat(first, ".", tail, NULL);
        Claim claim = { .local = "a", .domain = "example.net" };
        MacroContext context = { .claim = &claim, .domain = "example.net" };
        g_autofree char *got = macro_domain(cursor_over(spec, strlen(spec)), &context);

        cr_expect_eq(strlen(got), cases[i].want, "%s: got %zu", cases[i].name, strlen(got));
    }
}

Test(spf_macro, no_label_to_cut)
{
    g_autofree char *spec = g_strnfill(300, 'x');
    Claim claim = { .local = "a", .domain = "example.net" };
    MacroContext context = { .claim = &claim, .domain = "example.net" };
    g_autofree char *got = macro_domain(cursor_over(spec, strlen(spec)), &context);

    cr_expect_eq(strlen(got), 300, "it stays, and is then no name");
}

/* A prefetch has nobody to ask. */
Test(spf_macro, p_without_a_matcher)
{
    Claim claim = { .local = "a", .domain = "example.net" };
    MacroContext context = { .claim = &claim, .domain = "example.net" };

    cr_expect_null(macro_domain(cursor_over("%{p}.example", 12), &context));
}

Test(spf_macro, absurd_lengths)
{
    g_autofree char *local = g_strnfill(100000, 'x');
    g_autoptr(GString) spec = g_string_new(NULL);
    Claim claim = { .local = local, .domain = "example.net", .receiver = "mx.example.org" };
    MacroContext context = { .claim = &claim, .domain = "example.net" };
    g_autofree char *text = NULL;

    for (int i = 0; i < 10000; i++)
        g_string_append(spec, "%{l}");
    cr_expect_null(macro_domain(cursor_over(spec->str, spec->len), &context));
    text = macro_text(cursor_over(spec->str, spec->len), &context);
    cr_assert_not_null(text);
    cr_expect_eq(strlen(text), MACRO_TEXT_MAX);
}
