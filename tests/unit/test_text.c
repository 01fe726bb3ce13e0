/* SPDX-License-Identifier: ISC */
/* What people read: whole texts, and that no octet from outside gets to the terminal as it is. */
#include "report/text.h"

#include "evidence.h"

static const struct {
    const char *name;
    char *(*write)(const Evidence *evidence, const Verdict *verdict);
    EvidenceRow row;
    const char *want;
} cases[] = {
    { "explain a forged message",
      text_explain,
      { .walked = true,
        .end = WALK_BOUNDARY,
        .client = "203.0.113.9",
        .helo = "friend.example",
        .rdns = "host9.dsl.example",
        .by = "mx.foo.edu",
        .hop = 2,
        .sender = "alice@foo.com",
        .source = "return-path",
        .authors = { "alice@bar.example" },
        .hops = { { .is_there = true,
                    .believed = true,
                    .trusted = true,
                    .kind = HOP_SMTP,
                    .ip = "192.0.2.1",
                    .helo = "mx.foo.edu",
                    .by = "home.example",
                    .why = "client 192.0.2.1 matches trust entry 192.0.2.0/24" },
                  { .is_there = true,
                    .believed = true,
                    .kind = HOP_SMTP,
                    .ip = "203.0.113.9",
                    .rdns = "host9.dsl.example",
                    .helo = "friend.example",
                    .by = "mx.foo.edu",
                    .why = "the boundary" },
                  { .is_there = true, .by = "\033[1mbank.example", .why = "below the boundary" } },
        .findings = { { .scheme = "rmx",
                        .result = RESULT_FAIL,
                        .domain = "foo.com",
                        .word = "NotInRMX",
                        .mechanism = "ipv4",
                        .record = "ipv4:192.0.2.1" },
                      { .scheme = "spf",
                        .result = RESULT_NEUTRAL,
                        .domain = "foo.com",
                        .mechanism = "?all",
                        .record = "v=spf1 ?all",
                        .explanation = "see\nthere",
                        .authentic = true } } },
      "fail (203.0.113.9 may not send for foo.com)\n"
      "\n"
      "Path, newest hop first (+ believed, > the boundary)\n"
      "  +   1  192.0.2.1    mx.foo.edu         to  home.example        smtp\n"
      "         no date; client 192.0.2.1 matches trust entry 192.0.2.0/24\n"
      "  >   2  203.0.113.9  host9.dsl.example  to  mx.foo.edu          smtp\n"
      "         no date; the boundary\n"
      "      3  -            -                  to  %1B[1mbank.example  unknown\n"
      "         no date; below the boundary\n"
      "\n"
      "Identities\n"
      "  client           203.0.113.9 (field 2)\n"
      "  reverse name     host9.dsl.example (field 2)\n"
      "  HELO name        friend.example (field 2)\n"
      "  taken by         mx.foo.edu (field 2)\n"
      "  envelope sender  alice@foo.com (return-path)\n"
      "  author           alice@bar.example (from)\n"
      "  alignment        none (no domain passed)\n"
      "\n"
      "Findings\n"
      "  rmx  fail     foo.com  envelope sender  no entry matches\n"
      "    record: ipv4:192.0.2.1\n"
      "  spf  neutral  foo.com  envelope sender  ?all (signed: DNSSEC)\n"
      "    record: v=spf1 ?all\n"
      "    the domain says: see%0Athere\n" },
    { "explain local mail",
      text_explain,
      { .walked = true, .end = WALK_LOCAL, .reason = "local", .authors = { "root@foo.com" } },
      "none (local)\n"
      "\n"
      "Path, newest hop first (+ believed, > the boundary)\n"
      "  no Received field\n"
      "\n"
      "Identities\n"
      "  envelope sender  not known\n"
      "  author           root@foo.com (from)\n"
      "  alignment        none (no domain passed)\n" },
    { "check",
      text_check,
      { .client = "192.0.2.1",
        .helo = "mail.foo.com",
        .sender = "",
        .findings = { { .scheme = "spf",
                        .result = RESULT_PASS,
                        .identity = IDENTITY_HELO,
                        .domain = "mail.foo.com",
                        .mechanism = "mx",
                        .path = "include:foo.com mx",
                        .record = "v=spf1 include:foo.com -all" } } },
      "pass (192.0.2.1 may send for mail.foo.com)\n"
      "\n"
      "Findings\n"
      "  spf  pass  mail.foo.com  HELO name  mx\n"
      "    record: v=spf1 include:foo.com -all\n"
      "    by way of: include:foo.com > mx\n" },
    { "check with a record of the user's own",
      text_check,
      { .client = "192.0.2.1",
        .sender = "a@foo.com",
        .findings = { { .scheme = "spf",
                        .result = RESULT_FAIL,
                        .domain = "foo.com",
                        .mechanism = "-all",
                        .path = "-all",
                        .record = "v=spf1 -all",
                        .own = true },
                      { .scheme = "iprev",
                        .result = RESULT_PERMERROR,
                        .identity = IDENTITY_CLIENT,
                        .problem = "no name" } } },
      "fail (192.0.2.1 may not send for foo.com)\n"
      "\n"
      "Findings\n"
      "  spf    fail       foo.com  envelope sender  -all\n"
      "    record of your own: v=spf1 -all\n"
      "  iprev  permerror  -        client           no name\n" },
    { "explain a pass of another organization",
      text_explain,
      { .walked = true,
        .end = WALK_LOCAL,
        .client = "192.0.2.1",
        .sender = "a@foo.com",
        .authors = { "b@bar.example", "c@\033[1m" },
        .findings = { { .scheme = "spf",
                        .result = RESULT_PASS,
                        .domain = "foo.com",
                        .mechanism = "mx",
                        .path = "mx" } } },
      "pass (192.0.2.1 may send for foo.com)\n"
      "\n"
      "Path, newest hop first (+ believed, > the boundary)\n"
      "  no Received field\n"
      "\n"
      "Identities\n"
      "  client           192.0.2.1\n"
      "  envelope sender  a@foo.com\n"
      "  author           b@bar.example (from)\n"
      "                   c@%1B[1m\n"
      "  alignment        ambiguous (authors of several domains)\n"
      "\n"
      "Findings\n"
      "  spf  pass  foo.com  envelope sender  mx\n" },
    { "explain a name that shows another's address",
      text_explain,
      { .walked = true,
        .end = WALK_LOCAL,
        .reason = "local",
        .authors = { "b@bar.example" },
        .shown = "ceo@bank.example" },
      "none (local)\n"
      "\n"
      "Path, newest hop first (+ believed, > the boundary)\n"
      "  no Received field\n"
      "\n"
      "Identities\n"
      "  envelope sender   not known\n"
      "  author            b@bar.example (from)\n"
      "  whose name shows  ceo@bank.example\n"
      "  alignment         none (no domain passed)\n" },
    { "explain signatures, a policy, and what other hosts found",
      text_explain,
      { .walked = true,
        .end = WALK_BOUNDARY,
        .client = "192.0.2.1",
        .sender = "a@esp.example",
        .authors = { "b@mail.bank.example" },
        .findings = { { .scheme = "spf",
                        .result = RESULT_PASS,
                        .domain = "esp.example",
                        .mechanism = "mx",
                        .path = "mx" } },
        .policy = { .domain = "mail.bank.example",
                    .name = "bank.example",
                    .state = AUTHOR_POLICY_FOUND,
                    .wish = POLICY_REJECT,
                    .tag = "sp",
                    .record = "v=DMARC1; p=none; sp=reject\033",
                    .authentic = true },
        .signatures = { { .domain = "bank.example",
                          .result = SIGNATURE_FAIL,
                          .problem = "the body is not what was signed",
                          .bits = 2048,
                          .aligned = true,
                          .authentic = true },
                        { .domain = "esp.example", .result = SIGNATURE_PASS, .bits = 1024 } },
        .testimony = { { .method = "dkim",
                         .result = "fail",
                         .domain = "bank.example",
                         .by = "mx.mail.example",
                         .believed = true },
                       { .method = "dmarc",
                         .result = "pass",
                         .domain = "bank.example",
                         .by = "\033[1mbank.example",
                         .position = TESTIMONY_BELOW } } },
      "pass (192.0.2.1 may send for esp.example)\n"
      "\n"
      "Path, newest hop first (+ believed, > the boundary)\n"
      "  no Received field\n"
      "\n"
      "Identities\n"
      "  client           192.0.2.1\n"
      "  envelope sender  a@esp.example\n"
      "  author           b@mail.bank.example (from)\n"
      "  alignment        refused (nothing of the author's domain passed; its\n"
      "                   policy: reject)\n"
      "\n"
      "Findings\n"
      "  spf  pass  esp.example  envelope sender  mx\n"
      "\n"
      "Signatures\n"
      "  dkim  fail  bank.example  s1  rsa-sha256  the author's, the body is not\n"
      "                                            what was signed, key of 2048 bits\n"
      "                                            (signed: DNSSEC)\n"
      "  dkim  pass  esp.example   s1  rsa-sha256  key of 1024 bits\n"
      "\n"
      "Policy of the author's domain\n"
      "  dmarc  fail  mail.bank.example  sp=reject of bank.example (signed: DNSSEC)\n"
      "    record: v=DMARC1; p=none; sp=reject%1B\n"
      "\n"
      "Found by other hosts (+ believed)\n"
      "  +  mx.mail.example     dkim   fail  bank.example\n"
      "        believed: above the boundary\n"
      "     %1B[1mbank.example  dmarc  pass  bank.example\n"
      "        below the boundary: anybody's\n" },
    { "explain a signature that could not be checked",
      text_explain,
      { .walked = true,
        .end = WALK_UNREADABLE,
        .authors = { "b@bank.example" },
        .signatures = { { .domain = "bank.example",
                          .result = SIGNATURE_TEMPERROR,
                          .problem = "no answer with the key: timeout",
                          .aligned = true } } },
      "none (nothing was checked)\n"
      "\n"
      "Path, newest hop first (+ believed, > the boundary)\n"
      "  no Received field\n"
      "\n"
      "Identities\n"
      "  envelope sender  not known\n"
      "  author           b@bank.example (from)\n"
      "  alignment        none (no domain passed; not known whether it is signed by\n"
      "                   bank.example)\n"
      "\n"
      "Signatures\n"
      "  dkim  temperror  bank.example  s1  rsa-sha256\n"
      "        the author's, no answer with the key: timeout\n" },
    { "explain a signature that passed at another host, of a domain that does not exist",
      text_explain,
      { .walked = true,
        .end = WALK_UNREADABLE,
        .authors = { "b@bank.example" },
        .policy = { .domain = "bank.example", .missing = true },
        .signatures = { { .domain = "bank.example",
                          .result = SIGNATURE_FAIL,
                          .problem = "the body is not what was signed",
                          .passed_at = "mx.mail.example",
                          .aligned = true } },
        .testimony = { { .method = "dkim",
                         .result = "pass",
                         .domain = "bank.example",
                         .by = "mx.mail.example",
                         .believed = true,
                         .used = true } } },
      "none (nothing was checked)\n"
      "\n"
      "Path, newest hop first (+ believed, > the boundary)\n"
      "  no Received field\n"
      "\n"
      "Identities\n"
      "  envelope sender  not known\n"
      "  author           b@bank.example (from)\n"
      "  alignment        aligned (signed by bank.example, as found by\n"
      "                   mx.mail.example)\n"
      "\n"
      "Signatures\n"
      "  dkim  fail  bank.example  s1  rsa-sha256  the author's, the body is not\n"
      "                                            what was signed, passed at\n"
      "                                            mx.mail.example\n"
      "\n"
      "Policy of the author's domain\n"
      "  dmarc  none  bank.example  the domain does not exist: no policy\n"
      "\n"
      "Found by other hosts (+ believed)\n"
      "  +  mx.mail.example  dkim  pass  bank.example\n"
      "        believed, in place of what could not be checked here\n" },
    { "explain inside a sandbox",
      text_explain,
      { .sandbox = &(const Sandbox){ .seccomp = true,
                                     .landlock = 7,
                                     .limits = true,
                                     .no_capabilities = true,
                                     .tcp_ports = (const uint16_t[]){ 53, 5353, 0 } },
        .unchecked = "x" },
      "none (x)\n"
      "\n"
      "Identities\n"
      "  envelope sender  not known\n"
      "\n"
      "Sandbox: seccomp, landlock 7, TCP to port 53 and 5353 only, no capabilities,\n"
      "        limits\n" },
    { "explain inside a sandbox that asks nobody",
      text_explain,
      { .sandbox = &(const Sandbox){ .seccomp = true, .tcp_ports = (const uint16_t[]){ 0 } },
        .unchecked = "x" },
      "none (x)\n"
      "\n"
      "Identities\n"
      "  envelope sender  not known\n"
      "\n"
      "Sandbox: seccomp, no sockets\n" },
    { "explain inside a sandbox that asks nobody, of Landlock alone",
      text_explain,
      { .sandbox = &(const Sandbox){ .landlock = 4, .tcp_ports = (const uint16_t[]){ 0 } },
        .unchecked = "x" },
      "none (x)\n"
      "\n"
      "Identities\n"
      "  envelope sender  not known\n"
      "\n"
      "Sandbox: landlock 4, no TCP\n" },
    { "explain where the system refuses one",
      text_explain,
      { .sandbox = &(const Sandbox){ .problem = "seccomp: Invalid argument" }, .unchecked = "x" },
      "none (x)\n"
      "\n"
      "Identities\n"
      "  envelope sender  not known\n"
      "\n"
      "Sandbox: none\n"
      "  note: not to be had here: seccomp: Invalid argument\n" },
    { "check nothing", text_check, { .unchecked = "no sender" }, "none (no sender)\n" },
};

