/* SPDX-License-Identifier: ISC */
/* Trust entries whose names lead nowhere, or to machines that many share. */
#include "relay/trust_leads.h"

#include <criterion/criterion.h>

static const char leads_zone[] =
    "mx.foo.example A 192.0.2.1\n"
    "six.foo.example AAAA 2001:db8::1\n"
    "bare.foo.example TXT x\n"
    "foo.example MX 10 gone.foo.example\nfoo.example MX 20 mx.foo.example\n"
    "foo.example TXT \"v=spf1 mx -all\"\n"
    "null.example MX 0 .\nnull.example TXT \"v=spf1 -all\"\n"
    "dead.example MX 10 gone.dead.example\ndead.example MX 20 bare.foo.example\n"
    "mute.example MX 10 no-answer.mute.example\n"
    "no-answer.mute.example ERROR SERVFAIL\n"
    "quiet.example ERROR SERVFAIL\n_rmx.quiet.example ERROR SERVFAIL\n"
    "text.example TXT \"no record\"\n"
    "broken.example TXT \"v=spf1 foo:bar\"\n"
    "_rmx.rmx.example TXT \"ipv4:192.0.2.0/28\"\n"
    "edu.example TXT \"v=spf1 ip4:192.0.2.7 include:deep.example ~all\"\n"
    "edu.example MX 10 aspmx.l.google.com.\n"
    "deep.example TXT \"v=spf1 include:%{d}.x.example redirect=spf.protection.outlook.com\"\n"
    "loop.example TXT \"v=spf1 include:loop2.example\"\n"
    "loop2.example TXT \"v=spf1 include:loop.example include:foo.example\"\n"
    "refused.example TXT \"v=spf1 -include:_spf.google.com -all\"\n"
    "aspmx.l.google.com A 192.0.2.9\n";

static const struct {
    const char *entry;
    const char *want_nowhere, *want_unknown, *want_shared, *want_name; /* NULL: none */
} leads_cases[] = {
    { .entry = "192.0.2.7" },
    { .entry = "!192.0.2.0/24" },
    { .entry = "mx.foo.example" },
    { .entry = "six.foo.example" },
    { .entry = "MX.Foo.Example." },
    { .entry = "bare.foo.example", .want_nowhere = "bare.foo.example has no address" },
    { .entry = "gone.foo.example", .want_nowhere = "gone.foo.example does not exist" },
    { .entry = "!gone.foo.example", .want_nowhere = "gone.foo.example does not exist" },
    { .entry = "quiet.example",
      .want_unknown = "the DNS could not say whether quiet.example has an address" },
    { .entry = "mx:foo.example" },
    { .entry = "mx:bare.foo.example", .want_nowhere = "bare.foo.example has no MX" },
    { .entry = "mx:gone.example", .want_nowhere = "gone.example does not exist" },
    { .entry = "mx:null.example", .want_nowhere = "null.example takes no mail: null MX" },
    { .entry = "mx:dead.example",
      .want_nowhere = "none of its MX hosts has an address: bare.foo.example has no address" },
    { .entry = "mx:mute.example",
      .want_unknown = "the DNS could not say whether no-answer.mute.example has an address" },
    { .entry = "mx:quiet.example",
      .want_unknown = "the DNS could not say whether quiet.example has an MX" },
    { .entry = "mx:edu.example", .want_shared = "google", .want_name = "aspmx.l.google.com" },
    { .entry = "spf:foo.example" },
    { .entry = "spf:rmx.example" },
    { .entry = "spf:broken.example" }, /* lint says what is wrong; the walk says permerror */
    { .entry = "spf:text.example", .want_nowhere = "text.example publishes neither RMX nor SPF" },
    { .entry = "spf:gone.example", .want_nowhere = "gone.example does not exist" },
    { .entry = "spf:quiet.example",
      .want_unknown = "the DNS could not say whether quiet.example has a record" },
    { .entry = "spf:edu.example",
      .want_shared = "microsoft",
      .want_name = "spf.protection.outlook.com" },
    { .entry = "spf:loop.example" },
    { .entry = "spf:refused.example" },
    { .entry = "spf:_spf.google.com",
      .want_nowhere = "_spf.google.com does not exist",
      .want_shared = "google",
      .want_name = "_spf.google.com" },
    { .entry = ".foo.example" },
    { .entry = ".null.example" },
    { .entry = ".gone.example",
      .want_nowhere = "gone.example does not exist: no host can have a name below it" },
    { .entry = ".quiet.example",
      .want_unknown = "the DNS could not say whether quiet.example has hosts" },
    { .entry = ".google.com", .want_shared = "google", .want_name = "google.com" },
};

