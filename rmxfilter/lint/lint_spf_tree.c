/* SPDX-License-Identifier: ISC */
/* All terms of a record and of the records that it leads to, in the order of an evaluation in which
 * no term matches: how many lookups the limits count (RFC 7208 section 4.6.4), and who is let in.
 * Each mechanism is a row of mechanism_linters[]. Findings about style are made for the domain's
 * own record and those that it redirects to. An included record belongs to somebody else: it is
 * reported only where it breaks the domain's record. */
#include "lint/lint_spf.h"

#include "convert/spf_target.h"
#include "records/spf/spf_evaluate.h"

#include <string.h>

#define LINT_SPF_LIMITS "RFC 7208 section 4.6.4"

/* A record with all records that it leads to. */
typedef struct {
    Lint *lint;
    SpfVersion version;
    GPtrArray *domains; /* char *: of the records from the first one to the current one */
    GPtrArray *way;     /* char *: the terms that led from each of them to the next */
    GArray *granted;    /* IpNetwork: clients in them pass */
    unsigned lookups;   /* terms that asked the DNS so far */
    unsigned voids4;    /* terms that are a void lookup for IPv4 clients; voids6: IPv6 clients */
    unsigned voids6;
    bool everybody; /* a finding already says that every client passes */
} SpfTree;

/* One record of the tree. */
typedef struct {
    const char *domain;
    const SpfRecord *record;
    bool is_spf_pass; /* a pass here is a pass of the first record */
    bool included;    /* the domain's record includes it, maybe through others */
} SpfNode;

/* --- findings --- */

static void
report_spf_node_term(const SpfTree *tree, const SpfNode *node, LintSeverity severity,
                     const SpfTerm *term, const char *rule, const char *text)
{
    g_autofree char *words = cursor_text(term->text);

    lint_report_at(tree->lint, severity, node->domain, words, term->offset, rule, "%s", text);
}

static bool
is_spf_pass(const SpfNode *node, const SpfTerm *term)
{
    return node->is_spf_pass && term->result == RESULT_PASS;
}

static void
report_spf_everybody(SpfTree *tree, const SpfNode *node, const SpfTerm *term)
{
    g_autofree char *way = NULL, *text = NULL;

    tree->everybody = true;
    g_ptr_array_add(tree->way, NULL);
    way = g_strjoinv(" ", (char **)tree->way->pdata);
    g_ptr_array_set_size(tree->way, (gint)tree->way->len - 1);
    text = g_strconcat("lets everybody in: any machine may send for ", tree->lint->domain,
                       *way ? " by way of " : "", way, NULL);
    report_spf_node_term(tree, node, LINT_ERROR, term, "RFC 7208 section 5.1", text);
}

/* Clients in the networks that the term added since there were so many before pass. */
static void
let_spf_networks_in(SpfTree *tree, const SpfNode *node, const SpfTerm *term, guint before)
{
    g_autoptr(GArray) own = ip_set_new();

    if (!is_spf_pass(node, term))
        return;
    lint_networks_since(tree->lint, before, own);
    g_array_append_vals(tree->granted, own->data, own->len);
    if (ip_set_is_everybody(own))
        report_spf_everybody(tree, node, term);
}

static void
count_spf_void_term(SpfTree *tree, const SpfNode *node, const SpfTerm *term, LintLacks lacks)
{
    tree->voids4 += lacks.ipv4;
    tree->voids6 += lacks.ipv6;
    if (lacks.ipv4 && lacks.ipv6)
        report_spf_node_term(
            tree, node, LINT_WARNING, term, LINT_SPF_LIMITS,
            "leads to nothing: a void lookup, of which more than two break the record");
}

/* --- one term each --- */

static void
lint_spf_all(SpfTree *tree, const SpfNode *node, const SpfTerm *term,
             G_GNUC_UNUSED const char *target, G_GNUC_UNUSED LintTerm *shown)
{
    if (is_spf_pass(node, term))
        report_spf_everybody(tree, node, term);
}

static void
lint_spf_network(SpfTree *tree, const SpfNode *node, const SpfTerm *term,
                 G_GNUC_UNUSED const char *target, G_GNUC_UNUSED LintTerm *shown)
{
    guint before = tree->lint->networks->len;

    lint_add_network(tree->lint, &term->network);
    let_spf_networks_in(tree, node, term, before);
}

