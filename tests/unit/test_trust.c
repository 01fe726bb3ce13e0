/* SPDX-License-Identifier: ISC */
/* Trust entries: what is one, and which of them decides. */
#include "relay/trust.h"

#include "records/own_record.h"

#include <criterion/criterion.h>
#include <string.h>

static const struct {
    const char *entries; /* with blanks between */
    const char *client;
    bool want;
    const char *want_why;
} cases[] = {
    { "", "127.0.0.1", true, "is loopback" },
    { "", "127.255.255.254", true, "is loopback" },
    { "", "::1", true, "is loopback" },
    { "", "10.1.2.3", true, "is private (RFC 1918)" },
    { "", "172.15.255.255", false, "is not trusted" },
    { "", "172.16.0.0", true, "is private (RFC 1918)" },
    { "", "172.31.255.255", true, "is private (RFC 1918)" },
    { "", "172.32.0.0", false, "is not trusted" },
    { "", "192.168.1.1", true, "is private (RFC 1918)" },
    { "", "100.63.255.255", false, "is not trusted" },
    { "", "100.64.0.1", false, "is not trusted" },
    { "", "100.127.255.255", false, "is not trusted" },
    { "", "100.128.0.1", false, "is not trusted" },
    { "", "169.254.1.1", true, "is link-local (RFC 3927)" },
    { "", "fe80::1", true, "is link-local (RFC 4291)" },
    { "", "fd00::1", true, "is unique local (RFC 4193)" },
    { "", "fec0::1", false, "is not trusted" },
    { "", "0.0.0.0", false, "is not trusted" },
    { "", "2001:db8::1", false, "is not trusted" },
    { "", "64:ff9b::7f00:1", false, "is not trusted" },
    { "", "64:ff9b::a00:1", false, "is not trusted" },
    { "", "64:ff9b:1::7f00:1", false, "is not trusted" },
    { "100.64.0.0/10", "100.64.0.1", true, "matches trust entry 100.64.0.0/10" },
    { "10.0.0.0/8", "64:ff9b::a00:1", false, "is not trusted" },
    { "64:ff9b::192.0.2.7", "192.0.2.7", true, "matches trust entry 64:ff9b::192.0.2.7" },
    { "!64:ff9b::c000:207 192.0.2.0/24", "192.0.2.7", false,
      "matches trust entry !64:ff9b::c000:207" },
    { "64:ff9b::/96", "192.0.2.7", false, "is not trusted" },
    { "192.0.2.7", "192.0.2.7", true, "matches trust entry 192.0.2.7" },
    { "192.0.2.7", "192.0.2.8", false, "is not trusted" },
    { "192.0.2.7/24", "192.0.2.8", true, "matches trust entry 192.0.2.7/24" },
    { "2001:db8::/32", "2001:db8:ffff::1", true, "matches trust entry 2001:db8::/32" },
    { "!192.0.2.7 192.0.2.0/24", "192.0.2.7", false, "matches trust entry !192.0.2.7" },
    { "!192.0.2.7 192.0.2.0/24", "192.0.2.8", true, "matches trust entry 192.0.2.0/24" },
    { "192.0.2.0/24 !192.0.2.7", "192.0.2.7", true, "matches trust entry 192.0.2.0/24" },
    { "!172.16.0.0/12", "172.17.0.1", false, "matches trust entry !172.16.0.0/12" },
    { "!127.0.0.0/8", "127.0.0.1", false, "matches trust entry !127.0.0.0/8" },
    { "!::1", "::1", false, "matches trust entry !::1" },
    { "!127.0.0.0/8", "::1", true, "is loopback" },
    { "!127.0.0.2 127.0.0.0/8", "127.0.0.1", true, "matches trust entry 127.0.0.0/8" },

    { "mx2.example.net", "192.0.2.2", true, "matches trust entry mx2.example.net" },
    { "MX2.Example.NET.", "192.0.2.2", true, "matches trust entry MX2.Example.NET." },
    { "mx2.example.net", "2001:db8::2", true, "matches trust entry mx2.example.net" },
    { "mx2.example.net", "192.0.2.3", false, "is not trusted" },
    { "mx2.example.net", "10.0.0.1", true, "is private (RFC 1918)" },
    { "gone.example.net", "192.0.2.2", false, "is not trusted" },
    { ".example.net", "192.0.2.2", true, "matches trust entry .example.net as mx2.example.net" },
    { ".example.net", "192.0.2.66", false, "is not trusted" },
    { ".ample.net", "192.0.2.2", false, "is not trusted" },
    { "mx:example.net", "192.0.2.2", true, "matches trust entry mx:example.net" },
    { "mx:example.net", "192.0.2.1", true, "matches trust entry mx:example.net" },
    { "mx:example.net", "192.0.2.3", false, "is not trusted" },
    { "spf:fwd.example", "198.51.100.7", true,
      "matches trust entry spf:fwd.example by spf include:_spf.fwd.example" },
    { "spf:fwd.example", "198.51.100.8", true, "matches trust entry spf:fwd.example by rmx ipv4" },
    { "spf:fwd.example", "198.51.100.9", false, "is not trusted" },
    { "spf:all.example", "198.51.100.9", true, "matches trust entry spf:all.example by spf +all" },
    { "!mx2.example.net 192.0.2.0/24", "192.0.2.2", false, "matches trust entry !mx2.example.net" },
    { "!.example.net 192.0.2.0/24", "192.0.2.2", false,
      "matches trust entry !.example.net as mx2.example.net" },

    { "fails.example", "192.0.2.2", false,
      "is not trusted, as the DNS could not say for trust entry fails.example" },
    { "mx:fails.example", "192.0.2.2", false,
      "is not trusted, as the DNS could not say for trust entry mx:fails.example" },
    { "spf:fails.example", "192.0.2.2", false,
      "is not trusted, as the DNS could not say for trust entry spf:fails.example" },
    { ".example.net", "192.0.2.77", false,
      "is not trusted, as the DNS could not say for trust entry .example.net" },
    { ".example.org", "192.0.2.78", false, "is not trusted" },
    { "!.example.org 192.0.2.78", "192.0.2.78", true, "matches trust entry 192.0.2.78" },
    { ".fails.example", "192.0.2.78", false,
      "is not trusted, as the DNS could not say for trust entry .fails.example" },
    { "!.fails.example 192.0.2.78", "192.0.2.78", false,
      "is not trusted, as the DNS could not say for trust entry !.fails.example" },
    { ".mx2.example.net", "192.0.2.79", true,
      "matches trust entry .mx2.example.net as mx2.example.net" },
    { "fails.example 192.0.2.2", "192.0.2.2", true, "matches trust entry 192.0.2.2" },
    { "!fails.example 192.0.2.2", "192.0.2.2", false,
      "is not trusted, as the DNS could not say for trust entry !fails.example" },
    { "!fails.example", "10.0.0.1", false,
      "is not trusted, as the DNS could not say for trust entry !fails.example" },
    { "!fails.example", "127.0.0.1", true, "is loopback" },
};