Test(text, cases)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Evidence) evidence = test_evidence_new(&cases[i].row);
        g_autoptr(Verdict) verdict = verdict_of(evidence);
        g_autofree char *got = cases[i].write(evidence, verdict);

        cr_expect(strcmp(got, cases[i].want) == 0, "%s: got\n%s", cases[i].name, got);
    }
}

/* Which question was asked when, how long it took, and what came of it. */
Test(text, questions)
{
    static const char *const want[] = {
        "foo\\.com +MX +at +[0-9]+\\.[0-9] ms +took +[0-9]+\\.[0-9] ms +2 records",
        "foo\\.com +TXT +at +[0-9]+\\.[0-9] ms +took +[0-9]+\\.[0-9] ms +no such record",
        "a\\.foo\\.com +A +at +[0-9]+\\.[0-9] ms +took +[0-9]+\\.[0-9] ms +no such name",
        "ill\\.foo\\.com +A +at .* ms +name server failed \\(SERVFAIL\\)",
    };
    const EvidenceRow row = { .client = "192.0.2.1", .unchecked = "x" };
    g_autoptr(Evidence) evidence = test_evidence_new(&row);
    g_autoptr(Verdict) verdict = verdict_of(evidence);
    g_autoptr(Dns) dns = dns_new_zone_text(
        "test", "$ORIGIN foo.com.\n@ 60 IN MX 10 b\n@ MX 20 c\nill ERROR SERVFAIL\n", NULL);
    g_autofree char *got = NULL;
    g_auto(GStrv) lines = NULL;
    char **line;

    cr_assert_not_null(dns);
    dns_ask(dns, "foo.com", DNS_MX);
    dns_ask(dns, "FOO.com", DNS_TXT);
    dns_ask(dns, "a.foo.com", DNS_A);
    dns_ask(dns, "ill.foo.com", DNS_A);
    evidence->dns = dns;
    got = text_explain(evidence, verdict);
    lines = g_strsplit(got, "\n", -1);
    for (line = lines; *line && strcmp(*line, "DNS questions") != 0; line++)
        continue;
    cr_assert_not_null(*line, "%s", got);
    for (size_t i = 0; i < G_N_ELEMENTS(want) && *line; i++) {
        g_autofree char *pattern = g_strconcat("^  ", want[i], "$", NULL);

        cr_expect(g_regex_match_simple(pattern, *++line ? *line : "", 0, 0), "%s: got\n%s", want[i],
                  got);
    }
}

