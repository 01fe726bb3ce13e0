/* SPDX-License-Identifier: ISC */
/* Records that are no scheme's: DMARC, DKIM keys, MTA-STS, TLS-RPT. Keys were made by OpenSSL. */
#include "lint_case.h"

#define RSA512                                                                                     \
    "MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAK4dS/3RjjL8/QQIBKkia2GHtzxpLOk86qaF3mikVdPab0VV1dFpP+YSUr1d" \
    "Kpn0NdsLcc0eS2+bNh3oLrnLPe8CAwEAAQ=="
#define RSA1024                                                                                    \
    "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDPErdkuWhstgFzaTOGqs6EKWxfP//473HHE36qoyLUAuOKz2XJrMzF" \
    "+ro6qx0hq0U/6B2NpZAvNGMXpsOK9D5mrWDonpPlj2Ceqw1a0Z4kQneGkxUxFcaNFyc3nXeQ1+OmDo1Bfql157oiRYz+" \
    "myKKBpAR0WAZtrhzjBQgrEIQTQIDAQAB"
#define RSA1024_BARE                                                                               \
    "MIGJAoGBAJtzm7cqR405ayhf8XZYDN0LnzJm6NVJUyozq3Z2eSS4BjsHlQ035pGu1H2jzjOLRGU8SZPWHmghKyknT5oC" \
    "L5NI5a/Tv9reFBFEIhOF127zHrh6lnWiYNaQ+FYtlUkzJA+Lvtp2fwhwybvKwz/Us+lOYRKoNRqVYaCBjQ6DyiGnAgMB" \
    "AAE="
#define RSA2048                                                                                    \
    "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA3KRWc4U3qsLlBsN/v7e4N9IYMuHR6yCsqLarvM4Uz5/2nBEo" \
    "ZToOe0g0AroUqXpGirvMhgbuxGDw9yG8PNIoYEacN7kLDWeBp04m7BLhsukm1I9PBVRpXp/xN4/Bl/AqXSmJcHMmF74W" \
    "CtJz\" "                                                                                      \
    "\"PsTJKnBPfSC0fQd+DVI8EEmxTRusvdOFREm7i6x0wc1qHTo1xOeRfb3GREwLg8wI2T2/RlMOS8BujL1WLagvxsE3"   \
    "D7n720ExbXLHAE0NiIXzRAoQhIqKXTSQ69SRULsJWHEpEGMmdvJyCO8jxKljrfW7LT128aCTtSopqBvFd7rDnRPoehnF" \
    "Cy0iVt9K39N3IsgzvwIDAQAB"
#define EVEN_MODULUS                                                                               \
    "MIGJAoGBAOQeU5CgFPNZGIazlXo2k/eJ1jpaTTxrmqF1HrDLlt04pvaMtCJj8nXoliLRC/H9vJjMI1vdb3XLcW60AIN/" \
    "PBD8EL97/y4GwJH7LPUvGP48vqUe+owqszesbiGy1PlCO8c70/OjFnJVgvMF87YR4Lcincb7aSvI5MgpP6X8rjDcAgMB" \
    "AAE="
#define EVEN_EXPONENT                                                                              \
    "MIGJAoGBAOQeU5CgFPNZGIazlXo2k/eJ1jpaTTxrmqF1HrDLlt04pvaMtCJj8nXoliLRC/H9vJjMI1vdb3XLcW60AIN/" \
    "PBD8EL97/y4GwJH7LPUvGP48vqUe+owqszesbiGy1PlCO8c70/OjFnJVgvMF87YR4Lcincb7aSvI5MgpP6X8rjDdAgMB" \
    "AAI="
#define ED25519 "MzeOMt1/f2bFNo25+CaQ2EmW1dyVLBCgv/Lp+92mHDg="
#define ECDSA                                                                                      \
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAELWh8CJqbcvDE+iKNLVk869AR7WaPEbgxKj//Bhk2DC3N/ielGqBHq2/S" \
    "hHDNfTvZx77LOoJvGluVhf7xvcf5Dw=="

