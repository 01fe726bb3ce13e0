/* SPDX-License-Identifier: ISC */
/* A term that means the same for every client and sender becomes a rule. A term whose macros depend
 * on them can only be written in SPF again. An include or mx with such macros may be in error for
 * some clients, so nothing behind it is read. */
#include "convert/convert_spf_reading.h"

#include "convert/spf_target.h"
#include "dns/name.h"
#include "records/macro.h"

#include <string.h>

static void
emit_spf_rule(SpfReading *r, SpfFrame *frame, const PolicyRule *rule)
{
    if (spf_reading_count_void(r, policy_rule_void(r->policy, rule), rule->term))
        spf_reading_emit(r, frame, rule);
}

char *
spf_reading_name(const SpfReading *r, const SpfFrame *frame, const SpfTerm *term)
{
    return spf_target_name(term, frame->domain, r->policy->domain);
}

/* In another record %{d} is another domain, and %{p} may be another name. */
bool
spf_reading_is_portable(const SpfReading *r, const SpfFrame *frame, Cursor spec)
{
    return g_ascii_strcasecmp(frame->domain, r->policy->domain) == 0 ||
           macro_uses_only(spec, "islovh");
}

/* The mechanism without its qualifier; NULL: it does not mean the same in the domain's own record.
 */
static char *
portable_text(const SpfReading *r, const SpfFrame *frame, const SpfTerm *term)
{
    Cursor text = term->text;

    if (!spf_reading_is_portable(r, frame, term->target))
        return NULL;
    if (strchr("+-?~", cursor_peek(&text)))
        cursor_take(&text);
    return cursor_text(text);
}

static void
read_spf_macro(SpfReading *r, SpfFrame *frame, const SpfTerm *term, const char *shown)
{
    g_autofree char *text = portable_text(r, frame, term);
    PolicyRule rule = policy_named(text ? POLICY_MACRO : POLICY_OTHER, term->result, text, shown);

    emit_spf_rule(r, frame, &rule);
}

/* Why an mx is in error, or may be; NULL: it is not. */
static const char *
problem_of_exchanges(const SpfReading *r, const char *name)
{
    g_autoptr(GPtrArray) exchanges = NULL;

    if (!name)
        return "whether it errs depends on the message";
    exchanges = policy_exchanges(r->policy, name);
    return exchanges ? NULL : "it has more than 10 MX hosts";
}

static void
read_spf_hosts(SpfReading *r, SpfFrame *frame, const SpfTerm *term, const char *shown)
{
    g_autofree char *name = spf_reading_name(r, frame, term);
    bool is_mx = term->kind == SPF_MX;
    PolicyRule rule = policy_named(is_mx ? POLICY_MX : POLICY_HOST, term->result, name, shown);
    const char *problem = is_mx ? problem_of_exchanges(r, name) : NULL;

    rule.length4 = term->length4;
    rule.length6 = term->length6;
    if (problem)
        spf_reading_stop_at(r, shown, problem);
    else if (!name)
        read_spf_macro(r, frame, term, shown);
    else
        emit_spf_rule(r, frame, &rule);
}

static void
read_spf_reverse(SpfReading *r, SpfFrame *frame, const SpfTerm *term, const char *shown)
{
    g_autofree char *name = spf_reading_name(r, frame, term);
    g_autofree char *domain = name ? domain_text(name) : NULL;
    PolicyRule rule = policy_named(POLICY_REVERSE, term->result, domain, shown);

    if (!name) {
        read_spf_macro(r, frame, term, shown);
        return;
    }
    emit_spf_rule(r, frame, &rule);
}

/* The name behind "%{ir}."; NULL: the spec has another form. */
static char *
dnsmap_name(const SpfReading *r, const SpfFrame *frame, const SpfTerm *term)
{
    SpfTerm rest = *term;
    g_autofree char *name = NULL;

    if (!cursor_skip_text(&rest.target, "%{ir}."))
        return NULL;
    rest.target = cursor_over(rest.target.at, cursor_left(&rest.target));
    name = spf_reading_name(r, frame, &rest);
    /* a longer name would lose labels from the left in SPF, and be none elsewhere */
    return name && strlen(name) + strlen("f.") * 32 <= MACRO_DOMAIN_MAX ? g_steal_pointer(&name)
                                                                        : NULL;
}

/* An exists whose name is the same for every client matches everybody or nobody. */
static void
read_spf_existence(SpfReading *r, SpfFrame *frame, const char *name, Result result,
                   const char *shown)
{
    const DnsAnswer *answer = policy_ask(r->policy, name, DNS_A);
    PolicyRule everyone = policy_named(POLICY_EVERYONE, result, NULL, shown);

    policy_note(r->policy, shown, "whether the name exists was looked up today");
    if (answer->status == DNS_OK) {
        spf_reading_emit(r, frame, &everyone);
    } else if (!answer->problem) {
        spf_reading_count_void(r, (PolicyVoid){ .ipv4 = true, .ipv6 = true }, shown);
    }
}

static void
read_spf_exists(SpfReading *r, SpfFrame *frame, const SpfTerm *term, const char *shown)
{
    g_autofree char *name = spf_reading_name(r, frame, term), *map = dnsmap_name(r, frame, term);
    PolicyRule rule = policy_named(POLICY_MAP, term->result, map, shown);

    if (name) {
        read_spf_existence(r, frame, name, term->result, shown);
    } else if (!map) {
        read_spf_macro(r, frame, term, shown);
    } else {
        emit_spf_rule(r, frame, &rule);
    }
}

static void
read_spf_network(SpfReading *r, SpfFrame *frame, const SpfTerm *term, const char *shown)
{
    PolicyRule rule = policy_network(term->result, &term->network, shown);

    spf_reading_emit(r, frame, &rule);
}

static void
read_spf_all(SpfReading *r, SpfFrame *frame, const SpfTerm *term, const char *shown)
{
    PolicyRule rule = policy_named(POLICY_EVERYONE, term->result, NULL, shown);

    spf_reading_emit(r, frame, &rule);
}

static void (*const term_readers[])(SpfReading *r, SpfFrame *frame, const SpfTerm *term,
                                    const char *shown) = {
    [SPF_ALL] = read_spf_all,       [SPF_A] = read_spf_hosts,     [SPF_MX] = read_spf_hosts,
    [SPF_PTR] = read_spf_reverse,   [SPF_IP4] = read_spf_network, [SPF_IP6] = read_spf_network,
    [SPF_EXISTS] = read_spf_exists,
};

void
spf_reading_term(SpfReading *r, SpfFrame *frame, const SpfTerm *term, const char *shown)
{
    g_assert(term->kind != SPF_INCLUDE);
    term_readers[term->kind](r, frame, term, shown);
}
