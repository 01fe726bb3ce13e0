/* SPDX-License-Identifier: ISC */
/* The fields, letter by letter. The guard's reader of replies is asked as well: what it refuses
 * never reaches a message. */
#include "report/fields.h"

#include "evidence.h"
#include "reply.h"

#include <stdlib.h>
#include <time.h>

/* -0800 all year, so that a date reads alike everywhere. */
static void
set_zone(void)
{
    setenv("TZ", "XXX8", 1);
    tzset();
}

TestSuite(fields, .init = set_zone);

#define FIELD_ALL ((FieldSet)0x7f)

#define FINDING(...)                                                                               \
    {                                                                                              \
        __VA_ARGS__                                                                                \
    }

/* The message of DESIGN's example: a forged one. */
#define FORGED                                                                                     \
    .walked = true, .end = WALK_BOUNDARY, .client = "203.0.113.9", .helo = "friend.example",       \
    .rdns = "host9.dsl.example", .by = "mx.foo.edu", .hop = 3, .sender = "alice@foo.com",          \
    .authors = { "alice@bar.example" }

#define RMX_FAIL                                                                                   \
    FINDING(.scheme = "rmx", .result = RESULT_FAIL, .domain = "foo.com", .word = "NotInRMX",       \
            .mechanism = "ipv4")
#define SPF_FAIL                                                                                   \
    FINDING(.scheme = "spf", .result = RESULT_FAIL, .domain = "foo.com", .mechanism = "-all")
#define SPF_PASS(passed)                                                                           \
    FINDING(.scheme = "spf", .result = RESULT_PASS, .domain = (passed), .mechanism = "mx",         \
            .authentic = true)
/* The author's. */
#define SPF_ALIGNED(passed)                                                                        \
    FINDING(.scheme = "spf", .result = RESULT_PASS, .domain = (passed), .mechanism = "mx",         \
            .authentic = true, .aligned = true)

