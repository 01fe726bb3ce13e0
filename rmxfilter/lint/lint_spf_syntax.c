/* SPDX-License-Identifier: ISC */
/* The reader of records stops at the first problem, as an evaluation does. Here it starts again
 * behind the bad term, until the record ends: who mends a record wants to see all of them. */
#include "lint/lint_spf.h"

#include "dns/name.h"

#include <string.h>

#define LINT_SPF_SYNTAX "RFC 7208 section 4.6"

/* How a term begins. Longer words first: "a:" also ends others. */
static const char *const term_beginnings[] = { "include:", "exists:", "redirect=", "exp=", "ptr:",
                                               "ip4:",     "ip6:",    "mx:",       "a:" };

static const char *const all_terms[] = { "-all", "~all", "?all", "+all" };

static bool
is_space_octet(unsigned char octet)
{
    return octet == ' ';
}

static bool
is_qualifier(int octet)
{
    return octet == '+' || octet == '-' || octet == '?' || octet == '~';
}

/* What stands between a qualifier and the first ':' or '=', and what stands behind it. False: there
 * is no such octet. */
static bool
split_term(Cursor term, Cursor *name, Cursor *value)
{
    if (is_qualifier(cursor_peek(&term)))
        cursor_take(&term);
    *value = term;
    return cursor_split(value, ':', name) || (*value = term, cursor_split(value, '=', name));
}

/* --- a blank that is missing --- */

static bool
begins_term(const Cursor *c, bool in_ipv6)
{
    for (size_t i = 0; i < G_N_ELEMENTS(term_beginnings); i++) {
        bool hexadecimal =
            g_ascii_isxdigit(term_beginnings[i][0]) && strlen(term_beginnings[i]) == strlen("a:");

        if (cursor_begins(c, term_beginnings[i]) && !(in_ipv6 && hexadecimal))
            return true;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(all_terms); i++)
        if (cursor_is(c, all_terms[i]))
            return true;
    return false;
}

/* The place in the term where a blank is missing before the next one, in octets; 0: nowhere. */
static size_t
missing_blank(Cursor term)
{
    Cursor name, value, c;
    bool in_ipv6;

    if (!split_term(term, &name, &value))
        return 0;
    in_ipv6 = cursor_is(&name, "ip6");
    c = value;
    for (; cursor_more(&c); cursor_take(&c)) {
        bool qualified = is_qualifier(cursor_peek(&c));
        Cursor rest = c;

        if (qualified)
            cursor_take(&rest);
        if (c.at > value.at &&
            (begins_term(&c, in_ipv6) || (qualified && begins_term(&rest, in_ipv6))))
            return (size_t)(c.at - term.at);
    }
    return 0;
}

void
lint_spf_blank(Lint *lint, const char *domain, const SpfRecord *record, const SpfTerm *term)
{
    size_t place = missing_blank(term->text);
    g_autofree char *words = NULL, *text = NULL;

    if (place == 0)
        return;
    words = cursor_text(term->text);
    text = cursor_text(cursor_over_string(record->octets));
    lint_report_details(
        lint, LINT_ERROR,
        &(LintDetails){
            .name = domain, .words = words, .offset = term->offset + place, .record = text },
        "a blank is missing before \"%s\"", words + place);
}

/* --- what was meant --- */

/* An address, maybe with a prefix length, behind the name of a mechanism that takes none. */
static char *
meant_address(const Cursor *name, Cursor value)
{
    Cursor whole = value, address = value;
    IpAddress ip;
    const char *right;
    g_autofree char *text = cursor_text(whole);

    if (!cursor_split(&value, '/', &address))
        address = whole;
    if (!ip_parse(address.at, cursor_left(&address), &ip))
        return NULL;
    right = ip.bits == 32 ? "ip4" : "ip6";
    return cursor_is(name, right) ? NULL
                                  : g_strdup_printf("an IPv%d address is written %s:%s",
                                                    ip.bits == 32 ? 4 : 6, right, text);
}

