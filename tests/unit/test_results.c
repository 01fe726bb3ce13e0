/* SPDX-License-Identifier: ISC */
/* Authentication-Results as hosts write them, as the grammar allows them, and as senders would like
 * them to be read. */
#include "mime/results_property.h"

#include <criterion/criterion.h>
#include <string.h>

/* "-" without an authserv-id; then "|method=result (comment) reason=[...] type.name=[...]". */
static char *
results_said(const Results *results)
{
    GString *text = g_string_new(results->authserv_id ? results->authserv_id : "-");

    if (results->instance > 0)
        g_string_append_printf(text, " i=%u", results->instance);
    if (results->version != 1)
        g_string_append_printf(text, " v%u", results->version);
    for (guint m = 0; m < results->methods->len; m++) {
        const ResultsMethod *method = g_ptr_array_index(results->methods, m);

        g_string_append_printf(text, "|%s", method->method);
        if (method->version != 1)
            g_string_append_printf(text, "/%u", method->version);
        g_string_append_printf(text, "=%s", method->result);
        if (method->comment)
            g_string_append_printf(text, " (%s)", method->comment);
        if (method->reason)
            g_string_append_printf(text, " reason=[%s]", method->reason);
        for (guint i = 0; i < method->properties->len; i++) {
            const ResultsProperty *property = g_ptr_array_index(method->properties, i);

            g_string_append_printf(text, " %s%s%s=[%s]", property->ptype ? property->ptype : "",
                                   property->ptype ? "." : "", property->property, property->value);
        }
    }
    return g_string_free(text, FALSE);
}