static const struct {
    const char *name;
    FieldSet fields;
    EvidenceRow row;
    const char *want;
} cases[] = {
    { "a forged message",
      FIELDS_DEFAULT,
      { FORGED, .findings = { RMX_FAIL, SPF_FAIL } },
      "X-RMX-Status: fail (203.0.113.9 may not send for foo.com)\n"
      "X-RMX-Authentication-Results: mx.example.net;\n"
      "\trmx=fail reason=\"no entry matches\" smtp.mailfrom=foo.com\n"
      "\tsmtp.remote-ip=203.0.113.9 dns.sec=no;\n"
      "\tspf=fail reason=\"-all\" smtp.mailfrom=foo.com\n"
      "\tsmtp.remote-ip=203.0.113.9 dns.sec=no\n"
      "X-RMX-Relay: 203.0.113.9 helo=friend.example rdns=host9.dsl.example\n"
      "\tby=mx.foo.edu hop=3\n"
      "X-RMX: NotInRMX addr 203.0.113.9 by mx.example.net on Sat, 1 Mar 2003\n"
      "\t17:25:48 -0800 mechanism ipv4\n"
      "X-RMX-From: none bar.example\n" },
    { "a genuine one",
      FIELD_ALL,
      { .walked = true,
        .end = WALK_BOUNDARY,
        .client = "192.0.2.1",
        .helo = "out.foo.com",
        .hop = 1,
        .sender = "alice@foo.com",
        .authors = { "alice@foo.com" },
        .findings = { SPF_ALIGNED("foo.com") } },
      "X-RMX-Status: pass (192.0.2.1 may send for foo.com)\n"
      "X-RMX-Authentication-Results: mx.example.net;\n"
      "\tspf=pass reason=\"mx\" smtp.mailfrom=foo.com smtp.remote-ip=192.0.2.1\n"
      "\tdns.sec=yes\n"
      "X-RMX-Relay: 192.0.2.1 helo=out.foo.com hop=1\n"
      "X-RMX-From: aligned foo.com (for foo.com)\n"
      "Authentication-Results: mx.example.net;\n"
      "\tspf=pass (192.0.2.1: mx) smtp.mailfrom=foo.com\n"
      "Received-SPF: pass (mx.example.net: 192.0.2.1, for foo.com: mx)\n"
      "\treceiver=mx.example.net; client-ip=192.0.2.1; identity=mailfrom;\n"
      "\tenvelope-from=\"alice@foo.com\"; helo=out.foo.com; mechanism=mx;\n" },
    { "no mechanism matches",
      FIELD_RECEIVED_SPF,
      { .client = "192.0.2.1",
        .sender = "alice@foo.com",
        .findings = { FINDING(.scheme = "spf", .result = RESULT_NEUTRAL, .domain = "foo.com") } },
      "Received-SPF: neutral (mx.example.net: 192.0.2.1, for foo.com: by default)\n"
      "\treceiver=mx.example.net; client-ip=192.0.2.1; identity=mailfrom;\n"
      "\tenvelope-from=\"alice@foo.com\"; mechanism=default;\n" },
    { "a null sender over IPv6",
      (FieldSet)(FIELD_RESULTS | FIELD_AUTHENTICATION_RESULTS | FIELD_RECEIVED_SPF),
      { .walked = true,
        .end = WALK_BOUNDARY,
        .client = "2001:db8::1",
        .helo = "mail.foo.com",
        .hop = 1,
        .sender = "",
        .findings = { FINDING(.scheme = "spf", .result = RESULT_TEMPERROR,
                              .identity = IDENTITY_HELO, .domain = "mail.foo.com",
                              .problem = "TXT of mail.foo.com: no answer") } },
      "X-RMX-Authentication-Results: mx.example.net;\n"
      "\tspf=temperror reason=\"TXT of mail.foo.com: no answer\"\n"
      "\tsmtp.helo=mail.foo.com smtp.remote-ip=\"2001:db8::1\"\n"
      "Authentication-Results: mx.example.net;\n"
      "\tspf=temperror (2001:db8::1: TXT of mail.foo.com: no answer)\n"
      "\tsmtp.helo=mail.foo.com\n"
      "Received-SPF: temperror (mx.example.net: 2001:db8::1, for mail.foo.com: TXT\n"
      " of mail.foo.com: no answer) receiver=mx.example.net;\n"
      "\tclient-ip=\"2001:db8::1\"; identity=helo; envelope-from=\"<>\";\n"
      "\thelo=mail.foo.com; problem=\"TXT of mail.foo.com: no answer\"\n" },
    { "local mail",
      FIELD_ALL,
      { .walked = true,
        .end = WALK_LOCAL,
        .reason = "local",
        .unchecked = "local",
        .authors = { "root@example.net" } },
      "X-RMX-Status: none (local)\n"
      "X-RMX-Authentication-Results: mx.example.net; none\n"
      "X-RMX: Trusted by mx.example.net on Sat, 1 Mar 2003 17:25:48 -0800\n"
      "X-RMX-From: none example.net\n"
      "Authentication-Results: mx.example.net; none\n" },
    { "local mail, where rmx is not asked",
      FIELD_ALL,
      { .walked = true,
        .without_rmx = true,
        .end = WALK_LOCAL,
        .reason = "local",
        .unchecked = "local",
        .authors = { "root@example.net" } },
      "X-RMX-Status: none (local)\n"
      "X-RMX-Authentication-Results: mx.example.net; none\n"
      "X-RMX-From: none example.net\n"
      "Authentication-Results: mx.example.net; none\n" },
    { "a submission",
      FIELD_ALL,
      { .walked = true,
        .end = WALK_SUBMISSION,
        .hop = 1,
        .by = "mx.example.net",
        .authors = { "bob@example.net" },
        .hops = { { .is_there = true,
                    .kind = HOP_SUBMISSION,
                    .auth = "Authenticated sender: bob (x)" } } },
      "X-RMX-Status: pass (submitted by a logged-in user of mx.example.net)\n"
      "X-RMX-Authentication-Results: mx.example.net;\n"
      "\tauth=pass reason=\"Authenticated sender: bob (x)\"\n"
      "X-RMX-From: none example.net\n"
      "Authentication-Results: mx.example.net;\n"
      "\tauth=pass (Authenticated sender: bob (x))\n" },
    { "a submission that does not show how",
      (FieldSet)(FIELD_RESULTS | FIELD_AUTHENTICATION_RESULTS),
      { .walked = true, .end = WALK_SUBMISSION, .hop = 1, .hops = { { .is_there = true } } },
      "X-RMX-Authentication-Results: mx.example.net;\n"
      "\tauth=pass reason=\"logged in\"\n"
      "Authentication-Results: mx.example.net;\n"
      "\tauth=pass (logged in)\n" },
    { "only RMX asked: nothing for SPF's fields to say",
      (FieldSet)(FIELD_RMX | FIELD_AUTHENTICATION_RESULTS | FIELD_RECEIVED_SPF),
      { FORGED, .findings = { FINDING(.scheme = "rmx", .domain = "foo.com", .word = "NoRMX") } },
      "X-RMX: NoRMX addr 203.0.113.9 by mx.example.net on Sat, 1 Mar 2003 17:25:48\n"
      "\t-0800\n"
      "Authentication-Results: mx.example.net; none\n" },
    { "schemes that are registered methods, and one that is none",
      (FieldSet)(FIELD_STATUS | FIELD_RESULTS | FIELD_AUTHENTICATION_RESULTS),
      { FORGED, .pra = "carol@foo.org", .pra_field = "sender",
        .findings = { FINDING(.scheme = "dmp", .result = RESULT_FAIL, .domain = "foo.com",
                              .mechanism = "dmp=deny"),
                      FINDING(.scheme = "sender-id", .result = RESULT_PASS,
                              .identity = IDENTITY_PRA, .domain = "foo.org", .mechanism = "mx"),
                      FINDING(.scheme = "iprev", .result = RESULT_PASS, .identity = IDENTITY_CLIENT,
                              .domain = "host.example", .mechanism = "host.example") } },
      "X-RMX-Status: fail (203.0.113.9 may not send for foo.com)\n"
      "X-RMX-Authentication-Results: mx.example.net;\n"
      "\tdmp=fail reason=\"dmp=deny\" smtp.mailfrom=foo.com\n"
      "\tsmtp.remote-ip=203.0.113.9 dns.sec=no;\n"
      "\tsender-id=pass reason=\"mx\" header.pra=foo.org\n"
      "\tsmtp.remote-ip=203.0.113.9 dns.sec=no;\n"
      "\tiprev=pass reason=\"host.example\" policy.iprev=203.0.113.9 dns.sec=no\n"
      "Authentication-Results: mx.example.net;\n"
      "\tsender-id=pass (203.0.113.9: mx) header.sender=\"carol@foo.org\";\n"
      "\tiprev=pass (203.0.113.9: host.example) policy.iprev=203.0.113.9\n" },
    { "Sender ID of MAIL FROM, for which no property is registered",
      (FieldSet)(FIELD_RESULTS | FIELD_AUTHENTICATION_RESULTS),
      { FORGED, .pra = "carol@foo.org", .pra_field = "sender",
        .findings = { FINDING(.scheme = "sender-id", .result = RESULT_FAIL, .domain = "foo.com",
                              .mechanism = "-all") } },
      "X-RMX-Authentication-Results: mx.example.net;\n"
      "\tsender-id=fail reason=\"-all\" smtp.mailfrom=foo.com\n"
      "\tsmtp.remote-ip=203.0.113.9 dns.sec=no\n"
      "Authentication-Results: mx.example.net;\n"
      "\tsender-id=fail (203.0.113.9: -all)\n" },
    { "a record of the user's own",
      (FieldSet)(FIELD_RESULTS | FIELD_AUTHENTICATION_RESULTS | FIELD_RECEIVED_SPF),
      { .client = "203.0.113.9",
        .findings = { FINDING(.scheme = "spf", .result = RESULT_FAIL, .domain = "foo.com",
                              .mechanism = "-all", .own = true) } },
      "X-RMX-Authentication-Results: mx.example.net;\n"
      "\tspf=fail reason=\"-all\" (record of the user's own)\n"
      "\tsmtp.mailfrom=foo.com smtp.remote-ip=203.0.113.9 dns.sec=no\n"
      "Authentication-Results: mx.example.net;\n"
      "\tspf=fail (203.0.113.9: -all, record of the user's own)\n"
      "\tsmtp.mailfrom=foo.com\n"
      "Received-SPF: fail (mx.example.net: 203.0.113.9, for foo.com: -all, record of\n"
      " the user's own) receiver=mx.example.net; client-ip=203.0.113.9;\n"
      "\tidentity=mailfrom; mechanism=-all;\n" },
    { "a sender of hostile words",
      (FieldSet)(FIELD_STATUS | FIELD_RESULTS | FIELD_RELAY | FIELD_AUTHENTICATION_RESULTS),
      { .walked = true,
        .end = WALK_BOUNDARY,
        .client = "203.0.113.9",
        .helo = "x;\r\n\tspf=pass",
        .rdns = "a\"; spf=pass (",
        .hop = 1,
        .sender = "a@b",
        .findings = { FINDING(.scheme = "spf", .result = RESULT_FAIL,
                              .domain = "x) pass (\r\nX-RMX-Status: pass",
                              .mechanism = "exists:\"a;spf=pass\\") } },
      "X-RMX-Status: fail (203.0.113.9 may not send for x%29 pass\n"
      " %28%0D%0AX-RMX-Status: pass)\n"
      "X-RMX-Authentication-Results: mx.example.net;\n"
      "\tspf=fail reason=\"exists:'a%3Bspf=pass%5C\"\n"
      "\tsmtp.mailfrom=\"x) pass (%0D%0AX-RMX-Status: pass\"\n"
      "\tsmtp.remote-ip=203.0.113.9 dns.sec=no\n"
      "X-RMX-Relay: 203.0.113.9 helo=\"x%3B%0D%0A%09spf=pass\"\n"
      "\trdns=\"a%22%3B spf=pass (\" hop=1\n"
      "Authentication-Results: mx.example.net;\n"
      "\tspf=fail (203.0.113.9: exists:\"a%3Bspf=pass%5C)\n"
      "\tsmtp.mailfrom=\"x) pass (%0D%0AX-RMX-Status: pass\"\n" },
    { "another organization's pass",
      FIELD_FROM,
      { FORGED, .findings = { SPF_PASS("forwarder.example") } },
      "X-RMX-From: unaligned bar.example (for forwarder.example)\n" },
    { "what passed is not what decided",
      FIELD_FROM,
      { FORGED, .findings = { RMX_FAIL, SPF_ALIGNED("bar.example") } },
      "X-RMX-From: none bar.example\n" },
    { "two pass, the second one covers the author",
      FIELD_FROM,
      { FORGED, .findings = { FINDING(.scheme = "rmx", .result = RESULT_PASS, .domain = "foo.com"),
                              SPF_ALIGNED("mail.bar.example") } },
      "X-RMX-From: aligned bar.example (for mail.bar.example)\n" },
    { "no author",
      FIELD_FROM,
      { .walked = true, .end = WALK_BOUNDARY, .findings = { SPF_PASS("foo.com") } },
      "X-RMX-From: ambiguous (for foo.com)\n" },
    { "two domains",
      FIELD_FROM,
      { .walked = true, .authors = { "a@foo.com", "b@bar.example", "c@foo.com" } },
      "X-RMX-From: ambiguous foo.com bar.example\n" },
    { "two authors of one domain",
      FIELD_FROM,
      { .walked = true,
        .end = WALK_BOUNDARY,
        .authors = { "a@foo.com", "b@foo.com" },
        .findings = { SPF_ALIGNED("foo.com") } },
      "X-RMX-From: aligned foo.com (for foo.com)\n" },
    { "an author that readers read in several ways",
      FIELD_FROM,
      { .walked = true,
        .end = WALK_BOUNDARY,
        .authors = { "a@foo.com", "" },
        .unclear = "text behind an address",
        .findings = { SPF_PASS("foo.com") } },
      "X-RMX-From: ambiguous foo.com (for foo.com)\n" },
    { "a name that shows another's address",
      FIELD_FROM,
      { .client = "192.0.2.1",
        .walked = true,
        .authors = { "a@foo.com" },
        .shown = "c;e)o@bank.example",
        .findings = { { "spf", RESULT_PASS, .domain = "foo.com", .mechanism = "mx",
                        .aligned = true } } },
      "X-RMX-From: aligned foo.com (for foo.com) (shows \"c;e%29o\"@bank.example)\n" },
    { "the same where nothing passed",
      FIELD_FROM,
      { .walked = true, .authors = { "a@foo.com" }, .shown = "ceo@bank.example" },
      "X-RMX-From: none foo.com (shows ceo@bank.example)\n" },
    { "a name that shows an address of the same organization",
      FIELD_FROM,
      { .walked = true, .authors = { "a@mail.foo.com" }, .shown = "b@foo.com" },
      "X-RMX-From: none mail.foo.com\n" },
    { "an author's policy that is against it",
      (FieldSet)(FIELD_RESULTS | FIELD_FROM | FIELD_AUTHENTICATION_RESULTS),
      { .walked = true,
        .end = WALK_BOUNDARY,
        .client = "203.0.113.9",
        .hop = 1,
        .authors = { "ceo@mail.bank.example" },
        .findings = { SPF_PASS("phish.example") },
        .policy = { .domain = "mail.bank.example",
                    .name = "bank.example",
                    .state = AUTHOR_POLICY_FOUND,
                    .wish = POLICY_QUARANTINE,
                    .published = POLICY_REJECT,
                    .tag = "sp",
                    .testing = true,
                    .authentic = true },
        .signatures = { { .domain = "bank.example",
                          .result = SIGNATURE_FAIL,
                          .selector = "s1",
                          .value = "AbC+/d4=",
                          .problem = "the body is not what was signed",
                          .bits = 2048,
                          .aligned = true },
                        { .domain = "phish.example",
                          .result = SIGNATURE_PASS,
                          .value = "abcd",
                          .bits = 1024,
                          .authentic = true } } },
      "X-RMX-Authentication-Results: mx.example.net;\n"
      "\tspf=pass reason=\"mx\" smtp.mailfrom=phish.example\n"
      "\tsmtp.remote-ip=203.0.113.9 dns.sec=yes;\n"
      "\tdkim=fail reason=\"the body is not what was signed\"\n"
      "\theader.d=bank.example header.s=s1 header.a=rsa-sha256\n"
      "\theader.b=\"AbC+/d4=\" dns.sec=no;\n"
      "\tdkim=pass header.d=phish.example header.s=s1 header.a=rsa-sha256\n"
      "\theader.b=abcd dns.sec=yes;\n"
      "\tdmarc=fail reason=\"sp=reject, t=y of bank.example\"\n"
      "\theader.from=mail.bank.example dns.sec=yes\n"
      "X-RMX-From: refused mail.bank.example (its policy: quarantine)\n"
      "Authentication-Results: mx.example.net;\n"
      "\tspf=pass (203.0.113.9: mx) smtp.mailfrom=phish.example;\n"
      "\tdkim=fail (the body is not what was signed) header.d=bank.example\n"
      "\theader.s=s1 header.a=rsa-sha256 header.b=\"AbC+/d4=\";\n"
      "\tdkim=pass header.d=phish.example header.s=s1 header.a=rsa-sha256\n"
      "\theader.b=abcd;\n"
      "\tdmarc=fail (sp=reject, t=y of bank.example)\n"
      "\theader.from=mail.bank.example\n" },
    { "a signature that passed at another host, of a name that shows another's address",
      (FieldSet)(FIELD_RESULTS | FIELD_FROM | FIELD_AUTHENTICATION_RESULTS),
      { .walked = true,
        .end = WALK_BOUNDARY,
        .client = "203.0.113.9",
        .hop = 1,
        .authors = { "ceo@bank.example" },
        .shown = "x@y.example",
        .policy = { .domain = "bank.example",
                    .name = "bank.example",
                    .state = AUTHOR_POLICY_FOUND,
                    .wish = POLICY_REJECT,
                    .tag = "p" },
        .signatures = { { .domain = "m.bank.example",
                          .result = SIGNATURE_FAIL,
                          .problem = "a\r\n (;x",
                          .aligned = true,
                          .passed_at = "mx) \n(;y" } } },
      "X-RMX-Authentication-Results: mx.example.net;\n"
      "\tdkim=fail reason=\"a%0D%0A (%3Bx, passed at mx) %0A(%3By\"\n"
      "\theader.d=m.bank.example header.s=s1 header.a=rsa-sha256;\n"
      "\tdmarc=pass reason=\"p=reject, dkim passed at mx) %0A(%3By\"\n"
      "\theader.from=bank.example\n"
      "X-RMX-From: aligned bank.example (signed by m.bank.example) (shows\n"
      " x@y.example)\n"
      "Authentication-Results: mx.example.net;\n"
      "\tdkim=fail (a%0D%0A %28%3Bx, passed at mx%29 %0A%28%3By)\n"
      "\theader.d=m.bank.example header.s=s1 header.a=rsa-sha256;\n"
      "\tdmarc=pass (p=reject, dkim passed at mx%29 %0A%28%3By)\n"
      "\theader.from=bank.example\n" },
    { "only another domain signed, and the author's publishes nothing",
      (FieldSet)(FIELD_FROM | FIELD_AUTHENTICATION_RESULTS),
      { .walked = true,
        .end = WALK_BOUNDARY,
        .client = "203.0.113.9",
        .hop = 1,
        .authors = { "ceo@bank.example" },
        .policy = { .domain = "bank.example", .state = AUTHOR_POLICY_ABSENT },
        .signatures = { { .domain = "esp.example", .result = SIGNATURE_PASS } } },
      "X-RMX-From: unaligned bank.example (signed by esp.example)\n"
      "Authentication-Results: mx.example.net;\n"
      "\tdkim=pass header.d=esp.example header.s=s1 header.a=rsa-sha256;\n"
      "\tdmarc=none (no policy) header.from=bank.example\n" },
    { "a signature of the author's that could not be checked, and a name that shows an address",
      FIELD_FROM,
      { .walked = true,
        .end = WALK_BOUNDARY,
        .client = "203.0.113.9",
        .hop = 1,
        .authors = { "a@bank.example" },
        .shown = "(unknown )x@esp.example",
        .policy = { .domain = "bank.example", .state = AUTHOR_POLICY_ABSENT },
        .signatures = { { .domain = "esp.example", .result = SIGNATURE_PASS },
                        { .domain = "m.bank.example",
                          .result = SIGNATURE_TEMPERROR,
                          .aligned = true } } },
      "X-RMX-From: unaligned bank.example (signed by esp.example) (unknown if signed\n"
      " by m.bank.example) (shows \"%28unknown %29x\"@esp.example)\n" },
    { "a scheme that could not be asked",
      FIELD_FROM,
      { .walked = true,
        .end = WALK_BOUNDARY,
        .client = "203.0.113.9",
        .hop = 1,
        .authors = { "a@bank.example" },
        .findings = { { .scheme = "spf",
                        .result = RESULT_TEMPERROR,
                        .domain = "bank.example",
                        .aligned = true } } },
      "X-RMX-From: none bank.example (unknown if for bank.example)\n" },
    { "an author whose domain does not exist, which no long name pushes out of sight",
      (FieldSet)(FIELD_RESULTS | FIELD_FROM | FIELD_AUTHENTICATION_RESULTS),
      { .walked = true,
        .end = WALK_BOUNDARY,
        .client = "203.0.113.9",
        .hop = 1,
        .authors = { "ceo@b.example" },
        .policy = { .domain = "b.example", .problem = "no DMARC record for b", .missing = true } },
      "X-RMX-Authentication-Results: mx.example.net;\n"
      "\tdmarc=none reason=\"the domain does not exist: no DMARC record for b\"\n"
      "\theader.from=b.example\n"
      "X-RMX-From: none b.example\n"
      "Authentication-Results: mx.example.net;\n"
      "\tdmarc=none (the domain does not exist: no DMARC record for b)\n"
      "\theader.from=b.example\n" },
    { "no message, no author, no hop",
      FIELD_ALL,
      { .client = "192.0.2.1" },
      "X-RMX-Status: none (nothing was checked)\n"
      "X-RMX-Authentication-Results: mx.example.net; none\n"
      "X-RMX-Relay: 192.0.2.1\n"
      "Authentication-Results: mx.example.net; none\n" },
};

