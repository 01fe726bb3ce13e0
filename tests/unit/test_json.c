/* SPDX-License-Identifier: ISC */
/* The JSON contract: names, order, what is left out, and octets that are no text. */
#include "report/json.h"

#include "evidence.h"

#include <jansson.h>

static const struct {
    const char *name;
    EvidenceRow row;
    const char *want;
} cases[] = {
    { "a forged message",
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
        .shown = "ceo@bank.example",
        .hops = { { .is_there = true,
                    .believed = true,
                    .trusted = true,
                    .kind = HOP_LOCAL,
                    .by = "mx.foo.edu",
                    .id = "A1",
                    .why = "handed over inside one host" },
                  { .is_there = true,
                    .believed = true,
                    .kind = HOP_SMTP,
                    .ip = "203.0.113.9",
                    .rdns = "host9.dsl.example",
                    .helo = "friend.example",
                    .by = "mx.foo.edu",
                    .date = "Sat, 1 Mar 2003 17:25:48 -0800",
                    .why = "the boundary" } },
        .findings = { { .scheme = "rmx",
                        .result = RESULT_FAIL,
                        .domain = "foo.com",
                        .word = "NotInRMX",
                        .mechanism = "ipv4",
                        .record = "ipv4:192.0.2.1" },
                      { .scheme = "spf",
                        .domain = "foo.com",
                        .problem = "no such thing",
                        .missing = true,
                        .authentic = true } } },
      "{ 'status': 'fail', 'reason': '203.0.113.9 may not send for foo.com',"
      "  'hops': [ { 'index': 0, 'hop': 1, 'by': 'mx.foo.edu', 'id': 'A1', 'kind': 'local',"
      "              'believed': true, 'trusted': true, 'why': 'handed over inside one host' },"
      "            { 'index': 1, 'hop': 2, 'ip': '203.0.113.9', 'rdns': 'host9.dsl.example',"
      "              'helo': 'friend.example', 'by': 'mx.foo.edu',"
      "              'date': 'Sat, 1 Mar 2003 17:25:48 -0800', 'kind': 'smtp', 'believed': true,"
      "              'trusted': false, 'why': 'the boundary' } ],"
      "  'boundary': 1,"
      "  'origin': { 'ip': '203.0.113.9', 'helo': 'friend.example', 'rdns': 'host9.dsl.example',"
      "              'by': 'mx.foo.edu', 'hop': 2 },"
      "  'identities': { 'mail_from': 'alice@foo.com', 'mail_from_source': 'return-path',"
      "                  'helo': 'friend.example', 'header_from': 'alice@bar.example' },"
      "  'from': 'none',"
      "  'results': [ { 'scheme': 'rmx', 'identity': 'mailfrom', 'domain': 'foo.com',"
      "                 'result': 'fail', 'mechanism': 'ipv4', 'record': 'ipv4:192.0.2.1',"
      "                 'exists': true, 'authentic': false },"
      "               { 'scheme': 'spf', 'identity': 'mailfrom', 'domain': 'foo.com',"
      "                 'result': 'none', 'problem': 'no such thing', 'exists': false,"
      "                 'authentic': true } ],"
      "  'author': { 'domains': [ 'bar.example' ], 'word': 'none', 'shows': 'ceo@bank.example' } "
      "}" },
    { "a check of a null sender",
      { .client = "2001:db8::1",
        .helo = "mail.foo.com",
        .sender = "",
        .source = "option",
        .findings = { { .scheme = "spf",
                        .result = RESULT_PASS,
                        .identity = IDENTITY_HELO,
                        .domain = "mail.foo.com",
                        .mechanism = "include:%{d2}",
                        .path = "redirect=a\377.example include:%{d2} mx",
                        .explanation = "because" } } },
      "{ 'status': 'pass', 'reason': '2001:db8::1 may send for mail.foo.com',"
      "  'origin': { 'ip': '2001:db8::1', 'helo': 'mail.foo.com' },"
      "  'identities': { 'mail_from': '', 'mail_from_source': 'option', 'helo': 'mail.foo.com' },"
      "  'results': [ { 'scheme': 'spf', 'identity': 'helo', 'domain': 'mail.foo.com',"
      "                 'result': 'pass', 'mechanism': 'include:%{d2}',"
      "                 'path': [ 'redirect=a\357\277\275.example', 'include:%{d2}', 'mx' ],"
      "                 'explanation': 'because', 'exists': true, 'authentic': false } ] }" },
    { "a client's name, and a record of the user's own",
      { .client = "192.0.2.1",
        .sender = "a@foo.com",
        .pra = "b@foo.org",
        .findings = { { .scheme = "spf",
                        .result = RESULT_PASS,
                        .domain = "foo.com",
                        .mechanism = "mx",
                        .record = "v=spf1 mx",
                        .own = true },
                      { .scheme = "iprev",
                        .result = RESULT_PERMERROR,
                        .identity = IDENTITY_CLIENT,
                        .problem = "no name" } } },
      "{ 'status': 'pass', 'reason': '192.0.2.1 may send for foo.com',"
      "  'origin': { 'ip': '192.0.2.1' },"
      "  'identities': { 'mail_from': 'a@foo.com', 'pra': 'b@foo.org' },"
      "  'results': [ { 'scheme': 'spf', 'identity': 'mailfrom', 'domain': 'foo.com',"
      "                 'result': 'pass', 'mechanism': 'mx', 'record': 'v=spf1 mx',"
      "                 'own_record': true, 'exists': true, 'authentic': false },"
      "               { 'scheme': 'iprev', 'identity': 'client', 'result': 'permerror',"
      "                 'problem': 'no name', 'exists': true, 'authentic': false } ] }" },
    { "local mail",
      { .walked = true, .end = WALK_LOCAL, .reason = "local", .unchecked = "local" },
      "{ 'status': 'none', 'reason': 'local', 'cause': 'local', 'hops': [],"
      "  'from': 'ambiguous', 'results': [],"
      "  'author': { 'word': 'ambiguous', 'reason': 'no From field' } }" },
    { "a submission",
      { .walked = true,
        .end = WALK_SUBMISSION,
        .hop = 1,
        .by = "mx.example.net",
        .authors = { "a@foo.com", "b@bar.example" } },
      "{ 'status': 'pass', 'reason': 'submitted by a logged-in user of mx.example.net',"
      "  'hops': [], 'boundary': 0, 'origin': { 'by': 'mx.example.net', 'hop': 1 },"
      "  'identities': { 'header_from': 'a@foo.com, b@bar.example' }, 'from': 'ambiguous',"
      "  'results': [],"
      "  'author': { 'domains': [ 'foo.com', 'bar.example' ], 'word': 'ambiguous',"
      "              'reason': 'authors of several domains' } }" },
    { "a signature that could not be checked",
      { .walked = true,
        .end = WALK_UNREADABLE,
        .authors = { "ceo@bank.example" },
        .signatures = { { .domain = "m.bank.example",
                          .result = SIGNATURE_TEMPERROR,
                          .aligned = true } } },
      "{ 'status': 'none', 'reason': 'nothing was checked', 'cause': 'unreadable', 'hops': [],"
      "  'identities': { 'header_from': 'ceo@bank.example' }, 'from': 'none', 'results': [],"
      "  'signatures': [ { 'domain': 'm.bank.example', 'selector': 's1',"
      "                    'algorithm': 'rsa-sha256', 'result': 'temperror', 'aligned': true,"
      "                    'authentic': false } ],"
      "  'author': { 'domains': [ 'bank.example' ], 'word': 'none', 'unknown': 'dkim',"
      "              'unknown_domain': 'm.bank.example' } }" },
    { "signatures, a policy, and what another host found",
      { .walked = true,
        .end = WALK_UNREADABLE,
        .authors = { "ceo@mail.bank.example" },
        .policy = { .domain = "mail.bank.example",
                    .name = "bank.example",
                    .state = AUTHOR_POLICY_FOUND,
                    .wish = POLICY_QUARANTINE,
                    .published = POLICY_REJECT,
                    .tag = "np",
                    .testing = true,
                    .record = "v=DMARC1; p=none; np=reject; t=y",
                    .organization = "bank.example",
                    .missing = true,
                    .authentic = true },
        .signatures = { { .domain = "bank.example",
                          .result = SIGNATURE_FAIL,
                          .selector = "s1",
                          .value = "abcd",
                          .problem = "the body is not what was signed",
                          .passed_at = "mx.mail.example",
                          .bits = 2048,
                          .aligned = true },
                        { .domain = "esp\377.example",
                          .result = SIGNATURE_PASS,
                          .bits = 1024,
                          .testing = true,
                          .unquoted = true,
                          .authentic = true } },
        .testimony = { { .method = "dkim",
                         .result = "pass",
                         .domain = "bank.example",
                         .by = "mx.mail.example",
                         .believed = true,
                         .used = true },
                       { .method = "spf", .result = "pass", .position = TESTIMONY_BELOW } } },
      "{ 'status': 'none', 'reason': 'nothing was checked', 'cause': 'unreadable', 'hops': [],"
      "  'identities': { 'header_from': 'ceo@mail.bank.example' }, 'from': 'aligned',"
      "  'results': [],"
      "  'signatures': [ { 'domain': 'bank.example', 'selector': 's1', 'algorithm': 'rsa-sha256',"
      "                    'value': 'abcd', 'result': 'fail',"
      "                    'problem': 'the body is not what was signed',"
      "                    'passed_at': 'mx.mail.example', 'bits': 2048, 'aligned': true,"
      "                    'authentic': false },"
      "                  { 'domain': 'esp\357\277\275.example', 'selector': 's1',"
      "                    'algorithm': 'rsa-sha256', 'result': 'pass', 'bits': 1024,"
      "                    'testing': true, 'unquoted': true, 'aligned': false,"
      "                    'authentic': true } ],"
      "  'author': { 'domains': [ 'mail.bank.example' ], 'word': 'aligned', 'by': 'dkim',"
      "              'passed': 'bank.example', 'passed_at': 'mx.mail.example', 'dmarc': 'pass',"
      "              'policy': 'quarantine', 'policy_domain': 'bank.example',"
      "              'policy_tag': 'np', 'policy_record': 'v=DMARC1; p=none; np=reject; t=y',"
      "              'policy_authentic': true, 'organization': 'bank.example',"
      "              'exists': false },"
      "  'testimony': [ { 'field': 'authentication-results', 'by': 'mx.mail.example', 'index': 0,"
      "                   'method': 'dkim', 'result': 'pass', 'domain': 'bank.example',"
      "                   'position': 'above', 'believed': true, 'used': true },"
      "                 { 'field': 'authentication-results', 'index': 0, 'method': 'spf',"
      "                   'result': 'pass', 'position': 'below', 'believed': false,"
      "                   'used': false } ] }" },
    { "a policy that is not known, and its word",
      { .walked = true,
        .end = WALK_BOUNDARY,
        .client = "192.0.2.1",
        .authors = { "a@foo.com" },
        .unchecked = "x",
        .policy = { .domain = "foo.com",
                    .state = AUTHOR_POLICY_TEMPERROR,
                    .problem = "no answer",
                    .basis = ORGANIZATION_UNKNOWN } },
      "{ 'status': 'none', 'reason': 'x', 'cause': 'sender-not-known', 'hops': [],"
      "  'origin': { 'ip': '192.0.2.1' }, 'identities': { 'header_from': 'a@foo.com' },"
      "  'from': 'none', 'results': [],"
      "  'author': { 'domains': [ 'foo.com' ], 'word': 'none', 'dmarc': 'temperror',"
      "              'policy_problem': 'no answer', 'exists': true } }" },
    { "a sandbox that is whole",
      { .sandbox = &(const Sandbox){ .seccomp = true,
                                     .landlock = 7,
                                     .limits = true,
                                     .no_capabilities = true,
                                     .tcp_ports = (const uint16_t[]){ 53, 5353, 0 } },
        .unchecked = "x" },
      "{ 'status': 'none', 'reason': 'x', 'cause': 'sender-not-known', 'results': [],"
      "  'sandbox': { 'seccomp': true, 'landlock': 7, 'tcp_ports': [53, 5353],"
      "               'capabilities': false, 'limits': true } }" },
    { "a sandbox without sockets",
      { .sandbox = &(const Sandbox){ .seccomp = true, .tcp_ports = (const uint16_t[]){ 0 } },
        .unchecked = "x" },
      "{ 'status': 'none', 'reason': 'x', 'cause': 'sender-not-known', 'results': [],"
      "  'sandbox': { 'seccomp': true, 'tcp_ports': [], 'capabilities': true,"
      "               'limits': false } }" },
    { "a system that refuses most of it",
      { .sandbox = &(const Sandbox){ .limits = true, .problem = "seccomp: Invalid argument" },
        .unchecked = "x" },
      "{ 'status': 'none', 'reason': 'x', 'cause': 'sender-not-known', 'results': [],"
      "  'sandbox': { 'seccomp': false, 'capabilities': true, 'limits': true,"
      "               'problem': 'seccomp: Invalid argument' } }" },
    { "octets that are no UTF-8, and some that are",
      { .client = "192.0.2.1", .helo = "a\377b\"\\\n\303\274", .unchecked = "x" },
      "{ 'status': 'none', 'reason': 'x', 'cause': 'sender-not-known',"
      "  'origin': { 'ip': '192.0.2.1', 'helo': 'a\357\277\275b\\\"\\\\\\n\303\274' },"
      "  'identities': { 'helo': 'a\357\277\275b\\\"\\\\\\n\303\274' }, 'results': [] }" },
};