static void
lint_spf_a(SpfTree *tree, const SpfNode *node, const SpfTerm *term, const char *target,
           LintTerm *shown)
{
    guint before = tree->lint->networks->len;
    LintLacks lacks;

    shown->means = lint_host(tree->lint, target, term->length4, term->length6, &lacks);
    let_spf_networks_in(tree, node, term, before);
    count_spf_void_term(tree, node, term, lacks);
}

static void
lint_spf_mx(SpfTree *tree, const SpfNode *node, const SpfTerm *term, const char *target,
            LintTerm *shown)
{
    guint before = tree->lint->networks->len;
    LintLacks lacks;

    switch (lint_mx(tree->lint, target, term->length4, term->length6, shown, &lacks)) {
    case LINT_MX_UNKNOWN:
        break;
    case LINT_MX_NONE:
        count_spf_void_term(tree, node, term, (LintLacks){ .ipv4 = true, .ipv6 = true });
        break;
    case LINT_MX_TOO_MANY:
        report_spf_node_term(tree, node, LINT_ERROR, term, LINT_SPF_LIMITS,
                             "more than 10 MX hosts: permerror");
        break;
    case LINT_MX_LISTED:
        let_spf_networks_in(tree, node, term, before);
        tree->voids4 += lacks.ipv4;
        tree->voids6 += lacks.ipv6;
        break;
    }
}

static void
lint_spf_ptr(G_GNUC_UNUSED SpfTree *tree, G_GNUC_UNUSED const SpfNode *node,
             G_GNUC_UNUSED const SpfTerm *term, const char *target, LintTerm *shown)
{
    shown->means = g_strdup_printf("clients with a confirmed name in %s", target);
}

/* The name is the same for every client here, so that all match or none. */
static void
lint_spf_exists(SpfTree *tree, const SpfNode *node, const SpfTerm *term, const char *target,
                LintTerm *shown)
{
    const DnsAnswer *answer = lint_ask(tree->lint, target, DNS_A);

    if (answer->status == DNS_OK) {
        shown->means = g_strdup("matches every client");
        if (is_spf_pass(node, term))
            report_spf_everybody(tree, node, term);
    } else if (answer->status != DNS_TEMPERROR) {
        shown->means = g_strdup("matches no client");
        count_spf_void_term(tree, node, term, (LintLacks){ .ipv4 = true, .ipv6 = true });
    }
}

/* --- records that lead to records --- */

/* Adds the terms of a record to terms; returns how many lookups they cost together. */
static unsigned lint_spf_node(SpfTree *tree, const SpfNode *node, GPtrArray *terms);

/* Why there is no record to evaluate at the domain; NULL: there is one. The caller frees. */
static char *
problem_of_reference(const char *domain, const DnsAnswer *answer, unsigned count)
{
    if (answer->problem)
        return g_strdup_printf("%s is no domain name (%s)", domain, answer->problem);
    if (!strchr(domain, '.'))
        return g_strdup_printf("%s is a single label", domain);
    if (answer->status == DNS_NXDOMAIN)
        return g_strdup_printf("%s does not exist", domain);
    if (count == 0)
        return g_strdup_printf("%s publishes no record", domain);
    return count > 1 ? g_strdup_printf("%s publishes %u records", domain, count) : NULL;
}

static void
lint_spf_referenced(SpfTree *tree, const SpfNode *node, const SpfTerm *term, const char *domain,
                    const GString *text, LintTerm *shown)
{
    g_autoptr(SpfRecord) record =
        spf_record_parse(text->str, text->len, tree->version(text->str, text->len));
    bool include = term->kind == SPF_INCLUDE;
    const SpfNode next = {
        .domain = domain,
        .record = record,
        .is_spf_pass = node->is_spf_pass && (!include || term->result == RESULT_PASS),
        .included = node->included || include,
    };

    g_ptr_array_add(tree->way, cursor_text(term->text));
    shown->lookups += lint_spf_node(tree, &next, shown->below);
    g_ptr_array_set_size(tree->way, (gint)tree->way->len - 1);
}