static const struct {
    const char *name, *value, *want, *want_problem;
    bool want_doubtful; /* where there is no problem */
} cases[] = {
    /* RFC 8601 appendix B */
    { .name = "B.2: no result", .value = " example.org 1; none", .want = "example.org" },
    { .name = "B.3",
      .value = " example.com;\r\n          spf=pass smtp.mailfrom=example.net",
      .want = "example.com|spf=pass smtp.mailfrom=[example.net]" },
    { .name = "B.4",
      .value = "example.com;\r\n auth=pass (cram-md5) smtp.auth=sender@example.net;\r\n spf=pass "
               "smtp.mailfrom=example.net",
      .want = "example.com|auth=pass (cram-md5) smtp.auth=[sender@example.net]|spf=pass "
              "smtp.mailfrom=[example.net]" },
    { .name = "B.6",
      .value = "example.com;\n dkim=pass reason=\"good signature\"\n header.i=@mail-router.example."
               "net;\n dkim=fail reason=\"bad signature\"\n header.i=@newyork.example.com",
      .want = "example.com|dkim=pass reason=[good signature] header.i=[@mail-router.example.net]|"
              "dkim=fail reason=[bad signature] header.i=[@newyork.example.com]" },
    { .name = "B.7: comments wherever they may be",
      .value = "foo.example.net (foobar) 1 (baz);\n    dkim (Because I like it) / 1 (One yay) = "
               "(wait for it) fail\n      policy (A dot can go here) . (like that) expired\n      "
               "(this surprised me) = (as I wasn't expecting it) 1362471462",
      .want = "foo.example.net|dkim=fail policy.expired=[1362471462]" },
    { .name = "other versions",
      .value = "a.example 2; spf/3=pass; dkim / 1=none",
      .want = "a.example v2|spf/3=pass|dkim=none" },
    { .name = "quoted authserv-id",
      .value = "\"mx \\\"1\\\"\"; spf=none",
      .want = "mx \"1\"|spf=none" },
    { .name = "case",
      .value = "MX.example; SPF=Pass SMTP.MailFrom=A@b.example",
      .want = "MX.example|spf=pass smtp.mailfrom=[A@b.example]" },
    { .name = "comments in comments",
      .value = "a.example (x (y \\) z) w) ; spf=pass (1 (2 (3))) smtp.mailfrom=b.example",
      .want = "a.example|spf=pass (1 (2 (3))) smtp.mailfrom=[b.example]" },
    { .name = "quoted value",
      .value = "a; spf=pass smtp.mailfrom=\"b c;\\\"(@d.example\"",
      .want = "a|spf=pass smtp.mailfrom=[b c;\"(@d.example]" },
    { .name = "quoted local part",
      .value = "a; spf=pass smtp.mailfrom=\"b c;=\\\"(\"@d.example smtp.helo=e",
      .want = "a|spf=pass smtp.mailfrom=[\"b c;=\\\"(\"@d.example] smtp.helo=[e]" },
    { .name = "folds in a quoted string",
      .value = "a; dkim=fail reason=\"b\r\n c\"",
      .want = "a|dkim=fail reason=[b c]" },
    { .name = "VERP",
      .value = "a; spf=pass smtp.mailfrom=bounce+bob=b.example@lists.example",
      .want = "a|spf=pass smtp.mailfrom=[bounce+bob=b.example@lists.example]" },
    { .name = "UTF-8",
      .value = "a; spf=pass smtp.mailfrom=b@b\xc3\xbc.example",
      .want = "a|spf=pass smtp.mailfrom=[b@b\xc3\xbc.example]" },

    /* as hosts write it */
    { .name = "Gmail",
      .value = "mx.google.com;\r\n       dkim=pass header.i=@amd.com header.s=s1 "
               "header.b=\"KJg/b+==\";\r\n       spf=pass (google.com: domain of a@b.example "
               "designates 2607:f8b0:4864:20::843 as permitted sender) "
               "smtp.mailfrom=a@b.example;\r\n       dmarc=pass (p=QUARANTINE sp=QUARANTINE "
               "dis=NONE) header.from=b.example",
      .want = "mx.google.com|dkim=pass header.i=[@amd.com] header.s=[s1] header.b=[KJg/b+==]|"
              "spf=pass (google.com: domain of a@b.example designates 2607:f8b0:4864:20::843 as "
              "permitted sender) smtp.mailfrom=[a@b.example]|dmarc=pass (p=QUARANTINE "
              "sp=QUARANTINE dis=NONE) header.from=[b.example]" },
    { .name = "Gmail, ARC",
      .value = " i=2; mx.google.com;\r\n spf=pass smtp.mailfrom=a@b.example",
      .want = "mx.google.com i=2|spf=pass smtp.mailfrom=[a@b.example]" },
    { .name = "Microsoft 365, ARC",
      .value = "i=1; mx.microsoft.com 1; spf=pass smtp.mailfrom=b.example; dmarc=pass action=none "
               "header.from=b.example; dkim=pass header.d=b.example; arc=none",
      .want = "mx.microsoft.com i=1|spf=pass smtp.mailfrom=[b.example]|dmarc=pass action=[none] "
              "header.from=[b.example]|dkim=pass header.d=[b.example]|arc=none" },
    { .name = "Microsoft 365",
      .value = "spf=softfail (sender IP is 148.163.150.14)\r\n smtp.mailfrom=b.example; dkim=none "
               "(message not\r\n signed) header.d=none;dmarc=none action=none\r\n "
               "header.from=b.example;compauth=fail reason=001",
      .want = "-|spf=softfail (sender IP is 148.163.150.14) smtp.mailfrom=[b.example]|dkim=none "
              "(message not signed) header.d=[none]|dmarc=none action=[none] "
              "header.from=[b.example]|compauth=fail reason=[001]" },
    { .name = "Microsoft 365, the receiver's domain",
      .value = "spf=pass (sender IP is 63.35.35.123)\n smtp.mailfrom=arm.com; vger.kernel.org; "
               "dkim=pass (signature was verified)\n header.d=armh.onmicrosoft.com;"
               "vger.kernel.org; dmarc=pass action=none\n header.from=arm.com;",
      .want = "-|spf=pass (sender IP is 63.35.35.123) smtp.mailfrom=[arm.com]|dkim=pass (signature "
              "was verified) header.d=[armh.onmicrosoft.com]|dmarc=pass action=[none] "
              "header.from=[arm.com]" },
    { .name = "Microsoft 365, empty author",
      .value = "spf=temperror (sender IP is 192.0.2.1) smtp.helo=a.example; b.example; dmarc=none "
               "action=none header.from=;",
      .want = "-|spf=temperror (sender IP is 192.0.2.1) smtp.helo=[a.example]|dmarc=none "
              "action=[none] header.from=[]" },
    { .name = "Microsoft 365, submitted",
      .value = "spf=none (sender IP is ) smtp.mailfrom=<>; ",
      .want = "-|spf=none (sender IP is ) smtp.mailfrom=[<>]" },
    { .name = "Microsoft 365, encoded",
      .value = "=?utf-8?B?c3BmPWZhaWwgKHNlbmRlciBJUCBpcyAyMDMuMC4xMTMuOSkgc210cA==?=\r\n "
               "=?utf-8?B?Lm1haWxmcm9tPWIuZXhhbXBsZTsgZG1hcmM9bm9uZSBoZWFkZXIuZnJvbT3wnQ==?=\r\n "
               "=?UTF-8?b?kJouY29t?= ",
      .want = "-|spf=fail (sender IP is 203.0.113.9) smtp.mailfrom=[b.example]|dmarc=none "
              "header.from=[\xf0\x9d\x90\x9a.com]" },
    { .name = "encoded by Q",
      .value = "=?us-ascii?Q?mx.example;_spf=3Dpass?= =?utf-8?q?=20smtp.mailfrom=3db.example?=",
      .want = "mx.example|spf=pass smtp.mailfrom=[b.example]" },
    { .name = "Yandex",
      .value = "mxfront.mail.yandex.net; spf=pass (mxfront.mail.yandex.net: domain of b.example "
               "designates 192.0.2.1 as permitted sender, rule=[ip4:192.0.2.0/24]) "
               "smtp.mail=a@b.example; dkim=pass header.i=@b.example",
      .want = "mxfront.mail.yandex.net|spf=pass (mxfront.mail.yandex.net: domain of b.example "
              "designates 192.0.2.1 as permitted sender, rule=[ip4:192.0.2.0/24]) "
              "smtp.mail=[a@b.example]|dkim=pass header.i=[@b.example]" },
    { .name = "Yahoo",
      .value = "atlas.yahoo.com;\n dkim=pass header.i=@b.example header.s=k1;\n spf=pass "
               "smtp.mailfrom=b.example;\n dmarc=success(p=REJECT) header.from=b.example;",
      .want = "atlas.yahoo.com|dkim=pass header.i=[@b.example] header.s=[k1]|spf=pass "
              "smtp.mailfrom=[b.example]|dmarc=success (p=REJECT) header.from=[b.example]" },
    { .name = "Cisco",
      .value = "esa3.example; dkim=none (message not signed) header.i=none;\r\n spf=None "
               "smtp.pra=a@b.example;\r\n spf=Pass smtp.mailfrom=A@b.example;\r\n spf=None "
               "smtp.helo=postmaster@h.example;\r\n dmarc=pass (p=none dis=none) d=b.example",
      .want = "esa3.example|dkim=none (message not signed) header.i=[none]|spf=none "
              "smtp.pra=[a@b.example]|spf=pass smtp.mailfrom=[A@b.example]|spf=none "
              "smtp.helo=[postmaster@h.example]|dmarc=pass (p=none dis=none) d=[b.example]" },
    { .name = "Mailman's Postfix with an SPF policy",
      .value = "lists.example; spf=pass (sender SPF authorized)\n smtp.helo=h.example "
               "(client-ip=192.55.52.136; helo=h.example;\n envelope-from=a@b.example; "
               "receiver=<UNKNOWN>)",
      .want = "lists.example|spf=pass (sender SPF authorized) smtp.helo=[h.example]" },
    { .name = "Plesk",
      .value = "h.example;\n        spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=a@b.example "
               "smtp.helo=c.example",
      .want = "h.example|spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=[a@b.example] "
              "smtp.helo=[c.example]" },
    { .name = "Hornetsecurity",
      .value = "h.example 1; spf=pass\n reason=mailfrom (ip=192.0.2.1, headerfrom=b.example)\n "
               "smtp.mailfrom=b.example\n smtp.helo=c.example; dmarc=pass\n header.from=b.example "
               "orig.disposition=pass",
      .want = "h.example|spf=pass reason=[mailfrom] smtp.mailfrom=[b.example] "
              "smtp.helo=[c.example]|dmarc=pass header.from=[b.example] orig.disposition=[pass]" },
    { .name = "Fastmail",
      .value = "mx5.messagingengine.com;\n    dkim=pass (2048-bit rsa key sha256) "
               "header.d=b.example header.i=@b.example\n    header.b=Wt8/fH+x header.a=rsa-sha256 "
               "header.s=s1 x-bits=2048;\n    iprev=pass policy.iprev=2001:db8::1 (h.example);\n"
               "    x-return-mx=pass header.domain=b.example policy.is_org=yes\n      (MX Records "
               "found: mx1.b.example);\n    x-tls=pass smtp.version=TLSv1.3 smtp.bits=256/256;\n"
               "    dmarc=pass policy.published-domain-policy=none header.from=b.example",
      .want = "mx5.messagingengine.com|dkim=pass (2048-bit rsa key sha256) header.d=[b.example] "
              "header.i=[@b.example] header.b=[Wt8/fH+x] header.a=[rsa-sha256] header.s=[s1] "
              "x-bits=[2048]|iprev=pass policy.iprev=[2001:db8::1]|x-return-mx=pass "
              "header.domain=[b.example] policy.is_org=[yes]|x-tls=pass smtp.version=[TLSv1.3] "
              "smtp.bits=[256/256]|dmarc=pass policy.published-domain-policy=[none] "
              "header.from=[b.example]" },
    { .name = "GMX and Hetzner: path in brackets",
      .value = "h.example; iprev=pass (a.example) smtp.remote-ip=2001:db8::2; spf=none "
               "smtp.mailfrom=<\"a b\"@b.example>; dmarc=skipped",
      .want = "h.example|iprev=pass (a.example) smtp.remote-ip=[2001:db8::2]|spf=none "
              "smtp.mailfrom=[<\"a b\"@b.example>]|dmarc=skipped" },
    { .name = "no result and nothing else", .value = "h.example", .want = "h.example" },
    { .name = "own",
      .value = "mx.example; rmx=fail reason=\"no entry matches\" "
               "smtp.mailfrom=b.example smtp.remote-ip=203.0.113.9",
      .want = "mx.example|rmx=fail reason=[no entry matches] smtp.mailfrom=[b.example] "
              "smtp.remote-ip=[203.0.113.9]" },

    /* text of the sender's */
    { .name = "a property inside a value",
      .value = "a; dmarc=none header.from=smtp.mailfrom=evil.example; spf=fail smtp.helo=b.example",
      .want = "a|dmarc=none header.from=[smtp.mailfrom=evil.example]|spf=fail "
              "smtp.helo=[b.example]" },
    { .name = "a method inside a quoted value",
      .value = "a; dmarc=none header.from=\"x; spf=pass smtp.mailfrom=evil.example\"; spf=fail",
      .want = "a|dmarc=none header.from=[x; spf=pass smtp.mailfrom=evil.example]|spf=fail" },
    { .name = "a method among another's properties",
      .value = "a; dmarc=none header.from=x spf=pass smtp.mailfrom=evil.example; spf=fail",
      .want = "a|dmarc=none header.from=[x] spf=[pass] smtp.mailfrom=[evil.example]|spf=fail",
      .want_doubtful = true },
    { .name = "half a quoted string in a comment",
      .value = "a; spf=fail (domain of \"x) smtp.mailfrom=evil.example; y=z (\"@b.example)",
      .want = "a|spf=fail (domain of \"x) smtp.mailfrom=[evil.example]|y=z (\"@b.example)",
      .want_doubtful = true },
    { .name = "an empty value or not",
      .value = "a; spf=fail smtp.mailfrom= smtp.helo=b.example",
      .want = "a|spf=fail smtp.mailfrom=[smtp.helo=b.example]",
      .want_doubtful = true },
    { .name = "encoded words among other text are no encoding",
      .value = "a; spf=fail smtp.mailfrom==?utf-8?B?Yg==?= ; dkim=none",
      .want = "a|spf=fail smtp.mailfrom=[=?utf-8?B?Yg==?=]|dkim=none" },
    { .name = "an encoded word as authserv-id",
      .value = "=?utf-8?Q?mx.example?=; spf=none",
      .want = "=?utf-8?Q?mx.example?=|spf=none" },

    /* problems: what ended before stays */
    { .name = "empty", .value = "", .want = "-", .want_problem = "no authserv-id" },
    { .name = "only a comment", .value = " (x) ", .want = "-", .want_problem = "no authserv-id" },
    { .name = "open comment",
      .value = "a; spf=pass; dkim=pass (x",
      .want = "a|spf=pass",
      .want_problem = "comment not closed" },
    { .name = "comment closed early",
      .value = "a; spf=pass (x) y) smtp.mailfrom=b; dkim=none",
      .want = "a",
      .want_problem = "property without a value" },
    { .name = "open quote",
      .value = "a; spf=pass; dkim=fail reason=\"x; arc=pass",
      .want = "a|spf=pass",
      .want_problem = "quoted string not closed" },
    { .name = "text behind a quoted string",
      .value = "a; spf=pass smtp.mailfrom=\"x\"y; dkim=none",
      .want = "a",
      .want_problem = "text behind a quoted string" },
    { .name = "a quoted string inside a word",
      .value = "a; spf=pass smtp.mailfrom=x\"y\"; dkim=none",
      .want = "a",
      .want_problem = "no property" },
    { .name = "NUL",
      .value = "a; spf=pass smtp.mailfrom=b\001.example; dkim=none",
      .want = "a",
      .want_problem = "no property" },
    { .name = "control octet in a comment",
      .value = "a; spf=pass (\x7f); dkim=none",
      .want = "a",
      .want_problem = "control character" },
    { .name = "no result",
      .value = "a; spf=; dkim=none",
      .want = "a",
      .want_problem = "no result" },
    { .name = "bare word",
      .value = "a; b.example; spf=pass",
      .want = "a",
      .want_problem = "no method" },
    { .name = "none among others",
      .value = "a; spf=pass; none",
      .want = "a|spf=pass",
      .want_problem = "no method" },
    { .name = "none, and others",
      .value = "a; none; spf=pass",
      .want = "a",
      .want_problem = "text behind \"none\"" },
    { .name = "old Yahoo",
      .value = "mta.yahoo.com  from=b.example; dkim=pass (ok)",
      .want = "mta.yahoo.com",
      .want_problem = "no version" },
    { .name = "version of many digits",
      .value = "a 99999999999; spf=pass",
      .want = "a",
      .want_problem = "no version" },
    { .name = "another charset",
      .value = "=?iso-8859-1?Q?mx;_spf=3Dpass?=",
      .want = "-",
      .want_problem = "encoded in another charset than UTF-8" },
    { .name = "bad base64",
      .value = "=?utf-8?B?bXg7I*Nw?=",
      .want = "-",
      .want_problem = "encoded word cannot be read" },
    { .name = "short base64",
      .value = "=?utf-8?B?bXg7I?=",
      .want = "-",
      .want_problem = "encoded word cannot be read" },
    { .name = "base64 that ends in three signs of padding",
      .value = "=?utf-8?B?bXg7I===?=",
      .want = "-",
      .want_problem = "encoded word cannot be read" },
    { .name = "bad Q",
      .value = "=?utf-8?Q?mx=3?=",
      .want = "-",
      .want_problem = "encoded word cannot be read" },
    { .name = "not ASCII",
      .value = "=?us-ascii?Q?mx=ff?=",
      .want = "-",
      .want_problem = "encoded word cannot be read" },
    { .name = "no UTF-8",
      .value = "=?utf-8?Q?mx=ff?=",
      .want = "-",
      .want_problem = "encoded words are no UTF-8" },
    { .name = "encoded twice",
      .value = "=?utf-8?Q?=3D=3Futf-8=3FQ=3Fmx=3F=3D?=",
      .want = "=?utf-8?Q?mx?=" },
};

