/* SPDX-License-Identifier: ISC */
/* SPF read into a policy. An include has no counterpart elsewhere: its record's terms are put in
 * its place. Only its passes count there (section 5.2), so what else matches in it takes away from
 * the passes behind it. */
#include "convert/convert_spf.h"

#include "convert/convert_spf_reading.h"
#include "convert/converters.h"

#include <string.h>

/* The term with the includes that it stands in: "include:a.example mx". The caller frees. */
static char *
shown_text(const SpfFrame *frame, const SpfTerm *term)
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
read_redirect(SpfReading *r, SpfFrame *frame, const SpfRecord *record)
{
    const SpfTerm *term = &record->redirect;
    g_autofree char *shown = shown_text(frame, term), *name = spf_reading_name(r, frame, term);
    const char *own = frame->domain;

    spf_reading_count_term(r, shown);
    if (r->policy->closed)
        return;
    if (!name) {
        spf_reading_cut(r, shown, "whether it errs depends on the message");
        return;
    }
    frame->domain = name;
    spf_reading_domain(r, frame, shown);
    frame->domain = own;
}

/* The explanation of the record that decides: not of an included one (section 6.2). */
static void
read_explanation(const SpfReading *r, const SpfFrame *frame, const SpfRecord *record)
{
    Policy *policy = r->policy;

    g_clear_pointer(&policy->explanation, g_free);
    if (record->explain.text.start)
        policy->explanation = spf_slice_text(record->explain.text);
    if (policy->explanation && !spf_reading_is_portable(r, frame, record->explain.target)) {
        policy_cannot(policy, policy->explanation, "its macros stand for a record that redirects");
        g_clear_pointer(&policy->explanation, g_free);
    }
}

static void
read_record(SpfReading *r, SpfFrame *frame, const SpfRecord *record)
{
    if (!frame->outer)
        read_explanation(r, frame, record);
    for (guint i = 0; i < record->directives->len; i++) {
        const SpfTerm *term = &g_array_index(record->directives, SpfTerm, i);
        g_autofree char *shown = shown_text(frame, term);

        if (frame->ended || r->policy->closed || r->policy->unknown)
            return;
        if (++r->read > SPF_READING_MAX)
            policy_cut(r->policy, shown,
                       "there are more than 1000 terms: it and those behind it "
                       "are left out");
        if (spf_term_asks(term))
            spf_reading_count_term(r, shown);
        if (!r->policy->closed)
            spf_reading_term(r, frame, term, shown);
    }
    if (record->redirect.text.start && !record->has_all && !frame->ended && !r->policy->closed)
        read_redirect(r, frame, record);
    else if (!frame->outer && !r->policy->closed)
        r->policy->otherwise = RESULT_NEUTRAL; /* section 4.7 */
}

static void
read_text(SpfReading *r, SpfFrame *frame, const GString *text, const char *term)
{
    g_autoptr(SpfRecord) record =
        spf_record_parse(text->str, text->len, r->version(text->str, text->len));
    g_autofree char *problem =
        record->problem ? spf_record_problem_text(record, frame->domain) : NULL;

    if (problem)
        spf_reading_cut(r, term, problem);
    else
        read_record(r, frame, record);
}

/* term: what named the domain. */
void
spf_reading_domain(SpfReading *r, SpfFrame *frame, const char *term)
{
    const DnsAnswer *answer;
    const GString *text;
    unsigned count;

    if (!strchr(frame->domain, '.')) {
        spf_reading_cut(r, term, "it names a single label");
        return;
    }
    answer = policy_ask(r->policy, frame->domain, DNS_TXT);
    if (answer->status == DNS_TEMPERROR)
        return;
    text = spf_select(answer, r->version, &count);
    if (count == 1)
        read_text(r, frame, text, term);
    else
        spf_reading_cut(r, term,
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
    spf_reading_domain(&r, &frame, "the record");
    return true;
}

bool
convert_spf_read(Policy *policy)
{
    return convert_read_terms(policy, spf_version1);
}