static const char zone[] = "example.net TXT \"it exists\"\n";

/* All linters of such records, with the keys of the selectors s and t. */
static void
run_cases(const char *common, const LintCase *cases, size_t count)
{
    static const SchemeSettings nothing_said = { .rmx_type = 0 };
    static const char *const selectors[] = { "s", NULL };

    for (size_t i = 0; i < count; i++) {
        g_autofree char *all = g_strconcat(zone, common, NULL);
        g_autoptr(Dns) dns = lint_case_zone(&cases[i], all);
        g_autoptr(Lint) lint =
            lint_new(dns, cases[i].domain ? cases[i].domain : "example.net", &nothing_said);

        lint->selectors = strstr(cases[i].zone, "_domainkey") ? selectors : NULL;
        linters_run_others(lint);
        lint_case_compare(&cases[i], lint);
    }
}

/* --- DMARC --- */

#define AT  "_dmarc.example.net TXT "
#define RUA "; rua=mailto:d@example.net"

static const LintCase dmarc[] = {
    { .name = "nothing wrong",
      .zone =
          AT "\"v=DMARC1; p=reject; sp=reject; np=reject; adkim=s; aspf=r; psd=u; t=n; fo=1:d:s"
             "; rua=mailto:a@example.net,mailto:b@sub.example.net; ruf=mailto:c@example.net\"\n" },
    { .name = "no blanks, a last semicolon, capitals",
      .zone = AT "\"V=DMARC1;P=Reject;ADKIM=S;\"\n" },
    { .name = "blanks around everything", .zone = AT "\" v = DMARC1 ; p = reject ; \"\n" },
    { .name = "cut into strings", .zone = AT "\"v=DMA\" \"RC1; p=rej\" \"ect\"\n" },
    { .name = "no record", .zone = "\n", .want = { "note _dmarc.example.net: no DMARC record" } },
    { .name = "another record at the name",
      .zone = AT "\"v=spf1 -all\"\n",
      .want = { "note _dmarc.example.net: no DMARC record" } },
    { .name = "a name server that fails",
      .zone = "_dmarc.example.net ERROR SERVFAIL\n",
      .want = { "unknown _dmarc.example.net: TXT not known" } },

    /* the form */
    { .name = "no semicolon behind v",
      .zone = AT "\"v=DMARC1 p=reject\"\n",
      .want = { "error _dmarc.example.net 0 v=DMARC1: no DMARC record, though it looks like one",
                "error _dmarc.example.net 9 p=reject: \";\" is missing before it" } },
    { .name = "no semicolon further on",
      .zone = AT "\"v=DMARC1; p=reject rua=mailto:d@example.net sp=none\"\n",
      .want = { "error _dmarc.example.net 19 rua=mailto:d@example.net: \";\" is missing",
                "error _dmarc.example.net 44 sp=none: \";\" is missing",
                "error _dmarc.example.net: receivers ignore it: p has no value that is known",
                "warning _dmarc.example.net 44 sp=none: weaker than p" } },
    { .name = "a comma in place of a semicolon",
      .zone = AT "\"v=DMARC1; p=reject, sp=none\"\n",
      .want = { "error _dmarc.example.net 10 p=reject,: unknown value; known: none, quarantine, "
                "reject",
                "error _dmarc.example.net 20 sp=none: \";\" is missing",
                "error _dmarc.example.net: receivers ignore it: p has no value that is known, and "
                "no reports are wanted" } },
    { .name = "small letters",
      .zone = AT "\"v=dmarc1; p=reject\"\n",
      .want = { "error _dmarc.example.net 0 v=dmarc1: no DMARC record, though it looks like "
                "one" } },
    { .name = "v is not the first",
      .zone = AT "\"p=reject; v=DMARC1\"\n",
      .want = { "error _dmarc.example.net 0 p=reject: it begins with v=DMARC1" } },
    { .name = "no tag, no value, a semicolon twice",
      .zone = AT "\"v=DMARC1; p=reject; hello;; sp=\"\n",
      .want = { "error _dmarc.example.net 20 hello: no tag: a tag is a name",
                "warning _dmarc.example.net 26 : nothing stands before this \";\"",
                "error _dmarc.example.net 28 sp=: unknown value; known",
                "error _dmarc.example.net: receivers ignore it: sp has no value that is known",
                "warning _dmarc.example.net 28 sp=: weaker than p" } },
    { .name = "unknown values",
      .zone = AT "\"v=DMARC1; p=block; adkim=strict; t=yes; psd=1; fo=2\"\n",
      .want = { "error _dmarc.example.net 10 p=block: unknown value; known: none, quarantine",
                "warning _dmarc.example.net 19 adkim=strict: the default, r, counts; known: r, s",
                "warning _dmarc.example.net 33 t=yes: known: y, n",
                "warning _dmarc.example.net 40 psd=1: known: y, n, u",
                "error _dmarc.example.net: receivers ignore it: p has no value that is known",
                "warning _dmarc.example.net 47 fo=2: unknown value: the default, 0, counts",
                "note _dmarc.example.net 47 fo=2: has no effect without ruf" } },
    { .name = "an unknown tag, and one twice",
      .zone = AT "\"v=DMARC1; p=reject; policy=none; p=none\"\n",
      .want = { "warning _dmarc.example.net 20 policy=none: unknown tag",
                "error _dmarc.example.net 33 p=none: given twice",
                "error _dmarc.example.net: receivers ignore it: p has no value that is known, and "
                "no reports are wanted" } },
    { .name = "tags that were removed",
      .zone = AT "\"v=DMARC1; p=reject; pct=50; rf=afrf; ri=86400\"\n",
      .want = { "note _dmarc.example.net 20 pct=50: removed by RFC 9989; t=y says",
                "note _dmarc.example.net 28 rf=afrf: removed",
                "note _dmarc.example.net 37 ri=86400: removed" } },

    /* what it asks for */
    { .name = "no p",
      .zone = AT "\"v=DMARC1\"\n",
      .want = { "error _dmarc.example.net: receivers ignore it: it has no p, and no reports are "
                "wanted" } },
    { .name = "no p, and reports",
      .zone = AT "\"v=DMARC1" RUA "\"\n",
      .want = { "warning _dmarc.example.net: receivers do as with p=none: it has no p" } },
    { .name = "a bad np takes the others with it",
      .zone = AT "\"v=DMARC1; p=reject; np=all" RUA "\"\n",
      .want = { "error _dmarc.example.net 20 np=all: unknown value",
                "warning _dmarc.example.net: receivers do as with p=none: np has no value",
                "warning _dmarc.example.net 20 np=all: weaker than p" } },
    { .name = "p further on",
      .zone = AT "\"v=DMARC1; sp=reject; p=reject\"\n",
      .want = { "note _dmarc.example.net 21 p=reject: right behind v" } },
    { .name = "p further on, in what receivers cannot read",
      .zone = AT "\"v=DMARC1; aspf=s; p=all\"\n",
      .want = { "error _dmarc.example.net 18 p=all: unknown value",
                "error _dmarc.example.net: receivers ignore it" } },
    { .name = "p=none with reports",
      .zone = AT "\"v=DMARC1; p=none" RUA "\"\n",
      .want = { "note _dmarc.example.net 10 p=none: a forgery is reported" } },
    { .name = "p=none without reports",
      .zone = AT "\"v=DMARC1; p=none\"\n",
      .want = { "warning _dmarc.example.net 10 p=none: without rua it does nothing" } },
    { .name = "a test",
      .zone = AT "\"v=DMARC1; p=reject; t=y\"\n",
      .want = { "note _dmarc.example.net 20 t=y: a test" } },
    { .name = "subdomains are open",
      .zone = AT "\"v=DMARC1; p=reject; sp=none; np=quarantine\"\n",
      .want = { "warning _dmarc.example.net 20 sp=none: weaker than p",
                "warning _dmarc.example.net 29 np=quarantine: weaker than p" } },

    /* addresses */
    { .name = "no URI",
      .zone = AT "\"v=DMARC1; p=reject; rua=d@example.net, mailto:, mailto:x, nothing\"\n",
      .want = { "error _dmarc.example.net 24 d@example.net: is written mailto:d@example.net",
                "error _dmarc.example.net 39 mailto:: no URI with an address",
                "error _dmarc.example.net 48 mailto:x: no URI with an address",
                "error _dmarc.example.net 58 nothing: no URI with an address" } },
    { .name = "sizes, and another sort of URI",
      .zone = AT "\"v=DMARC1; p=reject; rua=mailto:d@example.net!10m,https://example.net/\"\n",
      .want = { "note _dmarc.example.net 24 mailto:d@example.net!10m: removed",
                "note _dmarc.example.net 49 https://example.net/: need only know mailto" } },
    { .name = "elsewhere, with permission there",
      .zone = AT "\"v=DMARC1; p=reject; rua=mailto:d@reports.example\"\n"
                 "example.net._report._dmarc.reports.example TXT \"v=DMARC1\"\n" },
    { .name = "elsewhere, with permission for all",
      .zone = AT "\"v=DMARC1; p=reject; ruf=mailto:d@reports.example?subject=x@example.net\"\n"
                 "*._report._dmarc.reports.example TXT \"v=DMARC1;\"\n" },
    { .name = "elsewhere, without permission",
      .zone =
          AT "\"v=DMARC1; p=reject; rua=mailto:d@reports.example; ruf=mailto:d@reports.example\"\n"
             "example.org._report._dmarc.reports.example TXT \"v=DMARC1\"\n",
      .want = { "warning _dmarc.example.net 24 mailto:d@reports.example: no reports are sent "
                "there: "
                "reports.example does not say",
                "warning _dmarc.example.net 54 mailto:d@reports.example: a TXT record v=DMARC1 at "
                "example.net._report._dmarc.reports.example" } },
    { .name = "elsewhere, whether with permission is not known",
      .zone = AT "\"v=DMARC1; p=reject; rua=mailto:d@reports.example\"\n"
                 "example.net._report._dmarc.reports.example ERROR SERVFAIL\n",
      .want = { "unknown example.net._report._dmarc.reports.example: TXT not known" } },

    /* the place */
    { .name = "two records",
      .zone = AT "\"v=DMARC1; p=reject\"\n" AT "\"v=DMARC1; p=none" RUA "\"\n",
      .want = { "error _dmarc.example.net: 2 DMARC records where one is allowed",
                "note _dmarc.example.net 10 p=none: a forgery" } },
    { .name = "at the domain itself",
      .zone = "example.net TXT \"v=DMARC1; p=reject\"\n",
      .want = { "error example.net 0 v=DMARC1; p=reject: its place is _dmarc.example.net" } },
    { .name = "inherited",
      .zone = AT "\"v=DMARC1; p=none\"\na.b.c.example.net TXT \"x\"\n",
      .domain = "a.b.c.example.net" },
    { .name = "inherited from far above",
      .zone = AT "\"v=DMARC1; p=reject\"\n1.2.3.4.5.6.7.8.9.example.net TXT \"x\"\n",
      .domain = "1.2.3.4.5.6.7.8.9.example.net" },
    { .name = "a registry's",
      .zone = "_dmarc.example TXT \"v=DMARC1; p=reject; psd=y\"\nshop.example TXT \"x\"\n",
      .domain = "shop.example" },
    { .name = "a name server above that fails",
      .zone = "_dmarc.www.example.net ERROR SERVFAIL\nx.www.example.net TXT \"x\"\n",
      .domain = "x.www.example.net",
      .want = { "unknown _dmarc.www.example.net: TXT not known" } },
    { .name = "of two above none counts",
      .zone = AT "\"v=DMARC1; p=reject\"\n" AT "\"v=DMARC1; p=none\"\nwww.example.net TXT \"x\"\n",
      .domain = "www.example.net",
      .want = { "note _dmarc.www.example.net: no DMARC record" } },
};

