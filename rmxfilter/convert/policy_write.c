/* SPDX-License-Identifier: ISC */
/* A rule that lets in and cannot be written is left out: fewer clients pass. Behind a rule that
 * refuses and cannot be written nobody is let in: a client that it refuses might match a rule
 * there.
 */
#include "convert/policy_write.h"

typedef struct {
    Policy *policy;
    const PolicyGrammar *grammar;
    void *writer;
    const char *blocked;                /* the refusal that could not be written; NULL: none yet */
    GArray *decided;                    /* IpNetwork: clients that a written rule decides about */
    bool passes_wanted, passes_written; /* some rule lets in; some such rule was written */
} PolicyWriting;

/* Writes one rule. NULL, or why it cannot be written. A network about which an earlier rule decides
 * needs no term. */
static const char *
write_rule_once(PolicyWriting *w, const PolicyRule *rule)
{
    bool is_network = rule->kind == POLICY_NETWORK;
    const char *why;

    if (is_network && ip_set_covers(w->decided, &rule->network))
        return NULL;
    why = w->grammar->write_rule(w->writer, rule);
    if (!why && is_network)
        ip_set_add(w->decided, &rule->network);
    w->passes_written |= !why && rule->result == RESULT_PASS;
    return why;
}

/* Writes the rule's networks in its place, up to the first that cannot be written: NULL, or why. A
 * part of a rule that lets in is better than nothing. */
static const char *
write_rule_networks(PolicyWriting *w, const PolicyRule *rule, const GArray *networks)
{
    const char *why = NULL;

    for (guint i = 0; i < networks->len && !why; i++) {
        PolicyRule one =
            policy_network(rule->result, &g_array_index(networks, IpNetwork, i), rule->term);

        why = write_rule_once(w, &one);
    }
    return why;
}

static const char *
write_rule_of_today(PolicyWriting *w, const PolicyRule *rule, const char *why)
{
    g_autoptr(GArray) networks = NULL;

    if (rule->kind == POLICY_NETWORK)
        return why;
    networks = policy_rule_networks(w->policy, rule);
    if (!networks)
        return why;
    why = write_rule_networks(w, rule, networks);
    if (!why && rule->kind != POLICY_EVERYONE)
        policy_note(w->policy, rule->term,
                    networks->len > 0 ? "it stands with its addresses of today"
                                      : "it has no address today, and is left out");
    return why;
}

static void
write_rule(PolicyWriting *w, const PolicyRule *rule)
{
    bool lets_in = rule->result == RESULT_PASS;
    const char *why;

    w->passes_wanted |= lets_in;
    if (w->blocked) {
        g_autofree char *behind = g_strdup_printf("it stands behind %s, which refuses and cannot "
                                                  "be said",
                                                  w->blocked);

        if (lets_in)
            policy_note_loss(w->policy, rule->term, behind);
        return;
    }
    why = write_rule_once(w, rule);
    if (why)
        why = write_rule_of_today(w, rule, why);
    if (why) {
        policy_note_loss(w->policy, rule->term, why);
        w->blocked = lets_in ? NULL : rule->term;
    } else if (!lets_in && rule->result != RESULT_FAIL && w->grammar->softer) {
        policy_note_loss(w->policy, rule->term, w->grammar->softer);
    }
}

bool
policy_write(Policy *policy, const PolicyGrammar *grammar, void *writer)
{
    g_autoptr(GArray) decided = ip_set_new();
    PolicyWriting w = {
        .policy = policy,
        .grammar = grammar,
        .writer = writer,
        .decided = decided,
        .passes_wanted = policy->cannot->len > 0, /* what reading left out may have let in */
    };

    for (guint i = 0; i < policy->rules->len; i++)
        write_rule(&w, &g_array_index(policy->rules, PolicyRule, i));
    if (policy->fallback != RESULT_FAIL && grammar->softer)
        policy_note_loss(policy, policy_fallback_text(policy), grammar->softer);
    if (policy->explanation && !grammar->explains)
        policy_note_loss(policy, policy->explanation, "only SPF's records explain a refusal");
    if (w.passes_wanted && !w.passes_written)
        policy_note_loss(
            policy, "all of it",
            "nothing that lets in can be said, and a record without it would refuse all");
    return w.passes_written || !w.passes_wanted;
}
