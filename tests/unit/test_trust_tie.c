/* SPDX-License-Identifier: ISC */
/* What ties a client to the user: by the DNS, and never by what the client says of itself alone. */
#include "mailbox/trust_tie.h"

#include <criterion/criterion.h>
#include <string.h>

static const char zone_text[] =
    "$ORIGIN .\n"
    "home.example. 60 IN MX 10 mx.home.example.\n"
    "home.example. 60 IN MX 20 mx2.backup.example.\n"
    "home.example. 60 IN TXT \"v=spf1 ip4:203.0.113.30 ip4:203.0.113.31 include:bulk.example "
    "-all\"\n"
    "bulk.example. 60 IN TXT \"v=spf1 ip4:203.0.113.40 -all\"\n"
    "mx.home.example. 60 IN A 192.0.2.1\n"
    "mx2.backup.example. 60 IN A 203.0.113.20\n"
    "wide.example. 60 IN TXT \"v=spf1 ip4:203.0.0.0/8 -all\"\n"
    "at-google.example. 60 IN MX 10 aspmx.l.google.com.\n"
    "aspmx.l.google.com. 60 IN A 209.85.1.1\n"
    "foo.edu. 60 IN TXT \"v=spf1 ip4:203.0.113.50 -all\"\n"
    "1.2.0.192.in-addr.arpa. 60 IN PTR mx.home.example.\n"
    "21.113.0.203.in-addr.arpa. 60 IN PTR out.backup.example.\n"
    "out.backup.example. 60 IN A 203.0.113.21\n"
    "22.113.0.203.in-addr.arpa. 60 IN PTR out.home.example.\n"
    "23.113.0.203.in-addr.arpa. 60 IN PTR other.example.\n"
    "23.113.0.203.in-addr.arpa. 60 IN PTR two.home.example.\n"
    "other.example. 60 IN A 203.0.113.23\n"
    "two.home.example. 60 IN A 203.0.113.23\n"
    "24.113.0.203.in-addr.arpa. 60 IN PTR host-203-0-113-24.dsl.home.example.\n"
    "host-203-0-113-24.dsl.home.example. 60 IN A 203.0.113.24\n"
    "25.113.0.203.in-addr.arpa. 60 IN PTR vps7.vps.backup.example.\n"
    "vps7.vps.backup.example. 60 IN A 203.0.113.25\n"
    "26.113.0.203.in-addr.arpa. 60 IN PTR room9.dorm.home.example.\n"
    "room9.dorm.home.example. 60 IN A 203.0.113.26\n"
    "30.113.0.203.in-addr.arpa. 60 IN PTR out.mail.home.example.\n"
    "out.mail.home.example. 60 IN A 203.0.113.30\n"
    "51.113.0.203.in-addr.arpa. 60 IN PTR out.bar.edu.\n"
    "out.bar.edu. 60 IN A 203.0.113.51\n";