/* Apostrophes are written for quotation marks above. */
static char *
plain(const char *text)
{
    return g_strdelimit(g_strdup(text), "'", '"');
}

/* Both texts dumped alike: members stay in the order in which they were read. */
static char *
dumped(const char *name, const char *text)
{
    json_error_t error;
    json_t *object = json_loads(text, JSON_REJECT_DUPLICATES, &error);
    char *dump;

    cr_assert_not_null(object, "%s: %s in %s", name, error.text, text);
    dump = json_dumps(object, JSON_COMPACT);
    json_decref(object);
    return dump;
}

Test(json, cases)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Evidence) evidence = test_evidence_new(&cases[i].row);
        g_autoptr(Verdict) verdict = verdict_of(evidence);
        g_autofree char *text = json_text(evidence, verdict);
        g_autofree char *expected = plain(cases[i].want);
        g_autofree char *got = dumped(cases[i].name, text);
        g_autofree char *want = dumped(cases[i].name, expected);

        cr_expect(strcmp(got, want) == 0, "%s: got\n%s\nwant\n%s", cases[i].name, got, want);
        cr_expect(g_str_has_suffix(text, "}\n"), "%s", cases[i].name);
    }
}

/* U+009B alone begins a sequence that terminals obey, and U+202E turns what follows round. */
Test(json, is_ascii)
{
    /* NOLINTNEXTLINE(misc-misleading-bidirectional): it misleads on purpose */
    static const char helo[] = "\302\23331m\342\200\256\033[2J";
    const EvidenceRow row = { .client = "192.0.2.1", .helo = helo, .unchecked = "x" };
    g_autoptr(Evidence) evidence = test_evidence_new(&row);
    g_autoptr(Verdict) verdict = verdict_of(evidence);
    g_autofree char *text = json_text(evidence, verdict);

    for (const char *octet = text; *octet; octet++)
        cr_assert(*octet == '\n' || (*octet >= ' ' && *octet <= '~'), "%02x in %s",
                  (unsigned char)*octet, text);
    cr_assert(strstr(text, "\\u009B31m\\u202E\\u001B[2J"), "%s", text);
}

