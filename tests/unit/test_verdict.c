/* SPDX-License-Identifier: ISC */
/* The verdict: every pair of results of two schemes, and the reason in words. */
#include "report/verdict.h"

#include "evidence.h"

/* Which of the two findings decides: "1", the first scheme's, or "2", the second's. Rows are the
 * first's result, columns the second's, both in the order of the enum: none, pass, fail, softfail,
 * neutral, temperror, permerror. Written down from the rule, line by line:
 *   none yields to everything; what is definite yields to nothing;
 *   temperror yields to pass alone; permerror to what is definite. */
static const char *const who_decides[] = {
    [RESULT_NONE] = "1222222",      [RESULT_PASS] = "1111111",    [RESULT_FAIL] = "1111111",
    [RESULT_SOFTFAIL] = "1111111",  [RESULT_NEUTRAL] = "1111111", [RESULT_TEMPERROR] = "1211111",
    [RESULT_PERMERROR] = "1222211",
};

static void
check_pair(const char *first_scheme, Result first, const char *second_scheme, Result second)
{
    EvidenceRow row = {
        .client = "203.0.113.9",
        .findings = { { .scheme = first_scheme, .result = first, .domain = "foo.com" },
                      { .scheme = second_scheme, .result = second, .domain = "foo.com" } },
    };
    g_autoptr(Evidence) evidence = test_evidence_new(&row);
    g_autoptr(Verdict) verdict = verdict_of(evidence);
    bool one = scheme_named(first_scheme)->decides, other = scheme_named(second_scheme)->decides;
    int want = one && other ? who_decides[first][second] - '1' : one ? 0 : 1;

    cr_expect(verdict->finding == (one || other ? evidence->findings->pdata[want] : NULL),
              "%s %s, %s %s: want the %s", first_scheme, result_text(first), second_scheme,
              result_text(second), want == 0 ? "first" : "second");
    cr_expect_eq(verdict->result, !one && !other ? RESULT_NONE : want == 0 ? first : second);
    cr_expect(!verdict->submission);
}

/* All schemes with each other, in the order of the table, and all that they can say. */
Test(verdict, pairs)
{
    for (size_t one = 0; schemes[one]->name; one++)
        for (size_t other = one + 1; schemes[other]->name; other++)
            for (int first = RESULT_NONE; first <= RESULT_PERMERROR; first++)
                for (int second = RESULT_NONE; second <= RESULT_PERMERROR; second++)
                    check_pair(schemes[one]->name, (Result)first, schemes[other]->name,
                               (Result)second);
}

Test(verdict, who_decides)
{
    for (size_t i = 0; schemes[i]->name; i++)
        cr_expect_eq(schemes[i]->decides,
                     strcmp(schemes[i]->name, "best-guess") != 0 &&
                         strcmp(schemes[i]->name, "iprev") != 0,
                     "%s", schemes[i]->name);
}

/* A string longer than a name may be. */
#define LONG_60  "a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r.s.t.u.v.w.x.y.z.0.1.2.3."
#define LONG_300 LONG_60 LONG_60 LONG_60 LONG_60 LONG_60

