/* SPDX-License-Identifier: ISC */
/* Each mechanism is a row of visitors[]. What hosts are, the networks of those that pass, and what
 * leads nowhere is noted as it is met. */
#include "records/spf/spf_lint_walk.h"

#include "records/match.h"

#include <string.h>

/* --- telling --- */

void
spf_lint_say(const SpfTour *tour, const SpfPage *page, LintSeverity severity, const SpfTerm *term,
             const char *rule, const char *text)
{
    g_autofree char *words = spf_slice_text(term->text);

    lint_say_at(tour->lint, severity, page->domain, words, term->offset, rule, "%s", text);
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
    spf_lint_say(tour, page, LINT_ERROR, term, "RFC 7208 section 5.1", text);
}

/* Clients in the networks noted since there were so many pass. */
static void
grant_since(SpfTour *tour, const SpfPage *page, const SpfTerm *term, guint before)
{
    GArray *networks = tour->lint->networks;
    g_autoptr(GArray) own = g_array_new(FALSE, FALSE, sizeof(IpNetwork));

    if (!grants(page, term) || networks->len == before)
        return;
    g_array_append_vals(own, &g_array_index(networks, IpNetwork, before), networks->len - before);
    g_array_append_vals(tour->granted, own->data, own->len);
    if (lint_is_everybody(own))
        say_everybody(tour, page, term);
}

static void
count_void(SpfTour *tour, const SpfPage *page, const SpfTerm *term, LintLacks lacks)
{
    tour->voids4 += lacks.ipv4;
    tour->voids6 += lacks.ipv6;
    if (lacks.ipv4 && lacks.ipv6)
        spf_lint_say(tour, page, LINT_WARNING, term, SPF_LINT_LIMITS,
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
    const DnsAnswer *answer = lint_ask(tour->lint, target, DNS_MX);
    guint before = tour->lint->networks->len;
    LintLacks lacks;

    if (answer->status == DNS_TEMPERROR) {
        shown->means = g_strdup("not known");
    } else if (answer->status != DNS_OK) {
        shown->means = g_strdup("no MX host");
        count_void(tour, page, term, (LintLacks){ .ipv4 = true, .ipv6 = true });
    } else if (answer->records->len > MATCH_EXCHANGES_MAX) {
        shown->means = g_strdup_printf("%u MX hosts", answer->records->len);
        spf_lint_say(tour, page, LINT_ERROR, term, SPF_LINT_LIMITS,
                     "more than 10 MX hosts: permerror");
    } else {
        shown->means = lint_exchanges(tour->lint, answer, term->length4, term->length6, &lacks);
        grant_since(tour, page, term, before);
        tour->voids4 += lacks.ipv4;
        tour->voids6 += lacks.ipv6;
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

static bool
leads_back(const SpfTour *tour, const char *domain)
{
    for (guint i = 0; i < tour->domains->len; i++)
        if (g_ascii_strcasecmp(tour->domains->pdata[i], domain) == 0)
            return true;
    return false;
}

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
    shown->lookups += spf_lint_walk(tour, &next, shown->below);
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
    if (leads_back(tour, target)) {
        shown->means = g_strdup("leads back to itself");
        spf_lint_say(tour, page, LINT_ERROR, term, SPF_LINT_LIMITS,
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
        spf_lint_say(tour, page, LINT_ERROR, term, rule, words);
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

void
spf_lint_visit(SpfTour *tour, const SpfPage *page, const SpfTerm *term, const char *target,
               LintTerm *shown)
{
    visitors[term->kind](tour, page, term, target, shown);
}
