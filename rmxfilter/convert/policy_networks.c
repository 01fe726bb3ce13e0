/* SPDX-License-Identifier: ISC */
/* Two networks are either apart or one is in the other: all of the sets' arithmetic follows. */
#include "convert/policy_networks.h"

#include "records/match.h"

GArray *
networks_new(void)
{
    return g_array_new(FALSE, FALSE, sizeof(IpNetwork));
}

void
networks_add(GArray *networks, const IpNetwork *network)
{
    if (network->address.bits > 0)
        g_array_append_vals(networks, network, 1);
}

static void
networks_join(GArray *networks, const GArray *more)
{
    g_array_append_vals(networks, more->data, more->len);
}

/* --- what the DNS says today --- */

static bool
is_void(const DnsAnswer *answer)
{
    return answer->status == DNS_NODATA || (answer->status == DNS_NXDOMAIN && !answer->problem);
}

static void
prefetch_host(Policy *policy, const char *host)
{
    dns_prefetch(policy->dns, host, DNS_A);
    dns_prefetch(policy->dns, host, DNS_AAAA);
}

static GArray *
networks_of_everyone(void)
{
    GArray *networks = networks_new();

    networks_add(networks, &(IpNetwork){ .address = { .bits = 32 } });
    networks_add(networks, &(IpNetwork){ .address = { .bits = 128 } });
    return networks;
}

static GArray *
networks_of_host(Policy *policy, const PolicyRule *rule, const char *host)
{
    GArray *networks = networks_new();
    const DnsAnswer *ipv4, *ipv6;

    prefetch_host(policy, host);
    ipv4 = policy_ask(policy, host, DNS_A);
    ipv6 = policy_ask(policy, host, DNS_AAAA);

    for (guint i = 0; i < ipv4->records->len; i++) {
        const DnsRecord *record = ipv4->records->pdata[i];
        IpNetwork network = ip_network(&record->ip, rule->length4);

        networks_add(networks, &network);
    }
    for (guint i = 0; i < ipv6->records->len; i++) {
        const DnsRecord *record = ipv6->records->pdata[i];
        IpNetwork network = match_ipv6_network(&record->ip, rule->length6);

        networks_add(networks, &network);
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
        prefetch_host(policy, hosts->pdata[i]);
    return hosts;
}

static GArray *
networks_of_exchanges(Policy *policy, const PolicyRule *rule)
{
    g_autoptr(GPtrArray) hosts = policy_exchanges(policy, rule->name);
    GArray *networks;

    if (!hosts)
        return NULL;
    networks = networks_new();
    for (guint i = 0; i < hosts->len; i++) {
        g_autoptr(GArray) more = networks_of_host(policy, rule, hosts->pdata[i]);

        networks_join(networks, more);
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
        networks = networks_new();
        networks_add(networks, &rule->network);
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
void_host(Policy *policy, const char *host)
{
    prefetch_host(policy, host);
    return (PolicyVoid){ .ipv4 = is_void(policy_ask(policy, host, DNS_A)),
                         .ipv6 = is_void(policy_ask(policy, host, DNS_AAAA)) };
}

static PolicyVoid
void_exchanges(Policy *policy, const char *domain)
{
    bool none = is_void(policy_ask(policy, domain, DNS_MX));
    PolicyVoid found = { .ipv4 = none, .ipv6 = none };
    g_autoptr(GPtrArray) hosts = policy_exchanges(policy, domain);

    for (guint i = 0; hosts && i < hosts->len; i++) {
        PolicyVoid one = void_host(policy, hosts->pdata[i]);

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
        return void_host(policy, rule->name);
    case POLICY_MX:
        return void_exchanges(policy, rule->name);
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

/* --- sets --- */

static bool
contains(const IpNetwork *wide, const IpNetwork *narrow)
{
    return wide->length <= narrow->length && ip_in_network(&narrow->address, wide);
}

bool
networks_cover(const GArray *networks, const IpNetwork *network)
{
    for (guint i = 0; i < networks->len; i++)
        if (contains(&g_array_index(networks, IpNetwork, i), network))
            return true;
    return false;
}

/* Adds the network without a hole that is inside it: at each bit of the longer prefix the half that
 * the hole is not in. */
static void
add_around(GArray *out, const IpNetwork *network, const IpNetwork *hole)
{
    for (unsigned length = network->length; length < hole->length; length++) {
        IpAddress other = hole->address;
        IpNetwork half;

        other.octets[length / 8] ^= (uint8_t)(0x80U >> (length % 8));
        half = ip_network(&other, (uint8_t)(length + 1));
        networks_add(out, &half);
    }
}

/* Everything in networks without one hole. */
static GArray *
without_one(const GArray *networks, const IpNetwork *hole)
{
    GArray *left = networks_new();

    for (guint i = 0; i < networks->len; i++) {
        const IpNetwork *network = &g_array_index(networks, IpNetwork, i);

        if (contains(hole, network))
            continue;
        if (contains(network, hole))
            add_around(left, network, hole);
        else
            networks_add(left, network);
    }
    return left;
}

GArray *
networks_without(const GArray *networks, const GArray *minus)
{
    g_autoptr(GArray) left = networks_new();

    networks_join(left, networks);
    for (guint i = 0; i < minus->len; i++) {
        GArray *less = without_one(left, &g_array_index(minus, IpNetwork, i));

        g_array_unref(left);
        left = less;
        if (left->len > POLICY_NETWORKS_MAX)
            return NULL;
    }
    return g_steal_pointer(&left);
}
