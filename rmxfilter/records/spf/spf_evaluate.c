/* SPDX-License-Identifier: ISC */
/* Plain and sequential, as the RFC tells it: limits count what is evaluated, whatever was
 * prefetched. Each mechanism is a row of handlers[]. Recursion (include, redirect) ends with the
 * tenth term. */
#include "records/spf/spf_evaluate.h"

#include "records/macro.h"
#include "records/match.h"
#include "records/spf/spf_record.h"

#include <string.h>

/* One run over a claim, all records together. */
typedef struct {
    Matcher matcher;
    const Claim *claim;
    SpfVersion version;
    Finding *finding;
    unsigned terms;         /* evaluated that ask the DNS */
    unsigned voids;         /* evaluated that got a void answer */
    const DnsAnswer *first; /* for the record of the claim's own domain; NULL: not asked for */
} Evaluation;

/* One record of the run. */
typedef struct {
    const char *domain;
    const SpfRecord *record;
    bool included; /* its exp= does not count (section 6.2) */
} RecordFrame;

static Result check_host(Evaluation *e, const char *domain, bool included);

/* problem is taken. What goes wrong in an included record is set first, and replaced by what goes
 * wrong in the record that includes it. */
static void
set_spf_problem(Evaluation *e, char *problem)
{
    g_free(e->finding->problem);
    e->finding->problem = problem;
}

/* problem (taken) with the term and the record that it happened in. */
static void
set_term_problem(Evaluation *e, const RecordFrame *frame, const SpfTerm *term, char *problem)
{
    g_autofree char *text = cursor_text(term->text), *what = problem;

    g_assert(what);
    set_spf_problem(e, g_strdup_printf("%s (%s at octet %zu of the record of %s)", what, text,
                                       term->offset, frame->domain));
}

/* The term decided. Inner terms are added first, and the include or redirect that led to them
 * afterwards: each goes to the front. */
static void
add_to_path(Evaluation *e, const SpfTerm *term)
{
    if (!e->finding->path)
        e->finding->path = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_insert(e->finding->path, 0, cursor_text(term->text));
    if (term->kind != SPF_REDIRECT) {
        g_free(e->finding->mechanism);
        e->finding->mechanism = cursor_text(term->text);
    }
}

static void
forget_path(Evaluation *e)
{
    g_clear_pointer(&e->finding->path, g_ptr_array_unref);
    g_clear_pointer(&e->finding->mechanism, g_free);
}

/* The domain of a term: what it names, or that of the record. NULL: nothing can match. */
static char *
expand_target(Evaluation *e, const RecordFrame *frame, const SpfTerm *term)
{
    MacroContext context = { .claim = e->claim, .domain = frame->domain, .matcher = &e->matcher };

    return term->target.start ? macro_domain(term->target, &context) : g_strdup(frame->domain);
}

/* --- one mechanism each (section 5) --- */

static Match
match_spf_all(G_GNUC_UNUSED Evaluation *e, G_GNUC_UNUSED const SpfTerm *term,
              G_GNUC_UNUSED const char *target)
{
    return MATCH_YES;
}

static Match
match_spf_network(Evaluation *e, const SpfTerm *term, G_GNUC_UNUSED const char *target)
{
    return ip_in_network(&e->claim->client, &term->network) ? MATCH_YES : MATCH_NO;
}

/* The table of section 5.2. */
static Match
match_spf_include(Evaluation *e, G_GNUC_UNUSED const SpfTerm *term, const char *target)
{
    static const Match matches[] = {
        [RESULT_PASS] = MATCH_YES,
        [RESULT_FAIL] = MATCH_NO,
        [RESULT_SOFTFAIL] = MATCH_NO,
        [RESULT_NEUTRAL] = MATCH_NO,
        [RESULT_TEMPERROR] = MATCH_TEMPERROR,
        [RESULT_PERMERROR] = MATCH_PERMERROR,
        [RESULT_NONE] = MATCH_PERMERROR,
    };
    Result result = check_host(e, target, true);
    Match match = matches[result];

    if (result == RESULT_NONE)
        e->matcher.problem = g_steal_pointer(&e->finding->problem);
    if (match != MATCH_YES)
        forget_path(e);
    return match;
}

static Match
match_spf_a(Evaluation *e, const SpfTerm *term, const char *target)
{
    return match_host(&e->matcher, target, term->length4, term->length6);
}

