/* SPDX-License-Identifier: ISC */
/* SPF read into a policy. An include has no counterpart elsewhere: its record's terms are put in
 * its place. Only its passes count there (section 5.2), so what else matches in it takes away from
 * the passes behind it. The limits of section 4.6.4 count for the client that gets farthest: where
 * one could be broken the policy is cut, and lets nobody in behind that. */
#include "records/spf_policy.h"

#include "records/macro.h"
#include "records/match.h"
#include "records/policy_networks.h"
#include "records/spf_evaluate.h"
#include "records/spf_record.h"

#include <string.h>

typedef struct {
    Policy *policy;
    SpfVersion version;
    unsigned terms, voids4, voids6; /* so far, where no term matched */
} Reading;

/* A record within the records that include it. */
typedef struct Frame Frame;
struct Frame {
    const char *domain;
    Frame *outer; /* NULL: the domain's own record, or what it redirects to */
    const SpfTerm *include;
    GArray *aside; /* PolicyRule: what matched here and was no pass; only in an include */
    bool ended;    /* everybody has matched */
};

static void read_domain(Reading *r, Frame *frame, const char *term);

/* --- rules on their way out of the includes --- */

/* What the rules in aside match, as networks; NULL: more than addresses decide. */
static GArray *
networks_aside(Policy *policy, const GArray *aside, bool *by_name)
{
    g_autoptr(GArray) all = networks_new();

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
networks_left(Policy *policy, const Frame *frame, const PolicyRule *rule, bool *by_name)
{
    g_autoptr(GArray) networks = policy_rule_networks(policy, rule);
    g_autoptr(GArray) aside = networks_aside(policy, frame->aside, by_name);

    *by_name |= rule->kind == POLICY_HOST || rule->kind == POLICY_MX;
    return networks && aside ? networks_without(networks, aside) : NULL;
}

static void emit(Reading *r, Frame *frame, const PolicyRule *rule);

/* A match in an included record: a pass counts as the include's own result says. */
static void
emit_outwards(Reading *r, const Frame *frame, const PolicyRule *rule)
{
    PolicyRule outer = *rule;

    outer.result = frame->include->result;
    emit(r, frame->outer, &outer);
}

/* The same without what was set aside before it. */
static void
emit_what_is_left(Reading *r, const Frame *frame, const PolicyRule *rule)
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

static void
emit(Reading *r, Frame *frame, const PolicyRule *rule)
{
    if (frame->ended)
        return;
    frame->ended = rule->kind == POLICY_EVERYONE;
    if (!frame->outer) {
        policy_add(r->policy, rule);
    } else if (rule->result != RESULT_PASS) {
        PolicyRule copy = *rule;

        copy.name = g_strdup(rule->name);
        copy.term = g_strdup(rule->term);
        g_array_append_val(frame->aside, copy);
    } else if (frame->aside->len == 0) {
        emit_outwards(r, frame, rule);
    } else {
        emit_what_is_left(r, frame, rule);
    }
}

/* --- limits --- */

static void
cut(Reading *r, const char *term, const char *why)
{
    g_autofree char *text =
        g_strdup_printf("%s: it and what is behind it let nobody in (RFC 7208)", why);

    if (r->policy->closed)
        return;
    policy_cut(r->policy, term, text);
    r->policy->otherwise = RESULT_NEUTRAL; /* an error is no refusal */
}

static void
count_term(Reading *r, const char *term)
{
    if (++r->terms > SPF_TERMS_MAX)
        cut(r, term, "a client could come to more than 10 terms that ask the DNS");
}

static void
count_void(Reading *r, const PolicyRule *rule)
{
    PolicyVoid found = policy_rule_void(r->policy, rule);

    r->voids4 += found.ipv4;
    r->voids6 += found.ipv6;
}

/* True where a client that came past the terms before would meet a void lookup too many. */
static bool
too_many_voids(Reading *r, const char *term)
{
    if (r->voids4 <= SPF_VOIDS_MAX && r->voids6 <= SPF_VOIDS_MAX)
        return false;
    cut(r, term, "a client could meet more than 2 void lookups");
    return true;
}

/* --- terms --- */

/* The name that a spec is for every client and sender; NULL: it is not one. */
static char *
constant_name(const Reading *r, const Frame *frame, const SpfTerm *term)
{
    Claim claim = { .domain = r->policy->domain, .local = "postmaster", .receiver = "" };
    MacroContext context = { .claim = &claim, .domain = frame->domain };

    if (!term->target.start)
        return g_strdup(frame->domain);
    return macro_uses_only(term->target, "do") ? macro_domain(term->target, &context) : NULL;
}

/* The mechanism without its qualifier, where it means the same in the domain's own record; NULL:
 * it does not. */
static char *
portable_text(const Reading *r, const Frame *frame, const SpfTerm *term)
{
    Cursor text = term->text;

    if (g_ascii_strcasecmp(frame->domain, r->policy->domain) != 0 &&
        !macro_uses_only(term->target, "islovh"))
        return NULL;
    if (strchr("+-?~", cursor_peek(&text)))
        cursor_take(&text);
    return spf_slice_text(text);
}

static void
read_macro(Reading *r, Frame *frame, const SpfTerm *term, const char *shown)
{
    g_autofree char *text = portable_text(r, frame, term);
    PolicyRule rule = policy_named(text ? POLICY_MACRO : POLICY_OTHER, term->result, text, shown);

    count_void(r, &rule);
    if (!too_many_voids(r, shown))
        emit(r, frame, &rule);
}

/* How many clients an mx with macros may err for nobody knows. */
static void
read_hosts(Reading *r, Frame *frame, const SpfTerm *term, const char *shown)
{
    g_autofree char *name = constant_name(r, frame, term);
    PolicyRule rule =
        policy_named(term->kind == SPF_MX ? POLICY_MX : POLICY_HOST, term->result, name, shown);
    g_autoptr(GPtrArray) exchanges = NULL;

    rule.length4 = term->length4;
    rule.length6 = term->length6;
    if (!name && term->kind == SPF_MX) {
        cut(r, shown, "whether it errs depends on the message");
        return;
    }
    if (!name) {
        read_macro(r, frame, term, shown);
        return;
    }
    if (term->kind == SPF_MX && !(exchanges = policy_exchanges(r->policy, name))) {
        cut(r, shown, "it has more than 10 MX hosts");
        return;
    }
    count_void(r, &rule);
    if (!too_many_voids(r, shown))
        emit(r, frame, &rule);
}

static void
read_reverse(Reading *r, Frame *frame, const SpfTerm *term, const char *shown)
{
    g_autofree char *name = constant_name(r, frame, term);
    g_autofree char *domain = name ? domain_text(name) : NULL;
    PolicyRule rule = policy_named(POLICY_REVERSE, term->result, domain, shown);

    if (!name) {
        read_macro(r, frame, term, shown);
        return;
    }
    count_void(r, &rule);
    if (!too_many_voids(r, shown))
        emit(r, frame, &rule);
}

/* The name behind "%{ir}.", where that is all the macro; NULL: it is another one. */
static char *
map_name(const Reading *r, const Frame *frame, const SpfTerm *term)
{
    SpfTerm rest = *term;
    g_autofree char *name = NULL;

    if (!cursor_skip_text(&rest.target, "%{ir}."))
        return NULL;
    rest.target = cursor_over(rest.target.at, cursor_left(&rest.target));
    name = constant_name(r, frame, &rest);
    /* a longer name would lose labels from the left in SPF, and be none elsewhere */
    return name && strlen(name) + strlen("f.") * 32 <= MACRO_DOMAIN_MAX ? g_steal_pointer(&name)
                                                                        : NULL;
}

/* A name without macros exists for everybody or for nobody. */
static void
read_existence(Reading *r, Frame *frame, const char *name, Result result, const char *shown)
{
    const DnsAnswer *answer = policy_ask(r->policy, name, DNS_A);
    PolicyRule everyone = policy_named(POLICY_EVERYONE, result, NULL, shown);

    policy_note(r->policy, shown, "whether the name exists was looked up today");
    if (answer->status == DNS_OK) {
        emit(r, frame, &everyone);
    } else if (!answer->problem) {
        r->voids4++;
        r->voids6++;
        too_many_voids(r, shown);
    }
}

static void
read_exists(Reading *r, Frame *frame, const SpfTerm *term, const char *shown)
{
    g_autofree char *name = constant_name(r, frame, term), *map = map_name(r, frame, term);
    PolicyRule rule = policy_named(POLICY_MAP, term->result, map, shown);

    if (name) {
        read_existence(r, frame, name, term->result, shown);
    } else if (!map) {
        read_macro(r, frame, term, shown);
    } else {
        count_void(r, &rule);
        if (!too_many_voids(r, shown))
            emit(r, frame, &rule);
    }
}

static void
clear_rule(void *rule)
{
    policy_rule_clear(rule);
}

static void
read_include(Reading *r, Frame *frame, const SpfTerm *term, const char *shown)
{
    g_autofree char *name = constant_name(r, frame, term);
    g_autoptr(GArray) aside = g_array_new(FALSE, FALSE, sizeof(PolicyRule));
    Frame inner = { .domain = name, .outer = frame, .include = term, .aside = aside };

    g_array_set_clear_func(aside, clear_rule);
    if (!name)
        cut(r, shown, "whether it errs depends on the message");
    else
        read_domain(r, &inner, shown);
}

static void
read_network(Reading *r, Frame *frame, const SpfTerm *term, const char *shown)
{
    PolicyRule rule = policy_network(term->result, &term->network, shown);

    emit(r, frame, &rule);
}

static void
read_all(Reading *r, Frame *frame, const SpfTerm *term, const char *shown)
{
    PolicyRule rule = policy_named(POLICY_EVERYONE, term->result, NULL, shown);

    emit(r, frame, &rule);
}

static void (*const readers[])(Reading *r, Frame *frame, const SpfTerm *term, const char *shown) = {
    [SPF_ALL] = read_all,     [SPF_INCLUDE] = read_include, [SPF_A] = read_hosts,
    [SPF_MX] = read_hosts,    [SPF_PTR] = read_reverse,     [SPF_IP4] = read_network,
    [SPF_IP6] = read_network, [SPF_EXISTS] = read_exists,
};

/* The term with the includes that it stands in: "include:a.example mx". The caller frees. */
static char *
shown_text(const Frame *frame, const SpfTerm *term)
{
    g_autofree char *text = spf_slice_text(term->text);

    if (!frame->outer)
        return g_steal_pointer(&text);

    g_autofree char *outer = shown_text(frame->outer, frame->include);

    return g_strconcat(outer, " ", text, NULL);
}

/* --- records --- */

/* Section 6.1: it is as if the other record stood here. */
static void
read_redirect(Reading *r, Frame *frame, const SpfRecord *record)
{
    const SpfTerm *term = &record->redirect;
    g_autofree char *shown = shown_text(frame, term), *name = constant_name(r, frame, term);
    const char *own = frame->domain;

    count_term(r, shown);
    if (r->policy->closed)
        return;
    if (!name) {
        cut(r, shown, "whether it errs depends on the message");
        return;
    }
    frame->domain = name;
    read_domain(r, frame, shown);
    frame->domain = own;
}

/* The explanation of the record that decides: not of an included one (section 6.2). */
static void
read_explanation(const Reading *r, const Frame *frame, const SpfRecord *record)
{
    Policy *policy = r->policy;

    g_clear_pointer(&policy->explanation, g_free);
    if (record->explain.text.start)
        policy->explanation = spf_slice_text(record->explain.text);
    if (policy->explanation && g_ascii_strcasecmp(frame->domain, policy->domain) != 0 &&
        !macro_uses_only(record->explain.target, "islovh")) {
        policy_cannot(policy, policy->explanation, "its macros stand for a record that redirects");
        g_clear_pointer(&policy->explanation, g_free);
    }
}

static void
read_record(Reading *r, Frame *frame, const SpfRecord *record)
{
    if (!frame->outer)
        read_explanation(r, frame, record);
    for (guint i = 0; i < record->directives->len; i++) {
        const SpfTerm *term = &g_array_index(record->directives, SpfTerm, i);
        g_autofree char *shown = shown_text(frame, term);

        if (frame->ended || r->policy->closed || r->policy->unknown)
            return;
        if (spf_term_asks(term))
            count_term(r, shown);
        if (!r->policy->closed)
            readers[term->kind](r, frame, term, shown);
    }
    if (record->redirect.text.start && !record->has_all && !frame->ended && !r->policy->closed)
        read_redirect(r, frame, record);
    else if (!frame->outer && !r->policy->closed)
        r->policy->otherwise = RESULT_NEUTRAL; /* section 4.7 */
}

static void
read_text(Reading *r, Frame *frame, const GString *text, const char *term)
{
    g_autoptr(SpfRecord) record =
        spf_record_parse(text->str, text->len, r->version(text->str, text->len));
    g_autofree char *problem =
        record->problem ? spf_record_problem_text(record, frame->domain) : NULL;

    if (problem)
        cut(r, term, problem);
    else
        read_record(r, frame, record);
}

/* term: what named the domain. */
static void
read_domain(Reading *r, Frame *frame, const char *term)
{
    const DnsAnswer *answer;
    const GString *text;
    unsigned count;

    if (!strchr(frame->domain, '.')) {
        cut(r, term, "it names a single label");
        return;
    }
    answer = policy_ask(r->policy, frame->domain, DNS_TXT);
    if (answer->status == DNS_TEMPERROR)
        return;
    text = spf_select(answer, r->version, &count);
    if (count == 1)
        read_text(r, frame, text, term);
    else
        cut(r, term, count > 1 ? "there is more than one record" : "there is no record");
}

bool
spf_policy_read(Policy *policy, SpfVersion version)
{
    Reading r = { .policy = policy, .version = version };
    Frame frame = { .domain = policy->domain };
    const DnsAnswer *answer = policy_ask(policy, policy->domain, DNS_TXT);
    unsigned count;

    if (!strchr(policy->domain, '.') || !spf_select(answer, version, &count))
        return false;
    read_domain(&r, &frame, "the record");
    return true;
}