static const struct {
    const char *name, *client;
    const char *shows;     /* the name that a believed field shows; NULL: none */
    const char *addressed; /* with commas, all of its mail; NULL: nothing */
    TrustTieKind want;
    bool aside;
    const char *domain, *offline; /* tied to; where nothing is asked; NULL: to none */
} cases[] = {
    { .name = "an MX host",
      .client = "203.0.113.20",
      .want = TIE_EXCHANGER,
      .domain = "home.example" },
    { .name = "a host of the user's domain",
      .client = "192.0.2.1",
      .shows = "mx.home.example",
      .want = TIE_EXCHANGER,
      .domain = "home.example",
      .offline = "home.example" },
    { .name = "a neighbour of an MX host",
      .client = "203.0.113.21",
      .want = TIE_OPERATOR,
      .domain = "home.example" },
    { .name = "a name that is not confirmed",
      .client = "203.0.113.22",
      .shows = "out.home.example",
      .offline = "home.example" },
    { .name = "one of several names",
      .client = "203.0.113.23",
      .want = TIE_OPERATOR,
      .domain = "home.example" },
    { .name = "a customer's line", .client = "203.0.113.24" },
    { .name = "a machine that who takes the mail lets to anybody",
      .client = "203.0.113.25",
      .want = TIE_OPERATOR,
      .aside = true,
      .domain = "home.example" },
    { .name = "another's machine in the user's domain",
      .client = "203.0.113.26",
      .want = TIE_OPERATOR,
      .aside = true,
      .domain = "home.example" },
    { .name = "one there that the domain's records name",
      .client = "203.0.113.30",
      .want = TIE_OPERATOR,
      .domain = "home.example" },
    { .name = "by the domain's own records",
      .client = "203.0.113.31",
      .want = TIE_RECORDS,
      .domain = "home.example" },
    { .name = "by another organization's, which the domain's take in", .client = "203.0.113.40" },
    { .name = "by records that let half of the net send",
      .client = "203.0.113.60",
      .addressed = "wide.example" },
    { .name = "a provider's MX host", .client = "209.85.1.1", .addressed = "at-google.example" },
    { .name = "a domain that its mail names",
      .client = "203.0.113.50",
      .addressed = "foo.edu",
      .want = TIE_ADDRESSED,
      .domain = "foo.edu" },
    { .name = "the one of several that knows it",
      .client = "203.0.113.51",
      .shows = "out.bar.edu",
      .addressed = "aaa.example,bar.edu,foo.edu",
      .want = TIE_ADDRESSED,
      .domain = "bar.edu",
      .offline = "bar.edu" },
    { .name = "no domain that knows it", .client = "203.0.113.52", .addressed = "foo.edu,bar.edu" },
};

/* A tally with one message of that client. */
static TrustTally *
tally_of_case(size_t at)
{
    TrustTally *tally = trust_tally_new();
    g_autofree char *name = g_strdup(cases[at].shows ? cases[at].shows : "");
    char sender[] = "sender.example", nothing[] = "";
    TrustRow row = { .name = name, .by = nothing, .sender = sender, .below_by = nothing };
    g_auto(GStrv) addressed = g_strsplit(cases[at].addressed ? cases[at].addressed : "", ",", -1);
    g_auto(GStrv) mailboxes = g_strsplit("", ",", -1);

    row.addressed = addressed;
    row.mailboxes = mailboxes;
    row.below = g_array_new(FALSE, FALSE, sizeof(IpAddress));
    cr_assert(ip_parse(cases[at].client, strlen(cases[at].client), &row.client));
    trust_tally_add(tally, &row, "x");
    g_array_unref(row.below);
    return tally;
}

static void
expect_tie(size_t at, Dns *dns, TrustTieKind kind, const char *domain)
{
    static const char *const own[] = { "home.example", NULL };
    const TrustDomains domains = { .names = own, .dns = dns };
    g_autoptr(TrustTally) tally = tally_of_case(at);
    g_autoptr(GPtrArray) clients = trust_tally_clients(tally);
    g_autoptr(TrustTie) tie = NULL;

    trust_tie_prefetch(&domains, clients->pdata[0]);
    tie = trust_tie_of(&domains, clients->pdata[0]);
    cr_expect(dns == NULL || tie->kind == kind, "%s: %d", cases[at].name, (int)tie->kind);
    cr_expect(dns == NULL || tie->aside == cases[at].aside, "%s: aside", cases[at].name);
    cr_expect(g_strcmp0(tie->domain, domain) == 0, "%s, %s: %s", cases[at].name,
              dns ? "asked" : "offline", tie->domain);
}

Test(trust_tie, clients)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Dns) dns = dns_new_zone_text("test", zone_text, NULL);

        cr_assert_not_null(dns);
        expect_tie(i, dns, cases[i].want, cases[i].domain);
        expect_tie(i, NULL, cases[i].want, cases[i].offline);
    }
}