/* Every octet in every place that a sender or a domain can write to. */
Test(text, every_octet)
{
    for (int octet = 1; octet < 256; octet++) {
        const char bad[] = { 'a', (char)octet, '@', (char)octet, 'b', '\0' };
        const EvidenceRow row = {
            .walked = true,
            .client = "203.0.113.9",
            .helo = bad,
            .rdns = bad,
            .by = bad,
            .hop = 1,
            .sender = bad,
            .authors = { bad },
            .hops = { { .is_there = true,
                        .rdns = bad,
                        .helo = bad,
                        .by = bad,
                        .auth = bad,
                        .why = bad } },
            .findings = { { .scheme = "spf",
                            .result = RESULT_PERMERROR,
                            .domain = bad,
                            .mechanism = bad,
                            .record = bad,
                            .explanation = bad,
                            .problem = bad } },
        };
        g_autoptr(Evidence) evidence = test_evidence_new(&row);
        g_autoptr(Verdict) verdict = verdict_of(evidence);
        g_autofree char *got = text_explain(evidence, verdict);

        for (const char *c = got; *c; c++)
            cr_assert(g_ascii_isprint(*c) || *c == '\n', "octet %d in\n%s", octet, got);
        if (octet == '\n')
            cr_expect_null(strstr(got, "\nb"), "%s", got);
    }
}
