/* SPDX-License-Identifier: ISC */
/* What the DNS answers today counts, for both families. */
#include "convert/policy_networks.h"

#include "records/match.h"

static bool
is_void_answer(const DnsAnswer *answer)
{
    return answer->status == DNS_NODATA || (answer->status == DNS_NXDOMAIN && !answer->problem);
}

static GArray *
networks_of_everyone(void)
{
    GArray *networks = ip_set_new();

    ip_set_add(networks, &(IpNetwork){ .address = { .bits = 32 } });
    ip_set_add(networks, &(IpNetwork){ .address = { .bits = 128 } });
    return networks;
}

static GArray *
networks_of_host(Policy *policy, const PolicyRule *rule, const char *host)
{
    GArray *networks = ip_set_new();
    const DnsAnswer *ipv4, *ipv6;

    dns_prefetch_addresses(policy->dns, host);
    ipv4 = policy_ask(policy, host, DNS_A);
    ipv6 = policy_ask(policy, host, DNS_AAAA);

    for (guint i = 0; i < ipv4->records->len; i++) {
        const DnsRecord *record = ipv4->records->pdata[i];
        IpNetwork network = ip_network(&record->ip, rule->length4);

        ip_set_add(networks, &network);
    }
    for (guint i = 0; i < ipv6->records->len; i++) {
        const DnsRecord *record = ipv6->records->pdata[i];
        IpNetwork network = ip_ipv6_network(&record->ip, rule->length6);

        ip_set_add(networks, &network);
    }
    return networks;
}

GPtrArray *
policy_exchanges(Policy *policy, const char *domain)
{
    const DnsAnswer *answer = policy_ask(policy, domain, DNS_MX);
    GPtrArray *hosts;

    if (answer->records->len > MATCH_EXCHANGES_MAX)
        return NULL;
    hosts = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < answer->records->len; i++) {
        const DnsRecord *record = answer->records->pdata[i];

        if (*record->name != '\0')
            g_ptr_array_add(hosts, g_strdup(record->name));
    }
    for (guint i = 0; i < hosts->len; i++)
        dns_prefetch_addresses(policy->dns, hosts->pdata[i]);
    return hosts;
}

static GArray *
networks_of_exchanges(Policy *policy, const PolicyRule *rule)
{
    g_autoptr(GPtrArray) hosts = policy_exchanges(policy, rule->name);
    GArray *networks;

    if (!hosts)
        return NULL;
    networks = ip_set_new();
    for (guint i = 0; i < hosts->len; i++) {
        g_autoptr(GArray) more = networks_of_host(policy, rule, hosts->pdata[i]);

        ip_set_join(networks, more);
    }
    return networks;
}

GArray *
policy_rule_networks(Policy *policy, const PolicyRule *rule)
{
    GArray *networks = NULL;

    switch (rule->kind) {
    case POLICY_EVERYONE:
        return networks_of_everyone();
    case POLICY_NETWORK:
        networks = ip_set_new();
        ip_set_add(networks, &rule->network);
        return networks;
    case POLICY_HOST:
        return networks_of_host(policy, rule, rule->name);
    case POLICY_MX:
        return networks_of_exchanges(policy, rule);
    case POLICY_REVERSE:
    case POLICY_MAP:
    case POLICY_MACRO:
    case POLICY_OTHER:
        break;
    }
    return NULL;
}

void
policy_add_networks(Policy *policy, const PolicyRule *rule, const GArray *networks)
{
    for (guint i = 0; i < networks->len; i++) {
        PolicyRule one =
            policy_network(rule->result, &g_array_index(networks, IpNetwork, i), rule->term);

        policy_add(policy, &one);
    }
}

static PolicyVoid
voids_of_host(Policy *policy, const char *host)
{
    dns_prefetch_addresses(policy->dns, host);
    return (PolicyVoid){ .ipv4 = is_void_answer(policy_ask(policy, host, DNS_A)),
                         .ipv6 = is_void_answer(policy_ask(policy, host, DNS_AAAA)) };
}

static PolicyVoid
voids_of_exchanges(Policy *policy, const char *domain)
{
    bool none = is_void_answer(policy_ask(policy, domain, DNS_MX));
    PolicyVoid found = { .ipv4 = none, .ipv6 = none };
    g_autoptr(GPtrArray) hosts = policy_exchanges(policy, domain);

    for (guint i = 0; hosts && i < hosts->len; i++) {
        PolicyVoid one = voids_of_host(policy, hosts->pdata[i]);

        found.ipv4 |= one.ipv4;
        found.ipv6 |= one.ipv6;
    }
    return found;
}

PolicyVoid
policy_rule_void(Policy *policy, const PolicyRule *rule)
{
    switch (rule->kind) {
    case POLICY_HOST:
        return voids_of_host(policy, rule->name);
    case POLICY_MX:
        return voids_of_exchanges(policy, rule->name);
    case POLICY_REVERSE:
    case POLICY_MAP:
    case POLICY_MACRO:
    case POLICY_OTHER:
        return (PolicyVoid){ .ipv4 = true, .ipv6 = true };
    case POLICY_EVERYONE:
    case POLICY_NETWORK:
        break;
    }
    return (PolicyVoid){ .ipv4 = false };
}