Test(results, parse)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        size_t len = strlen(cases[i].value);
        g_autoptr(Results) got = results_parse(cases[i].value, len);
        g_autofree char *said = results_said(got);

        cr_expect(strcmp(said, cases[i].want) == 0, "%s: got %s, want %s", cases[i].name, said,
                  cases[i].want);
        cr_expect(g_strcmp0(got->problem, cases[i].want_problem) == 0, "%s: problem %s, want %s",
                  cases[i].name, got->problem, cases[i].want_problem);
        cr_expect_eq(got->doubtful, cases[i].want_doubtful || cases[i].want_problem, "%s",
                     cases[i].name);
        cr_expect(got->problem_at <= len, "%s", cases[i].name);
    }
}

Test(results, problem_has_its_place)
{
    static const char text[] = "a; spf=pass; dkim=fail \\; arc=pass";
    g_autoptr(Results) got = results_parse(text, strlen(text));

    cr_expect_eq(got->problem_at, (size_t)(strchr(text, '\\') - text));
}

/* Each blank of a field made a fold, or a comment: nothing else changes. */
Test(results, folds_and_comments_are_blanks)
{
    static const char *const instead[] = { "\r\n ", "\n\t", " \r\n \t", " (x) ", "(x (y))" };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Results) plain = results_parse(cases[i].value, strlen(cases[i].value));
        g_autofree char *want = results_said(plain);

        if (strpbrk(cases[i].value, "(\"?") || plain->problem)
            continue;
        for (size_t k = 0; k < G_N_ELEMENTS(instead); k++) {
            g_auto(GStrv) words = g_strsplit(cases[i].value, " ", -1);
            g_autofree char *folded = g_strjoinv(instead[k], words);
            g_autoptr(Results) got = results_parse(folded, strlen(folded));

            for (guint m = 0; m < got->methods->len; m++)
                g_clear_pointer(&((ResultsMethod *)got->methods->pdata[m])->comment, g_free);

            g_autofree char *said = results_said(got);

            cr_expect(strcmp(said, want) == 0, "%s, %zu: got %s, want %s", cases[i].name, k, said,
                      want);
        }
    }
}

