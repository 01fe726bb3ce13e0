/* SPDX-License-Identifier: ISC */
/* Trust entries proposed for clients, and reverse names that look like a customer's line. */
#include "relay/trust_propose.h"

#include "relay/dynamic_name.h"

#include <criterion/criterion.h>
#include <string.h>

#define REVERSE(a, b, c, d, name) #d "." #c "." #b "." #a ".in-addr.arpa PTR " name "\n"

static const char propose_zone[] =
    "home.example MX 10 mx.home.example\nhome.example MX 20 mx2.backup.example\n"
    "home.example TXT \"v=spf1 mx ip4:203.0.113.80 -all\"\n"
    "mx.home.example A 203.0.113.50\nmx2.backup.example A 203.0.113.53\n"
    /* a university's forwarders, which its records list */
    "foo.edu TXT \"v=spf1 ip4:198.51.100.0/28 -all\"\n"
    "out1.mail.foo.edu A 198.51.100.1\nout2.mail.foo.edu A 198.51.100.2\n" REVERSE(
        198, 51, 100, 1, "out1.mail.foo.edu") REVERSE(198, 51, 100, 2, "out2.mail.foo.edu")
    /* a filtering service without records */
    "out3.a.filter.example A 198.51.100.13\nin1.b.filter.example A 198.51.100.11\n" REVERSE(
        198, 51, 100, 13, "out3.a.filter.example") REVERSE(198, 51, 100, 11, "in1.b.filter.example")
    /* one whose records take in a provider's, and one that takes in another company's */
    "mixed.example TXT \"v=spf1 ip4:198.51.100.33 include:_spf.google.com -all\"\n"
    "relay.mixed.example A 198.51.100.33\n" REVERSE(
        198, 51, 100, 33,
        "relay.mixed.example") "lent.example TXT \"v=spf1 include:spf.mailer.example -all\"\n"
                               "spf.mailer.example TXT \"v=spf1 ip4:198.51.100.44 -all\"\n"
                               /* a provider's machine, a line, a name that nothing confirms, a name
                                  in a suffix */
                               "mail-ed1-f41.google.com A 198.51.100.55\n" REVERSE(
                                   198, 51, 100, 55,
                                   "mail-ed1-f41.google.com") "dsl-100-66.net.example A "
                                                              "198.51.100.66\n" REVERSE(198, 51,
                                                                                        100, 66,
                                                                                        "dsl-100-"
                                                                                        "66.net."
                                                                                        "example")
                                                                  REVERSE(198, 51, 100, 77, "mx.home.example") "only.example A 198.51.100.88\n" REVERSE(
                                                                      198, 51, 100, 88,
                                                                      "only.example") "six.home."
                                                                                      "example "
                                                                                      "AAAA "
                                                                                      "2001:db8::"
                                                                                      "53\n"
                                                                                      "quiet."
                                                                                      "example "
                                                                                      "ERROR "
                                                                                      "SERVFAIL\n";

/* Rows of words with blanks between. want: each entry with the clients it covers and its marks. */
static const struct {
    const char *clients, *domains, *hosts, *want, *proof, *warning; /* NULL: not looked at */
} propose_cases[] = {
    { "203.0.113.53", "home.example", "", "mx:home.example=0",
      "203.0.113.53 is an MX host of home.example", "" },
    { "203.0.113.80", "home.example", "", "spf:home.example=0",
      "203.0.113.80 may send for home.example, by its own records", "" },
    { "203.0.113.53 203.0.113.80", "home.example", "", "spf:home.example=01",
      "2 addresses, such as 203.0.113.53, may send for home.example, by its own records", "" },
    { "203.0.113.50 203.0.113.53", "home.example", "", "mx:home.example=01",
      "2 addresses, such as 203.0.113.50, are MX hosts of home.example", NULL },
    { "198.51.100.1", "", "", "spf:foo.edu=0",
      "198.51.100.1 may send for foo.edu, by its own records", "" },
    { "198.51.100.1 203.0.113.53 198.51.100.2", "home.example", "",
      "spf:foo.edu=02 mx:home.example=1", NULL, NULL },
    { "198.51.100.13", "home.example", "", "out3.a.filter.example=0",
      "198.51.100.13 is the address of out3.a.filter.example", "" },
    { "198.51.100.13 198.51.100.11", "", "", ".filter.example=01",
      "2 addresses, such as 198.51.100.13, are named below filter.example: such as "
      "out3.a.filter.example",
      NULL },
    /* narrower, rather than what strangers share */
    { "198.51.100.33", "mixed.example", "", "relay.mixed.example=0", NULL, NULL },
    { "198.51.100.44", "lent.example", "", "198.51.100.44=0",
      "198.51.100.44 is covered by no name in the DNS", "" },
    { "198.51.100.55", "", "", "mail-ed1-f41.google.com=0:shared", NULL,
      "all customers of google send from the same machines (mail-ed1-f41.google.com)" },
    { "198.51.100.66", "", "", "198.51.100.66=0:dynamic", NULL,
      "its reverse name looks like that of a customer's line: dsl-100-66.net.example" },
    /* a reverse name that its domain knows nothing of; a HELO name likewise */
    { "198.51.100.77", "", "mx.home.example", "198.51.100.77=0", NULL, "" },
    { "203.0.113.53", "", "mx2.backup.example", "mx2.backup.example=0",
      "203.0.113.53 is the address of mx2.backup.example", "" },
    { "203.0.113.53", "", "localhost [203.0.113.53] x..y", "203.0.113.53=0", NULL, "" },
    /* nothing is to be had below "example." */
    { "198.51.100.88", "", "", "only.example=0", NULL, "" },
    { "2001:db8::53", "", "six.home.example", "six.home.example=0", NULL, "" },
    /* where the DNS fails nothing is believed to cover */
    { "203.0.113.53", "quiet.example", "quiet.example", "203.0.113.53=0", NULL, "" },
};