static Match
match_spf_mx(Evaluation *e, const SpfTerm *term, const char *target)
{
    return match_exchanges(&e->matcher, target, term->length4, term->length6);
}

/* An error of the DNS is no match (section 5.5): the names belong to the client, who could else
 * turn a fail into a temperror. */
static Match
match_spf_ptr(Evaluation *e, G_GNUC_UNUSED const SpfTerm *term, const char *target)
{
    g_autofree char *domain = domain_text(target);
    g_autoptr(ReverseNames) names = match_reverse_names(&e->matcher, domain);

    return names->names->len > 0 ? MATCH_YES : MATCH_NO;
}

static Match
match_spf_exists(Evaluation *e, G_GNUC_UNUSED const SpfTerm *term, const char *target)
{
    return match_exists(&e->matcher, target);
}

static Match (*const handlers[])(Evaluation *e, const SpfTerm *term, const char *target) = {
    [SPF_ALL] = match_spf_all,     [SPF_INCLUDE] = match_spf_include, [SPF_A] = match_spf_a,
    [SPF_MX] = match_spf_mx,       [SPF_PTR] = match_spf_ptr,         [SPF_IP4] = match_spf_network,
    [SPF_IP6] = match_spf_network, [SPF_EXISTS] = match_spf_exists,
};

/* --- limits (section 4.6.4) --- */

/* False where this is a term too many. */
static bool
count_term(Evaluation *e, const RecordFrame *frame, const SpfTerm *term)
{
    if (!spf_term_asks(term) || ++e->terms <= SPF_TERMS_MAX)
        return true;
    set_term_problem(e, frame, term,
                     g_strdup_printf("more than %d terms that ask the DNS", SPF_TERMS_MAX));
    return false;
}

/* The RFC limits the terms that met a void answer, not the answers: a term counts once, however
 * many of its exchanges have no address. (An include without a record ends in permerror by itself.)
 */
static bool
count_void_term(Evaluation *e, const RecordFrame *frame, const SpfTerm *term)
{
    if (term->kind == SPF_INCLUDE || !e->matcher.was_void || ++e->voids <= SPF_VOIDS_MAX)
        return true;
    set_term_problem(e, frame, term, g_strdup_printf("more than %d void lookups", SPF_VOIDS_MAX));
    return false;
}

/* --- one record --- */

static Match
match_term(Evaluation *e, const RecordFrame *frame, const SpfTerm *term)
{
    g_autofree char *target = NULL;
    Match match;

    if (!count_term(e, frame, term))
        return MATCH_PERMERROR;
    target = expand_target(e, frame, term);
    if (!target)
        return MATCH_NO;
    e->matcher.was_void = false;
    matcher_clear(&e->matcher);
    g_assert((size_t)term->kind < G_N_ELEMENTS(handlers));
    match = handlers[term->kind](e, term, target);
    if (!count_void_term(e, frame, term))
        return MATCH_PERMERROR;
    if (match == MATCH_YES)
        add_to_path(e, term);
    else if (match != MATCH_NO && e->matcher.problem)
        set_term_problem(e, frame, term, g_steal_pointer(&e->matcher.problem));
    matcher_clear(&e->matcher);
    return match;
}

/* Section 6.2: whatever goes wrong here, it is as if there were no exp=. */
static void
expand_explanation(Evaluation *e, const RecordFrame *frame)
{
    MacroContext context = { .claim = e->claim, .domain = frame->domain, .matcher = &e->matcher };
    g_autofree char *name = NULL;
    const DnsAnswer *answer;
    const GString *text;
    Cursor c;

    if (!frame->record->explain.text.start)
        return;
    name = macro_domain(frame->record->explain.target, &context);
    if (!name)
        return;
    answer = dns_ask(e->matcher.dns, name, DNS_TXT);
    if (answer->status != DNS_OK || answer->records->len != 1)
        return;
    text = ((const DnsRecord *)g_ptr_array_index(answer->records, 0))->data;
    c = cursor_over_string(text);
    macro_check_text(&c);
    if (c.problem)
        return;
    matcher_note(&e->matcher, answer);
    e->finding->explanation = macro_text(cursor_over_string(text), &context);
}

