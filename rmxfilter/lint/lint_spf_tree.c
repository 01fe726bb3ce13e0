/* SPDX-License-Identifier: ISC */
/* All terms of a record and of those that it leads to, in the order of an evaluation in which no
 * term matches: what limits count (RFC 7208 section 4.6.4), and who is let in. Each mechanism is a
 * row of visitors[]. Findings about style are for the domain's own record and those that it
 * redirects to; what is included is somebody else's, and told about where it breaks this record. */
#include "lint/lint_spf.h"

#include "convert/spf_target.h"
#include "records/spf/spf_evaluate.h"

#include <string.h>

#define LINT_SPF_LIMITS "RFC 7208 section 4.6.4"

/* One walk, over all records. */
typedef struct {
    Lint *lint;
    SpfVersion version;
    GPtrArray *domains; /* char *: of the records from the first to the one at hand */
    GPtrArray *way;     /* char *: the terms that led from one to the next */
    GArray *granted;    /* IpNetwork: clients in them pass */
    unsigned lookups;   /* followed so far */
    unsigned voids4;    /* terms that lead to nothing for a client of this family */
    unsigned voids6;
    bool everybody; /* it is told that all pass */
} SpfTour;

/* One record. */
typedef struct {
    const char *domain;
    const SpfRecord *record;
    bool grants;   /* a pass here is a pass of the first record */
    bool included; /* it is not the policy itself */
} SpfPage;

/* --- telling --- */

/* A finding about a term, or about the record's syntax error. */
static void
say_term(const SpfTour *tour, const SpfPage *page, LintSeverity severity, const SpfTerm *term,
         const char *rule, const char *text)
{
    g_autofree char *words = spf_slice_text(term->text);

    lint_say_at(tour->lint, severity, page->domain, words, term->offset, rule, "%s", text);
}

static void
report_spf_syntax(const SpfTour *tour, const SpfPage *page)
{
    const SpfRecord *record = page->record;
    g_autofree char *words = spf_slice_text(record->problem_text);

    lint_say_at(tour->lint, LINT_ERROR, page->domain, words, record->problem_at,
                "RFC 7208 section 4.6", "syntax error, %s: permerror", record->problem);
}

static bool
grants(const SpfPage *page, const SpfTerm *term)
{
    return page->grants && term->result == RESULT_PASS;
}

static void
say_everybody(SpfTour *tour, const SpfPage *page, const SpfTerm *term)
{
    g_autofree char *way = NULL, *text = NULL;

    tour->everybody = true;
    g_ptr_array_add(tour->way, NULL);
    way = g_strjoinv(" ", (char **)tour->way->pdata);
    g_ptr_array_set_size(tour->way, (gint)tour->way->len - 1);
    text = g_strconcat("lets everybody in: any machine may send for ", tour->lint->domain,
                       *way ? " by way of " : "", way, NULL);
    say_term(tour, page, LINT_ERROR, term, "RFC 7208 section 5.1", text);
}

/* Clients in the networks noted since there were so many pass. */
static void
grant_since(SpfTour *tour, const SpfPage *page, const SpfTerm *term, guint before)
{
    g_autoptr(GArray) own = ip_set_new();

    if (!grants(page, term))
        return;
    lint_networks_since(tour->lint, before, own);
    g_array_append_vals(tour->granted, own->data, own->len);
    if (ip_set_is_everybody(own))
        say_everybody(tour, page, term);
}

static void
count_void(SpfTour *tour, const SpfPage *page, const SpfTerm *term, LintLacks lacks)
{
    tour->voids4 += lacks.ipv4;
    tour->voids6 += lacks.ipv6;
    if (lacks.ipv4 && lacks.ipv6)
        say_term(tour, page, LINT_WARNING, term, LINT_SPF_LIMITS,
                 "leads to nothing: a void lookup, of which more than two break the record");
}

/* --- one term each --- */

