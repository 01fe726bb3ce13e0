/* SPDX-License-Identifier: ISC */
#include "relay/relay_tie.h"

#include "author/organization.h"
#include "records/match.h"
#include "relay/dynamic_name.h"
#include "relay/provider.h"
#include "relay/record_reach.h"
#include "relay/trust.h"

#include <string.h>

bool
relay_tie_counts(const char *domain)
{
    return !domain_problem(domain) && !organization_is_suffix(domain) && !provider_of_name(domain);
}

/* The host of that MX record; NULL: it is nobody's or everybody's. */
static const char *
exchange_at(const DnsAnswer *mx, guint at)
{
    const char *host = ((const DnsRecord *)mx->records->pdata[at])->name;

    return *host && !provider_of_name(host) ? host : NULL;
}

static guint
exchanges_looked_at(const DnsAnswer *mx)
{
    return MIN(mx->records->len, MATCH_EXCHANGES_MAX);
}

/* --- addresses --- */

bool
relay_is_exchange(const RelayClient *client, const char *domain)
{
    g_auto(Matcher) m = matcher_over(client->dns, client->ip);
    const DnsAnswer *mx = client->dns ? dns_ask(client->dns, domain, DNS_MX) : NULL;
    Match match = MATCH_NO;

    for (guint i = 0; mx && i < exchanges_looked_at(mx); i++)
        if (exchange_at(mx, i))
            dns_prefetch_addresses(client->dns, exchange_at(mx, i));
    for (guint i = 0; mx && i < exchanges_looked_at(mx) && match != MATCH_YES; i++)
        if (exchange_at(mx, i))
            match = match_host(&m, exchange_at(mx, i), 32, 128);
    return match == MATCH_YES;
}

/* The finding by which the domain's records, but not the user's, let the client send; NULL: they do
 * not, or let half of the net. */
static Finding *
find_listing(const RelayClient *client, const char *domain)
{
    const Claim claim = claim_of(domain, IDENTITY_MAIL_FROM, client->ip, client->records);
    g_autoptr(Finding) finding = client->dns ? trust_check_records(client->dns, &claim) : NULL;

    if (!finding || finding->result != RESULT_PASS || finding->own ||
        record_reach_is_wide(client->dns, &claim))
        return NULL;
    return g_steal_pointer(&finding);
}

static bool
is_by_own_terms(const Finding *listing, const char *domain)
{
    g_autofree char *foreign = record_reach_path(listing, domain);

    return !foreign;
}

bool
relay_is_listed(const RelayClient *client, const char *domain)
{
    g_autoptr(Finding) listing = find_listing(client, domain);

    return listing && is_by_own_terms(listing, domain);
}

/* --- names --- */

const char *
relay_name_in(const RelayClient *client, const char *domain)
{
    for (guint i = 0; i < client->names->len; i++) {
        const char *name = client->names->pdata[i];

        if (organization_is_same(name, domain) && !name_looks_dynamic(name, client->ip))
            return name;
    }
    return NULL;
}

const char *
relay_name_as_exchanges(const RelayClient *client, const char *domain)
{
    const DnsAnswer *mx = client->dns ? dns_ask(client->dns, domain, DNS_MX) : NULL;
    const char *name = NULL;

    for (guint i = 0; mx && i < exchanges_looked_at(mx) && !name; i++)
        if (exchange_at(mx, i))
            name = relay_name_in(client, exchange_at(mx, i));
    return name;
}

static bool
is_right_below(const char *name, const char *domain)
{
    const char *dot = strchr(name, '.');

    return dot && g_ascii_strcasecmp(dot + 1, domain) == 0;
}

static bool
is_beside_exchanges(const RelayClient *client, const char *name, const char *domain)
{
    const DnsAnswer *mx = client->dns ? dns_ask(client->dns, domain, DNS_MX) : NULL;
    bool beside = false;

    for (guint i = 0; mx && i < exchanges_looked_at(mx) && !beside; i++) {
        const char *host = exchange_at(mx, i), *dot = host ? strchr(host, '.') : NULL;

        beside = dot && is_right_below(name, dot + 1);
    }
    return beside;
}

bool
relay_name_suffices(const RelayClient *client, const char *name, const char *domain)
{
    g_autoptr(Finding) listing = NULL;

    if (is_right_below(name, domain) || is_beside_exchanges(client, name, domain))
        return true;
    listing = find_listing(client, domain);
    return listing;
}

/* --- all --- */

bool
relay_is_tied(const RelayClient *client, const char *domain)
{
    g_autoptr(Finding) listing = NULL;

    if (!relay_tie_counts(domain))
        return false;
    if (client->dns)
        dns_prefetch(client->dns, domain, DNS_TXT);
    if (relay_is_exchange(client, domain))
        return true;
    listing = find_listing(client, domain);
    return (listing && is_by_own_terms(listing, domain)) || relay_name_in(client, domain) ||
           (listing && relay_name_as_exchanges(client, domain));
}