/* Section 6.1. The target's exp= counts, not this record's. */
static Result
follow_redirect(Evaluation *e, const RecordFrame *frame)
{
    const SpfTerm *term = &frame->record->redirect;
    g_autofree char *target = NULL;
    Result result;

    if (!count_term(e, frame, term))
        return RESULT_PERMERROR;
    target = expand_target(e, frame, term);
    if (!target)
        return RESULT_NEUTRAL;
    result = check_host(e, target, frame->included);
    if (result == RESULT_NONE) {
        set_term_problem(e, frame, term, g_steal_pointer(&e->finding->problem));
        result = RESULT_PERMERROR;
    }
    if (e->finding->path)
        add_to_path(e, term);
    return result;
}

static Result
evaluate_terms(Evaluation *e, const RecordFrame *frame)
{
    const GArray *directives = frame->record->directives;

    for (guint i = 0; i < directives->len; i++) {
        const SpfTerm *term = &g_array_index(directives, SpfTerm, i);

        switch (match_term(e, frame, term)) {
        case MATCH_NO:
            break;
        case MATCH_YES:
            if (term->result == RESULT_FAIL && !frame->included)
                expand_explanation(e, frame);
            return term->result;
        case MATCH_TEMPERROR:
            return RESULT_TEMPERROR;
        case MATCH_PERMERROR:
            return RESULT_PERMERROR;
        }
    }
    if (frame->record->redirect.text.start && !frame->record->has_all)
        return follow_redirect(e, frame);
    return RESULT_NEUTRAL; /* section 4.7 */
}

static Result
evaluate_record(Evaluation *e, const char *domain, const char *octets, size_t len, bool included)
{
    g_autoptr(SpfRecord) record = spf_record_parse(octets, len, e->version(octets, len));
    RecordFrame frame = { .domain = domain, .record = record, .included = included };

    if (!e->finding->record)
        e->finding->record = cursor_text(cursor_over(octets, len));
    if (record->problem) {
        set_spf_problem(e, spf_record_problem_text(record, domain));
        return RESULT_PERMERROR;
    }
    return evaluate_terms(e, &frame);
}

/* --- check_host() --- */

/* Why an answer holds no record. The caller frees. */
static char *
spf_absence_text(const char *domain, const DnsAnswer *answer)
{
    if (answer->problem)
        return g_strdup_printf("%s is no domain name: %s", domain, answer->problem);
    if (answer->status == DNS_NXDOMAIN)
        return g_strdup_printf("%s does not exist", domain);
    return g_strdup_printf("%s publishes no record", domain);
}

/* Sections 4.3 to 4.5. The domain is a target-name, or the claim's own. */
static Result
check_host(Evaluation *e, const char *domain, bool included)
{
    const DnsAnswer *answer;
    const GString *text;
    unsigned count;

    if (!strchr(domain, '.')) {
        set_spf_problem(e, g_strdup_printf("\"%s\" has a single label", domain));
        return RESULT_NONE;
    }
    answer = matcher_ask(&e->matcher, domain, DNS_TXT);
    if (!e->first)
        e->first = answer;
    if (answer->status == DNS_TEMPERROR) {
        set_spf_problem(e, g_steal_pointer(&e->matcher.problem));
        return RESULT_TEMPERROR;
    }
    text = spf_select(answer, e->version, &count);
    if (!text) {
        set_spf_problem(e, spf_absence_text(domain, answer));
        return RESULT_NONE;
    }
    if (count > 1) {
        set_spf_problem(e, g_strdup_printf("%s publishes %u records", domain, count));
        return RESULT_PERMERROR;
    }
    return evaluate_record(e, domain, text->str, text->len, included);
}

/* The claim's domain is known to be missing by an NXDOMAIN. A single label has no record to ask for
 * (section 4.3), but may exist. */
static void
note_existence(Evaluation *e)
{
    const DnsAnswer *answer =
        e->first ? e->first : dns_ask(e->matcher.dns, e->claim->domain, DNS_TXT);

    e->finding->exists = answer->status != DNS_NXDOMAIN || answer->problem;
}

void
spf_evaluate(Dns *dns, const Claim *claim, SpfVersion version, const char *text, Finding *finding)
{
    Evaluation e = {
        .matcher = matcher_over(dns, &claim->client),
        .claim = claim,
        .version = version,
        .finding = finding,
    };

    if (finding_lacks_domain(finding, claim->domain))
        return;
    if (text) {
        finding->result = evaluate_record(&e, claim->domain, text, strlen(text), false);
    } else {
        finding->result = check_host(&e, claim->domain, false);
        if (finding->result == RESULT_NONE)
            note_existence(&e);
    }
    finding->authentic = matcher_authentic(&e.matcher);
    matcher_clear(&e.matcher);
}