static void
visit_all(SpfTour *tour, const SpfPage *page, const SpfTerm *term, G_GNUC_UNUSED const char *target,
          G_GNUC_UNUSED LintTerm *shown)
{
    if (grants(page, term))
        say_everybody(tour, page, term);
}

static void
visit_network(SpfTour *tour, const SpfPage *page, const SpfTerm *term,
              G_GNUC_UNUSED const char *target, G_GNUC_UNUSED LintTerm *shown)
{
    guint before = tour->lint->networks->len;

    lint_add_network(tour->lint, &term->network);
    grant_since(tour, page, term, before);
}

static void
visit_a(SpfTour *tour, const SpfPage *page, const SpfTerm *term, const char *target,
        LintTerm *shown)
{
    guint before = tour->lint->networks->len;
    LintLacks lacks;

    shown->means = lint_host(tour->lint, target, term->length4, term->length6, &lacks);
    grant_since(tour, page, term, before);
    count_void(tour, page, term, lacks);
}

static void
visit_mx(SpfTour *tour, const SpfPage *page, const SpfTerm *term, const char *target,
         LintTerm *shown)
{
    guint before = tour->lint->networks->len;
    LintLacks lacks;

    switch (lint_mx(tour->lint, target, term->length4, term->length6, shown, &lacks)) {
    case LINT_MX_UNKNOWN:
        break;
    case LINT_MX_NONE:
        count_void(tour, page, term, (LintLacks){ .ipv4 = true, .ipv6 = true });
        break;
    case LINT_MX_TOO_MANY:
        say_term(tour, page, LINT_ERROR, term, LINT_SPF_LIMITS, "more than 10 MX hosts: permerror");
        break;
    case LINT_MX_LISTED:
        grant_since(tour, page, term, before);
        tour->voids4 += lacks.ipv4;
        tour->voids6 += lacks.ipv6;
        break;
    }
}

static void
visit_ptr(G_GNUC_UNUSED SpfTour *tour, G_GNUC_UNUSED const SpfPage *page,
          G_GNUC_UNUSED const SpfTerm *term, const char *target, LintTerm *shown)
{
    shown->means = g_strdup_printf("clients with a confirmed name in %s", target);
}

/* Without a macro that tells clients apart, what exists exists for all of them. */
static void
visit_exists(SpfTour *tour, const SpfPage *page, const SpfTerm *term, const char *target,
             LintTerm *shown)
{
    const DnsAnswer *answer = lint_ask(tour->lint, target, DNS_A);

    if (answer->status == DNS_OK) {
        shown->means = g_strdup("matches every client");
        if (grants(page, term))
            say_everybody(tour, page, term);
    } else if (answer->status != DNS_TEMPERROR) {
        shown->means = g_strdup("matches no client");
        count_void(tour, page, term, (LintLacks){ .ipv4 = true, .ipv6 = true });
    }
}

/* --- records that lead to records --- */

/* Adds the terms of a record to terms; returns the lookups that they cost together. */
static unsigned lint_spf_subtree(SpfTour *tour, const SpfPage *page, GPtrArray *terms);

/* Why nothing can be evaluated at the domain; NULL: there is one record. The caller frees. */
static char *
obstacle(const char *domain, const DnsAnswer *answer, unsigned count)
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
follow_record(SpfTour *tour, const SpfPage *page, const SpfTerm *term, const char *domain,
              const GString *text, LintTerm *shown)
{
    g_autoptr(SpfRecord) record =
        spf_record_parse(text->str, text->len, tour->version(text->str, text->len));
    bool include = term->kind == SPF_INCLUDE;
    const SpfPage next = {
        .domain = domain,
        .record = record,
        .grants = page->grants && (!include || term->result == RESULT_PASS),
        .included = page->included || include,
    };

    g_ptr_array_add(tour->way, spf_slice_text(term->text));
    shown->lookups += lint_spf_subtree(tour, &next, shown->below);
    g_ptr_array_set_size(tour->way, (gint)tour->way->len - 1);
}

