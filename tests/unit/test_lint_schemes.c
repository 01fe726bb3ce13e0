/* SPDX-License-Identifier: ISC */
/* What is wrong with the records of the schemes that have few rules: DMP, MAIL-FROM, MT, Caller ID,
 * Sender ID. */
#include "lint_case.h"

static const char zone[] = "example.net TXT \"it exists\"\n"
                           "mail.example.net A 192.0.2.5\nexample.net MX 10 mail.example.net\n"
                           "dead.example ERROR SERVFAIL\n";

/* --- DMP --- */

#define BELOW "$ORIGIN _smtp-client.example.net.\n"
#define REST  "*.in-addr TXT \"dmp=deny\"\n*.ip6 TXT \"dmp=deny\"\n"
#define NEXT                                                                                       \
    "*.192.in-addr TXT \"dmp=deny\"\n*.0.192.in-addr TXT \"dmp=deny\"\n"                           \
    "*.2.0.192.in-addr TXT \"dmp=deny\"\n"

static const LintCase dmp[] = {
    { .name = "nothing wrong", .zone = BELOW REST NEXT "5.2.0.192.in-addr TXT \"dmp=allow\"\n" },
    { .name = "no record" },
    { .name = "nobody sends", .zone = BELOW REST },
    { .name = "IPv4 alone",
      .zone = BELOW "*.in-addr TXT \"dmp=deny\"\n",
      .want = { "warning *.ip6._smtp-client.example.net: no record for the rest" } },
    { .name = "an address alone",
      .zone = BELOW NEXT "5.2.0.192.in-addr TXT \"DMP=Allow\"\n",
      .want = { "warning *.in-addr._smtp-client.example.net: no record for the rest",
                "warning *.ip6._smtp-client.example.net: no record for the rest" } },
    { .name = "nothing beside an address",
      .zone = BELOW REST "5.2.0.192.in-addr TXT \"dmp=allow\"\n",
      .want = { "warning *.2.0.192.in-addr._smtp-client.example.net: because there is one at "
                "5.2.0.192.in-addr",
                "warning *.0.192.in-addr._smtp-client.example.net: because",
                "warning *.192.in-addr._smtp-client.example.net: because" } },
    { .name = "everybody",
      .zone = BELOW "*.in-addr TXT \"dmp=allow\"\n*.ip6 TXT \"dmp=deny\"\n"
                    "5.2.0.192.in-addr TXT \"dmp=allow\"\n",
      .want = { "error *.in-addr._smtp-client.example.net: lets everybody in" } },
    { .name = "both words",
      .zone = BELOW REST "*.in-addr TXT \"dmp=allow\"\n",
      .want = { "error *.in-addr._smtp-client.example.net: both dmp=allow and dmp=deny",
                "error *.in-addr._smtp-client.example.net: lets everybody in" } },
    { .name = "another word",
      .zone = BELOW REST NEXT "5.2.0.192.in-addr TXT \"dmp=yes\"\n",
      .want = { "error 5.2.0.192.in-addr._smtp-client.example.net 0 dmp=yes: neither" } },
    { .name = "somebody else's records", .zone = BELOW "*.in-addr TXT \"hello\"\n" },
    { .name = "a name server that fails",
      .zone = "_smtp-client.example.net TXT \"x\"\n" BELOW "*.in-addr ERROR SERVFAIL\n*.ip6 TXT "
              "\"dmp=deny\"\n",
      .want = { "unknown *.in-addr._smtp-client.example.net: TXT not known, nor TXT of "
                "5.2.0.192.in-addr._smtp-client.example.net: name server failed" } },
    { .name = "an address that is refused as the rest is",
      .zone = BELOW REST "5.2.0.192.in-addr TXT \"dmp=deny\"\n" },
};

Test(lint_schemes, dmp)
{
    lint_cases_run("dmp", NULL, zone, dmp, G_N_ELEMENTS(dmp));
}

/* --- hosts by name --- */

