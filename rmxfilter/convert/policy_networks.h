/* SPDX-License-Identifier: ISC */
/* A policy's rules as sets of addresses, those of hosts as the DNS has them today. For schemes that
 * have no term for a rule, and for rules that count only where another one did not match. */
#ifndef CONVERT_POLICY_NETWORKS_H
#define CONVERT_POLICY_NETWORKS_H

#include "convert/policy.h"
#include "mime/ip_set.h"

/* The networks (IpNetwork) that a rule matches, of both families. NULL: more than the client's
 * address decides. The caller owns the array. */
GArray *policy_rule_networks(Policy *policy, const PolicyRule *rule);

/* Adds the rule's result and term for each of the networks. */
void policy_add_networks(Policy *policy, const PolicyRule *rule, const GArray *networks);

/* The names (char *) of a domain's MX hosts, without the root (RFC 7505). NULL: there are more than
 * MATCH_EXCHANGES_MAX, an error in every scheme. The caller owns the array. */
GPtrArray *policy_exchanges(Policy *policy, const char *domain);

/* Whether SPF's lookup for the rule may be a void one (RFC 7208 section 4.6.4), for a client of
 * each family. A lookup that depends on the client always may. */
typedef struct {
    bool ipv4, ipv6;
} PolicyVoid;
PolicyVoid policy_rule_void(Policy *policy, const PolicyRule *rule);

#endif