Test(lint_records, dmarc)
{
    run_cases("", dmarc, G_N_ELEMENTS(dmarc));
}

/* The names at which the inherited record is found. */
Test(lint_records, inherited)
{
    static const struct {
        const char *name, *zone, *want;
    } cases[] = {
        { "the shortest",
          "_dmarc.b.c.d.example TXT \"v=DMARC1\"\n_dmarc.c.d.example TXT \"v=DMARC1\"\n",
          "_dmarc.c.d.example" },
        { "psd=n ends the walk",
          "_dmarc.b.c.d.example TXT \"v=DMARC1; psd=n\"\n_dmarc.c.d.example TXT \"v=DMARC1\"\n",
          "_dmarc.b.c.d.example" },
        { "the organization goes before its registry",
          "_dmarc.c.d.example TXT \"v=DMARC1\"\n_dmarc.d.example TXT \"v=DMARC1; psd=y\"\n",
          "_dmarc.c.d.example" },
        { "a registry behind an organization without a record",
          "_dmarc.b.c.d.example TXT \"v=DMARC1\"\n_dmarc.d.example TXT \"v=DMARC1; psd=y\"\n",
          "_dmarc.d.example" },
        { "nothing", "", NULL },
    };
    static const SchemeSettings nothing_said = { .rmx_type = 0 };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const LintCase one = { .name = cases[i].name, .zone = cases[i].zone };
        g_autoptr(Dns) dns = lint_case_zone(&one, "a.b.c.d.example TXT \"x\"\n");
        g_autoptr(Lint) lint = lint_new(dns, "a.b.c.d.example", &nothing_said);
        const LintRecord *record;

        linters_run_others(lint);
        record = lint->records->len > 0 ? lint->records->pdata[0] : NULL;
        cr_expect(g_strcmp0(record ? record->name : NULL, cases[i].want) == 0, "%s: got %s",
                  cases[i].name, record ? record->name : "none");
    }
}

