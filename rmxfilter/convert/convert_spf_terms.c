/* SPDX-License-Identifier: ISC */
/* What a term means to every client and sender becomes a rule; what depends on them by macros stays
 * SPF's own. An include, or MX hosts, that depend on them could be an error to anybody. */
#include "convert/convert_spf_reading.h"

#include "convert/spf_target.h"
#include "dns/name.h"
#include "records/macro.h"

#include <string.h>

static void
emit_counted(SpfReading *r, SpfFrame *frame, const PolicyRule *rule)
{
    if (spf_reading_count_void(r, policy_rule_void(r->policy, rule), rule->term))
        spf_reading_emit(r, frame, rule);
}

/* The name that a spec is for every client and sender; NULL: it is not one. */
char *
spf_reading_name(const SpfReading *r, const SpfFrame *frame, const SpfTerm *term)
{
    return spf_target_name(term, frame->domain, r->policy->domain);
}

/* Elsewhere %{d} is another domain, and %{p} may be another name. */
bool
spf_reading_is_portable(const SpfReading *r, const SpfFrame *frame, Cursor spec)
{
    return g_ascii_strcasecmp(frame->domain, r->policy->domain) == 0 ||
           macro_uses_only(spec, "islovh");
}

/* The mechanism without its qualifier, where it means the same in the domain's own record; NULL:
 * it does not. */
static char *
portable_text(const SpfReading *r, const SpfFrame *frame, const SpfTerm *term)
{
    Cursor text = term->text;

    if (!spf_reading_is_portable(r, frame, term->target))
        return NULL;
    if (strchr("+-?~", cursor_peek(&text)))
        cursor_take(&text);
    return spf_slice_text(text);
}

static void
read_macro(SpfReading *r, SpfFrame *frame, const SpfTerm *term, const char *shown)
{
    g_autofree char *text = portable_text(r, frame, term);
    PolicyRule rule = policy_named(text ? POLICY_MACRO : POLICY_OTHER, term->result, text, shown);

    emit_counted(r, frame, &rule);
}

/* Whose exchanges could be too many is not known of an mx with macros. */
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
read_hosts(SpfReading *r, SpfFrame *frame, const SpfTerm *term, const char *shown)
{
    g_autofree char *name = spf_reading_name(r, frame, term);
    bool is_mx = term->kind == SPF_MX;
    PolicyRule rule = policy_named(is_mx ? POLICY_MX : POLICY_HOST, term->result, name, shown);
    const char *problem = is_mx ? problem_of_exchanges(r, name) : NULL;

    rule.length4 = term->length4;
    rule.length6 = term->length6;
    if (problem)
        spf_reading_cut(r, shown, problem);
    else if (!name)
        read_macro(r, frame, term, shown);
    else
        emit_counted(r, frame, &rule);
}

static void
read_reverse(SpfReading *r, SpfFrame *frame, const SpfTerm *term, const char *shown)
{
    g_autofree char *name = spf_reading_name(r, frame, term);
    g_autofree char *domain = name ? domain_text(name) : NULL;
    PolicyRule rule = policy_named(POLICY_REVERSE, term->result, domain, shown);

    if (!name) {
        read_macro(r, frame, term, shown);
        return;
    }
    emit_counted(r, frame, &rule);
}

/* The name behind "%{ir}.", where that is all the macro; NULL: it is another one. */
static char *
map_name(const SpfReading *r, const SpfFrame *frame, const SpfTerm *term)
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

/* A name without macros exists for everybody or for nobody. */
static void
read_existence(SpfReading *r, SpfFrame *frame, const char *name, Result result, const char *shown)
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
read_exists(SpfReading *r, SpfFrame *frame, const SpfTerm *term, const char *shown)
{
    g_autofree char *name = spf_reading_name(r, frame, term), *map = map_name(r, frame, term);
    PolicyRule rule = policy_named(POLICY_MAP, term->result, map, shown);

    if (name) {
        read_existence(r, frame, name, term->result, shown);
    } else if (!map) {
        read_macro(r, frame, term, shown);
    } else {
        emit_counted(r, frame, &rule);
    }
}

static void
read_include(SpfReading *r, SpfFrame *frame, const SpfTerm *term, const char *shown)
{
    g_autofree char *name = spf_reading_name(r, frame, term);
    g_autoptr(GArray) aside = g_array_new(FALSE, FALSE, sizeof(PolicyRule));
    SpfFrame inner = { .domain = name, .outer = frame, .include = term, .aside = aside };

    if (!name)
        spf_reading_cut(r, shown, "whether it errs depends on the message");
    else
        spf_reading_domain(r, &inner, shown);
}

static void
read_network(SpfReading *r, SpfFrame *frame, const SpfTerm *term, const char *shown)
{
    PolicyRule rule = policy_network(term->result, &term->network, shown);

    spf_reading_emit(r, frame, &rule);
}

static void
read_all(SpfReading *r, SpfFrame *frame, const SpfTerm *term, const char *shown)
{
    PolicyRule rule = policy_named(POLICY_EVERYONE, term->result, NULL, shown);

    spf_reading_emit(r, frame, &rule);
}

static void (*const readers[])(SpfReading *r, SpfFrame *frame, const SpfTerm *term,
                               const char *shown) = {
    [SPF_ALL] = read_all,     [SPF_INCLUDE] = read_include, [SPF_A] = read_hosts,
    [SPF_MX] = read_hosts,    [SPF_PTR] = read_reverse,     [SPF_IP4] = read_network,
    [SPF_IP6] = read_network, [SPF_EXISTS] = read_exists,
};

void
spf_reading_term(SpfReading *r, SpfFrame *frame, const SpfTerm *term, const char *shown)
{
    readers[term->kind](r, frame, term, shown);
}
