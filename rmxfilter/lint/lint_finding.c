/* SPDX-License-Identifier: ISC */
/* Findings stand in the order in which they were made: a linter reads its record from the left. */
#include "lint/lint.h"

#include <string.h>

/* So many questions without an answer are named in their finding; the others are counted. */
#define NAMED_QUESTIONS_MAX 3

void
lint_finding_free(LintFinding *finding)
{
    if (!finding)
        return;
    g_free(finding->name);
    g_free(finding->words);
    g_free(finding->record);
    g_free(finding->proposal);
    g_free(finding->reason);
    g_free(finding->first_type);
    if (finding->questions)
        g_ptr_array_unref(finding->questions);
    g_free(finding->text);
    g_free(finding);
}

/* What is wrong with a record is reported once, although several terms or schemes lead to it. */
static bool
is_reported(const Lint *lint, const LintFinding *finding)
{
    for (guint i = 0; i < lint->findings->len; i++) {
        const LintFinding *earlier = lint->findings->pdata[i];

        if (earlier->offset == finding->offset && strcmp(earlier->name, finding->name) == 0 &&
            strcmp(earlier->text, finding->text) == 0)
            return true;
    }
    return false;
}

/* What is left of the finding that stands for all others. */
static void
make_last(LintFinding *finding)
{
    g_free(finding->text);
    g_clear_pointer(&finding->words, g_free);
    g_clear_pointer(&finding->record, g_free);
    g_clear_pointer(&finding->proposal, g_free);
    finding->text = g_strdup("there is more to find: mend these first");
    finding->rule = NULL;
    finding->offset = 0;
}

/* Past the limit one finding stands for all others, and is as severe as the worst of them. Takes
 * the finding. */
static void
add_finding(Lint *lint, LintFinding *finding)
{
    LintFinding *last =
        lint->findings->len > 0 ? lint->findings->pdata[lint->findings->len - 1] : NULL;

    if (is_reported(lint, finding)) {
        lint_finding_free(finding);
        return;
    }
    lint->reported++;
    if (last && lint->reported > LINT_FINDINGS_MAX) {
        last->severity = MAX(last->severity, finding->severity);
        lint_finding_free(finding);
        return;
    }
    if (lint->reported == LINT_FINDINGS_MAX)
        make_last(finding);
    g_ptr_array_add(lint->findings, finding);
}

static LintFinding *
new_finding(const Lint *lint, LintSeverity severity, const LintDetails *details)
{
    LintFinding *finding = g_new0(LintFinding, 1);

    g_assert(details->name);
    finding->severity = severity;
    finding->scheme = lint->scheme;
    finding->name = g_strdup(details->name);
    finding->rule = details->rule;
    finding->words = g_strdup(details->words);
    finding->offset = details->offset;
    finding->record = g_strdup(details->record);
    finding->proposal = g_strdup(details->proposal);
    return finding;
}

static void G_GNUC_PRINTF(4, 0)
    report_formatted(Lint *lint, LintSeverity severity, const LintDetails *details,
                     const char *format, va_list arguments)
{
    LintFinding *finding = new_finding(lint, severity, details);

    finding->text = g_strdup_vprintf(format, arguments);
    add_finding(lint, finding);
}

void
lint_report(Lint *lint, LintSeverity severity, const char *name, const char *rule,
            const char *format, ...)
{
    const LintDetails details = { .name = name, .rule = rule };
    va_list arguments;

    va_start(arguments, format);
    report_formatted(lint, severity, &details, format, arguments);
    va_end(arguments);
}

void
lint_report_at(Lint *lint, LintSeverity severity, const char *name, const char *words,
               size_t offset, const char *rule, const char *format, ...)
{
    const LintDetails details = { .name = name, .rule = rule, .words = words, .offset = offset };
    va_list arguments;

    va_start(arguments, format);
    report_formatted(lint, severity, &details, format, arguments);
    va_end(arguments);
}

void
lint_report_details(Lint *lint, LintSeverity severity, const LintDetails *details,
                    const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    report_formatted(lint, severity, details, format, arguments);
    va_end(arguments);
}

/* --- questions without an answer --- */

/* The finding about questions that have no answer for this reason; NULL: there is none yet. */
static LintFinding *
find_unanswered(const Lint *lint, const char *reason)
{
    for (guint i = 0; i < lint->findings->len; i++) {
        LintFinding *finding = lint->findings->pdata[i];

        if (g_strcmp0(finding->reason, reason) == 0)
            return finding;
    }
    return NULL;
}

/* "TXT not known, nor A of a.example and 2 more: no answer". The caller frees. */
static char *
unanswered_text(const LintFinding *finding)
{
    GString *text = g_string_new(NULL);
    guint count = finding->questions->len;

    g_string_append_printf(text, "%s not known", finding->first_type);
    for (guint i = 1; i < MIN(count, NAMED_QUESTIONS_MAX); i++)
        g_string_append_printf(text, "%s%s", i == 1 ? ", nor " : ", ",
                               (const char *)finding->questions->pdata[i]);
    if (count > NAMED_QUESTIONS_MAX)
        g_string_append_printf(text, " and %u more", count - NAMED_QUESTIONS_MAX);
    g_string_append_printf(text, ": %s", finding->reason);
    return g_string_free(text, FALSE);
}

static void
report_unanswered(Lint *lint, const char *name, const char *type, const char *reason)
{
    char *question = g_strdup_printf("%s of %s", type, name);
    LintFinding *finding = find_unanswered(lint, reason);

    if (!finding) {
        finding = new_finding(lint, LINT_UNKNOWN, &(LintDetails){ .name = name });
        finding->reason = g_strdup(reason);
        finding->first_type = g_strdup(type);
        finding->questions = g_ptr_array_new_with_free_func(g_free);
        g_ptr_array_add(finding->questions, question);
        finding->text = unanswered_text(finding);
        add_finding(lint, finding);
        return;
    }
    if (g_ptr_array_find_with_equal_func(finding->questions, question, g_str_equal, NULL)) {
        g_free(question);
        return;
    }
    g_ptr_array_add(finding->questions, question);
    g_free(finding->text);
    finding->text = unanswered_text(finding);
}

const DnsAnswer *
lint_ask(Lint *lint, const char *name, uint16_t type)
{
    const DnsAnswer *answer = dns_ask(lint->dns, name, type);

    if (answer->status == DNS_TEMPERROR) {
        g_autofree char *type_text = dns_type_text(type);

        report_unanswered(lint, name, type_text, answer->problem ? answer->problem : "no answer");
    }
    return answer;
}

bool
lint_has_unknown(const Lint *lint)
{
    for (guint i = 0; i < lint->findings->len; i++)
        if (((const LintFinding *)lint->findings->pdata[i])->severity == LINT_UNKNOWN)
            return true;
    return false;
}

const char *
lint_severity_text(LintSeverity severity)
{
    static const char *const texts[] = {
        [LINT_NOTE] = "note",
        [LINT_WARNING] = "warning",
        [LINT_ERROR] = "error",
        [LINT_UNKNOWN] = "unknown",
    };

    return texts[severity];
}