static const char zone[] = "$ORIGIN example.net.\n"
                           "@ MX 10 mx1\n@ MX 20 mx2\n"
                           "mx1 A 192.0.2.1\nmx2 A 192.0.2.2\nmx2 AAAA 2001:db8::2\n"
                           "2.2.0.192.in-addr.arpa. PTR mx2.example.net.\n"
                           "66.2.0.192.in-addr.arpa. PTR mx2.example.net.\n"
                           "77.2.0.192.in-addr.arpa. ERROR SERVFAIL\n"
                           "78.2.0.192.in-addr.arpa. PTR h.fails.example.\n"
                           "h.fails.example. ERROR SERVFAIL\n"
                           "79.2.0.192.in-addr.arpa. PTR h.fails.example.\n"
                           "79.2.0.192.in-addr.arpa. PTR mx2.example.net.\n"
                           "mx2 A 192.0.2.79\n"
                           "fwd.example. TXT \"v=spf1 include:_spf.fwd.example -all\"\n"
                           "_spf.fwd.example. TXT \"v=spf1 ip4:198.51.100.7 -all\"\n"
                           "_rmx.fwd.example. TXT ipv4:198.51.100.8\n"
                           "all.example. TXT \"v=spf1 +all\"\n"
                           "fails.example. ERROR SERVFAIL\n_rmx.fails.example. ERROR SERVFAIL\n";

static const char *const bad[] = {
    "",
    "!",
    "!!192.0.2.1",
    "192.0.2",
    "192.0.2.0/33",
    "192.0.2.300",
    " 192.0.2.1",
    "192.0.2.1;",
    "mx:",
    "/24",
    "spf:",
    ".",
    ".net",
    "localhost",
    "a..example",
    "mx:192.0.2.1",
    "a b.example",
    "spf:example.net/24",
    "foo:example.net",
    "exa\nmple.net",
    "192.0.2.1-192.0.2.9",
};

