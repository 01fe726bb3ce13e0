/* SPDX-License-Identifier: ISC */
/* A policy's rules as sets of addresses: those that the DNS gives their hosts today, and what is
 * left of one set without another. For schemes that have no word for a rule, and for rules that
 * only hold where another one did not. */
#ifndef CONVERT_POLICY_NETWORKS_H
#define CONVERT_POLICY_NETWORKS_H

#include "convert/policy.h"
#include "mime/ip_set.h"

/* The networks (IpNetwork) that a rule matches, asking for addresses of both families. NULL: that
 * depends on more than the client's address. The caller owns the array. */
GArray *policy_rule_networks(Policy *policy, const PolicyRule *rule);

/* Adds the rule's result and term for each of the networks. */
void policy_add_networks(Policy *policy, const PolicyRule *rule, const GArray *networks);

/* The names (char *) of a domain's MX hosts, without the root (RFC 7505). NULL: there are more than
 * MATCH_EXCHANGES_MAX, an error in every scheme. The caller owns the array. */
GPtrArray *policy_exchanges(Policy *policy, const char *domain);

/* Whether looking the rule up as SPF does may be a void lookup (RFC 7208 section 4.6.4) for a
 * client of each family; for rules that depend on the client it may always be. */
typedef struct {
    bool ipv4, ipv6;
} PolicyVoid;
PolicyVoid policy_rule_void(Policy *policy, const PolicyRule *rule);

#endif
