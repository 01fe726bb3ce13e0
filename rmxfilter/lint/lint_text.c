/* SPDX-License-Identifier: ISC */
/* One block a domain. */
#include "lint/lint_text.h"

#include "report/quote.h"

#define RECORD_MAX 2000 /* octets of a record */

static void
append_record(GString *out, const LintRecord *record)
{
    g_autofree char *name = quote_words_text(record->name, QUOTE_NAME_MAX);
    g_autofree char *text = quote_words_text(record->text, RECORD_MAX);
    g_autofree char *type = dns_type_text(record->type);

    g_string_append_printf(out, "  %s: %s %s: %s\n", record->scheme, name, type, text);
}

static void
append_survey(GString *out, const Lint *lint)
{
    g_string_append_printf(out, "%s\n", lint->domain);
    for (guint i = 0; i < lint->records->len; i++)
        append_record(out, lint->records->pdata[i]);
    for (guint i = 0; i < lint->findings->len; i++) {
        const LintFinding *finding = lint->findings->pdata[i];
        g_autofree char *text = quote_words_text(finding->text, QUOTE_REASON_MAX);

        g_string_append_printf(out, "  %s: %s\n", lint_severity_text(finding->severity), text);
    }
}

char *
lint_text(const GPtrArray *surveys)
{
    GString *out = g_string_new(NULL);

    for (guint i = 0; i < surveys->len; i++)
        append_survey(out, surveys->pdata[i]);
    return g_string_free(out, FALSE);
}