/* --- what can be relied on --- */

#define IP "(sender IP is 203.0.113.9) "

static const struct {
    const char *name, *value, *property, *want; /* of spf, smtp.mailfrom unless said */
} sure[] = {
    { "plain", "a; spf=fail smtp.mailfrom=b.example", NULL, "b.example" },
    { "behind others", "a; dkim=pass header.d=x; spf=fail (y) smtp.mailfrom=b@b.example", NULL,
      "b@b.example" },
    { "the one of three that has it",
      "a; spf=None smtp.pra=x@x; spf=Pass smtp.mailfrom=b@b.example; spf=None smtp.helo=h", NULL,
      "b@b.example" },
    { "the same twice",
      "a; spf=pass smtp.mailfrom=B@b.example; auth=pass smtp.auth=x "
      "smtp.mailfrom=b@B.example",
      NULL, "B@b.example" },
    { "another name", "a; spf=fail smtp.mail=b@b.example", "mail", "b@b.example" },
    { "not there", "a; spf=fail smtp.helo=b.example", NULL, NULL },
    { "another method's", "a; spf=fail smtp.helo=b.example; x=y smtp.mailfrom=evil.example", NULL,
      NULL },
    { "the host's own inside a comment",
      "a; spf=fail (domain of \"(\"@b) smtp.mailfrom=\"(\"@b.example; dmarc=none header.from=)) "
      "smtp.mailfrom=evil.example",
      NULL, NULL },
    { "inside a quoted value",
      "a; spf=fail smtp.mailfrom=evil.example x=\"@b smtp.mailfrom=b@b.example\"", NULL, NULL },
    { "another type", "a; spf=fail header.mailfrom=evil.example", NULL, NULL },
    { "in a value", "a; spf=fail smtp.helo=smtp.mailfrom=evil.example", NULL, NULL },
    { "two that differ", "a; spf=fail smtp.mailfrom=b.example; spf=pass smtp.mailfrom=evil.example",
      NULL, NULL },
    { "two in one method", "a; spf=fail smtp.mailfrom=evil.example smtp.mailfrom=b.example", NULL,
      NULL },
    { "another method has another",
      "a; spf=fail smtp.mailfrom=evil.example; x=y smtp.mailfrom=b.example", NULL, NULL },
    { "behind a HELO name", "a; spf=fail smtp.helo=h smtp.mailfrom=evil.example", NULL, NULL },
    { "a problem further on", "a; spf=fail smtp.mailfrom=b.example; dkim=pass (x", NULL, NULL },
    { "a problem in its method", "a; spf=fail smtp.mailfrom=b.example (x; dkim=pass", NULL, NULL },

    /* Microsoft's form: what follows cannot change what stands first */
    { "first of all", "spf=fail " IP "smtp.mailfrom=b.example; dkim=none", NULL, "b.example" },
    { "a problem further on, first",
      "spf=fail " IP "smtp.mailfrom=b.example; dmarc=none header.from=x\"y(z", NULL, "b.example" },
    { "a second result further on, first",
      "spf=fail " IP "smtp.mailfrom=b.example; dmarc=none header.from=x;spf=pass "
      "smtp.mailfrom=evil.example;",
      NULL, "b.example" },
    { "the null sender, and an author's domain that looks like a property",
      "spf=fail " IP "smtp.helo=h.example; dmarc=none header.from=smtp.mailfrom=evil.example;",
      NULL, NULL },
    { "the null sender, and a method in the author's domain",
      "spf=fail " IP "smtp.helo=h.example; dmarc=none header.from=x;spf=pass " IP
      "smtp.mailfrom=evil.example;",
      NULL, NULL },
    { "its HELO name",
      "spf=fail " IP "smtp.helo=h.example; dmarc=none header.from=smtp.mailfrom=evil.example;",
      "helo", "h.example" },
    { "a HELO name that goes on", "spf=fail " IP "smtp.helo=h.example smtp.mailfrom=evil.example;",
      NULL, NULL },
    { "no authserv-id, and not the first",
      "dkim=none header.d=x;spf=pass " IP "smtp.mailfrom=evil.example;", NULL, NULL },
    { "no authserv-id, no comment", "spf=pass smtp.mailfrom=b.example; dkim=none", NULL,
      "b.example" },
    { "no authserv-id, no comment, a problem", "spf=pass smtp.mailfrom=b.example; dkim=(", NULL,
      NULL },
    { "a problem in its own method", "spf=fail " IP "smtp.mailfrom=b.example\"x\"; dkim=none", NULL,
      NULL },
    { "not the first",
      "dkim=none header.d=x;spf=pass " IP "smtp.mailfrom=evil.example; dmarc=none"
      " header.from=(",
      NULL, NULL },
    { "another comment", "spf=fail (sender IP is x) smtp.mailfrom=evil.example; dkim=none (", NULL,
      NULL },
    { "an authserv-id", "a; spf=fail " IP "smtp.mailfrom=evil.example; dkim=none (", NULL, NULL },
    { "folded", "spf=fail (sender IP is\r\n 203.0.113.9)\r\n smtp.mailfrom=b.example; dkim=(", NULL,
      "b.example" },
    { "empty", "spf=none " IP "smtp.mailfrom=; dkim=none", NULL, "" },
    { "encoded",
      "=?utf-8?Q?spf=3Dfail_(sender_IP_is_203.0.113.9)_smtp.mailfrom=3Db.example;_x=28?=", NULL,
      "b.example" },
};

