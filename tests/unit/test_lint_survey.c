/* SPDX-License-Identifier: ISC */
/* What no scheme sees alone: contradictions, DMARC, null MX, domains that are not there; the exit
 * code; several domains side by side. */
#include "lint_case.h"

#include "records/own_record.h"
#include "settings/settings_lists.h"

/* So that nothing is missing there. */
#define TRANSPORT                                                                                  \
    "_mta-sts.example.net TXT \"v=STSv1; id=1\"\nmta-sts.example.net A 192.0.2.80\n"               \
    "_smtp._tls.example.net TXT \"v=TLSRPTv1; rua=mailto:tls@example.net\"\n"

static const char zone[] = "_dmarc.example.net TXT \"v=DMARC1; p=reject\"\n" TRANSPORT
                           "mail.example.net A 192.0.2.5\nexample.net MX 10 mail.example.net\n"
                           "example.net TXT \"it exists\"\n";

#define SPF "example.net TXT "
#define RMX "_rmx.example.net TXT "

static const LintCase cases[] = {
    { .name = "they agree", .zone = SPF "\"v=spf1 mx -all\"\n" RMX "\"mx\"\n", .lookups = 1 },
    { .name = "they agree by other words",
      .zone = SPF "\"v=spf1 mx -all\"\n" RMX "\"ipv4:192.0.2.5\"\n" },
    { .name = "a network against a host",
      .zone = SPF "\"v=spf1 ip4:192.0.2.4/30 -all\"\n" RMX "\"ipv4:192.0.2.5\"\n",
      .want = { "warning example.net: contradict each other about 192.0.2.4, 192.0.2.7, 192.0.2.6: "
                "pass by spf; fail by rmx" } },
    { .name = "both ways",
      .zone = SPF "\"v=spf1 ip4:192.0.2.1 -all\"\n" RMX "\"ipv4:192.0.2.5\"\n",
      .want = { "warning example.net: about 192.0.2.5: pass by rmx; fail by spf",
                "warning example.net: about 192.0.2.1: pass by spf; fail by rmx" } },
    { .name = "just outside a network",
      .zone =
          SPF "\"v=spf1 ip4:192.0.2.4/30 -all\"\n" RMX "\"ipv4:192.0.2.4/30 dnsmap:map.example\"\n"
              "3.2.0.192.map.example A 127.0.0.2\n8.2.0.192.map.example A 127.0.0.2\n",
      .lookups = 1,
      .want = { "warning example.net: about 192.0.2.3, 192.0.2.8: pass by rmx; fail by spf" } },
    { .name = "softfail contradicts nobody",
      .zone = SPF "\"v=spf1 ip4:192.0.2.1 ~all\"\n" RMX "\"ipv4:192.0.2.1 mx\"\n",
      .lookups = 1,
      .want = { "note example.net 21 ~all: softfail" } },
    { .name = "one against many, all in one line",
      .zone = SPF "\"v=spf1 mx -all\"\n" RMX "\"ipv6:2001:db8::/128 mx\"\n"
                  "MAIL-FROM.example.net MX 0 mail.example.net\n",
      .lookups = 1,
      .want = { "warning example.net: about 2001:db8::: pass by rmx; fail by spf, mail-from-mx" } },
    { .name = "a list that lets in whoever asks",
      .zone = RMX "\"dnsmap:map.example\"\n*.map.example A 127.0.0.2\n",
      .lookups = 1,
      .want = { "error example.net: rmx lets in even 240.0.0.1, an address that nobody has",
                "error example.net: rmx lets in even 100::1, an address that nobody has" } },
    { .name = "it is not told twice that everybody is let in",
      .zone = SPF "\"v=spf1 +all\"\n",
      .want = { "error example.net 7 +all: lets everybody in" } },
    { .name = "scopes of Sender ID: the responsible address's counts",
      .zone = SPF "\"spf2.0/pra ip4:192.0.2.1 -all\"\n" SPF "\"spf2.0/mfrom mx -all\"\n" SPF
                  "\"v=spf1 ip4:192.0.2.1 -all\"\n" },
    { .name = "nothing published",
      .zone = "\n",
      .want = { "warning example.net: publishes nothing: any machine may use this domain; a "
                "first" },
      .proposal = "example.net. IN TXT \"v=spf1 mx -all\"" },
    { .name = "a name that holds a record of a domain",
      .zone = "\n",
      .domain = "_dmarc.example.net",
      .want = { "warning _dmarc.example.net: no domain of mail: a label begins with an underscore; "
                "the domain is example.net" } },
    { .name = "underscores further on",
      .zone = "s._domainkey.example.net TXT \"k=rsa\"\n",
      .domain = "s._domainkey.example.net",
      .want = { "warning s._domainkey.example.net: the domain is example.net" } },
    { .name = "no domain",
      .zone = "\n",
      .domain = "nowhere.example",
      .want = { "error nowhere.example: does not exist" } },
    { .name = "a name server that fails",
      .zone = "dead.example ERROR SERVFAIL\n_dmarc.dead.example TXT \"v=DMARC1; p=reject\"\n",
      .domain = "dead.example",
      .want = { "unknown dead.example: TXT not known" } },
    { .name = "a list that fails for the addresses that are tried",
      .zone = RMX "\"dnsmap:map.example mx\"\n1.0.0.240.map.example ERROR SERVFAIL\n",
      .lookups = 2,
      .want = { "unknown example.net: rmx could not be evaluated: A of 1.0.0.240.map.example" } },
    { .name = "null MX and nobody sends",
      .zone = "n.example MX 0 .\nn.example TXT \"v=spf1 -all\"\n_dmarc.n.example TXT "
              "\"v=DMARC1; p=reject\"\n",
      .domain = "n.example" },
    { .name = "null MX and somebody sends",
      .zone = "n.example MX 0 .\nn.example TXT \"v=spf1 ip4:192.0.2.1 -all\"\n"
              "_dmarc.n.example TXT \"v=DMARC1; p=reject\"\n",
      .domain = "n.example",
      .want = { "note n.example: takes no mail (null MX)" } },
    { .name = "no DMARC record",
      .zone = "d.example TXT \"v=spf1 -all\"\n",
      .domain = "d.example",
      .want = { "note _dmarc.d.example: no DMARC record" } },
    { .name = "the organization's DMARC record counts",
      .zone = "www.example.net TXT \"v=spf1 -all\"\n",
      .domain = "www.example.net" },
    { .name = "two DMARC records",
      .zone = SPF "\"v=spf1 -all\"\n_dmarc.example.net TXT \"v=DMARC1; p=reject\"\n"
                  "_dmarc.example.net TXT \"something else\"\n",
      .want = { "error _dmarc.example.net: 2 DMARC records" } },
    { .name = "the worst comes first",
      .zone = SPF "\"v=spf1 a:dead.example ptr ip4:0.0.0.0/0 ~all\"\ndead.example ERROR SERVFAIL\n",
      .lookups = 2,
      .want = { "unknown dead.example: A not known, nor AAAA of dead.example: name server failed",
                "error example.net 26 ip4:0.0.0.0/0: everybody", "warning example.net 22 ptr: ptr",
                "note example.net 40 ~all: softfail" } },
};