/* --- DKIM --- */

#define KEY "s._domainkey.example.net TXT "
#define ITS "s._domainkey.example.net "

static const LintCase dkim[] = {
    { .name = "nothing wrong",
      .zone = KEY "\"v=DKIM1; k=rsa; h=sha256:sha1; t=s; s=email; p=" RSA2048 "\"\n" },
    { .name = "as short as can be", .zone = KEY "\"p=" RSA2048 "\"\n" },
    { .name = "Ed25519", .zone = KEY "\"v=DKIM1; k=ed25519; p=" ED25519 "\"\n" },
    { .name = "no key",
      .zone = "x._domainkey.example.net TXT \"p=\"\n",
      .want = { "error s._domainkey.example.net: no key" } },
    { .name = "revoked",
      .zone = KEY "\"v=DKIM1; p=\"\n",
      .want = { "warning " ITS "9 p=: revoked" } },
    { .name = "no p",
      .zone = KEY "\"v=DKIM1; k=rsa\"\n",
      .want = { "error s._domainkey.example.net: no p" } },
    { .name = "512 bits",
      .zone = KEY "\"p=" RSA512 "\"\n",
      .want = { "error " ITS "0 p=" RSA512 ": a key of 512 bits: signatures count from 1024" } },
    { .name = "1024 bits",
      .zone = KEY "\"p=" RSA1024 "\"\n",
      .want = { "warning " ITS "0 p=" RSA1024 ": a key of 1024 bits: it should have 2048" } },
    { .name = "1024 bits, as a key alone",
      .zone = KEY "\"p=" RSA1024_BARE "\"\n",
      .want = { "warning " ITS "0 p=" RSA1024_BARE ": a key of 1024 bits" } },
    { .name = "another kind of key",
      .zone = KEY "\"p=" ECDSA "\"\n",
      .want = { "error " ITS "0 p=" ECDSA ": no RSA key" } },
    { .name = "a kind that nobody knows",
      .zone = KEY "\"k=ecdsa; p=" ECDSA "\"\n",
      .want = { "error " ITS "0 k=ecdsa: unknown value; known: rsa, ed25519" } },
    { .name = "RSA said to be Ed25519",
      .zone = KEY "\"k=ed25519; p=" RSA512 "\"\n",
      .want = { "error " ITS "11 p=" RSA512 ": no Ed25519 key: it has 94 octets, not 32" } },
    { .name = "cut short",
      .zone = KEY "\"p=MFwwDQYJKoZIhvcNAQEBBQADSwAw\"\n",
      .want = { "error " ITS "0 p=MFwwDQYJKoZIhvcNAQEBBQADSwAw: no RSA key: it is damaged" } },
    { .name = "base64 cut short",
      .zone = KEY "\"p=MFwwDQYJK\"\n",
      .want = { "error " ITS "11 : base64 that is cut short" } },
    { .name = "no base64",
      .zone = KEY "\"p=MFww(DQYJK)\"\n",
      .want = { "error " ITS "6 (DQYJK): no base64" } },
    { .name = "quotes in it",
      .zone = KEY "\"v=DKIM1; p=\\\"MFww\\\"\"\n",
      .want = { "error " ITS "11 \"MFww\": no base64" } },
    { .name = "no semicolon",
      .zone = KEY "\"v=DKIM1 k=rsa; p=" RSA2048 "\"\n",
      .want = { "error " ITS "0 v=DKIM1: v comes first",
                "error " ITS "8 k=rsa: \";\" is missing" } },
    { .name = "v is not the first",
      .zone = KEY "\"k=rsa; v=DKIM1; p=" RSA2048 "\"\n",
      .want = { "error " ITS "7 v=DKIM1: v comes first" } },
    { .name = "SHA-1 only",
      .zone = KEY "\"h=sha1; p=" RSA2048 "\"\n",
      .want = { "error " ITS "0 h=sha1: SHA-1 only" } },
    { .name = "a hash that nobody knows",
      .zone = KEY "\"h=md5 : sha3; p=" RSA2048 "\"\n",
      .want = { "error " ITS "0 h=md5 : sha3: without sha256" } },
    { .name = "an even modulus",
      .zone = KEY "\"p=" EVEN_MODULUS "\"\n",
      .want = { "error " ITS "0 p=" EVEN_MODULUS
                ": no signature can be checked with this key: its modulus is even" } },
    { .name = "an even exponent",
      .zone = KEY "\"p=" EVEN_EXPONENT "\"\n",
      .want = { "error " ITS "0 p=" EVEN_EXPONENT
                ": no signature can be checked with this key: its exponent is even" } },
    { .name = "a test, not for mail",
      .zone = KEY "\"t=s:y; s=tlsrpt; g=*; p=" RSA2048 "\"\n",
      .want = { "error " ITS "7 s=tlsrpt: not for mail", "warning " ITS "0 t=s:y: a test",
                "note " ITS "17 g=*: removed" } },
    { .name = "two records",
      .zone = KEY "\"p=" RSA2048 "\"\n" KEY "\"p=" ED25519 "; k=ed25519\"\n",
      .want = { "error s._domainkey.example.net: 2 TXT records" } },
    { .name = "a name server that fails",
      .zone = "s._domainkey.example.net ERROR SERVFAIL\n",
      .want = { "unknown s._domainkey.example.net: TXT not known" } },
};