Test(results, property)
{
    for (size_t i = 0; i < G_N_ELEMENTS(sure); i++) {
        g_autoptr(Results) results = results_parse(sure[i].value, strlen(sure[i].value));
        const char *got = results_property(results, "spf", "smtp",
                                           sure[i].property ? sure[i].property : "mailfrom");

        cr_expect(g_strcmp0(got, sure[i].want) == 0, "%s: got %s, want %s", sure[i].name, got,
                  sure[i].want);
    }
}

Test(results, limits)
{
    g_autoptr(GString) methods = g_string_new("a"), properties = g_string_new("a; b=c");

    for (int i = 0; i <= RESULTS_MAX; i++)
        g_string_append(methods, "; spf=pass");
    for (int i = 0; i <= RESULTS_PROPERTIES_MAX; i++)
        g_string_append(properties, " d.e=f");

    g_autoptr(Results) many = results_parse(methods->str, methods->len);
    g_autoptr(Results) wide = results_parse(properties->str, properties->len);

    cr_expect_str_eq(many->problem, "too many methods");
    cr_expect_eq(many->methods->len, RESULTS_MAX);
    cr_expect_str_eq(wide->problem, "too many properties");
    cr_expect_eq(wide->methods->len, 0);
}

/* --- writers, with any text for what senders choose --- */

