/* SPDX-License-Identifier: ISC */
/* Providers' domains tie nobody: their machines are everybody's. */
#include "relay/relay_tie.h"

#include "author/organization.h"
#include "records/match.h"
#include "relay/dynamic_name.h"
#include "relay/provider.h"
#include "relay/record_reach.h"
#include "relay/trust.h"

/* Whether one of the names, which are the client's, is in that domain's organization. */
static bool
is_named_in(const ReverseNames *names, const IpAddress *client, const char *domain)
{
    for (guint i = 0; i < names->names->len; i++)
        if (organization_is_same(names->names->pdata[i], domain) &&
            !name_looks_dynamic(names->names->pdata[i], client))
            return true;
    return false;
}

/* Whether one of the domain's MX hosts is in the organization of one of the names. */
static bool
is_named_as_exchanges(const ReverseNames *names, const IpAddress *client, Dns *dns,
                      const char *domain)
{
    const DnsAnswer *mx = dns_ask(dns, domain, DNS_MX);

    for (guint i = 0; i < mx->records->len && i < MATCH_EXCHANGES_MAX; i++) {
        const DnsRecord *record = mx->records->pdata[i];

        if (*record->name && !provider_of_name(record->name) &&
            is_named_in(names, client, record->name))
            return true;
    }
    return false;
}

RelayTie
relay_tie(Dns *dns, const IpAddress *client, const char *domain, const SchemeSettings *settings)
{
    g_auto(Matcher) m = matcher_over(dns, client);
    const Claim claim = claim_of(domain, IDENTITY_MAIL_FROM, client, settings);
    g_autoptr(ReverseNames) names = NULL;
    g_autoptr(Finding) finding = NULL;
    g_autofree char *foreign = NULL;
    bool listed;

    if (domain_problem(domain) || organization_is_suffix(domain) || provider_of_name(domain))
        return RELAY_TIE_NONE;
    reverse_prefetch(dns, client);
    dns_prefetch(dns, domain, DNS_TXT);
    if (match_exchanges(&m, domain, 32, 128) == MATCH_YES)
        return RELAY_TIE_EXCHANGE;
    finding = trust_check_records(dns, &claim);
    listed = finding && finding->result == RESULT_PASS && !record_reach_is_wide(dns, &claim);
    foreign = listed ? record_reach_path(finding, domain) : NULL;
    if (listed && !foreign)
        return RELAY_TIE_RECORDS;
    names = reverse_names(dns, client, NULL);
    if (is_named_in(names, client, domain))
        return RELAY_TIE_NAME;
    return listed && is_named_as_exchanges(names, client, dns, domain) ? RELAY_TIE_SERVICE
                                                                       : RELAY_TIE_NONE;
}