/* The schemes as lint has them. */
static GPtrArray *
all_schemes(void)
{
    Settings settings = { .schemes = NULL };
    bool known = value_schemes(&settings, "all", NULL);

    cr_assert(known);
    return settings.schemes;
}

Test(lint_survey, cases)
{
    static const SchemeSettings nothing_said = { .rmx_type = 0 };
    g_autoptr(GPtrArray) asked = all_schemes();

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const char *domain = cases[i].domain ? cases[i].domain : "example.net";
        g_autoptr(Dns) dns = lint_case_zone(&cases[i], zone);
        g_autoptr(Dns) early = lint_case_zone(&cases[i], zone);
        g_autoptr(Lint) lint = survey_domain(dns, domain, asked, &nothing_said, NULL);
        g_autoptr(Lint) lint_early = NULL;

        lint_case_compare(&cases[i], lint);
        survey_prefetch(early, domain, asked, &nothing_said);
        lint_early = survey_domain(early, domain, asked, &nothing_said, NULL);
        lint_case_compare(&cases[i], lint_early);
    }
}

Test(lint_survey, exit_code)
{
    static const struct {
        const char *name;
        const char *domains[4];
        int want;
    } codes[] = {
        { "nobody", { NULL }, 0 },
        { "clean", { "clean.example" }, 0 },
        { "a note", { "note.example" }, 0 },
        { "a warning", { "warning.example" }, 1 },
        { "an error", { "error.example" }, 1 },
        { "not known", { "dead.example" }, 2 },
        { "the worst, first", { "dead.example", "error.example", "clean.example" }, 2 },
        { "the worst, last", { "clean.example", "warning.example", "dead.example" }, 2 },
        { "a warning among clean ones", { "clean.example", "warning.example", "note.example" }, 1 },
    };
    static const char published[] =
        "$ORIGIN .\n_dmarc.clean.example TXT \"v=DMARC1; p=reject\"\nclean.example TXT \"v=spf1 "
        "-all\"\n"
        "note.example TXT \"v=spf1 -all\"\nwarning.example TXT \"v=spf1 ip4:192.0.2.1\"\n"
        "error.example TXT \"v=spf1 +all\"\ndead.example ERROR SERVFAIL\n";
    static const SchemeSettings nothing_said = { .rmx_type = 0 };
    g_autoptr(GPtrArray) asked = all_schemes();

    for (size_t i = 0; i < G_N_ELEMENTS(codes); i++) {
        g_autoptr(Dns) dns = dns_new_zone_text("codes", published, NULL);
        g_autoptr(GPtrArray) surveys = g_ptr_array_new_with_free_func(lint_free_item);

        cr_assert_not_null(dns);
        survey_set_limits(dns, 4);
        for (size_t j = 0; codes[i].domains[j]; j++)
            g_ptr_array_add(surveys,
                            survey_domain(dns, codes[i].domains[j], asked, &nothing_said, NULL));
        cr_expect_eq(survey_exit_code(surveys), codes[i].want, "%s: got %d", codes[i].name,
                     survey_exit_code(surveys));
    }
}

/* What the user keeps for himself is not what the domain publishes. */
Test(lint_survey, records_of_the_users_own)
{
    static const LintCase one = { .name = "own", .zone = SPF "\"v=spf1 mx -all\"\n", .lookups = 1 };
    g_autoptr(GPtrArray) asked = all_schemes();
    OwnRecord *own = own_record_new("example.net", false, scheme_named("spf"), "v=spf1 +all");
    g_autoptr(GPtrArray) owns = g_ptr_array_new();
    const SchemeSettings settings = { .own_records = owns };
    g_autoptr(Dns) dns = lint_case_zone(&one, zone);
    g_autoptr(Lint) lint = NULL;

    own->always = true;
    g_ptr_array_add(owns, own);
    survey_prefetch(dns, "example.net", asked, &settings);
    lint = survey_domain(dns, "example.net", asked, &settings, NULL);
    lint_case_compare(&one, lint);
    own_record_free(own);
}