/* \1 the envelope sender's local part in quotes, as it came; \2 the author's domain. */
static const struct {
    const char *name, *value, *property;
} writers[] = {
    { "Gmail",
      "mx.google.com; dkim=pass header.i=@\2 header.s=s1; spf=fail (google.com: domain of "
      "\1@b.example does not designate 203.0.113.9 as permitted sender) "
      "smtp.mailfrom=\1@b.example; dmarc=fail (p=NONE sp=NONE dis=NONE) header.from=\2",
      "mailfrom" },
    { "Gmail, unsigned",
      "mx.google.com; spf=fail (google.com: domain of \1@b.example does not designate 203.0.113.9 "
      "as permitted sender) smtp.mailfrom=\1@b.example",
      "mailfrom" },
    { "Yandex",
      "mxfront.mail.yandex.net; spf=fail (mxfront.mail.yandex.net: domain of b.example "
      "does not designate 203.0.113.9 as permitted sender) smtp.mail=\1@b.example; "
      "dkim=pass header.i=@\2",
      "mail" },
    { "Cisco",
      "esa.example; spf=None smtp.pra=\"\2\"@x; spf=Fail smtp.mailfrom=\1@b.example; "
      "spf=None smtp.helo=postmaster@h.example; dmarc=fail (p=none dis=none) d=\2",
      "mailfrom" },
    { "Microsoft 365",
      "spf=fail (sender IP is 203.0.113.9) smtp.mailfrom=b.example; dkim=none "
      "(message not signed) header.d=\2;dmarc=none action=none header.from=\2;",
      "mailfrom" },
    { "Microsoft 365, null sender",
      "spf=fail (sender IP is 203.0.113.9) smtp.helo=b.example; dkim=none (message not signed) "
      "header.d=none;dmarc=none action=none header.from=\2;",
      "helo" },
};