static const struct {
    const char *name;
    EvidenceRow row;
    Result want;
    const char *want_reason;
    bool want_submission;
} cases[] = {
    { .name = "pass",
      .row = { .client = "203.0.113.9",
               .findings = { { .scheme = "spf", .result = RESULT_PASS, .domain = "foo.com" } } },
      .want = RESULT_PASS,
      .want_reason = "203.0.113.9 may send for foo.com" },
    { .name = "pass is said with the domain that passed",
      .row = { .client = "2001:db8::9",
               .findings = { { .scheme = "rmx", .result = RESULT_NONE, .domain = "foo.com" },
                             { .scheme = "spf",
                               .result = RESULT_PASS,
                               .domain = "bar.example" } } },
      .want = RESULT_PASS,
      .want_reason = "2001:db8::9 may send for bar.example" },
    { .name = "fail",
      .row = { .client = "203.0.113.9",
               .findings = { { .scheme = "rmx", .result = RESULT_FAIL, .domain = "foo.com" } } },
      .want = RESULT_FAIL,
      .want_reason = "203.0.113.9 may not send for foo.com" },
    { .name = "softfail",
      .row = { .client = "203.0.113.9",
               .findings = { { .scheme = "spf",
                               .result = RESULT_SOFTFAIL,
                               .domain = "foo.com" } } },
      .want = RESULT_SOFTFAIL,
      .want_reason = "203.0.113.9 probably may not send for foo.com" },
    { .name = "neutral",
      .row = { .client = "203.0.113.9",
               .findings = { { .scheme = "spf", .result = RESULT_NEUTRAL, .domain = "foo.com" } } },
      .want = RESULT_NEUTRAL,
      .want_reason = "foo.com does not say whether 203.0.113.9 may send for it" },
    { .name = "temperror",
      .row = { .client = "203.0.113.9",
               .findings = { { .scheme = "spf",
                               .result = RESULT_TEMPERROR,
                               .domain = "foo.com",
                               .problem = "no answer" } } },
      .want = RESULT_TEMPERROR,
      .want_reason = "spf of foo.com: no answer" },
    { .name = "permerror",
      .row = { .client = "203.0.113.9",
               .findings = { { .scheme = "rmx",
                               .result = RESULT_PERMERROR,
                               .domain = "foo.com",
                               .problem = "unknown tag \"x\033[1m\"" } } },
      .want = RESULT_PERMERROR,
      .want_reason = "rmx of foo.com: unknown tag \"x%1B[1m\"" },
    { .name = "nothing published",
      .row = { .client = "203.0.113.9",
               .findings = { { .scheme = "rmx", .domain = "foo.com" },
                             { .scheme = "spf", .domain = "foo.com" } } },
      .want = RESULT_NONE,
      .want_reason = "nothing published by foo.com: neither RMX nor SPF" },
    { .name = "nothing published under three schemes, one of them about another domain",
      .row = { .client = "203.0.113.9",
               .findings = { { .scheme = "rmx", .domain = "foo.com" },
                             { .scheme = "spf", .domain = "foo.com" },
                             { .scheme = "mail-from-mx", .domain = "foo.com" },
                             { .scheme = "sender-id",
                               .identity = IDENTITY_PRA,
                               .domain = "bar.example" } } },
      .want = RESULT_NONE,
      .want_reason = "nothing published by foo.com: neither RMX, SPF nor MAIL-FROM MX" },
    { .name = "nothing published, and a null MX",
      .row = { .client = "203.0.113.9",
               .null_mx = true,
               .findings = { { .scheme = "spf", .domain = "foo.com" } } },
      .want = RESULT_NONE,
      .want_reason = "nothing published by foo.com: no SPF; it takes no mail itself: null MX" },
    { .name = "a null MX of another domain than the finding's",
      .row = { .client = "203.0.113.9",
               .null_mx = true,
               .findings = { { .scheme = "sender-id",
                               .identity = IDENTITY_PRA,
                               .domain = "bar.example" } } },
      .want = RESULT_NONE,
      .want_reason = "nothing published by bar.example: no Sender ID" },
    { .name = "no such domain, which one scheme saw",
      .row = { .client = "203.0.113.9",
               .findings = { { .scheme = "rmx", .domain = "foo.com" },
                             { .scheme = "spf", .domain = "foo.com", .missing = true } } },
      .want = RESULT_NONE,
      .want_reason = "domain does not exist" },
    { .name = "another domain does not exist",
      .row = { .client = "203.0.113.9",
               .findings = { { .scheme = "rmx", .domain = "foo.com" },
                             { .scheme = "spf", .domain = "bar.example", .missing = true } } },
      .want = RESULT_NONE,
      .want_reason = "nothing published by foo.com: no RMX" },
    { .name = "none with a reason of its own",
      .row = { .client = "203.0.113.9",
               .findings = { { .scheme = "spf", .domain = "[x]", .problem = "no record" } } },
      .want = RESULT_NONE,
      .want_reason = "nothing published by [x]: an address literal is no domain" },
    { .name = "a scheme that does not decide",
      .row = { .client = "203.0.113.9",
               .findings = { { .scheme = "iprev", .result = RESULT_PASS } } },
      .want = RESULT_NONE,
      .want_reason = "no scheme that decides was asked" },
    { .name = "reported and never the verdict",
      .row = { .client = "203.0.113.9",
               .findings = { { .scheme = "spf", .domain = "foo.com" },
                             { .scheme = "best-guess", .result = RESULT_PASS, .domain = "foo.com" },
                             { .scheme = "iprev", .result = RESULT_PASS } } },
      .want = RESULT_NONE,
      .want_reason = "nothing published by foo.com: no SPF" },
    { .name = "nothing that decides was asked",
      .row = { .client = "203.0.113.9",
               .findings = { { .scheme = "iprev", .result = RESULT_PASS } } },
      .want = RESULT_NONE,
      .want_reason = "no scheme that decides was asked" },
    { .name = "local",
      .row = { .walked = true, .end = WALK_LOCAL, .reason = "local", .unchecked = "no address" },
      .want = RESULT_NONE,
      .want_reason = "local" },
    { .name = "the walk's end is not known",
      .row = { .walked = true,
               .end = WALK_UNREADABLE,
               .reason = "Received field 0 shows no client\naddress",
               .unchecked = "no address" },
      .want = RESULT_NONE,
      .want_reason = "Received field 0 shows no client%0Aaddress" },
    { .name = "submission",
      .row = { .walked = true, .end = WALK_SUBMISSION, .hop = 1, .by = "mx.foo.edu" },
      .want = RESULT_PASS,
      .want_reason = "submitted by a logged-in user of mx.foo.edu",
      .want_submission = true },
    { .name = "an address given by hand is checked also where the mail is local",
      .row = { .walked = true,
               .end = WALK_LOCAL,
               .client = "203.0.113.9",
               .findings = { { .scheme = "spf", .result = RESULT_FAIL, .domain = "foo.com" } } },
      .want = RESULT_FAIL,
      .want_reason = "203.0.113.9 may not send for foo.com" },
    { .name = "no sender known",
      .row = { .walked = true,
               .end = WALK_BOUNDARY,
               .client = "203.0.113.9",
               .unchecked = "envelope sender not known" },
      .want = RESULT_NONE,
      .want_reason = "envelope sender not known" },
    { .name = "check without a word why",
      .row = { .client = "203.0.113.9" },
      .want = RESULT_NONE,
      .want_reason = "nothing was checked" },
    { .name = "a domain that would begin a line",
      .row = { .client = "203.0.113.9",
               .findings = { { .scheme = "spf",
                               .result = RESULT_FAIL,
                               .domain = "x\r\nSubject: y" } } },
      .want = RESULT_FAIL,
      .want_reason = "203.0.113.9 may not send for x%0D%0ASubject: y" },
};

