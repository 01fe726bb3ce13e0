/* SPDX-License-Identifier: ISC */
/* A rule that lets in and cannot be said is left out: the policy becomes narrower. One that refuses
 * and cannot be said ends all letting in: whoever it refuses might match a rule behind it. */
#include "convert/policy_say.h"

typedef struct {
    Policy *policy;
    const PolicyWords *words;
    void *writer;
    const char *blocked; /* the refusal that could not be said; NULL: none yet */
    GArray *decided;     /* IpNetwork: of those that were said, with either result */
    bool wanted, said;   /* some rule lets in; some such rule was said */
} Saying;

/* One rule in the writer's words; a network that was decided before needs none. */
static const char *
say_once(Saying *s, const PolicyRule *rule)
{
    bool is_network = rule->kind == POLICY_NETWORK;
    const char *why;

    if (is_network && ip_set_covers(s->decided, &rule->network))
        return NULL;
    why = s->words->say(s->writer, rule);
    if (!why && is_network)
        ip_set_add(s->decided, &rule->network);
    s->said |= !why && rule->result == RESULT_PASS;
    return why;
}

/* Each network of the rule in its place. The first that cannot be said ends it: NULL, or why. A
 * part of a rule that lets in is better than nothing; of one that refuses the caller knows. */
static const char *
say_networks(Saying *s, const PolicyRule *rule, const GArray *networks)
{
    const char *why = NULL;

    for (guint i = 0; i < networks->len && !why; i++) {
        PolicyRule one =
            policy_network(rule->result, &g_array_index(networks, IpNetwork, i), rule->term);

        why = say_once(s, &one);
    }
    return why;
}

static const char *
say_today(Saying *s, const PolicyRule *rule, const char *why)
{
    g_autoptr(GArray) networks = NULL;

    if (rule->kind == POLICY_NETWORK)
        return why;
    networks = policy_rule_networks(s->policy, rule);
    if (!networks)
        return why;
    why = say_networks(s, rule, networks);
    if (!why && rule->kind != POLICY_EVERYONE)
        policy_note(s->policy, rule->term,
                    networks->len > 0 ? "it stands with its addresses of today"
                                      : "it has no address today, and is left out");
    return why;
}

static void
say_rule(Saying *s, const PolicyRule *rule)
{
    bool lets_in = rule->result == RESULT_PASS;
    const char *why;

    s->wanted |= lets_in;
    if (s->blocked) {
        g_autofree char *behind = g_strdup_printf("it stands behind %s, which refuses and cannot "
                                                  "be said",
                                                  s->blocked);

        if (lets_in)
            policy_cannot(s->policy, rule->term, behind);
        return;
    }
    why = say_once(s, rule);
    if (why)
        why = say_today(s, rule, why);
    if (why) {
        policy_cannot(s->policy, rule->term, why);
        s->blocked = lets_in ? NULL : rule->term;
    } else if (!lets_in && rule->result != RESULT_FAIL && s->words->softer) {
        policy_cannot(s->policy, rule->term, s->words->softer);
    }
}

bool
policy_say(Policy *policy, const PolicyWords *words, void *writer)
{
    g_autoptr(GArray) decided = ip_set_new();
    Saying s = {
        .policy = policy,
        .words = words,
        .writer = writer,
        .decided = decided,
        .wanted = policy->cannot->len > 0, /* what reading left out may have let in */
    };

    for (guint i = 0; i < policy->rules->len; i++)
        say_rule(&s, &g_array_index(policy->rules, PolicyRule, i));
    if (policy->otherwise != RESULT_FAIL && words->softer)
        policy_cannot(policy, policy_otherwise_text(policy), words->softer);
    if (policy->explanation && !words->explains)
        policy_cannot(policy, policy->explanation, "only SPF's records explain a refusal");
    if (s.wanted && !s.said)
        policy_cannot(policy, "all of it",
                      "nothing that lets in can be said, and a record without it would refuse all");
    return s.said || !s.wanted;
}