static TrustList *
list_of(const char *entries)
{
    g_autoptr(TrustList) list = trust_list_new();
    g_auto(GStrv) words = g_strsplit(entries, " ", -1);

    for (char **word = words; *word; word++)
        if (**word)
            cr_assert(trust_list_add(list, *word, NULL), "%s", *word);
    return g_steal_pointer(&list);
}

Test(trust, decisions)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(TrustList) list = list_of(cases[i].entries);
        g_autoptr(Dns) dns = dns_new_zone_text("zone", zone, NULL);
        IpAddress client;
        TrustDecision got;
        g_autofree char *why = NULL;

        cr_assert(ip_parse(cases[i].client, strlen(cases[i].client), &client));
        got = trust_decide(list, dns, &client);
        why = got.why;
        cr_expect_eq(got.trusted, cases[i].want, "[%s] %s", cases[i].entries, cases[i].client);
        g_free(got.warning);
        cr_expect_str_eq(why, cases[i].want_why, "[%s] %s: got %s", cases[i].entries,
                         cases[i].client, why);
    }
}

/* A forwarder that publishes nothing, or whose records the user knows better. */
Test(trust, records_of_the_users_own)
{
    static const struct {
        const char *record, *client;
        bool always, want;
    } rows[] = {
        { "v=spf1 ip4:198.51.100.20 -all", "198.51.100.20", false, true },
        { "v=spf1 ip4:198.51.100.20 -all", "198.51.100.21", false, false },
        { "v=spf1 ip4:198.51.100.20 -all", "198.51.100.20", true, true },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GPtrArray) own = g_ptr_array_new_with_free_func(own_record_free_item);
        OwnRecord *record =
            own_record_new("silent.example", false, scheme_named("spf"), rows[i].record);
        const SchemeSettings records = { .own_records = own };
        g_autoptr(TrustList) list = trust_list_new();
        g_autoptr(Dns) dns = dns_new_zone_text("zone", zone, NULL);
        IpAddress client;
        TrustDecision got;

        record->always = rows[i].always;
        g_ptr_array_add(own, record);
        trust_list_set_records(list, &records);
        cr_assert(trust_list_add(list, "spf:silent.example", NULL));
        cr_assert(ip_parse(rows[i].client, strlen(rows[i].client), &client));
        trust_prefetch(list, dns, &client);
        got = trust_decide(list, dns, &client);
        cr_expect_eq(got.trusted, rows[i].want, "row %zu: %s", i, got.why);
        g_free(got.why);
        g_free(got.warning);
    }
}

Test(trust, bad_entries_are_quoted)
{
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autoptr(TrustList) list = trust_list_new();
        g_autoptr(GError) error = NULL;
        g_autofree char *quoted = g_strdup_printf("\"%s\"", bad[i]);

        cr_expect(!trust_list_add(list, bad[i], &error), "%s", bad[i]);
        cr_expect(error && strstr(error->message, quoted), "%s: %s", bad[i],
                  error ? error->message : "no error");
    }
}

Test(trust, records_of_others_are_warned_of)
{
    g_autoptr(TrustList) list = list_of("spf:fwd.example");
    g_autoptr(Dns) dns = dns_new_zone_text("zone", zone, NULL);
    IpAddress client;
    TrustDecision got;

    cr_assert(ip_parse("198.51.100.7", 12, &client));
    got = trust_decide(list, dns, &client);
    cr_assert_not_null(got.warning);
    cr_expect(strstr(got.warning, "include:_spf.fwd.example"), "%s", got.warning);
    g_free(got.why);
    g_free(got.warning);
}

/* What a decision needs was asked for early: deciding asks nothing more. */
Test(trust, prefetch_asks_all_that_a_decision_needs)
{
    g_autoptr(TrustList) list =
        list_of("mx2.example.net mx:example.net spf:fwd.example .example.net");
    g_autoptr(Dns) dns = dns_new_zone_text("zone", zone, NULL);
    IpAddress client;
    TrustDecision got;
    guint asked;

    cr_assert(ip_parse("198.51.100.99", 13, &client));
    trust_prefetch(list, dns, &client);
    dns_ask(dns, "unrelated.example", DNS_TXT);
    asked = dns_log(dns)->len;
    got = trust_decide(list, dns, &client);
    cr_expect(!got.trusted);
    cr_expect_eq(dns_log(dns)->len, asked, "%u questions, then %u", asked, dns_log(dns)->len);
    g_free(got.why);
}
