/* SPDX-License-Identifier: ISC */
/* One block for each domain: what it publishes, with the terms as a tree, then the findings. Names,
 * records and words come from the DNS, so each goes through quote_words_text. */
#include "lint/lint_text.h"

#include "mime/quote.h"
#include "report/layout.h"
#include "report/page.h"

#include <string.h>

#define RECORD_MAX 2000 /* octets of a record */
#define TERM_MAX   60   /* octets of a term */
#define WORDS_MAX  60   /* octets of the words that a finding is about */
#define ROWS_MAX   60   /* terms of one record with all below */

/* Blanks before what goes on in another line. */
#define INDENT_RECORD  4
#define INDENT_TERM    6 /* and two more for each record on the way to it */
#define INDENT_REST    10
#define INDENT_FINDING 11
#define INDENT_PLACE   13

/* Lines of words that begin with so many blanks. */
static void
append_folded(GString *out, size_t indent, const char *words)
{
    g_string_append_printf(out, "%*s", (int)indent, "");
    layout_words(out, indent, words);
    g_string_append_c(out, '\n');
}

/* --- records --- */

typedef struct {
    char *term;
    size_t indent; /* blanks before it */
    unsigned lookups;
    char *rest;
} TermRow;

static void
clear_term_row(void *data)
{
    TermRow *row = data;

    g_free(row->term);
    g_free(row->rest);
}

/* Of the records below only the terms that ask the DNS are shown: a company's list of networks is
 * long. */
static void
collect_term_rows(GArray *rows, const GPtrArray *terms, size_t indent)
{
    for (guint i = 0; i < terms->len && rows->len <= ROWS_MAX; i++) {
        const LintTerm *term = terms->pdata[i];
        const char *rest = term->record ? term->record : term->means;
        TermRow row = { .indent = indent, .lookups = term->lookups };

        if (indent > INDENT_TERM && term->lookups == 0)
            continue;
        row.term = quote_words_text(term->text, TERM_MAX);
        row.rest = quote_words_text(rest ? rest : "", QUOTE_REASON_MAX);
        g_array_append_val(rows, row);
        collect_term_rows(rows, term->below, indent + 2);
    }
}

static const char *
lookups_word(unsigned lookups)
{
    return lookups == 1 ? "lookup" : "lookups";
}

/* Costs begin behind so many columns, where the term leaves room for them. */
static void
append_term_row(GString *out, const TermRow *row, size_t columns)
{
    g_autoptr(GString) line = g_string_new(NULL);
    size_t end;

    g_string_append_printf(line, "%*s", (int)row->indent, "");
    layout_words(line, row->indent + 2, row->term);
    end = layout_column(line);
    if (row->lookups > 0 || *row->rest)
        g_string_append_printf(line, "%*s", (int)(MAX(columns, end) - end) + 2, "");
    if (row->lookups > 0) {
        g_autofree char *cost =
            g_strdup_printf("%2u %-7s", row->lookups, lookups_word(row->lookups));

        layout_last_cell(line, INDENT_REST, cost);
    } else if (*row->rest) {
        g_string_append_printf(line, "%10s", "");
    }
    if (*row->rest) {
        g_string_append(line, "  ");
        layout_last_cell(line, INDENT_REST, row->rest);
    }
    g_string_append_printf(out, "%s\n", g_strchomp(line->str));
}

static void
append_terms(GString *out, const GPtrArray *terms)
{
    g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(TermRow));
    size_t columns = 0;

    g_array_set_clear_func(rows, clear_term_row);
    collect_term_rows(rows, terms, INDENT_TERM);
    for (guint i = 0; i < rows->len; i++) {
        const TermRow *row = &g_array_index(rows, TermRow, i);

        columns = MAX(columns, row->indent + strlen(row->term));
    }
    columns = MIN(columns, INDENT_TERM + page_columns() * 4 / 7); /* a longer term stands alone */
    for (guint i = 0; i < MIN(rows->len, ROWS_MAX); i++)
        append_term_row(out, &g_array_index(rows, TermRow, i), columns);
    if (rows->len > ROWS_MAX)
        g_string_append(out, "      and more; --json shows all\n");
}

static void
append_lint_record(GString *out, const LintRecord *record)
{
    g_autofree char *name = quote_words_text(record->name, QUOTE_NAME_MAX);
    g_autofree char *text = record->text ? quote_words_text(record->text, RECORD_MAX) : NULL;
    g_autofree char *type = dns_type_text(record->type);

    g_autofree char *cost = record->lookups > 0 ? g_strdup_printf(" (%u %s)", record->lookups,
                                                                  lookups_word(record->lookups))
                                                : g_strdup("");
    g_autofree char *head = g_strdup_printf("%s, %s %s%s", record->scheme, type, name, cost);

    append_folded(out, 2, head);
    if (text)
        append_folded(out, INDENT_RECORD, text);
    append_terms(out, record->terms);
}

/* --- findings --- */

/* Octets of a record from begin to end, quoted. quote_words drops blanks at the ends, so an octet
 * that is no blank stands there meanwhile. The caller frees. */
static char *
quoted_piece(const char *record, size_t begin, size_t end)
{
    g_autofree char *piece = g_strndup(record + begin, end - begin);
    g_autofree char *framed = g_strconcat("|", piece, "|", NULL);
    g_autofree char *quoted = quote_words_text(framed, QUOTE_ALL);

    return g_strndup(quoted + 1, strlen(quoted) - 2);
}