static void
visit_record(SpfTour *tour, const SpfPage *page, const SpfTerm *term, const char *target,
             LintTerm *shown)
{
    const char *rule = term->kind == SPF_INCLUDE ? "RFC 7208 section 5.2" : "RFC 7208 section 6.1";
    g_autofree char *problem = NULL;
    const DnsAnswer *answer;
    const GString *text;
    unsigned count;

    shown->name = g_strdup(target);
    if (lint_is_on_path(tour->domains, target)) {
        shown->means = g_strdup("leads back to itself");
        say_term(tour, page, LINT_ERROR, term, LINT_SPF_LIMITS,
                 "leads back to where it came from, and so over the limit of 10: permerror");
        return;
    }
    answer = lint_ask(tour->lint, target, DNS_TXT);
    if (answer->status == DNS_TEMPERROR) {
        shown->means = g_strdup("not known");
        return;
    }
    text = spf_select(answer, tour->version, &count);
    problem = obstacle(target, answer, count);
    if (problem) {
        g_autofree char *words = g_strconcat(problem, ": permerror", NULL);

        shown->means = g_steal_pointer(&problem);
        say_term(tour, page, LINT_ERROR, term, rule, words);
        return;
    }
    shown->record = spf_slice_text(cursor_over(text->str, text->len));
    follow_record(tour, page, term, target, text, shown);
}

static void (*const visitors[])(SpfTour *tour, const SpfPage *page, const SpfTerm *term,
                                const char *target, LintTerm *shown) = {
    [SPF_ALL] = visit_all,     [SPF_INCLUDE] = visit_record, [SPF_A] = visit_a,
    [SPF_MX] = visit_mx,       [SPF_PTR] = visit_ptr,        [SPF_IP4] = visit_network,
    [SPF_IP6] = visit_network, [SPF_EXISTS] = visit_exists,  [SPF_REDIRECT] = visit_record,
};

/* --- one record --- */

static char *
target_of(const SpfTour *tour, const SpfPage *page, const SpfTerm *term)
{
    return spf_target_name(term, page->domain, tour->lint->domain);
}

static void
prefetch_terms(const SpfTour *tour, const SpfPage *page)
{
    unsigned lookups = tour->lookups;

    for (guint i = 0; i < page->record->directives->len && lookups < LINT_LOOKUPS_MAX; i++) {
        const SpfTerm *term = &g_array_index(page->record->directives, SpfTerm, i);
        g_autofree char *target = spf_term_asks(term) ? target_of(tour, page, term) : NULL;

        lookups += spf_term_asks(term);
        if (!target)
            continue;
        if (term->kind == SPF_INCLUDE)
            dns_prefetch(tour->lint->dns, target, DNS_TXT);
        else if (term->kind == SPF_MX)
            dns_prefetch(tour->lint->dns, target, DNS_MX);
        else if (term->kind == SPF_A)
            lint_host_prefetch(tour->lint->dns, target);
    }
}

/* The lookups that it takes. */
static unsigned
visit(SpfTour *tour, const SpfPage *page, const SpfTerm *term, GPtrArray *terms)
{
    LintTerm *shown = lint_add_term(terms, spf_slice_text(term->text), term->offset);
    g_autofree char *target = NULL;

    shown->lookups = spf_term_asks(term);
    if (shown->lookups > 0 && ++tour->lookups > LINT_LOOKUPS_MAX) {
        shown->means = g_strdup("not followed: too many before it");
        return shown->lookups;
    }
    target = target_of(tour, page, term);
    if (target)
        visitors[term->kind](tour, page, term, target, shown);
    else
        shown->means = g_strdup("depends on the client or the sender");
    return shown->lookups;
}

