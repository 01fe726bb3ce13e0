/* SPDX-License-Identifier: ISC */
/* Trust entries: what is one, and which of them decides. */
#include "relay/trust.h"

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
    { "", "100.64.0.1", true, "is shared (RFC 6598)" },
    { "", "100.128.0.1", false, "is not trusted" },
    { "", "169.254.1.1", true, "is link-local (RFC 3927)" },
    { "", "fe80::1", true, "is link-local (RFC 4291)" },
    { "", "fd00::1", true, "is unique local (RFC 4193)" },
    { "", "fec0::1", false, "is not trusted" },
    { "", "0.0.0.0", false, "is not trusted" },
    { "", "2001:db8::1", false, "is not trusted" },
    { "192.0.2.7", "192.0.2.7", true, "matches trust entry 192.0.2.7" },
    { "192.0.2.7", "192.0.2.8", false, "is not trusted" },
    { "192.0.2.7/24", "192.0.2.8", true, "matches trust entry 192.0.2.7/24" },
    { "2001:db8::/32", "2001:db8:ffff::1", true, "matches trust entry 2001:db8::/32" },
    { "!192.0.2.7 192.0.2.0/24", "192.0.2.7", false, "matches trust entry !192.0.2.7" },
    { "!192.0.2.7 192.0.2.0/24", "192.0.2.8", true, "matches trust entry 192.0.2.0/24" },
    { "192.0.2.0/24 !192.0.2.7", "192.0.2.7", true, "matches trust entry 192.0.2.0/24" },
    { "!172.16.0.0/12", "172.17.0.1", false, "matches trust entry !172.16.0.0/12" },
    { "!127.0.0.0/8", "127.0.0.1", true, "is loopback" },
};

static const char *const bad[] = {
    "", "!", "!!192.0.2.1", "192.0.2", "192.0.2.0/33", " 192.0.2.1", "192.0.2.1;", "mx:", "/24",
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
        IpAddress client;
        TrustDecision got;
        g_autofree char *why = NULL;

        cr_assert(ip_parse(cases[i].client, strlen(cases[i].client), &client));
        got = trust_decide(list, &client);
        why = got.why;
        cr_expect_eq(got.trusted, cases[i].want, "[%s] %s", cases[i].entries, cases[i].client);
        cr_expect_str_eq(why, cases[i].want_why, "[%s] %s: got %s", cases[i].entries,
                         cases[i].client, why);
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