/* Octets of a record from *begin to *end, quoted: as many as take at most so many columns. The
 * others are left out at the end (keeps_begin) or else at the beginning. The caller frees. */
static char *
quoted_piece_within(const char *record, size_t columns, bool keeps_begin, size_t *begin,
                    size_t *end)
{
    char *quoted = quoted_piece(record, *begin, *end);

    while (strlen(quoted) > columns) {
        g_free(quoted);
        if (keeps_begin)
            --*end;
        else
            ++*begin;
        quoted = quoted_piece(record, *begin, *end);
    }
    return quoted;
}

/* A piece of the record around the place, and a caret below the place. What is quoted on the way
 * out takes more columns than octets, so the two parts are quoted one by one. */
static void
append_place(GString *out, const char *record, size_t offset)
{
    size_t room = page_columns() - INDENT_PLACE - 2 * strlen("..."), before_max = room * 3 / 5;
    size_t len = strlen(record), at = MIN(offset, len), end = MIN(len, at + room);
    size_t begin = at > before_max ? at - before_max : 0;
    g_autofree char *before = quoted_piece_within(record, before_max, false, &begin, &at);
    g_autofree char *behind = quoted_piece_within(record, room - strlen(before), true, &at, &end);
    const char *cut = begin > 0 ? "..." : "";

    g_string_append_printf(out, "%*s%s%s%s%s\n", INDENT_PLACE, "", cut, before, behind,
                           end < len ? "..." : "");
    g_string_append_printf(out, "%*s^\n", (int)(INDENT_PLACE + strlen(cut) + strlen(before)), "");
}

static void
append_severity(GString *out, LintSeverity severity)
{
    static const PageStyle styles[] = {
        [LINT_UNKNOWN] = STYLE_DOUBT,
        [LINT_ERROR] = STYLE_BAD,
        [LINT_WARNING] = STYLE_DOUBT,
        [LINT_NOTE] = STYLE_PLAIN,
    };
    const char *word = lint_severity_text(severity);
    g_autofree char *styled = page_styled(styles[severity], word);

    g_string_append_printf(out, "  %s%*s", styled, (int)(INDENT_FINDING - 2 - strlen(word)), "");
}

/* "  error    spf, example.net, octet 7 "mx": text [RFC 7208 section 5.4]" on two lines, then the
 * place and what to publish instead, where the finding has them. */
static void
append_lint_finding(GString *out, const LintFinding *finding)
{
    g_autofree char *name = quote_words_text(finding->name, QUOTE_NAME_MAX);
    g_autofree char *text = quote_words_text(finding->text, QUOTE_REASON_MAX);
    g_autofree char *words = finding->words ? quote_words_text(finding->words, WORDS_MAX) : NULL;
    g_autofree char *proposal =
        finding->proposal ? quote_words_text(finding->proposal, RECORD_MAX) : NULL;

    g_autofree char *place =
        words ? g_strdup_printf(", octet %zu \"%s\"", finding->offset, words) : g_strdup("");
    g_autofree char *head = g_strdup_printf("%s%s%s%s", finding->scheme ? finding->scheme : "",
                                            finding->scheme ? ", " : "", name, place);
    g_autofree char *whole =
        finding->rule ? g_strdup_printf("%s [%s]", text, finding->rule) : g_strdup(text);

    append_severity(out, finding->severity);
    layout_words(out, INDENT_FINDING, head);
    g_string_append_c(out, '\n');
    append_folded(out, INDENT_FINDING, whole);
    if (finding->record)
        append_place(out, finding->record, finding->offset);
    if (proposal)
        append_folded(out, INDENT_PLACE, proposal);
}

/* "2 errors, 1 note". */
static void
append_finding_counts(GString *out, const GPtrArray *findings)
{
    const char *separator = "  ";

    for (int severity = LINT_UNKNOWN; severity >= LINT_NOTE; severity--) {
        unsigned count = 0;

        for (guint i = 0; i < findings->len; i++)
            count += (int)((const LintFinding *)findings->pdata[i])->severity == severity;
        if (count == 0)
            continue;
        g_string_append_printf(out, "%s%u %s%s", separator, count,
                               lint_severity_text((LintSeverity)severity),
                               count > 1 && severity != LINT_UNKNOWN ? "s" : "");
        separator = ", ";
    }
    g_string_append(out, findings->len > 0 ? "\n" : "  nothing to find fault with\n");
}

static void
append_survey(GString *out, const Lint *lint)
{
    g_autofree char *domain = page_styled(STYLE_TITLE, lint->domain);

    if (out->len > 0)
        g_string_append_c(out, '\n');
    layout_words(out, 2, domain);
    g_string_append_c(out, '\n');
    for (guint i = 0; i < lint->records->len; i++)
        append_lint_record(out, lint->records->pdata[i]);
    if (lint->records->len > 0)
        g_string_append_c(out, '\n');
    for (guint i = 0; i < lint->findings->len; i++)
        append_lint_finding(out, lint->findings->pdata[i]);
    append_finding_counts(out, lint->findings);
}

char *
lint_text(const GPtrArray *surveys)
{
    GString *out = g_string_new(NULL);

    for (guint i = 0; i < surveys->len; i++)
        append_survey(out, surveys->pdata[i]);
    return g_string_free(out, FALSE);
}
