/* SPDX-License-Identifier: ISC */
/* A policy written as an SPF record. Names stay names up to the number of terms and void lookups
 * that section 4.6.4 allows for every client; behind that their addresses of today are written. */
#include "convert/convert_spf.h"

#include "convert/converters.h"
#include "convert/policy_write.h"
#include "records/spf/spf_evaluate.h"
#include "records/spf/spf_record.h"

/* The answer with a longer record may not fit into a UDP packet (section 3.4). */
#define RECORD_OCTETS_WISE 450

typedef struct {
    Policy *policy;
    GString *text;
    unsigned terms, voids4, voids6;
} SpfWriter;

static const char *
qualifier(Result result)
{
    switch (result) {
    case RESULT_FAIL:
        return "-";
    case RESULT_SOFTFAIL:
        return "~";
    case RESULT_NEUTRAL:
        return "?";
    case RESULT_PASS:
    case RESULT_NONE:
    case RESULT_TEMPERROR:
    case RESULT_PERMERROR:
        break;
    }
    return "";
}

/* --- each kind of rule: the mechanism without its qualifier; NULL: SPF has none --- */

static char *
named_text(const SpfWriter *w, const PolicyRule *rule, const char *mechanism, bool lengths)
{
    bool own = policy_is_own(w->policy, rule);
    g_autofree char *length4 =
        lengths && rule->length4 < 32 ? g_strdup_printf("/%u", rule->length4) : g_strdup("");
    g_autofree char *length6 =
        lengths && rule->length6 < 128 ? g_strdup_printf("//%u", rule->length6) : g_strdup("");

    if (!policy_name_is_plain(rule->name))
        return NULL;
    return g_strconcat(mechanism, own ? "" : ":", own ? "" : rule->name, length4, length6, NULL);
}

static char *
host_text(const SpfWriter *w, const PolicyRule *rule)
{
    return named_text(w, rule, "a", true);
}

static char *
mx_text(const SpfWriter *w, const PolicyRule *rule)
{
    return named_text(w, rule, "mx", true);
}

static char *
reverse_text(const SpfWriter *w, const PolicyRule *rule)
{
    return named_text(w, rule, "ptr", false);
}

static char *
map_text(G_GNUC_UNUSED const SpfWriter *w, const PolicyRule *rule)
{
    return policy_name_is_plain(rule->name) ? g_strconcat("exists:%{ir}.", rule->name, NULL) : NULL;
}

static char *
network_text(G_GNUC_UNUSED const SpfWriter *w, const PolicyRule *rule)
{
    g_autofree char *network = policy_network_text(&rule->network);

    return network ? g_strconcat(rule->network.address.bits == 32 ? "ip4:" : "ip6:", network, NULL)
                   : NULL;
}

static char *
macro_mechanism(G_GNUC_UNUSED const SpfWriter *w, const PolicyRule *rule)
{
    return g_strdup(rule->name);
}

static char *
all_text(G_GNUC_UNUSED const SpfWriter *w, G_GNUC_UNUSED const PolicyRule *rule)
{
    return g_strdup("all");
}

static char *
no_text(G_GNUC_UNUSED const SpfWriter *w, G_GNUC_UNUSED const PolicyRule *rule)
{
    return NULL;
}

static char *(*const mechanism_texts[])(const SpfWriter *w, const PolicyRule *rule) = {
    [POLICY_EVERYONE] = all_text,     [POLICY_NETWORK] = network_text,
    [POLICY_HOST] = host_text,        [POLICY_MX] = mx_text,
    [POLICY_REVERSE] = reverse_text,  [POLICY_MAP] = map_text,
    [POLICY_MACRO] = macro_mechanism, [POLICY_OTHER] = no_text,
};

/* --- the record --- */

/* Counts one more term that asks the DNS; false, and not counted, where it exceeds a limit for some
 * client. */
static bool
take_spf_lookup(SpfWriter *w, const PolicyRule *rule)
{
    PolicyVoid found = policy_rule_void(w->policy, rule);

    if (w->terms == SPF_TERMS_MAX || w->voids4 + found.ipv4 > SPF_VOIDS_MAX ||
        w->voids6 + found.ipv6 > SPF_VOIDS_MAX)
        return false;
    w->terms++;
    w->voids4 += found.ipv4;
    w->voids6 += found.ipv6;
    return true;
}

/* Where the reverse names cannot be had, RMX is in error and SPF's ptr does not match. A client
 * could break its own reverse zone to get past a ptr that refuses. */
static const char *
problem_of_reverse(const SpfWriter *w, const PolicyRule *rule)
{
    if (rule->kind != POLICY_REVERSE || !rule->strict)
        return NULL;
    if (rule->result != RESULT_PASS)
        return "ptr of SPF refuses nobody whose reverse name cannot be looked up";
    policy_note(w->policy, rule->term,
                "a client whose reverse names cannot be looked up is an "
                "error to the one scheme, and no match to ptr of SPF");
    return NULL;
}

static const char *
write_spf_rule(void *writer, const PolicyRule *rule)
{
    SpfWriter *w = writer;
    g_autofree char *mechanism = mechanism_texts[rule->kind](w, rule);
    g_autofree char *alone = g_strconcat("v=spf1 ", mechanism, NULL);
    g_autofree char *problem = mechanism ? spf_check_record_text(alone, spf_version1) : NULL;
    const char *differs = problem_of_reverse(w, rule);

    if (!mechanism || problem)
        return "SPF has no term for it";
    if (differs)
        return differs;
    if (rule->kind != POLICY_EVERYONE && rule->kind != POLICY_NETWORK && !take_spf_lookup(w, rule))
        return "SPF allows 10 terms that ask the DNS, and 2 that find nothing";
    g_string_append_printf(w->text, " %s%s", qualifier(rule->result), mechanism);
    return NULL;
}

static void
end_spf_record(SpfWriter *w)
{
    const Policy *policy = w->policy;
    const PolicyRule *last = policy->rules->len > 0
                                 ? &g_array_index(policy->rules, PolicyRule, policy->rules->len - 1)
                                 : NULL;

    if (!last || last->kind != POLICY_EVERYONE)
        g_string_append_printf(w->text, " %sall", qualifier(policy->fallback));
    if (policy->explanation)
        g_string_append_printf(w->text, " %s", policy->explanation);
    if (w->text->len > RECORD_OCTETS_WISE)
        policy_note(w->policy, "the whole record",
                    "it is longer than 450 octets, which not every way through the DNS can carry");
}

void
convert_write_terms(Policy *policy, const char *version)
{
    static const PolicyGrammar grammar = { .write_rule = write_spf_rule, .explains = true };
    g_autoptr(GString) text = g_string_new(version);
    SpfWriter writer = { .policy = policy, .text = text };

    if (!policy_write(policy, &grammar, &writer))
        return;
    end_spf_record(&writer);
    policy_write_text(policy, "", text->str);
}

void
convert_spf_write(Policy *policy)
{
    convert_write_terms(policy, "v=spf1");
}