Test(trust_leads, cases)
{
    for (size_t i = 0; i < G_N_ELEMENTS(leads_cases); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(Dns) dns = dns_new_zone_text("zone", leads_zone, &error);
        g_autoptr(TrustList) list = trust_list_new();
        g_autoptr(TrustLeads) leads = NULL;
        const char *entry = leads_cases[i].entry, *shared = NULL;

        cr_assert(dns && trust_list_add(list, entry, NULL), "%s: %s", entry,
                  error ? error->message : "");
        trust_leads_prefetch(list, 0, dns);
        leads = trust_leads(list, 0, dns);
        shared = leads->shared ? leads->shared->name : NULL;
        cr_expect(g_strcmp0(leads->nowhere, leads_cases[i].want_nowhere) == 0, "%s: nowhere %s",
                  entry, leads->nowhere);
        cr_expect(g_strcmp0(leads->unknown, leads_cases[i].want_unknown) == 0, "%s: unknown %s",
                  entry, leads->unknown);
        cr_expect(g_strcmp0(shared, leads_cases[i].want_shared) == 0, "%s: shared %s", entry,
                  shared);
        cr_expect(g_strcmp0(leads->shared_name, leads_cases[i].want_name) == 0, "%s: by %s", entry,
                  leads->shared_name);
    }
}

/* A tree that has no end costs no more than so many questions. */
Test(trust_leads, many_includes)
{
    g_autoptr(GString) zone = g_string_new("big.example TXT \"v=spf1 include:1.example\"\n");
    g_autoptr(TrustList) list = trust_list_new();
    g_autoptr(TrustLeads) leads = NULL;
    g_autoptr(Dns) dns = NULL;

    for (int i = 1; i < 200; i++)
        g_string_append_printf(zone, "%d.example TXT \"v=spf1 include:%d.example\"\n", i, i + 1);
    g_string_append(zone, "200.example TXT \"v=spf1 include:_spf.google.com\"\n");
    dns = dns_new_zone_text("zone", zone->str, NULL);
    cr_assert(dns && trust_list_add(list, "spf:big.example", NULL));
    leads = trust_leads(list, 0, dns);
    cr_expect_null(leads->shared);
    cr_expect_leq(dns_log(dns)->len, 30, "%u questions", dns_log(dns)->len);
}

Test(trust_leads, warnings)
{
    static const char *const entries[] = { "192.0.2.7",       "!gone.foo.example",
                                           "mx:null.example", "spf:edu.example",
                                           "quiet.example",   "!mx:edu.example",
                                           "spf:foo.example" };
    static const char *const wanted[] = {
        "trust entry !gone.foo.example excludes nobody: gone.foo.example does not exist",
        "trust entry mx:null.example trusts nobody: null.example takes no mail: null MX",
        ("trust entry spf:edu.example leads to spf.protection.outlook.com, a name of microsoft: "
         "all "
         "customers of microsoft send from the same machines"),
    };
    g_autoptr(Dns) dns = dns_new_zone_text("zone", leads_zone, NULL);
    g_autoptr(TrustList) list = trust_list_new();
    g_autoptr(GPtrArray) warnings = g_ptr_array_new_with_free_func(g_free);

    for (size_t i = 0; i < G_N_ELEMENTS(entries); i++)
        cr_assert(trust_list_add(list, entries[i], NULL));
    trust_leads_warn(list, dns, warnings);
    cr_assert_eq(warnings->len, G_N_ELEMENTS(wanted), "%u warnings", warnings->len);
    for (size_t i = 0; i < G_N_ELEMENTS(wanted); i++)
        cr_expect_str_eq(warnings->pdata[i], wanted[i]);
}
