/* SPDX-License-Identifier: ISC */
/* A term that matches nobody would only cost a lookup, so it is left out. */
#include "convert/suggest.h"

#include "convert/convert.h"
#include "convert/converters.h"
#include "convert/policy_networks.h"
#include "records/match.h"

/* Adds the rule where its hosts have addresses today. */
static void
add_rule_with_addresses(Policy *policy, PolicyKind kind, const char *term)
{
    PolicyRule rule = policy_named(kind, RESULT_PASS, policy->domain, term);
    g_autoptr(GArray) networks = policy_rule_networks(policy, &rule);

    if (networks && networks->len > 0)
        policy_add(policy, &rule);
}

void
suggest_policy(Policy *policy)
{
    if (match_null_mx(policy_ask(policy, policy->domain, DNS_MX))) /* no answer would come back */
        return;
    add_rule_with_addresses(policy, POLICY_HOST, "a");
    add_rule_with_addresses(policy, POLICY_MX, "mx");
}

char *
suggest_line(Dns *dns, const char *domain)
{
    g_autoptr(Policy) published = policy_new(dns, domain, NULL);
    g_autoptr(Policy) policy = policy_new(dns, domain, NULL);

    if (convert_spf_read(published))
        return NULL;
    suggest_policy(policy);
    convert_spf_write(policy);
    if (policy->unknown || policy->records->len == 0)
        return NULL;
    return convert_line(policy->records->pdata[0]);
}