/* Section 6.2: without one text there, there is no explanation. */
static void
visit_explanation(SpfTour *tour, const SpfPage *page, GPtrArray *terms)
{
    const SpfTerm *term = &page->record->explain;
    g_autofree char *target = page->included ? NULL : target_of(tour, page, term);
    const DnsAnswer *answer;

    lint_add_term(terms, spf_slice_text(term->text), term->offset);
    if (!target)
        return;
    answer = lint_ask(tour->lint, target, DNS_TXT);
    if (answer->status != DNS_TEMPERROR && answer->records->len != 1)
        say_term(tour, page, LINT_WARNING, term, "RFC 7208 section 6.2",
                 "no explanation: there must be one TXT record at that name");
}

/* The lookups of all its terms. */
static unsigned
walk_terms(SpfTour *tour, const SpfPage *page, GPtrArray *terms)
{
    const SpfRecord *record = page->record;
    unsigned lookups = 0;
    bool ended = false;

    for (guint i = 0; i < MIN(record->directives->len, LINT_TERMS_MAX); i++) {
        const SpfTerm *term = &g_array_index(record->directives, SpfTerm, i);

        if (ended)
            lint_add_term(terms, spf_slice_text(term->text), term->offset)->means =
                g_strdup("never reached");
        else
            lookups += visit(tour, page, term, terms);
        ended |= term->kind == SPF_ALL;
    }
    for (guint i = LINT_TERMS_MAX; i < record->directives->len && !ended; i++)
        lookups += spf_term_asks(&g_array_index(record->directives, SpfTerm, i));
    if (record->redirect.text.start && !record->has_all)
        lookups += visit(tour, page, &record->redirect, terms);
    if (record->explain.text.start)
        visit_explanation(tour, page, terms);
    return lookups;
}

static unsigned
lint_spf_subtree(SpfTour *tour, const SpfPage *page, GPtrArray *terms)
{
    const SpfRecord *record = page->record;
    unsigned lookups;

    if (record->problem) {
        report_spf_syntax(tour, page);
        return 0;
    }
    if (!page->included)
        lint_spf_terms(tour->lint, page->domain, record);
    prefetch_terms(tour, page);
    g_ptr_array_add(tour->domains, g_strdup(page->domain));
    lookups = walk_terms(tour, page, terms);
    g_ptr_array_set_size(tour->domains, (gint)tour->domains->len - 1);
    return lookups;
}

/* --- all of it --- */

static void
judge_voids(const SpfTour *tour)
{
    static const char text[] = "%u terms lead to nothing%s, and more than %d void lookups are a "
                               "permerror";
    unsigned most = MAX(tour->voids4, tour->voids6);

    if (MIN(tour->voids4, tour->voids6) > SPF_VOIDS_MAX)
        lint_say(tour->lint, LINT_ERROR, tour->lint->domain, LINT_SPF_LIMITS, text, most, "",
                 SPF_VOIDS_MAX);
    else if (most > SPF_VOIDS_MAX)
        lint_say(tour->lint, LINT_WARNING, tour->lint->domain, LINT_SPF_LIMITS, text, most,
                 tour->voids4 > tour->voids6 ? " for an IPv4 client" : " for an IPv6 client",
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
        lint_add_record(lint, lint->domain, DNS_TXT, spf_slice_text(cursor_over(octets, len)));
    const SpfPage page = { .domain = lint->domain, .record = record, .grants = true };
    SpfTour tour = {
        .lint = lint, .version = version, .domains = domains, .way = way, .granted = granted
    };

    shown->lookups = lint_spf_subtree(&tour, &page, shown->terms);
    if (shown->lookups > SPF_TERMS_MAX)
        lint_say(lint, LINT_ERROR, lint->domain, LINT_SPF_LIMITS,
                 "%u terms that ask the DNS, more than %d: permerror", shown->lookups,
                 SPF_TERMS_MAX);
    judge_voids(&tour);
    if (!tour.everybody && ip_set_is_everybody(granted)) {
        tour.everybody = true;
        lint_say(lint, LINT_ERROR, lint->domain, NULL,
                 "its networks together let everybody in: any machine may send for %s",
                 lint->domain);
    }
    shown->everybody = tour.everybody;
}