static const LintCase mail_from[] = {
    { .name = "nothing wrong",
      .zone = "MAIL-FROM.example.net MX 0 mail.example.net\n",
      .lookups = 1 },
    { .name = "no record" },
    { .name = "nobody sends", .zone = "MAIL-FROM.example.net MX 0 .\n", .lookups = 1 },
    { .name = "a preference",
      .zone = "MAIL-FROM.example.net MX 0 mail.example.net\n"
              "MAIL-FROM.example.net MX 10 b.example\n",
      .lookups = 1,
      .want = { "warning MAIL-FROM.example.net 0 b.example: its preference is 10" } },
    { .name = "a preference alone",
      .zone = "MAIL-FROM.example.net MX 10 b.example\n",
      .want = { "warning MAIL-FROM.example.net 0 b.example: ignored" } },
    { .name = "a host without an address",
      .zone = "MAIL-FROM.example.net MX 0 nowhere.example\n",
      .lookups = 1,
      .want = { "warning MAIL-FROM.example.net 0 nowhere.example: no address" } },
    { .name = "a name server that fails",
      .zone = "MAIL-FROM.example.net MX 0 dead.example\n",
      .lookups = 1,
      .want = { "unknown dead.example: A not known, nor AAAA of dead.example: name " } },
};

static const LintCase transmitters[] = {
    { .name = "nothing wrong",
      .zone = "example.net TYPE65281 \\# 18 046d61696c076578616d706c65036e657400\n",
      .lookups = 1 },
    { .name = "no record" },
    { .name = "not a name",
      .zone = "example.net TYPE65281 \\# 2 0561\n",
      .want = { "error example.net: a record that is not one host name (cut short)" } },
    { .name = "a host without an address",
      .zone = "example.net TYPE65281 \\# 11 0161076578616d706c6500\n",
      .lookups = 1,
      .want = { "warning example.net 0 a.example: no address" } },
};

Test(lint_schemes, mail_from)
{
    lint_cases_run("mail-from-mx", NULL, zone, mail_from, G_N_ELEMENTS(mail_from));
}

Test(lint_schemes, transmitters)
{
    static const SchemeSettings settings = { .mt_type = 65281 };
    static const LintCase no_type = { .name = "no type", .zone = "\n" };

    lint_cases_run("mt", &settings, zone, transmitters, G_N_ELEMENTS(transmitters));
    lint_cases_run("mt", NULL, zone, &no_type, 1);
}

/* --- Caller ID --- */

#define EP "_ep.example.net TXT "

static const LintCase caller_id[] = {
    { .name = "nothing wrong",
      .zone = EP "\"<ep><out><m><mx/><r>192.0.2.0/28</r></m></out></ep>\"\n",
      .lookups = 1 },
    { .name = "no record" },
    { .name = "nobody sends", .zone = EP "\"<ep><out><noMailServers/></out></ep>\"\n" },
    { .name = "for testing",
      .zone = EP "\"<ep testing='true'><out><m><mx/></m></out></ep>\"\n",
      .lookups = 1,
      .want = { "warning _ep.example.net: testing='true'" } },
    { .name = "both",
      .zone = EP "\"<ep><out><m><mx/></m><noMailServers/></out></ep>\"\n",
      .want = { "error _ep.example.net: both m and noMailServers: permerror" } },
    { .name = "bad XML",
      .zone = EP "\"<ep><out>\"\n",
      .want = { "error _ep.example.net: permerror" } },
    { .name = "bad address",
      .zone = EP "\"<ep><out><m><a>192.0.2.1/24</a></m></out></ep>\"\n",
      .want = { "error _ep.example.net: bad address" } },
    { .name = "nothing about sending",
      .zone = EP "\"<ep></ep>\"\n",
      .want = { "warning _ep.example.net: no out element" } },
    { .name = "nobody named",
      .zone = EP "\"<ep><out><m></m></out></ep>\"\n",
      .want = { "error _ep.example.net: lets nobody in" } },
    { .name = "everybody",
      .zone = EP "\"<ep><out><m><r>0.0.0.0/0</r></m></out></ep>\"\n",
      .want = { "error _ep.example.net: lets everybody in" } },
    { .name = "nobody but the MX hosts",
      .zone = EP "\"<ep><out><m><mx/><r>!0.0.0.0/0</r></m></out></ep>\"\n",
      .lookups = 1 },
    { .name = "far too many",
      .zone = EP "\"<ep><out><m><r>64.0.0.0/3</r></m></out></ep>\"\n",
      .want = { "warning _ep.example.net 0 r 64.0.0.0/3: nobody has it" } },
    { .name = "no MX host",
      .zone = EP "\"<ep><out><m><indirect>mail.example.net</indirect></m></out></ep>\"\n",
      .lookups = 1,
      .want = { "warning _ep.example.net 0 indirect mail.example.net: has no MX host" } },
    { .name = "a loop",
      .zone = EP "\"<ep><out><m><indirect>b.example</indirect></m></out></ep>\"\n"
                 "_ep.b.example TXT \"<ep><out><m><indirect>Example.net</indirect></m></out>"
                 "</ep>\"\n",
      .lookups = 1,
      .want = { "error _ep.b.example 0 indirect Example.net: leads back" } },
    { .name = "eleven indirect documents",
      .zone = EP "\"<ep><out><m><indirect>example.org</indirect><indirect>example.org</indirect>"
                 "<indirect>example.org</indirect><indirect>example.org</indirect>\" "
                 "\"<indirect>example.org</indirect><indirect>example.org</indirect>"
                 "<indirect>example.org</indirect><indirect>example.org</indirect>\" "
                 "\"<indirect>example.org</indirect><indirect>example.org</indirect>"
                 "<indirect>example.org</indirect></m></out></ep>\"\n"
                 "example.org MX 0 mail.example.net\n",
      .lookups = 11,
      .want = { "error _ep.example.net 0 indirect example.org: more than 10 indirect documents" } },
    { .name = "a name server that fails",
      .zone = EP "\"<ep><out><m><indirect>_ep.dead.example</indirect></m></out></ep>\"\n"
                 "_ep.dead.example ERROR SERVFAIL\n",
      .lookups = 1,
      .want = { "unknown _ep.dead.example: TXT not known" } },
};

