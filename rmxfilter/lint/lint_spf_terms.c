/* SPDX-License-Identifier: ISC */
/* Checks of one term, of a term and an earlier one, and of the whole record, that ask nothing. */
#include "lint/lint_spf.h"

#include "convert/spf_target.h"
#include "records/macro.h"

typedef struct {
    Lint *lint;
    const char *domain;
    const SpfRecord *record;
} SpfTermsLint;

static void
report_spf_term(const SpfTermsLint *terms, LintSeverity severity, const SpfTerm *term,
                const char *rule, const char *text)
{
    g_autofree char *words = cursor_text(term->text);

    lint_report_at(terms->lint, severity, terms->domain, words, term->offset, rule, "%s", text);
}

/* --- one term --- */

static void
check_spf_ptr(const SpfTermsLint *terms, const SpfTerm *term)
{
    if (term->kind == SPF_PTR)
        report_spf_term(
            terms, LINT_WARNING, term, "RFC 7208 section 5.5",
            "ptr is slow, unreliable and a load on the reverse zones: it should not be published");
}

static void
check_spf_macro(const SpfTermsLint *terms, const SpfTerm *term)
{
    if (term->target.start && macro_asks(term->target))
        report_spf_term(terms, LINT_WARNING, term, "RFC 7208 section 7.2",
                        "%{p} asks for the client's reverse names: it should not be used");
}

/* An exists whose name is the same for every client matches all clients or none. */
static void
check_spf_exists(const SpfTermsLint *terms, const SpfTerm *term)
{
    if (term->kind == SPF_EXISTS && macro_uses_only(term->target, SPF_TARGET_LETTERS))
        report_spf_term(
            terms, LINT_WARNING, term, "RFC 7208 section 5.7",
            "no macro in it that tells one client from another: it matches all, or none");
}

static void
check_spf_all(const SpfTermsLint *terms, const SpfTerm *term)
{
    if (term->kind == SPF_ALL && term->result == RESULT_NEUTRAL)
        report_spf_term(terms, LINT_NOTE, term, "RFC 7208 section 8.2",
                        "?all says nothing about anybody else: a forgery is neutral");
    if (term->kind == SPF_ALL && term->result == RESULT_SOFTFAIL)
        report_spf_term(terms, LINT_NOTE, term, "RFC 7208 section 8.5",
                        "~all: a forgery is a softfail, which many take all the same");
}

/* lint_spf_tree.c reports a network of all addresses. */
static void
check_spf_width(const SpfTermsLint *terms, const SpfTerm *term)
{
    bool hosts = term->kind == SPF_A || term->kind == SPF_MX;
    bool wide =
        hosts ? lint_length_is_wide(32, term->length4) || lint_length_is_wide(128, term->length6)
              : lint_length_is_wide(term->network.address.bits, term->network.length);

    if (wide && term->result == RESULT_PASS)
        report_spf_term(terms, LINT_WARNING, term, NULL, LINT_WIDE_TEXT);
}

static void (*const term_checks[])(const SpfTermsLint *terms, const SpfTerm *term) = {
    check_spf_ptr, check_spf_macro, check_spf_exists, check_spf_all, check_spf_width,
};

/* --- a term and an earlier one --- */

static bool
same_spec(Cursor one, Cursor other)
{
    size_t len = cursor_left(&one);

    if (!one.start || !other.start)
        return !one.start && !other.start;
    return len == cursor_left(&other) && g_ascii_strncasecmp(one.at, other.at, len) == 0;
}

/* How the term stands to an earlier one that matches all its clients; NULL: that one does not. */
static const char *
spf_shadow_text(const SpfTerm *term, const SpfTerm *earlier)
{
    if (term->kind != earlier->kind)
        return NULL;
    if (term->kind == SPF_IP4 || term->kind == SPF_IP6) {
        if (!ip_network_within(&term->network, &earlier->network))
            return NULL;
        return term->network.length == earlier->network.length ? "repeats" : "lies inside";
    }
    if (!same_spec(term->target, earlier->target))
        return NULL;
    if (term->length4 == earlier->length4 && term->length6 == earlier->length6)
        return "repeats";
    return term->length4 >= earlier->length4 && term->length6 >= earlier->length6 ? "lies inside"
                                                                                  : NULL;
}

static void
check_spf_shadows(const SpfTermsLint *terms, guint index)
{
    const SpfTerm *term = &g_array_index(terms->record->directives, SpfTerm, index);

    for (guint i = 0; i < index; i++) {
        const SpfTerm *earlier = &g_array_index(terms->record->directives, SpfTerm, i);
        const char *how = spf_shadow_text(term, earlier);

        if (how) {
            g_autofree char *words = cursor_text(term->text);
            g_autofree char *first = cursor_text(earlier->text);

            lint_report_at(terms->lint, LINT_WARNING, terms->domain, words, term->offset,
                           "RFC 7208 section 4.6.2",
                           "never decides anything: it %s %s, which is "
                           "looked at first",
                           how, first);
            return;
        }
    }
}

/* --- the whole record --- */

/* The index of the first all; the number of terms where there is none. */
static guint
find_spf_all(const SpfRecord *record)
{
    guint i = 0;

    while (i < record->directives->len &&
           g_array_index(record->directives, SpfTerm, i).kind != SPF_ALL)
        i++;
    return i;
}

static void
check_spf_end(const SpfTermsLint *terms)
{
    const SpfRecord *record = terms->record;
    guint all = find_spf_all(record);

    for (guint i = all + 1; i < MIN(record->directives->len, LINT_TERMS_MAX); i++)
        report_spf_term(terms, LINT_WARNING, &g_array_index(record->directives, SpfTerm, i),
                        "RFC 7208 section 5.1", "never reached: it stands behind all");
    if (record->has_all && record->redirect.text.start)
        report_spf_term(terms, LINT_WARNING, &record->redirect, "RFC 7208 section 6.1",
                        "ignored: a record with all in it is not redirected");
    if (!record->has_all && !record->redirect.text.start)
        lint_report(
            terms->lint, LINT_WARNING, terms->domain, "RFC 7208 section 4.7",
            "neither all nor redirect= at the end: a forgery is neutral; -all would refuse it");
}

void
lint_spf_terms(Lint *lint, const char *domain, const SpfRecord *record)
{
    const SpfTermsLint terms = { .lint = lint, .domain = domain, .record = record };
    guint all = find_spf_all(record);

    for (guint i = 0; i < MIN(record->directives->len, LINT_TERMS_MAX) && i <= all; i++) {
        const SpfTerm *term = &g_array_index(record->directives, SpfTerm, i);

        for (size_t j = 0; j < G_N_ELEMENTS(term_checks); j++)
            term_checks[j](&terms, term);
        lint_spf_blank(lint, domain, record, term);
        check_spf_shadows(&terms, i);
    }
    if (record->redirect.text.start)
        check_spf_macro(&terms, &record->redirect);
    check_spf_end(&terms);
}
