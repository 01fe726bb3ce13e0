/* SPDX-License-Identifier: ISC */
/* A list of names can refuse nobody: a host is left out whose addresses the policy refused before.
 */
#include "records/named_hosts_policy.h"

#include "records/match.h"
#include "records/policy/policy_say.h"

void
named_hosts_policy_read(Policy *policy, const GPtrArray *hosts)
{
    if (hosts->len > MATCH_EXCHANGES_MAX) {
        policy_cut(policy, "the list", "it has more than 10 hosts, which is an error");
        return;
    }
    for (guint i = 0; i < hosts->len; i++) {
        g_autofree char *name = domain_text(hosts->pdata[i]);
        PolicyRule rule = policy_named(POLICY_HOST, RESULT_PASS, name, name);

        if (*name != '\0')
            policy_add(policy, &rule);
    }
}

typedef struct {
    Policy *policy;
    GPtrArray *hosts;
    GArray *refused; /* IpNetwork */
} HostWriter;

/* The client is refused already by an earlier rule, or it is not known not to be. */
static bool
is_refused(HostWriter *w, const char *host, const PolicyRule *rule)
{
    PolicyRule alone = policy_named(POLICY_HOST, RESULT_PASS, host, rule->term);
    g_autoptr(GArray) networks = NULL;

    if (w->refused->len == 0)
        return false;
    networks = policy_rule_networks(w->policy, &alone);
    if (networks_overlap(networks, w->refused))
        return true;
    policy_note(w->policy, rule->term, "that nothing before it refuses it was looked up today");
    return false;
}

static const char *
problem_of_host(HostWriter *w, const char *host, const PolicyRule *rule)
{
    if (!policy_name_is_plain(host))
        return "its name cannot stand in a record";
    return is_refused(w, host, rule) ? "what is refused before it cannot be taken from it" : NULL;
}

/* All of them, or none. */
static const char *
add_hosts(HostWriter *w, const GPtrArray *hosts, const PolicyRule *rule)
{
    if (rule->length4 < 32 || rule->length6 < 128)
        return "a name has no prefix length";
    for (guint i = 0; i < hosts->len; i++) {
        const char *problem = problem_of_host(w, hosts->pdata[i], rule);

        if (problem)
            return problem;
    }
    if (w->hosts->len + hosts->len > MATCH_EXCHANGES_MAX)
        return "more than 10 hosts are an error";
    for (guint i = 0; i < hosts->len; i++)
        g_ptr_array_add(w->hosts, g_strdup(hosts->pdata[i]));
    return NULL;
}

static const char *
let_in(HostWriter *w, const PolicyRule *rule)
{
    g_autoptr(GPtrArray) hosts = NULL;

    if (rule->kind == POLICY_HOST) {
        hosts = g_ptr_array_new_with_free_func(g_free);
        g_ptr_array_add(hosts, g_strdup(rule->name));
        return add_hosts(w, hosts, rule);
    }
    if (rule->kind != POLICY_MX)
        return "only hosts can be listed, by name";
    policy_note(w->policy, rule->term, "it stands with its MX hosts of today");
    hosts = policy_exchanges(w->policy, rule->name);
    return add_hosts(w, hosts, rule);
}

static const char *
refuse(HostWriter *w, const PolicyRule *rule)
{
    g_autoptr(GArray) networks = policy_rule_networks(w->policy, rule);

    if (!networks)
        return "what it refuses depends on more than the address";
    g_array_append_vals(w->refused, networks->data, networks->len);
    return NULL;
}

static const char *
say(void *writer, const PolicyRule *rule)
{
    return rule->result == RESULT_PASS ? let_in(writer, rule) : refuse(writer, rule);
}

GPtrArray *
named_hosts_policy_write(Policy *policy)
{
    static const PolicyWords words = {
        .say = say,
        .softer = "a list of hosts has no softfail and no neutral: it becomes fail",
        .names_only = true
    };
    g_autoptr(GPtrArray) hosts = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GArray) refused = networks_new();
    HostWriter writer = { .policy = policy, .hosts = hosts, .refused = refused };

    if (!policy_say(policy, &words, &writer))
        return NULL;
    if (hosts->len == 0)
        g_ptr_array_add(hosts, g_strdup(""));
    return g_steal_pointer(&hosts);
}
