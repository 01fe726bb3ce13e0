/* SPDX-License-Identifier: ISC */
/* Each check is a row: of one term, of a term and an earlier one, of the whole record. */
#include "lint/lint_spf.h"

#include "convert/spf_target.h"
#include "records/macro.h"

#include <string.h>

typedef struct {
    Lint *lint;
    const char *domain;
    const SpfRecord *record;
} Page;

static void
say(const Page *page, LintSeverity severity, const SpfTerm *term, const char *rule,
    const char *text)
{
    g_autofree char *words = spf_slice_text(term->text);

    lint_say_at(page->lint, severity, page->domain, words, term->offset, rule, "%s", text);
}

/* --- one term --- */

static void
check_ptr(const Page *page, const SpfTerm *term)
{
    if (term->kind == SPF_PTR)
        say(page, LINT_WARNING, term, "RFC 7208 section 5.5",
            "ptr is slow, unreliable and a load on the reverse zones: it should not be published");
}

static void
check_macro(const Page *page, const SpfTerm *term)
{
    if (term->target.start && macro_asks(term->target))
        say(page, LINT_WARNING, term, "RFC 7208 section 7.2",
            "%{p} asks for the client's reverse names: it should not be used");
}

/* An exists without a macro is the same for every client. */
static void
check_exists(const Page *page, const SpfTerm *term)
{
    if (term->kind == SPF_EXISTS && macro_uses_only(term->target, SPF_TARGET_LETTERS))
        say(page, LINT_WARNING, term, "RFC 7208 section 5.7",
            "no macro in it that tells one client from another: it matches all, or none");
}

static void
check_all(const Page *page, const SpfTerm *term)
{
    if (term->kind == SPF_ALL && term->result == RESULT_NEUTRAL)
        say(page, LINT_NOTE, term, "RFC 7208 section 8.2",
            "?all says nothing about anybody else: a forgery is neutral");
    if (term->kind == SPF_ALL && term->result == RESULT_SOFTFAIL)
        say(page, LINT_NOTE, term, "RFC 7208 section 8.5",
            "~all: a forgery is a softfail, which many take all the same");
}

/* What is wider still lets everybody in, which the walk tells (lint_spf_tree.c). */
static void
check_width(const Page *page, const SpfTerm *term)
{
    bool hosts = term->kind == SPF_A || term->kind == SPF_MX;
    bool wide =
        hosts ? lint_length_is_wide(32, term->length4) || lint_length_is_wide(128, term->length6)
              : lint_length_is_wide(term->network.address.bits, term->network.length);

    if (wide && term->result == RESULT_PASS)
        say(page, LINT_WARNING, term, NULL, LINT_WIDE_TEXT);
}

static void (*const term_checks[])(const Page *page, const SpfTerm *term) = {
    check_ptr, check_macro, check_exists, check_all, check_width,
};

/* --- a term and an earlier one --- */

static bool
same_text(Cursor one, Cursor other)
{
    size_t len = cursor_left(&one);

    if (!one.start || !other.start)
        return !one.start && !other.start;
    return len == cursor_left(&other) && g_ascii_strncasecmp(one.at, other.at, len) == 0;
}

/* NULL: the earlier term leaves something for this one. */
static const char *
shadowed(const SpfTerm *term, const SpfTerm *earlier)
{
    if (term->kind != earlier->kind)
        return NULL;
    if (term->kind == SPF_IP4 || term->kind == SPF_IP6) {
        if (!ip_network_within(&term->network, &earlier->network))
            return NULL;
        return term->network.length == earlier->network.length ? "repeats" : "lies inside";
    }
    if (!same_text(term->target, earlier->target))
        return NULL;
    if (term->length4 == earlier->length4 && term->length6 == earlier->length6)
        return "repeats";
    return term->length4 >= earlier->length4 && term->length6 >= earlier->length6 ? "lies inside"
                                                                                  : NULL;
}

static void
check_earlier(const Page *page, guint index)
{
    const SpfTerm *term = &g_array_index(page->record->directives, SpfTerm, index);

    for (guint i = 0; i < index; i++) {
        const SpfTerm *earlier = &g_array_index(page->record->directives, SpfTerm, i);
        const char *how = shadowed(term, earlier);

        if (how) {
            g_autofree char *words = spf_slice_text(term->text);
            g_autofree char *first = spf_slice_text(earlier->text);

            lint_say_at(page->lint, LINT_WARNING, page->domain, words, term->offset,
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
find_all(const SpfRecord *record)
{
    guint i = 0;

    while (i < record->directives->len &&
           g_array_index(record->directives, SpfTerm, i).kind != SPF_ALL)
        i++;
    return i;
}

static void
check_end(const Page *page)
{
    const SpfRecord *record = page->record;
    guint all = find_all(record);

    for (guint i = all + 1; i < MIN(record->directives->len, LINT_TERMS_MAX); i++)
        say(page, LINT_WARNING, &g_array_index(record->directives, SpfTerm, i),
            "RFC 7208 section 5.1", "never reached: it stands behind all");
    if (record->has_all && record->redirect.text.start)
        say(page, LINT_WARNING, &record->redirect, "RFC 7208 section 6.1",
            "ignored: a record with all in it is not redirected");
    if (!record->has_all && !record->redirect.text.start)
        lint_say(
            page->lint, LINT_WARNING, page->domain, "RFC 7208 section 4.7",
            "neither all nor redirect= at the end: a forgery is neutral; -all would refuse it");
}

void
lint_spf_terms(Lint *lint, const char *domain, const SpfRecord *record)
{
    const Page page = { .lint = lint, .domain = domain, .record = record };
    guint all = find_all(record);

    for (guint i = 0; i < MIN(record->directives->len, LINT_TERMS_MAX) && i <= all; i++) {
        const SpfTerm *term = &g_array_index(record->directives, SpfTerm, i);

        for (size_t j = 0; j < G_N_ELEMENTS(term_checks); j++)
            term_checks[j](&page, term);
        check_earlier(&page, i);
    }
    if (record->redirect.text.start)
        check_macro(&page, &record->redirect);
    check_end(&page);
}