Test(verdict, reasons)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Evidence) evidence = test_evidence_new(&cases[i].row);
        g_autoptr(Verdict) verdict = verdict_of(evidence);

        cr_expect_eq(verdict->result, cases[i].want, "%s: got %s", cases[i].name,
                     result_text(verdict->result));
        cr_expect_eq(verdict->submission, cases[i].want_submission, "%s", cases[i].name);
        cr_expect(strcmp(verdict->reason, cases[i].want_reason) == 0, "%s: got %s", cases[i].name,
                  verdict->reason);
    }
}

Test(verdict, reason_is_cut)
{
    const EvidenceRow row = {
        .client = "203.0.113.9",
        .findings = { { .scheme = "spf",
                        .result = RESULT_PERMERROR,
                        .domain = LONG_300,
                        .problem = LONG_300 LONG_300 } },
    };
    g_autoptr(Evidence) evidence = test_evidence_new(&row);
    g_autoptr(Verdict) verdict = verdict_of(evidence);

    cr_expect_eq(strlen(verdict->reason), strlen("spf of ...: ...") + 255 + 300, "got %s",
                 verdict->reason);
}

static const struct {
    const char *name;
    FindingRow row;
    const char *want;
} whys[] = {
    { "what decided", { .result = RESULT_FAIL, .mechanism = "-all" }, "-all" },
    { "RMX: nothing did",
      { .result = RESULT_FAIL, .word = "NotInRMX", .mechanism = "ipv4" },
      "no entry matches" },
    { "RMX: an entry did",
      { .result = RESULT_FAIL, .word = "Denied", .mechanism = "ipv4" },
      "ipv4" },
    { "a problem before all", { .mechanism = "mx", .problem = "no answer" }, "no answer" },
    { "no record", { .result = RESULT_NONE }, "no record" },
    { "no domain", { .result = RESULT_NONE, .missing = true }, "domain does not exist" },
    { "SPF without all", { .result = RESULT_NEUTRAL }, "by default" },
};

Test(verdict, whys)
{
    for (size_t i = 0; i < G_N_ELEMENTS(whys); i++) {
        g_autoptr(Finding) finding = test_finding(&whys[i].row);

        cr_expect(strcmp(finding_why(finding), whys[i].want) == 0, "%s: got %s", whys[i].name,
                  finding_why(finding));
    }
}