static void
lint_spf_reference(SpfTree *tree, const SpfNode *node, const SpfTerm *term, const char *target,
                   LintTerm *shown)
{
    const char *rule = term->kind == SPF_INCLUDE ? "RFC 7208 section 5.2" : "RFC 7208 section 6.1";
    g_autofree char *problem = NULL;
    const DnsAnswer *answer;
    const GString *text;
    unsigned count;

    shown->name = g_strdup(target);
    if (lint_is_on_path(tree->domains, target)) {
        shown->means = g_strdup("leads back to itself");
        report_spf_node_term(
            tree, node, LINT_ERROR, term, LINT_SPF_LIMITS,
            "leads back to where it came from, and so over the limit of 10: permerror");
        return;
    }
    answer = lint_ask(tree->lint, target, DNS_TXT);
    if (answer->status == DNS_TEMPERROR) {
        shown->means = g_strdup("not known");
        return;
    }
    text = spf_select(answer, tree->version, &count);
    problem = problem_of_reference(target, answer, count);
    if (problem) {
        g_autofree char *words = g_strconcat(problem, ": permerror", NULL);

        shown->means = g_steal_pointer(&problem);
        report_spf_node_term(tree, node, LINT_ERROR, term, rule, words);
        return;
    }
    shown->record = cursor_text(cursor_over_string(text));
    lint_spf_referenced(tree, node, term, target, text, shown);
}

static void (*const mechanism_linters[])(SpfTree *tree, const SpfNode *node, const SpfTerm *term,
                                         const char *target, LintTerm *shown) = {
    [SPF_ALL] = lint_spf_all,
    [SPF_INCLUDE] = lint_spf_reference,
    [SPF_A] = lint_spf_a,
    [SPF_MX] = lint_spf_mx,
    [SPF_PTR] = lint_spf_ptr,
    [SPF_IP4] = lint_spf_network,
    [SPF_IP6] = lint_spf_network,
    [SPF_EXISTS] = lint_spf_exists,
    [SPF_REDIRECT] = lint_spf_reference,
};

/* --- one record --- */

static char *
spf_node_target(const SpfTree *tree, const SpfNode *node, const SpfTerm *term)
{
    return spf_target_name(term, node->domain, tree->lint->domain);
}

static void
prefetch_spf_node(const SpfTree *tree, const SpfNode *node)
{
    unsigned lookups = tree->lookups;

    for (guint i = 0; i < node->record->directives->len && lookups < LINT_LOOKUPS_MAX; i++) {
        const SpfTerm *term = &g_array_index(node->record->directives, SpfTerm, i);
        g_autofree char *target = spf_term_asks(term) ? spf_node_target(tree, node, term) : NULL;

        lookups += spf_term_asks(term);
        if (!target)
            continue;
        if (term->kind == SPF_INCLUDE)
            dns_prefetch(tree->lint->dns, target, DNS_TXT);
        else if (term->kind == SPF_MX)
            dns_prefetch(tree->lint->dns, target, DNS_MX);
        else if (term->kind == SPF_A)
            dns_prefetch_addresses(tree->lint->dns, target);
    }
}

/* Adds the term; returns how many lookups it costs, with all below. */
static unsigned
lint_spf_term(SpfTree *tree, const SpfNode *node, const SpfTerm *term, GPtrArray *terms)
{
    LintTerm *shown = lint_add_term(terms, cursor_text(term->text), term->offset);
    g_autofree char *target = NULL;

    shown->lookups = spf_term_asks(term);
    if (shown->lookups > 0 && ++tree->lookups > LINT_LOOKUPS_MAX) {
        shown->means = g_strdup("not followed: too many before it");
        return shown->lookups;
    }
    target = spf_node_target(tree, node, term);
    if (target)
        mechanism_linters[term->kind](tree, node, term, target, shown);
    else
        shown->means = g_strdup("depends on the client or the sender");
    return shown->lookups;
}

/* Section 6.2: unless there is exactly one TXT record, there is no explanation. */
static void
lint_spf_explanation(SpfTree *tree, const SpfNode *node, GPtrArray *terms)
{
    const SpfTerm *term = &node->record->explain;
    g_autofree char *target = node->included ? NULL : spf_node_target(tree, node, term);
    const DnsAnswer *answer;

    lint_add_term(terms, cursor_text(term->text), term->offset);
    if (!target)
        return;
    answer = lint_ask(tree->lint, target, DNS_TXT);
    if (answer->status != DNS_TEMPERROR && answer->records->len != 1)
        report_spf_node_term(tree, node, LINT_WARNING, term, "RFC 7208 section 6.2",
                             "no explanation: there must be one TXT record at that name");
}

