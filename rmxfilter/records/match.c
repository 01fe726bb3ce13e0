/* SPDX-License-Identifier: ISC */
/* Names that cannot be asked (an empty label, too long) come back from the DNS room as NXDOMAIN
 * with a problem: they match nothing, and as no question went out they are no void lookups. */
#include "records/match.h"

#include <string.h>

Matcher
matcher_over(Dns *dns, const IpAddress *client)
{
    return (Matcher){ .dns = dns, .client = client, .authentic = true };
}

void
matcher_clear(Matcher *m)
{
    g_clear_pointer(&m->problem, g_free);
}

bool
matcher_authentic(const Matcher *m)
{
    return m->asked && m->authentic;
}

static void
note_answer(Matcher *m, const DnsAnswer *answer, bool authentic)
{
    m->asked = true;
    m->authentic &= authentic;
    if (answer->status == DNS_NODATA || (answer->status == DNS_NXDOMAIN && !answer->problem))
        m->was_void = true;
}

void
matcher_note(Matcher *m, const DnsAnswer *answer)
{
    note_answer(m, answer, answer->authentic);
}

const DnsAnswer *
matcher_ask(Matcher *m, const char *name, uint16_t type)
{
    const DnsAnswer *answer = dns_ask(m->dns, name, type);

    matcher_note(m, answer);
    g_clear_pointer(&m->problem, g_free);
    if (answer->status == DNS_TEMPERROR) {
        g_autofree char *type_text = dns_type_text(type);

        m->problem = g_strdup_printf("%s of %s: %s", type_text, name,
                                     answer->problem ? answer->problem : "no answer");
    }
    return answer;
}

/* What an answer without records means. */
static Match
without_records(const DnsAnswer *answer)
{
    return answer->status == DNS_TEMPERROR ? MATCH_TEMPERROR : MATCH_NO;
}

Match
match_host(Matcher *m, const char *host, uint8_t length4, uint8_t length6)
{
    const DnsAnswer *answer = matcher_ask(m, host, dns_address_type(m->client));

    g_assert(m->client->bits > 0 && length4 <= 32 && length6 <= 128);
    if (answer->status != DNS_OK)
        return without_records(answer);
    for (guint i = 0; i < answer->records->len; i++) {
        const DnsRecord *record = g_ptr_array_index(answer->records, i);
        IpNetwork network = m->client->bits == 32 ? ip_network(&record->ip, length4)
                                                  : ip_ipv6_network(&record->ip, length6);

        if (ip_in_network(m->client, &network))
            return MATCH_YES;
    }
    return MATCH_NO;
}

Match
match_exchanges(Matcher *m, const char *domain, uint8_t length4, uint8_t length6)
{
    const DnsAnswer *answer = matcher_ask(m, domain, DNS_MX);

    if (answer->status != DNS_OK)
        return without_records(answer);
    if (answer->records->len > MATCH_EXCHANGES_MAX) {
        m->problem = g_strdup_printf("%s has %u MX hosts, more than %d", domain,
                                     answer->records->len, MATCH_EXCHANGES_MAX);
        return MATCH_PERMERROR;
    }
    for (guint i = 0; i < answer->records->len; i++)
        dns_prefetch_next(m->dns, ((const DnsRecord *)answer->records->pdata[i])->name,
                          dns_address_type(m->client));
    for (guint i = 0; i < answer->records->len; i++) {
        const DnsRecord *record = g_ptr_array_index(answer->records, i);

        if (*record->name == '\0') /* "MX 0 .": no mail (RFC 7505) */
            continue;

        Match match = match_host(m, record->name, length4, length6);

        if (match != MATCH_NO)
            return match;
    }
    return MATCH_NO;
}

bool
match_null_mx(const DnsAnswer *mx)
{
    return mx->records->len == 1 && *((const DnsRecord *)mx->records->pdata[0])->name == '\0';
}

Match
match_hosts(Matcher *m, const GPtrArray *hosts, const char **matched)
{
    g_autofree char *problem = NULL;

    g_clear_pointer(&m->problem, g_free);
    if (hosts->len > MATCH_EXCHANGES_MAX) {
        m->problem = g_strdup_printf("%u hosts, more than %d", hosts->len, MATCH_EXCHANGES_MAX);
        return MATCH_PERMERROR;
    }
    for (guint i = 0; i < hosts->len; i++)
        dns_prefetch_next(m->dns, hosts->pdata[i], dns_address_type(m->client));
    for (guint i = 0; i < hosts->len; i++) {
        const char *host = hosts->pdata[i];
        Match match = *host ? match_host(m, host, 32, 128) : MATCH_NO;

        if (match == MATCH_YES) {
            *matched = host;
            return match;
        }
        if (match != MATCH_NO && !problem)
            problem = g_steal_pointer(&m->problem);
    }
    if (!problem)
        return MATCH_NO;
    g_free(m->problem);
    m->problem = g_steal_pointer(&problem);
    return MATCH_TEMPERROR;
}

Match
match_exists(Matcher *m, const char *name)
{
    const DnsAnswer *answer = matcher_ask(m, name, DNS_A);

    return answer->status == DNS_OK ? MATCH_YES : without_records(answer);
}

ReverseNames *
match_reverse_names(Matcher *m, const char *domain)
{
    ReverseNames *names = reverse_names(m->dns, m->client, domain);

    g_assert(m->client->bits > 0);
    note_answer(m, names->answer, names->authentic);
    g_clear_pointer(&m->problem, g_free);
    if (names->unknown) {
        g_autofree char *address = ip_text(m->client);

        m->problem = g_strdup_printf("reverse names of %s: %s", address,
                                     names->answer->problem ? names->answer->problem
                                                            : "one could not be confirmed");
    }
    return names;
}

void
match_host_prefetch(Dns *dns, const IpAddress *client, const char *host)
{
    dns_prefetch(dns, host, dns_address_type(client));
}

void
match_hosts_prefetch(Dns *dns, const IpAddress *client, const GPtrArray *hosts)
{
    for (guint i = 0; i < hosts->len && hosts->len <= MATCH_EXCHANGES_MAX; i++)
        match_host_prefetch(dns, client, hosts->pdata[i]);
}

static void
prefetch_exchange_addresses(Dns *dns, const DnsAnswer *answer, uint16_t type)
{
    if (answer->records->len > MATCH_EXCHANGES_MAX)
        return;
    for (guint i = 0; i < answer->records->len; i++) {
        const DnsRecord *record = g_ptr_array_index(answer->records, i);

        if (*record->name != '\0')
            dns_prefetch(dns, record->name, type);
    }
}

/* One for each family, so that nothing needs to outlive the caller. */
static void
prefetch_exchanges_a(Dns *dns, G_GNUC_UNUSED const char *name, const DnsAnswer *answer,
                     G_GNUC_UNUSED void *data)
{
    prefetch_exchange_addresses(dns, answer, DNS_A);
}

static void
prefetch_exchanges_aaaa(Dns *dns, G_GNUC_UNUSED const char *name, const DnsAnswer *answer,
                        G_GNUC_UNUSED void *data)
{
    prefetch_exchange_addresses(dns, answer, DNS_AAAA);
}

void
match_exchanges_prefetch(Dns *dns, const IpAddress *client, const char *domain)
{
    dns_prefetch_then(dns, domain, DNS_MX,
                      dns_address_type(client) == DNS_AAAA ? prefetch_exchanges_aaaa
                                                           : prefetch_exchanges_a,
                      NULL);
}