static const char *const pieces[] = {
    "x",
    ")",
    "(",
    "((",
    "))",
    ";",
    "; ",
    " ",
    "=",
    "\\\"",
    "\\\\",
    "\\)",
    "\"",
    "y=z ",
    "y=pass (",
    "spf=pass ",
    "smtp.mailfrom=evil.example",
    " smtp.mailfrom=evil.example; ",
    " smtp.helo=evil.example",
    "smtp.mail=evil.example ",
    "(sender IP is 192.0.2.1) ",
    "@evil.example",
    "a.b=",
    "a.b=\\\"",
    "<",
    ">",
    "\r\n ",
    "none",
    "/1=",
    "=?utf-8?Q?x?=",
    "\xc3\xbc",
    ".",
    ",",
    "[",
    "]",
};

enum { ROUNDS = 20000, PIECES_MAX = 9 };

static char *
random_text(GRand *random, bool quoted)
{
    GString *text = g_string_new(quoted ? "\"" : NULL);

    for (int n = g_rand_int_range(random, 0, PIECES_MAX + 1); n > 0; n--) {
        const char *piece = pieces[g_rand_int_range(random, 0, (gint32)G_N_ELEMENTS(pieces))];

        if (!quoted || (*piece != '"' && strcmp(piece, "\r\n ") != 0))
            g_string_append(text, piece);
    }
    if (quoted)
        g_string_append_c(text, '"');
    return g_string_free(text, FALSE);
}

