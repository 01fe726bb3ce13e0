/* SPDX-License-Identifier: ISC */
/* All terms of a record and of those that it leads to, in the order of an evaluation in which no
 * term matches: what limits count (RFC 7208 section 4.6.4), and who is let in. Findings about style
 * are for the domain's own record and those that it redirects to; what is included is somebody
 * else's, and told about where it breaks this record. */
#include "records/spf/spf_lint_walk.h"

#include "records/macro.h"
#include "records/spf/spf_evaluate.h"

#include <string.h>

/* Problems are worded to stand before what they are about: "bad macro in". */
static void
say_syntax(const SpfTour *tour, const SpfPage *page)
{
    const SpfRecord *record = page->record;
    g_autofree char *words = spf_slice_text(record->problem_text);
    g_autofree char *problem = g_str_has_suffix(record->problem, " in")
                                   ? g_strndup(record->problem, strlen(record->problem) - 3)
                                   : g_strdup(record->problem);

    lint_say_at(tour->lint, LINT_ERROR, page->domain, words, record->problem_at,
                "RFC 7208 section 4.6", "syntax error, %s: permerror", problem);
}

/* --- one record --- */

/* NULL: it depends on the client or the sender. */
static char *
target_name(const SpfTour *tour, const SpfPage *page, const SpfTerm *term)
{
    const Claim claim = { .local = "postmaster", .domain = tour->lint->domain, .receiver = "" };
    const MacroContext context = { .claim = &claim, .domain = page->domain };

    if (!term->target.start)
        return g_strdup(page->domain);
    return macro_uses_only(term->target, SPF_LINT_LETTERS) ? macro_domain(term->target, &context)
                                                           : NULL;
}

static void
prefetch_terms(const SpfTour *tour, const SpfPage *page)
{
    unsigned lookups = tour->lookups;

    for (guint i = 0; i < page->record->directives->len && lookups < LINT_LOOKUPS_MAX; i++) {
        const SpfTerm *term = &g_array_index(page->record->directives, SpfTerm, i);
        g_autofree char *target = spf_term_asks(term) ? target_name(tour, page, term) : NULL;

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
    target = target_name(tour, page, term);
    if (target)
        spf_lint_visit(tour, page, term, target, shown);
    else
        shown->means = g_strdup("depends on the client or the sender");
    return shown->lookups;
}

/* Section 6.2: without one text there, there is no explanation. */
static void
visit_explanation(SpfTour *tour, const SpfPage *page, GPtrArray *terms)
{
    const SpfTerm *term = &page->record->explain;
    g_autofree char *target = page->included ? NULL : target_name(tour, page, term);
    const DnsAnswer *answer;

    lint_add_term(terms, spf_slice_text(term->text), term->offset);
    if (!target)
        return;
    answer = lint_ask(tour->lint, target, DNS_TXT);
    if (answer->status != DNS_TEMPERROR && answer->records->len != 1)
        spf_lint_say(tour, page, LINT_WARNING, term, "RFC 7208 section 6.2",
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

unsigned
spf_lint_walk(SpfTour *tour, const SpfPage *page, GPtrArray *terms)
{
    const SpfRecord *record = page->record;
    unsigned lookups;

    if (record->problem) {
        say_syntax(tour, page);
        return 0;
    }
    if (!page->included)
        spf_lint_terms(tour->lint, page->domain, record);
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
        lint_say(tour->lint, LINT_ERROR, tour->lint->domain, SPF_LINT_LIMITS, text, most, "",
                 SPF_VOIDS_MAX);
    else if (most > SPF_VOIDS_MAX)
        lint_say(tour->lint, LINT_WARNING, tour->lint->domain, SPF_LINT_LIMITS, text, most,
                 tour->voids4 > tour->voids6 ? " for an IPv4 client" : " for an IPv6 client",
                 SPF_VOIDS_MAX);
}

void
spf_lint_record(Lint *lint, SpfVersion version, const char *octets, size_t len)
{
    g_autoptr(SpfRecord) record = spf_record_parse(octets, len, version(octets, len));
    g_autoptr(GPtrArray) domains = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) way = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GArray) granted = g_array_new(FALSE, FALSE, sizeof(IpNetwork));
    LintRecord *shown =
        lint_add_record(lint, lint->domain, DNS_TXT, spf_slice_text(cursor_over(octets, len)));
    const SpfPage page = { .domain = lint->domain, .record = record, .grants = true };
    SpfTour tour = {
        .lint = lint, .version = version, .domains = domains, .way = way, .granted = granted
    };

    shown->lookups = spf_lint_walk(&tour, &page, shown->terms);
    if (shown->lookups > SPF_TERMS_MAX)
        lint_say(lint, LINT_ERROR, lint->domain, SPF_LINT_LIMITS,
                 "%u terms that ask the DNS, more than %d: permerror", shown->lookups,
                 SPF_TERMS_MAX);
    judge_voids(&tour);
    if (!tour.everybody && lint_is_everybody(granted)) {
        tour.everybody = true;
        lint_say(lint, LINT_ERROR, lint->domain, NULL,
                 "its networks together let everybody in: any machine may send for %s",
                 lint->domain);
    }
    shown->everybody = tour.everybody;
}