Test(lint_records, dkim)
{
    run_cases(AT "\"v=DMARC1; p=reject\"\n", dkim, G_N_ELEMENTS(dkim));
}

/* --- MTA-STS and TLS-RPT --- */

#define STS  "_mta-sts.example.net TXT "
#define RPT  "_smtp._tls.example.net TXT "
#define HOST "mta-sts.example.net A 192.0.2.80\n"
#define GOOD "\"v=TLSRPTv1; rua=mailto:t@example.net,https://example.net/t\"\n"

static const LintCase transport[] = {
    { .name = "nothing wrong", .zone = STS "\"v=STSv1; id=20260101T000000Z;\"\n" HOST RPT GOOD },
    { .name = "no record", .zone = "\n", .want = { "note example.net: no MTA-STS record" } },
    { .name = "a domain without MX hosts",
      .zone = "quiet.example TXT \"x\"\n"
              "_dmarc.quiet.example TXT \"v=DMARC1; p=reject\"\n",
      .domain = "quiet.example" },
    { .name = "a null MX",
      .zone = "n.example MX 0 .\n_dmarc.n.example TXT \"v=DMARC1; p=reject\"\n",
      .domain = "n.example" },
    { .name = "nobody reports",
      .zone = STS "\"v=STSv1; id=1\"\n" HOST,
      .want = { "note example.net: no TLS-RPT record" } },
    { .name = "no host for the policy",
      .zone = STS "\"v=STSv1; id=1\"\n" RPT GOOD,
      .want = { "error mta-sts.example.net: no address" } },
    { .name = "no id",
      .zone = STS "\"v=STSv1\"\n" HOST RPT GOOD,
      .want = { "error _mta-sts.example.net: no id" } },
    { .name = "a bad id",
      .zone = STS "\"v=STSv1; id=2026-01-01\"\n" HOST RPT GOOD,
      .want = { "error _mta-sts.example.net 9 id=2026-01-01: 1 to 32 letters and digits" } },
    { .name = "an id that is too long",
      .zone = STS "\"v=STSv1; id=123456789012345678901234567890123\"\n" HOST RPT GOOD,
      .want = { "error _mta-sts.example.net 9 id=123456789012345678901234567890123: 1 to 32" } },
    { .name = "small letters, and no semicolon",
      .zone = STS "\"v=stsv1 id=1\"\n" HOST RPT GOOD,
      .want = { "error _mta-sts.example.net 0 v=stsv1: no MTA-STS record, though",
                "error _mta-sts.example.net 8 id=1: \";\" is missing" } },
    { .name = "two records",
      .zone = STS "\"v=STSv1; id=1\"\n" STS "\"v=STSv1; id=2\"\n" HOST RPT GOOD,
      .want = { "error _mta-sts.example.net: 2 MTA-STS records" } },
    { .name = "a policy in the DNS",
      .zone = STS "\"v=STSv1; id=1; mode=enforce\"\n" HOST RPT GOOD,
      .want = { "warning _mta-sts.example.net 15 mode=enforce: unknown tag" } },
    { .name = "no rua",
      .zone = STS "\"v=STSv1; id=1\"\n" HOST RPT "\"v=TLSRPTv1;\"\n",
      .want = { "error _smtp._tls.example.net: no rua" } },
    { .name = "an address, and a page without TLS",
      .zone = STS "\"v=STSv1; id=1\"\n" HOST RPT
                  "\"v=TLSRPTv1; rua=t@example.net, http://example.net\"\n",
      .want = { "error _smtp._tls.example.net 16 t@example.net: neither mailto",
                "error _smtp._tls.example.net 31 http://example.net: neither mailto" } },
};

Test(lint_records, transport)
{
    run_cases(AT "\"v=DMARC1; p=reject\"\nexample.net MX 0 mail.example.net\n", transport,
              G_N_ELEMENTS(transport));
}