static char *
proposals_text(const GPtrArray *proposals)
{
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < proposals->len; i++) {
        const TrustProposal *proposal = proposals->pdata[i];

        g_string_append_printf(text, "%s%s=", i > 0 ? " " : "", proposal->entry);
        for (guint at = 0; at < proposal->covers->len; at++)
            g_string_append_printf(text, "%u", g_array_index(proposal->covers, guint, at));
        g_string_append_printf(text, "%s%s", proposal->shared ? ":shared" : "",
                               proposal->dynamic ? ":dynamic" : "");
    }
    return g_string_free(text, FALSE);
}

static GArray *
read_clients(const char *words)
{
    g_auto(GStrv) texts = g_strsplit(words, " ", -1);
    GArray *clients = g_array_new(FALSE, FALSE, sizeof(IpAddress));

    for (char **text = texts; *text; text++) {
        IpAddress ip;

        cr_assert(ip_parse(*text, strlen(*text), &ip), "%s", *text);
        g_array_append_val(clients, ip);
    }
    return clients;
}

Test(trust_propose, cases)
{
    for (size_t i = 0; i < G_N_ELEMENTS(propose_cases); i++) {
        g_autoptr(Dns) dns = dns_new_zone_text("zone", propose_zone, NULL);
        g_autoptr(GArray) clients = read_clients(propose_cases[i].clients);
        g_auto(GStrv) domains = g_strsplit(propose_cases[i].domains, " ", -1);
        g_auto(GStrv) hosts = g_strsplit(propose_cases[i].hosts, " ", -1);
        const TrustClients asked = {
            .clients = (const IpAddress *)(const void *)clients->data,
            .count = clients->len,
            .domains = (const char *const *)domains,
            .hosts = (const char *const *)hosts,
            .dns = dns,
        };
        g_autoptr(GPtrArray) got = trust_propose(&asked);
        g_autofree char *text = proposals_text(got);
        const TrustProposal *first = got->pdata[0];
        const char *warning = first->warnings->len > 0 ? first->warnings->pdata[0] : "";

        cr_expect_str_eq(text, propose_cases[i].want, "%s: %s", propose_cases[i].clients, text);
        if (propose_cases[i].proof)
            cr_expect_str_eq(first->proof, propose_cases[i].proof, "%s", first->proof);
        if (propose_cases[i].warning)
            cr_expect_str_eq(warning, propose_cases[i].warning, "%s: %s", text, warning);
    }
}

Test(trust_propose, asks_nothing_without_dns)
{
    g_autoptr(GArray) clients = read_clients("203.0.113.53 2001:db8::53");
    static const char *const domains[] = { "home.example", NULL };
    const TrustClients asked = { .clients = (const IpAddress *)(const void *)clients->data,
                                 .count = clients->len,
                                 .domains = domains,
                                 .hosts = domains };
    g_autoptr(GPtrArray) got = trust_propose(&asked);
    g_autofree char *text = proposals_text(got);

    cr_expect_str_eq(text, "203.0.113.53=0 2001:db8::53=1", "%s", text);
}

static const struct {
    const char *name, *ip;
    bool dynamic;
} dynamic_names[] = {
    { "p5b1f3c07.dip0.t-ipconnect.de", "91.31.60.7", true },
    { "p5b1f3c07.isp.example", "91.31.60.7", true },
    { "073c1f5b.isp.example", "91.31.60.7", true },
    { "c-73-12-4-5.hsd1.ma.isp.example", "73.12.4.5", true },
    { "5.4.12.73.isp.example", "73.12.4.5", true },
    { "ip-4-12-73.isp.example", "73.12.4.5", true },
    { "host-073-012-004-005.isp.example", "73.12.4.5", true },
    { "dsl9.isp.example", "73.12.4.5", true },
    { "a.dynamic.isp.example", "73.12.4.5", true },
    { "x4-adsl-7.isp.example", "73.12.4.5", true },
    { "2001-db8-0-1-5054-ff-fe12-3456.isp.example", "2001:db8::1:5054:ff:fe12:3456", false },
    { "2001-0db8-0000-0001-5054-00ff-fe12-3456.isp.example", "2001:db8:0:1:5054:ff:fe12:3456",
      true },
    { "mail.home.example", "73.12.4.5", false },
    { "mx4.home.example", "73.12.4.5", false },
    { "out-4-5.mail.home.example", "73.12.4.5", false },
    { "o4-12-9.mail.home.example", "73.12.4.5", false },
    { "pooling.resolver.example", "73.12.4.5", false },
    { "", "73.12.4.5", false },
};

Test(dynamic_name, cases)
{
    for (size_t i = 0; i < G_N_ELEMENTS(dynamic_names); i++) {
        IpAddress ip;

        cr_assert(ip_parse(dynamic_names[i].ip, strlen(dynamic_names[i].ip), &ip));
        cr_expect_eq(name_looks_dynamic(dynamic_names[i].name, &ip), dynamic_names[i].dynamic, "%s",
                     dynamic_names[i].name);
    }
}