/* A name behind ip4 or ip6. */
static char *
meant_host(const Cursor *name, Cursor value)
{
    g_autofree char *text = cursor_text(value);
    DnsName wire;

    if (!cursor_is(name, "ip4") && !cursor_is(name, "ip6"))
        return NULL;
    if (!strchr(text, '.') || strpbrk(text, ":/%") || name_from_text(text, &wire) ||
        !g_ascii_isalpha(text[strcspn(text, ".") + 1]))
        return NULL;
    return g_strdup_printf("the addresses of a host are written a:%s", text);
}

/* What the term most likely was meant to be; NULL: nobody knows. blank: missing_blank of
 * it. The caller frees. */
static char *
what_was_meant(Cursor term, size_t blank)
{
    g_autofree char *text = cursor_text(term);
    Cursor name, value;
    char *meant;

    if (blank > 0)
        return g_strdup_printf("a blank is missing before \"%s\"", text + blank);
    if (!split_term(term, &name, &value))
        return NULL;
    meant = meant_address(&name, value);
    return meant ? meant : meant_host(&name, value);
}

/* --- all errors --- */

/* The term at which the record's reader stopped. */
static Cursor
bad_term(const SpfRecord *record)
{
    Cursor c = cursor_over_string(record->octets), before;
    size_t begin = record->problem_at;

    while (begin > 0 && record->octets->str[begin - 1] != ' ')
        begin--;
    cursor_seek(&c, begin);
    before = c;
    return cursor_sub(&before, cursor_span_until(&c, is_space_octet));
}

static void
report_spf_problem(Lint *lint, const char *domain, const char *text, const SpfRecord *record,
                   Cursor term)
{
    size_t blank = missing_blank(term);
    g_autofree char *words = cursor_text(record->problem_text);
    g_autofree char *meant = what_was_meant(term, blank);

    lint_report_details(
        lint, LINT_ERROR,
        &(LintDetails){ .name = domain,
                        .rule = LINT_SPF_SYNTAX,
                        .words = words,
                        .offset = blank > 0 ? (size_t)(term.at - record->octets->str) + blank
                                            : record->problem_at,
                        .record = text },
        "syntax error, %s: permerror%s%s", record->problem, meant ? "; " : "", meant ? meant : "");
}

/* A modifier of a part of the record that an earlier part has too. */
static void
report_repeated(Lint *lint, const char *domain, const char *text, const SpfTerm *term)
{
    g_autofree char *words = cursor_text(term->text);

    lint_report_details(lint, LINT_ERROR,
                        &(LintDetails){ .name = domain,
                                        .rule = LINT_SPF_SYNTAX,
                                        .words = words,
                                        .offset = term->offset,
                                        .record = text },
                        "syntax error, modifier given twice: permerror");
}

/* Of the terms before the place end: the last one may be the bad one. */
static void
report_blanks(Lint *lint, const char *domain, const SpfRecord *record, size_t end)
{
    for (guint i = 0; i < record->directives->len; i++) {
        const SpfTerm *term = &g_array_index(record->directives, SpfTerm, i);

        if (term->offset < end)
            lint_spf_blank(lint, domain, record, term);
    }
}

void
lint_spf_syntax(Lint *lint, const char *domain, const SpfRecord *record)
{
    const GString *octets = record->octets;
    g_autofree char *text = cursor_text(cursor_over_string(octets));
    g_autoptr(SpfRecord) rest = NULL;
    bool redirects = false, explains = false;

    while (record->problem && lint->reported < LINT_FINDINGS_MAX) {
        Cursor term = bad_term(record);
        size_t behind = (size_t)(term.end - record->octets->str);
        SpfRecord *next;

        report_blanks(lint, domain, record, (size_t)(term.at - record->octets->str));
        report_spf_problem(lint, domain, text, record, term);
        redirects |= record->redirect.text.start != NULL;
        explains |= record->explain.text.start != NULL;
        next = spf_record_parse(octets->str, octets->len, behind);
        spf_record_free(rest);
        record = rest = next;
        if (redirects && record->redirect.text.start)
            report_repeated(lint, domain, text, &record->redirect);
        if (explains && record->explain.text.start)
            report_repeated(lint, domain, text, &record->explain);
    }
    if (!record->problem)
        report_blanks(lint, domain, record, octets->len);
}
