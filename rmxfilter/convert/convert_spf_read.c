/* SPDX-License-Identifier: ISC */
/* SPF records read into a policy. No other scheme has an include, so the terms of the included
 * record stand in its place. Only its passes count there (section 5.2): a client that another term
 * of it matched first does not pass. */
#include "convert/convert_spf.h"

#include "convert/convert_spf_reading.h"
#include "convert/converters.h"

#include <string.h>

/* The term behind the includes that led to it: "include:a.example mx". The caller frees. */
static char *
spf_term_path(const SpfFrame *frame, const SpfTerm *term)
{
    g_autofree char *text = cursor_text(term->text);

    if (!frame->outer)
        return g_steal_pointer(&text);

    g_autofree char *outer = spf_term_path(frame->outer, frame->include);

    return g_strconcat(outer, " ", text, NULL);
}

/* --- terms that lead to another record --- */

static void read_spf_domain(SpfReading *r, SpfFrame *frame, const char *term);

static void
read_spf_include(SpfReading *r, SpfFrame *frame, const SpfTerm *term, const char *shown)
{
    g_autofree char *name = spf_reading_name(r, frame, term);
    g_autoptr(GArray) excluded = g_array_new(FALSE, FALSE, sizeof(PolicyRule));
    SpfFrame inner = { .domain = name, .outer = frame, .include = term, .excluded = excluded };

    if (!name)
        spf_reading_stop_at(r, shown, "whether it errs depends on the message");
    else
        read_spf_domain(r, &inner, shown);
}

/* Section 6.1: the other record is evaluated in place of this one. */
static void
read_spf_redirect(SpfReading *r, SpfFrame *frame, const SpfRecord *record)
{
    const SpfTerm *term = &record->redirect;
    g_autofree char *shown = spf_term_path(frame, term), *name = spf_reading_name(r, frame, term);
    const char *own = frame->domain;

    spf_reading_count_term(r, shown);
    if (r->policy->closed)
        return;
    if (!name) {
        spf_reading_stop_at(r, shown, "whether it errs depends on the message");
        return;
    }
    frame->domain = name;
    read_spf_domain(r, frame, shown);
    frame->domain = own;
}

/* --- records --- */

/* The explanation of the domain's record, or of the one that it redirects to: not of an included
 * one (section 6.2). */
static void
read_spf_explanation(const SpfReading *r, const SpfFrame *frame, const SpfRecord *record)
{
    Policy *policy = r->policy;

    g_clear_pointer(&policy->explanation, g_free);
    if (record->explain.text.start)
        policy->explanation = cursor_text(record->explain.text);
    if (policy->explanation && !spf_reading_is_portable(r, frame, record->explain.target)) {
        policy_note_loss(policy, policy->explanation,
                         "its macros stand for a record that redirects");
        g_clear_pointer(&policy->explanation, g_free);
    }
}

static void
read_spf_policy(SpfReading *r, SpfFrame *frame, const SpfRecord *record)
{
    if (!frame->outer)
        read_spf_explanation(r, frame, record);
    for (guint i = 0; i < record->directives->len; i++) {
        const SpfTerm *term = &g_array_index(record->directives, SpfTerm, i);
        g_autofree char *shown = spf_term_path(frame, term);

        if (frame->ended || r->policy->closed || r->policy->unknown)
            return;
        if (++r->read > SPF_READING_MAX)
            policy_stop_at(r->policy, shown,
                           "there are more than 1000 terms: it and those behind it "
                           "are left out");
        if (spf_term_asks(term))
            spf_reading_count_term(r, shown);
        if (r->policy->closed)
            return;
        if (term->kind == SPF_INCLUDE)
            read_spf_include(r, frame, term, shown);
        else
            spf_reading_term(r, frame, term, shown);
    }
    if (record->redirect.text.start && !record->has_all && !frame->ended && !r->policy->closed)
        read_spf_redirect(r, frame, record);
    else if (!frame->outer && !r->policy->closed)
        r->policy->fallback = RESULT_NEUTRAL; /* section 4.7 */
}

static void
read_spf_text(SpfReading *r, SpfFrame *frame, const GString *text, const char *term)
{
    g_autoptr(SpfRecord) record =
        spf_record_parse(text->str, text->len, r->version(text->str, text->len));
    g_autofree char *problem =
        record->problem ? spf_record_problem_text(record, frame->domain) : NULL;

    if (problem) {
        spf_reading_stop_at(r, term, problem);
        return;
    }
    if (frame->domain != r->policy->domain) /* nobody would see a change of it in the copy */
        policy_note(r->policy, term,
                    "its record stands as it is today: convert again when its owner changes it");
    read_spf_policy(r, frame, record);
}

/* Reads the record of the frame's domain. term: what named the domain, for people. */
static void
read_spf_domain(SpfReading *r, SpfFrame *frame, const char *term)
{
    const DnsAnswer *answer;
    const GString *text;
    unsigned count;

    if (!strchr(frame->domain, '.')) {
        spf_reading_stop_at(r, term, "it names a single label");
        return;
    }
    answer = policy_ask(r->policy, frame->domain, DNS_TXT);
    if (answer->status == DNS_TEMPERROR)
        return;
    text = spf_select(answer, r->version, &count);
    if (count == 1)
        read_spf_text(r, frame, text, term);
    else
        spf_reading_stop_at(r, term,
                            count > 1 ? "there is more than one record" : "there is no record");
}

bool
convert_read_terms(Policy *policy, SpfVersion version)
{
    SpfReading r = { .policy = policy, .version = version };
    SpfFrame frame = { .domain = policy->domain };
    const DnsAnswer *answer = policy_ask(policy, policy->domain, DNS_TXT);
    unsigned count;

    if (!strchr(policy->domain, '.') || !spf_select(answer, version, &count))
        return false;
    read_spf_domain(&r, &frame, "the record");
    return true;
}

bool
convert_spf_read(Policy *policy)
{
    return convert_read_terms(policy, spf_version1);
}
