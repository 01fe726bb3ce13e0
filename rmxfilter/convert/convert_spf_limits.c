/* SPDX-License-Identifier: ISC */
/* The limits of section 4.6.4 are counted for a client that matches no term. A host with addresses
 * of one family only is a void lookup for clients of the other family, so each family has its own
 * count. */
#include "convert/convert_spf_reading.h"

#include "records/spf/spf_evaluate.h"

/* --- limits --- */

void
spf_reading_stop_at(SpfReading *r, const char *term, const char *why)
{
    g_autofree char *text =
        g_strdup_printf("%s: it and what is behind it let nobody in (RFC 7208)", why);

    policy_stop_at(r->policy, term, text);
}

void
spf_reading_count_term(SpfReading *r, const char *term)
{
    if (++r->terms > SPF_TERMS_MAX)
        spf_reading_stop_at(r, term, "a client could come to more than 10 terms that ask the DNS");
}

bool
spf_reading_count_void(SpfReading *r, PolicyVoid found, const char *term)
{
    r->voids4 += found.ipv4;
    r->voids6 += found.ipv6;
    if (r->voids4 <= SPF_VOIDS_MAX || r->voids6 <= SPF_VOIDS_MAX)
        return true;
    spf_reading_stop_at(r, term, "a client could meet more than 2 void lookups");
    return false;
}

static bool
is_past_voids(const SpfReading *r, const IpNetwork *network)
{
    return (network->address.bits == 32 ? r->voids4 : r->voids6) > SPF_VOIDS_MAX;
}

/* Adds the rule's networks of the family that is within the limit. For clients of the other family
 * SPF is in error here. */
static void
add_spf_rule_of_family(SpfReading *r, const PolicyRule *rule)
{
    g_autoptr(GArray) networks = policy_rule_networks(r->policy, rule);
    g_autoptr(GArray) left = ip_set_new();
    bool names = rule->kind == POLICY_HOST || rule->kind == POLICY_MX;

    if (!networks) {
        policy_note_loss(r->policy, rule->term,
                         "for clients of one family it stands behind too many void lookups");
        return;
    }
    for (guint i = 0; i < networks->len; i++)
        if (!is_past_voids(r, &g_array_index(networks, IpNetwork, i)))
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
add_spf_rule(SpfReading *r, const PolicyRule *rule)
{
    bool both = r->voids4 <= SPF_VOIDS_MAX && r->voids6 <= SPF_VOIDS_MAX;

    if (both || rule->result != RESULT_PASS)
        policy_add(r->policy, rule);
    else
        add_spf_rule_of_family(r, rule);
}

/* --- rules --- */

/* The networks that the excluded rules match; NULL: more than the address decides. by_name is set
 * where hosts are among them. */
static GArray *
networks_excluded(Policy *policy, const GArray *excluded, bool *by_name)
{
    g_autoptr(GArray) all = ip_set_new();

    for (guint i = 0; i < excluded->len; i++) {
        const PolicyRule *rule = &g_array_index(excluded, PolicyRule, i);
        g_autoptr(GArray) networks = policy_rule_networks(policy, rule);

        if (!networks)
            return NULL;
        *by_name |= rule->kind == POLICY_HOST || rule->kind == POLICY_MX;
        g_array_append_vals(all, networks->data, networks->len);
    }
    return g_steal_pointer(&all);
}

/* The rule's networks without those that are excluded; NULL: more than the address decides. by_name
 * is set where hosts are among them: the networks are those of today. */
static GArray *
networks_left(Policy *policy, const SpfFrame *frame, const PolicyRule *rule, bool *by_name)
{
    g_autoptr(GArray) networks = policy_rule_networks(policy, rule);
    g_autoptr(GArray) excluded = networks_excluded(policy, frame->excluded, by_name);

    *by_name |= rule->kind == POLICY_HOST || rule->kind == POLICY_MX;
    return networks && excluded ? ip_set_without(networks, excluded) : NULL;
}

/* A pass of an included record is a match of the include, with the include's own result. */
static void
emit_outwards(SpfReading *r, const SpfFrame *frame, const PolicyRule *rule)
{
    PolicyRule outer = *rule;

    outer.result = frame->include->result;
    spf_reading_emit(r, frame->outer, &outer);
}

/* The same without the clients that are excluded. */
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
    g_assert(!frame->outer || (frame->include && frame->excluded));
    if (frame->ended)
        return;
    frame->ended = rule->kind == POLICY_EVERYONE;
    if (!frame->outer) {
        add_spf_rule(r, rule);
    } else if (rule->result != RESULT_PASS) {
        PolicyRule kept = policy_copy_rule(r->policy, rule);

        g_array_append_val(frame->excluded, kept);
    } else if (frame->excluded->len == 0) {
        emit_outwards(r, frame, rule);
    } else {
        emit_what_is_left(r, frame, rule);
    }
}
