/* SPDX-License-Identifier: ISC */
/* The evaluator as other schemes call it: with a text of their own, with another version section,
 * and what a prefetch asks. */
#include "records/spf/spf_evaluate.h"

#include <criterion/criterion.h>
#include <string.h>

static const char zone[] = "$ORIGIN .\n"
                           "example.net TXT \"v=spf1 -all exp=why.example.net\"\n"
                           "example.net TXT \"v=spf9 include:other.example -all\"\n"
                           "example.net A 192.0.2.1\n"
                           "example.net MX 10 mx.example.net\n"
                           "mx.example.net A 192.0.2.2\n"
                           "why.example.net TXT \"because\"\n"
                           "other.example TXT \"v=spf1 -all\"\n"
                           "other.example TXT \"v=spf9 +mx:example.net\"\n"
                           "only1.example TXT \"v=spf1 +all\"\n";

static size_t
version9(const char *octets, size_t len)
{
    return len >= 6 && memcmp(octets, "v=spf9", 6) == 0 ? 6 : 0;
}

static const struct {
    const char *name;
    SpfVersion version;
    const char *text, *domain, *client;
    Result want;
    const char *want_mechanism;
} cases[] = {
    { "the domain's own record", spf_version1, NULL, "example.net", "192.0.2.1", RESULT_FAIL,
      "-all" },
    { "a text in its place", spf_version1, "v=spf1 a/24 mx/24 ptr ?all", "example.net",
      "192.0.2.77", RESULT_PASS, "a/24" },
    { "a text that falls through", spf_version1, "v=spf1 a/24 mx/24 ptr ?all", "example.net",
      "203.0.113.1", RESULT_NEUTRAL, "?all" },
    { "a text for a domain without a record", spf_version1, "v=spf1 mx -all", "mx.example.net",
      "203.0.113.1", RESULT_FAIL, "-all" },
    { "a text that includes", spf_version1, "v=spf1 include:only1.example", "nowhere.example",
      "203.0.113.1", RESULT_PASS, "include:only1.example" },
    { "a bad text", spf_version1, "v=spf1 foo", "example.net", "192.0.2.1", RESULT_PERMERROR,
      NULL },
    { "another version, also in includes", version9, NULL, "example.net", "192.0.2.2", RESULT_PASS,
      "include:other.example" },
    { "another version, no record", version9, NULL, "only1.example", "192.0.2.2", RESULT_NONE,
      NULL },
};

Test(spf_evaluate, texts_and_versions)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
        for (int prefetch = 0; prefetch <= 1; prefetch++) {
            g_autoptr(Dns) dns = dns_new_zone_text(cases[i].name, zone, NULL);
            g_autoptr(Finding) got = g_new0(Finding, 1);
            Claim claim = { .local = "alice", .domain = cases[i].domain };

            cr_assert(dns, "%s", cases[i].name);
            cr_assert(ip_parse(cases[i].client, strlen(cases[i].client), &claim.client));
            if (prefetch)
                spf_prefetch(dns, &claim, cases[i].version, cases[i].text);
            spf_evaluate(dns, &claim, cases[i].version, cases[i].text, got);
            cr_expect(got->result == cases[i].want, "%s: got %s (%s)", cases[i].name,
                      result_text(got->result), got->problem);
            cr_expect(g_strcmp0(got->mechanism, cases[i].want_mechanism) == 0, "%s: got %s",
                      cases[i].name, got->mechanism);
            cr_expect(!cases[i].text || g_strcmp0(got->record, cases[i].text) == 0, "%s",
                      cases[i].name);
        }
}

/* What a prefetch alone has asked, before anything is evaluated. */
static const struct {
    const char *name, *record, *client;
    const char *want; /* "TYPE name" in the order asked, a blank between */
} prefetches[] = {
    { "hosts and exchanges", "v=spf1 a:h.example mx -all", "192.0.2.1",
      "TXT example.org A h.example MX example.org A mx1.example A mx2.example" },
    { "IPv6", "v=spf1 a:h.example mx -all", "2001:db8::1",
      "TXT example.org AAAA h.example MX example.org AAAA mx1.example AAAA mx2.example" },
    { "exists is always A", "v=spf1 exists:%{ir}.h.example", "2001:db8::1",
      "TXT example.org A "
      "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.h.example" },
    { "reverse names", "v=spf1 ptr -all", "192.0.2.1",
      "TXT example.org PTR 1.2.0.192.in-addr.arpa A h.example" },
    { "reverse names for %{p}", "v=spf1 exists:%{d}.%{P2}.example mx -all", "192.0.2.1",
      "TXT example.org PTR 1.2.0.192.in-addr.arpa MX example.org A h.example A mx1.example "
      "A mx2.example" },
    { "includes, and what is in them", "v=spf1 include:inner.example -all", "192.0.2.1",
      "TXT example.org TXT inner.example A inner.example TXT h.example" },
    { "nothing behind a network that holds the client", "v=spf1 ip4:192.0.2.0/24 a mx", "192.0.2.1",
      "TXT example.org" },
    { "nothing behind all", "v=spf1 ~all a mx", "192.0.2.1", "TXT example.org" },
    { "no redirect beside all", "v=spf1 ~all redirect=inner.example", "192.0.2.1",
      "TXT example.org" },
    { "nothing of a bad record", "v=spf1 a mx foo", "192.0.2.1", "TXT example.org" },
    { "no exp", "v=spf1 -all exp=h.example", "192.0.2.1", "TXT example.org" },
    { "ten terms",
      "v=spf1 a:1.example a:2.example a:3.example a:4.example a:5.example a:6.example a:7.example "
      "a:8.example a:9.example a:10.example a:11.example redirect=inner.example",
      "192.0.2.1",
      "TXT example.org A 1.example A 2.example A 3.example A 4.example A 5.example A 6.example "
      "A 7.example A 8.example A 9.example A 10.example" },
};

Test(spf_evaluate, prefetch_alone)
{
    for (size_t i = 0; i < G_N_ELEMENTS(prefetches); i++) {
        g_autofree char *text =
            g_strdup_printf("$ORIGIN .\n"
                            "example.org TXT \"%s\"\n"
                            "example.org MX 1 mx1.example\nexample.org MX 2 mx2.example\n"
                            "inner.example TXT \"v=spf1 a redirect=h.example\"\n"
                            "1.2.0.192.in-addr.arpa PTR h.example\n",
                            prefetches[i].record);
        g_autoptr(Dns) dns = dns_new_zone_text(prefetches[i].name, text, NULL);
        g_autoptr(GString) asked = g_string_new(NULL);
        Claim claim = { .local = "alice", .domain = "example.org" };

        cr_assert(dns, "%s", prefetches[i].name);
        cr_assert(ip_parse(prefetches[i].client, strlen(prefetches[i].client), &claim.client));
        spf_prefetch(dns, &claim, spf_version1, NULL);
        for (guint q = 0; q < dns_log(dns)->len; q++) {
            const DnsQuestion *question = g_ptr_array_index(dns_log(dns), q);
            g_autofree char *type = dns_type_text(question->type);

            g_string_append_printf(asked, "%s%s %s", q > 0 ? " " : "", type, question->name);
        }
        cr_expect_str_eq(asked->str, prefetches[i].want, "%s: asked %s", prefetches[i].name,
                         asked->str);
    }
}