/* Adds the terms of the record; returns how many lookups they cost. */
static unsigned
lint_spf_node_terms(SpfTree *tree, const SpfNode *node, GPtrArray *terms)
{
    const SpfRecord *record = node->record;
    unsigned lookups = 0;
    bool ended = false;

    for (guint i = 0; i < MIN(record->directives->len, LINT_TERMS_MAX); i++) {
        const SpfTerm *term = &g_array_index(record->directives, SpfTerm, i);

        if (ended)
            lint_add_term(terms, cursor_text(term->text), term->offset)->means =
                g_strdup("never reached");
        else
            lookups += lint_spf_term(tree, node, term, terms);
        ended |= term->kind == SPF_ALL;
    }
    for (guint i = LINT_TERMS_MAX; i < record->directives->len && !ended; i++)
        lookups += spf_term_asks(&g_array_index(record->directives, SpfTerm, i));
    if (record->redirect.text.start && !record->has_all)
        lookups += lint_spf_term(tree, node, &record->redirect, terms);
    if (record->explain.text.start)
        lint_spf_explanation(tree, node, terms);
    return lookups;
}

static unsigned
lint_spf_node(SpfTree *tree, const SpfNode *node, GPtrArray *terms)
{
    const SpfRecord *record = node->record;
    unsigned lookups;

    if (record->problem) {
        lint_spf_syntax(tree->lint, node->domain, record);
        return 0;
    }
    if (!node->included)
        lint_spf_terms(tree->lint, node->domain, record);
    prefetch_spf_node(tree, node);
    g_ptr_array_add(tree->domains, g_strdup(node->domain));
    lookups = lint_spf_node_terms(tree, node, terms);
    g_ptr_array_set_size(tree->domains, (gint)tree->domains->len - 1);
    return lookups;
}

/* --- all of it --- */

static void
report_spf_voids(const SpfTree *tree)
{
    static const char text[] = "%u terms lead to nothing%s, and more than %d void lookups are a "
                               "permerror";
    unsigned most = MAX(tree->voids4, tree->voids6);

    if (MIN(tree->voids4, tree->voids6) > SPF_VOIDS_MAX)
        lint_report(tree->lint, LINT_ERROR, tree->lint->domain, LINT_SPF_LIMITS, text, most, "",
                    SPF_VOIDS_MAX);
    else if (most > SPF_VOIDS_MAX)
        lint_report(tree->lint, LINT_WARNING, tree->lint->domain, LINT_SPF_LIMITS, text, most,
                    tree->voids4 > tree->voids6 ? " for an IPv4 client" : " for an IPv6 client",
                    SPF_VOIDS_MAX);
}

void
lint_spf_record(Lint *lint, SpfVersion version, const char *octets, size_t len)
{
    g_autoptr(SpfRecord) record = spf_record_parse(octets, len, version(octets, len));
    g_autoptr(GPtrArray) domains = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) way = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GArray) granted = ip_set_new();
    LintRecord *shown =
        lint_add_record(lint, lint->domain, DNS_TXT, cursor_text(cursor_over(octets, len)));
    const SpfNode node = { .domain = lint->domain, .record = record, .is_spf_pass = true };
    SpfTree tree = {
        .lint = lint, .version = version, .domains = domains, .way = way, .granted = granted
    };

    shown->lookups = lint_spf_node(&tree, &node, shown->terms);
    if (shown->lookups > SPF_TERMS_MAX)
        lint_report(lint, LINT_ERROR, lint->domain, LINT_SPF_LIMITS,
                    "%u terms that ask the DNS, more than %d: permerror", shown->lookups,
                    SPF_TERMS_MAX);
    report_spf_voids(&tree);
    if (!tree.everybody && ip_set_is_everybody(granted)) {
        tree.everybody = true;
        lint_report(lint, LINT_ERROR, lint->domain, NULL,
                    "its networks together let everybody in: any machine may send for %s",
                    lint->domain);
    }
    shown->everybody = tree.everybody;
}