Test(lint_schemes, caller_id)
{
    lint_cases_run("caller-id", NULL, zone, caller_id, G_N_ELEMENTS(caller_id));
}

/* --- Sender ID --- */

#define AT "example.net TXT "

static const LintCase sender_id[] = {
    { .name = "nothing wrong", .zone = AT "\"spf2.0/mfrom,pra mx -all\"\n", .lookups = 1 },
    { .name = "no record", .zone = AT "\"v=spf1 -all\"\n" },
    { .name = "a record for each scope",
      .zone = AT "\"spf2.0/pra mx -all\"\n" AT "\"spf2.0/mfrom mx -all\"\n",
      .lookups = 1 },
    { .name = "one scope",
      .zone = AT "\"spf2.0/mfrom mx -all\"\n",
      .lookups = 1,
      .want = { "note example.net: nothing for the scope pra" } },
    { .name = "a scope twice",
      .zone = AT "\"spf2.0/mfrom,pra mx -all\"\n" AT "\"spf2.0/pra -all\"\n",
      .lookups = 1,
      .want = { "error example.net: 2 records for the scope pra" } },
    { .name = "no scope",
      .zone = AT "\"spf2.0 mx -all\"\n",
      .want = { "warning example.net 0 spf2.0 mx -all: behind spf2.0" } },
    { .name = "an unknown scope",
      .zone = AT "\"spf2.0/from mx -all\"\n",
      .want = { "warning example.net 0 spf2.0/from mx -all: behind spf2.0" } },
    { .name = "SPF's mistakes",
      .zone = AT "\"spf2.0/mfrom,pra +all\"\n",
      .want = { "error example.net 17 +all: lets everybody in" } },
};

Test(lint_schemes, sender_id)
{
    lint_cases_run("sender-id", NULL, zone, sender_id, G_N_ELEMENTS(sender_id));
}

/* A record for both scopes is one record. */
Test(lint_schemes, sender_id_records)
{
    static const struct {
        const char *zone;
        guint want;
    } counts[] = {
        { AT "\"spf2.0/mfrom,pra mx -all\"\n", 1 },
        { AT "\"spf2.0/pra mx -all\"\n" AT "\"spf2.0/mfrom mx -all\"\n", 2 },
    };
    static const SchemeSettings nothing_said = { .rmx_type = 0 };

    for (size_t i = 0; i < G_N_ELEMENTS(counts); i++) {
        const LintCase one = { .name = "scopes", .zone = counts[i].zone };
        g_autoptr(Dns) dns = lint_case_zone(&one, zone);
        g_autoptr(Lint) lint = lint_new(dns, "example.net", &nothing_said);

        linter_run(lint, scheme_named("sender-id"));
        cr_expect_eq(lint->records->len, counts[i].want, "%s: %u", counts[i].zone,
                     lint->records->len);
    }
}