/* What was asked, in its order, but for the time that each took. */
Test(json, questions)
{
    const EvidenceRow row = { .client = "192.0.2.1", .unchecked = "x" };
    g_autoptr(Evidence) evidence = test_evidence_new(&row);
    g_autoptr(Verdict) verdict = verdict_of(evidence);
    g_autoptr(Dns) dns =
        dns_new_zone_text("test", "$ORIGIN foo.com.\n@ 60 IN MX 10 a\n@ MX 20 b\n", NULL);
    g_autofree char *text = NULL;
    json_t *object, *want, *question;
    double started = 0;
    size_t i;

    cr_assert_not_null(dns);
    dns_ask(dns, "foo.com", DNS_MX);
    dns_ask(dns, "FOO.com", DNS_TXT);
    dns_ask(dns, "a.foo.com", 65280);
    evidence->dns = dns;
    text = json_text(evidence, verdict);
    object = json_loads(text, 0, NULL);
    json_array_foreach(json_object_get(object, "dns"), i, question)
    {
        cr_expect(json_is_real(json_object_get(question, "ms")), "got %s", text);
        json_object_del(question, "ms");
        cr_expect(json_real_value(json_object_get(question, "started")) >= started, "got %s", text);
        started = json_real_value(json_object_get(question, "started"));
        json_object_del(question, "started");
    }
    want =
        json_loads("[{\"name\": \"foo.com\", \"type\": \"MX\", \"status\": \"ok\","
                   "  \"authentic\": false, \"answers\": 2},"
                   " {\"name\": \"foo.com\", \"type\": \"TXT\", \"status\": \"nodata\","
                   "  \"authentic\": false, \"answers\": 0},"
                   " {\"name\": \"a.foo.com\", \"type\": \"TYPE65280\", \"status\": \"nxdomain\","
                   "  \"authentic\": false, \"answers\": 0}]",
                   0, NULL);
    cr_expect(json_equal(json_object_get(object, "dns"), want), "got %s", text);
    json_decref(object);
    json_decref(want);
}