/* The guard's verdict on the same octets; NULL: it takes them. */
static const char *
guard_problem(const char *fields)
{
    g_autofree char *text = g_strdup_printf("fields\n%s.\n", fields);
    Reply reply;
    const char *problem = reply_read(text, strlen(text), &reply);

    return problem || reply.complete ? problem : "not complete";
}

Test(fields, cases)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Evidence) evidence = test_evidence_new(&cases[i].row);
        g_autoptr(Verdict) verdict = verdict_of(evidence);
        g_autofree char *got = fields_text(evidence, verdict, cases[i].fields);
        const char *problem = guard_problem(got);

        cr_expect(strcmp(got, cases[i].want) == 0, "%s: got\n%s\nwant\n%s", cases[i].name, got,
                  cases[i].want);
        cr_expect_null(problem, "%s: %s", cases[i].name, problem);
    }
}

/* A text of the worst octets, as long as any. */
static char *
worst(char octet)
{
    return g_strnfill(5000, octet);
}

/* However long and bad the octets are, the guard takes the fields. */
Test(fields, worst)
{
    static const char octets[] = { '\n', '\\', '"', '(', ' ', 'x', '\177', (char)0xff, '?', '=' };

    for (size_t i = 0; i < sizeof(octets); i++) {
        g_autofree char *bad = worst(octets[i]);
        g_autofree char *sender = g_strconcat(bad, "@", bad, NULL);
        const EvidenceRow row = {
            .walked = true,
            .end = WALK_BOUNDARY,
            .client = "203.0.113.9",
            .helo = bad,
            .rdns = bad,
            .by = bad,
            .hop = 1,
            .sender = sender,
            .authors = { sender },
            .findings = { FINDING(.scheme = "rmx", .result = RESULT_PERMERROR, .domain = bad,
                                  .word = "BadData", .mechanism = bad, .problem = bad),
                          FINDING(.scheme = "spf", .result = RESULT_PASS, .domain = bad,
                                  .mechanism = bad) },
            .policy = { .domain = bad,
                        .name = bad,
                        .problem = bad,
                        .state = AUTHOR_POLICY_FOUND,
                        .wish = POLICY_REJECT },
            .signatures = { { .domain = bad,
                              .result = SIGNATURE_FAIL,
                              .selector = bad,
                              .value = bad,
                              .problem = bad,
                              .passed_at = bad,
                              .bits = 1024 } },
        };
        g_autoptr(Evidence) evidence = test_evidence_new(&row);
        g_autoptr(Verdict) verdict = verdict_of(evidence);
        g_autofree char *got = NULL;
        g_autofree char *error = fields_error_text(bad);

        while (evidence->signatures->len < 3 * SIGNATURES_MAX)
            g_ptr_array_add(evidence->signatures, test_signature(&row.signatures[0]));
        got = fields_text(evidence, verdict, FIELD_ALL);
        cr_expect_null(guard_problem(got), "octet %d: %s\n%s", octets[i], guard_problem(got), got);
        cr_expect_null(guard_problem(error), "octet %d: %s\n%s", octets[i], guard_problem(error),
                       error);
    }
}

