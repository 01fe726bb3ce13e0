/* SPDX-License-Identifier: ISC */
#include "report/text_author.h"

#include "mime/quote.h"
#include "report/layout.h"
#include "report/page.h"
#include "report/words.h"

#define AUTHOR_RECORD_MAX 2000 /* octets of a record */
#define AUTHOR_INDENT     8    /* blanks before what goes on in another line */

/* Why the author's word is what it is. */
static void
append_author_reason_words(GString *words, const Evidence *evidence, const AuthorAnswer *answer)
{
    const Pass *passed = &answer->passed;

    if (answer->ambiguity)
        g_string_append(words, answer->ambiguity);
    else if (answer->word == AUTHOR_REFUSED)
        g_string_append_printf(words, "nothing of the author's domain passed; its policy: %s",
                               policy_wish_text(evidence->policy->wish));
    else if (!passed->by)
        g_string_append(words, "no domain passed");
    else
        g_string_append_printf(words, pass_is_signature(passed) ? "signed by %s" : "%s passed",
                               passed->domain);
    if (passed->by && passed->witness && answer->word != AUTHOR_REFUSED && !answer->ambiguity)
        g_string_append_printf(words, ", as found by %s", passed->witness);
}

char *
text_author_words(const Evidence *evidence, const AuthorAnswer *answer)
{
    const Pass *unknown = &answer->unknown;
    GString *words = g_string_new(author_word_text(answer->word));

    g_string_append(words, " (");
    append_author_reason_words(words, evidence, answer);
    if (unknown->by)
        g_string_append_printf(words,
                               pass_is_signature(unknown) ? "; not known whether it is signed by %s"
                                                          : "; not known whether %s passes",
                               unknown->domain);
    g_string_append_c(words, ')');
    return g_string_free(words, FALSE);
}

/* --- signatures --- */

static void
add_signature_row(GPtrArray *table, const SignatureFinding *signature)
{
    GPtrArray *row = layout_table_row(table);
    g_autofree char *words = words_signature(signature);

    g_ptr_array_add(row, g_strdup("dkim"));
    g_ptr_array_add(row, page_styled(words_signature_style(signature->result),
                                     signature_result_text(signature->result)));
    g_ptr_array_add(row, layout_cell(signature->domain, QUOTE_NAME_MAX));
    g_ptr_array_add(row, layout_cell(signature->selector, QUOTE_NAME_MAX));
    g_ptr_array_add(row, layout_cell(signature->algorithm, QUOTE_NAME_MAX));
    g_ptr_array_add(row, layout_cell(words, QUOTE_REASON_MAX));
}

/* The newest sealer stands where signatures have their domain. */
static void
add_arc_row(GPtrArray *table, const ArcFinding *arc)
{
    GPtrArray *row = layout_table_row(table);
    guint count = arc->sealers->len;
    g_autofree char *words = words_arc(arc);

    g_ptr_array_add(row, g_strdup("arc"));
    g_ptr_array_add(row, page_styled(words_arc_style(arc->result), arc_result_text(arc->result)));
    g_ptr_array_add(row,
                    layout_cell(count > 0 ? arc->sealers->pdata[count - 1] : NULL, QUOTE_NAME_MAX));
    g_ptr_array_add(row, g_strdup("-"));
    g_ptr_array_add(row, g_strdup("-"));
    g_ptr_array_add(row, layout_cell(words, QUOTE_REASON_MAX));
}

void
text_append_signatures(GString *out, const Evidence *evidence)
{
    g_autoptr(GPtrArray) table = layout_table_new();

    if (evidence->signatures->len == 0 && !evidence->arc)
        return;
    for (guint i = 0; i < evidence->signatures->len; i++)
        add_signature_row(table, evidence->signatures->pdata[i]);
    if (evidence->arc)
        add_arc_row(table, evidence->arc);
    layout_title(out, "Signatures");
    layout_table(out, table, AUTHOR_INDENT, NULL);
}

/* --- the policy --- */

void
text_append_policy(GString *out, const Evidence *evidence, const AuthorAnswer *answer)
{
    const AuthorPolicy *policy = evidence->policy;
    const char *dmarc = answer ? dmarc_result_text(answer->dmarc) : NULL;
    g_autoptr(GPtrArray) table = NULL;
    g_autofree char *words = policy ? words_policy(policy) : NULL;
    g_autofree char *record = NULL;
    GPtrArray *row;

    if (!policy)
        return;
    table = layout_table_new();
    row = layout_table_row(table);
    g_ptr_array_add(row, g_strdup("dmarc"));
    g_ptr_array_add(row, g_strdup(dmarc ? dmarc : "-"));
    g_ptr_array_add(row, layout_cell(policy->domain, QUOTE_NAME_MAX));
    g_ptr_array_add(row, layout_cell(words, QUOTE_REASON_MAX));
    layout_title(out, "Policy of the author's domain");
    layout_table(out, table, AUTHOR_INDENT, NULL);
    if (policy->record) {
        record = quote_words_text(policy->record, AUTHOR_RECORD_MAX);
        g_string_append(out, "    record: ");
        layout_words(out, AUTHOR_INDENT, record);
        g_string_append_c(out, '\n');
    }
}

/* --- what other hosts found --- */

void
text_append_testimony(GString *out, const Evidence *evidence)
{
    g_autoptr(GPtrArray) table = layout_table_new();

    if (evidence->testimony->len == 0)
        return;
    for (guint i = 0; i < evidence->testimony->len; i++) {
        const Testimony *testimony = evidence->testimony->pdata[i];
        GPtrArray *row = layout_table_row(table);

        g_ptr_array_add(row, g_strdup(testimony->believed ? "+" : " "));
        g_ptr_array_add(row, layout_cell(testimony->by, QUOTE_NAME_MAX));
        g_ptr_array_add(row, layout_cell(testimony->method, QUOTE_NAME_MAX));
        g_ptr_array_add(row, layout_cell(testimony->result, QUOTE_NAME_MAX));
        g_ptr_array_add(row, layout_cell(testimony->domain, QUOTE_NAME_MAX));
        g_ptr_array_add(row, g_strdup(words_position(testimony)));
    }
    layout_title(out, "Found by other hosts (+ believed)");
    layout_table(out, table, AUTHOR_INDENT, NULL);
}
