/* SPDX-License-Identifier: ISC */
/* The limits of section 4.6.4 count for the client that gets farthest. A host with addresses of one
 * family only is a void lookup for clients of the other, which is why these are counted apart. */
#include "convert/convert_spf_reading.h"

#include "records/spf/spf_evaluate.h"

/* --- limits --- */

void
spf_reading_cut(SpfReading *r, const char *term, const char *why)
{
    g_autofree char *text =
        g_strdup_printf("%s: it and what is behind it let nobody in (RFC 7208)", why);

    policy_cut(r->policy, term, text);
}

void
spf_reading_count_term(SpfReading *r, const char *term)
{
    if (++r->terms > SPF_TERMS_MAX)
        spf_reading_cut(r, term, "a client could come to more than 10 terms that ask the DNS");
}

/* False, and the policy is cut, where no client may come past this term. */
bool
spf_reading_count_void(SpfReading *r, PolicyVoid found, const char *term)
{
    r->voids4 += found.ipv4;
    r->voids6 += found.ipv6;
    if (r->voids4 <= SPF_VOIDS_MAX || r->voids6 <= SPF_VOIDS_MAX)
        return true;
    spf_reading_cut(r, term, "a client could meet more than 2 void lookups");
    return false;
}

static bool
is_lost(const SpfReading *r, const IpNetwork *network)
{
    return (network->address.bits == 32 ? r->voids4 : r->voids6) > SPF_VOIDS_MAX;
}

/* The rule's networks of the family that may still pass. Those of the other are an error here. */
static void
add_for_one_family(SpfReading *r, const PolicyRule *rule)
{
    g_autoptr(GArray) networks = policy_rule_networks(r->policy, rule);
    g_autoptr(GArray) left = ip_set_new();
    bool names = rule->kind == POLICY_HOST || rule->kind == POLICY_MX;

    if (!networks) {
        policy_cannot(r->policy, rule->term,
                      "for clients of one family it stands behind too many void lookups");
        return;
    }
    for (guint i = 0; i < networks->len; i++)
        if (!is_lost(r, &g_array_index(networks, IpNetwork, i)))
            ip_set_add(left, &g_array_index(networks, IpNetwork, i));
    if (names && left->len == networks->len) {
        policy_add(r->policy, rule);
        return;
    }
    policy_note(r->policy, rule->term,
                "for clients of one family it stands behind more than 2 void lookups, which is an "
                "error: only addresses of the other are let in, those of today");
    policy_add_networks(r->policy, rule, left);
}

static void
add(SpfReading *r, const PolicyRule *rule)
{
    bool both = r->voids4 <= SPF_VOIDS_MAX && r->voids6 <= SPF_VOIDS_MAX;

    if (both || rule->result != RESULT_PASS)
        policy_add(r->policy, rule);
    else
        add_for_one_family(r, rule);
}

/* --- rules --- */

/* What the rules in aside match, as networks; NULL: more than addresses decide. */
static GArray *
networks_aside(Policy *policy, const GArray *aside, bool *by_name)
{
    g_autoptr(GArray) all = ip_set_new();

    for (guint i = 0; i < aside->len; i++) {
        const PolicyRule *rule = &g_array_index(aside, PolicyRule, i);
        g_autoptr(GArray) networks = policy_rule_networks(policy, rule);

        if (!networks)
            return NULL;
        *by_name |= rule->kind == POLICY_HOST || rule->kind == POLICY_MX;
        g_array_append_vals(all, networks->data, networks->len);
    }
    return g_steal_pointer(&all);
}

/* What is left of the rule's networks; NULL: nothing can be said about that. by_name: of today. */
static GArray *
networks_left(Policy *policy, const SpfFrame *frame, const PolicyRule *rule, bool *by_name)
{
    g_autoptr(GArray) networks = policy_rule_networks(policy, rule);
    g_autoptr(GArray) aside = networks_aside(policy, frame->aside, by_name);

    *by_name |= rule->kind == POLICY_HOST || rule->kind == POLICY_MX;
    return networks && aside ? ip_set_without(networks, aside) : NULL;
}

/* A match in an included record: a pass counts as the include's own result says. */
static void
emit_outwards(SpfReading *r, const SpfFrame *frame, const PolicyRule *rule)
{
    PolicyRule outer = *rule;

    outer.result = frame->include->result;
    spf_reading_emit(r, frame->outer, &outer);
}

/* The same without what was set aside before it. */
static void
emit_what_is_left(SpfReading *r, const SpfFrame *frame, const PolicyRule *rule)
{
    bool by_name = false;
    g_autoptr(GArray) left = networks_left(r->policy, frame, rule, &by_name);

    if (!left) {
        PolicyRule other = *rule;

        other.kind = POLICY_OTHER;
        other.name = NULL;
        emit_outwards(r, frame, &other);
        return;
    }
    if (by_name)
        policy_note(r->policy, rule->term, "it stands with its addresses of today");
    for (guint i = 0; i < left->len; i++) {
        PolicyRule one =
            policy_network(RESULT_PASS, &g_array_index(left, IpNetwork, i), rule->term);

        emit_outwards(r, frame, &one);
    }
}

void
spf_reading_emit(SpfReading *r, SpfFrame *frame, const PolicyRule *rule)
{
    if (frame->ended)
        return;
    frame->ended = rule->kind == POLICY_EVERYONE;
    if (!frame->outer) {
        add(r, rule);
    } else if (rule->result != RESULT_PASS) {
        PolicyRule kept = policy_keep(r->policy, rule);

        g_array_append_val(frame->aside, kept);
    } else if (frame->aside->len == 0) {
        emit_outwards(r, frame, rule);
    } else {
        emit_what_is_left(r, frame, rule);
    }
}