static char *
written(const char *value, const char *sender, const char *author)
{
    GString *text = g_string_new(NULL);

    for (; *value; value++)
        if (*value == '\1')
            g_string_append(text, sender);
        else if (*value == '\2')
            g_string_append(text, author);
        else
            g_string_append_c(text, *value);
    return g_string_free(text, FALSE);
}

Test(results, senders_text_changes_no_property)
{
    g_autoptr(GRand) random = g_rand_new_with_seed(8601);
    size_t answers = 0;

    for (size_t w = 0; w < G_N_ELEMENTS(writers); w++)
        for (int round = 0; round < ROUNDS; round++) {
            g_autofree char *sender = random_text(random, true);
            g_autofree char *author = random_text(random, false);
            g_autofree char *text = written(writers[w].value, sender, author);
            g_autoptr(Results) results = results_parse(text, strlen(text));
            const char *got = results_property(results, "spf", "smtp", writers[w].property);

            answers += got != NULL;
            cr_expect(!got || g_str_has_suffix(got, "b.example"), "%s: got %s of %s",
                      writers[w].name, got, text);
        }
    cr_expect(answers > ROUNDS, "%zu answers", answers);
}

/* \1 the envelope sender's local part, of which a careless host dropped the quotes; \2 the author's
 * domain; both as they came. Signed by true.example. */
static const char *const signed_writers[] = {
    "mx; dkim=pass header.d=true.example header.s=s1; spf=pass smtp.mailfrom=\1@b.example; "
    "dmarc=none header.from=\2",
    "mx; spf=pass smtp.mailfrom=\1@b.example; dkim=pass header.d=true.example; dmarc=none "
    "header.from=true.example",
    "mx; spf=pass (domain of \1@b.example) smtp.mailfrom=\1@b.example; dkim=pass "
    "header.d=true.example",
    "mx; dmarc=none header.from=\2; dkim=pass header.d=true.example header.i=@true.example",
    "mx; iprev=pass (\2) smtp.remote-ip=203.0.113.9; dkim=pass header.d=true.example",
    "mx; spf=none smtp.helo=\2; dkim=pass header.d=true.example",
    "mx; dkim=pass header.d=true.example header.i=@true.example header.s=s1; dkim=pass "
    "header.d=true.example; spf=pass smtp.mailfrom=\1@b.example smtp.helo=\2; x=y",
};

static const char *const signed_pieces[] = {
    "x",
    "; ",
    ";",
    " ",
    ")",
    "(",
    "\"",
    "dkim=pass header.d=evil.example",
    "; dkim=pass header.d=evil.example",
    " header.i=@evil.example",
    "; spf=pass smtp.mailfrom=x",
    " smtp.remote-ip=203.0.113.9",
    "; iprev=pass (z) smtp.remote-ip=203.0.113.9",
    " y=",
    " reason=",
    "@b.example",
    "\\",
};

static char *
random_pieces(GRand *random)
{
    GString *text = g_string_new(NULL);

    for (int n = g_rand_int_range(random, 0, PIECES_MAX + 1); n > 0; n--)
        g_string_append(
            text, signed_pieces[g_rand_int_range(random, 0, (gint32)G_N_ELEMENTS(signed_pieces))]);
    return g_string_free(text, FALSE);
}

/* How many signatures of a field are sure; each of them is the host's own. */
static size_t
count_sure_signatures(const char *text)
{
    g_autoptr(Results) results = results_parse(text, strlen(text));
    size_t count = 0;

    for (guint m = 0; m < results->methods->len; m++) {
        const ResultsMethod *method = g_ptr_array_index(results->methods, m);
        ResultsSignature said;

        if (strcmp(method->method, "dkim") != 0)
            continue;
        said = results_signature(results, m, true);
        count += said.domain != NULL;
        cr_expect(!said.domain || strcmp(said.domain, "true.example") == 0, "got %s of %s",
                  said.domain, text);
        cr_expect_null(results_signature(results, m, false).domain);
    }
    return count;
}

Test(results, senders_text_makes_no_signature)
{
    g_autoptr(GRand) random = g_rand_new_with_seed(6376);
    size_t found = 0;

    for (size_t w = 0; w < G_N_ELEMENTS(signed_writers); w++)
        for (int round = 0; round < ROUNDS; round++) {
            g_autofree char *sender = random_pieces(random);
            g_autofree char *author = random_pieces(random);
            g_autofree char *text = written(signed_writers[w], sender, author);

            found += count_sure_signatures(text);
        }
    cr_expect(found > ROUNDS / 2, "%zu found", found);
}