Test(fields, error)
{
    g_autofree char *got =
        fields_error_text("~/.rmxfilterrc: [dns] timeout: \"x)\n\" is no number");

    cr_expect_str_eq(
        got, "X-RMX-Status: error (~/.rmxfilterrc: [dns] timeout: \"x%29%0A\" is no number)\n");
}

static const struct {
    const char *list;
    FieldSet want; /* 0: an error */
    const char *want_error;
} lists[] = {
    { "status", FIELD_STATUS, NULL },
    { "relay,status", (FieldSet)(FIELD_STATUS | FIELD_RELAY), NULL },
    { " From , RMX ", (FieldSet)(FIELD_FROM | FIELD_RMX), NULL },
    { "results,results", FIELD_RESULTS, NULL },
    { "status,results,relay,rmx,from,authentication-results,received-spf", FIELD_ALL, NULL },
    { "", 0,
      "\"\" is no field; there are status, results, relay, rmx, from, "
      "authentication-results, received-spf" },
    { "status,", 0,
      "\"\" is no field; there are status, results, relay, rmx, from, "
      "authentication-results, received-spf" },
    { "status,stat\033us", 0,
      "\"stat%1Bus\" is no field; there are status, results, relay, rmx, "
      "from, authentication-results, received-spf" },
};

Test(fields, parse)
{
    for (size_t i = 0; i < G_N_ELEMENTS(lists); i++) {
        g_autoptr(GError) error = NULL;
        FieldSet got = 0;
        bool good = fields_parse(lists[i].list, &got, &error);

        cr_expect_eq(good, lists[i].want != 0, "%s", lists[i].list);
        cr_expect_eq(got, lists[i].want, "%s: got %x", lists[i].list, (unsigned)got);
        cr_expect(g_strcmp0(error ? error->message : NULL, lists[i].want_error) == 0, "%s: got %s",
                  lists[i].list, error ? error->message : "no error");
    }
}
