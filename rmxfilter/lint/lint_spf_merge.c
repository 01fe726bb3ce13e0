/* SPDX-License-Identifier: ISC */
/* A domain that uses two services often publishes the record of each: an error, because none of
 * them knows of the other. Terms that pass stand in one record side by side. Where some record
 * refuses by a term other than all, the order would matter, and there is no proposal. */
#include "lint/lint_spf.h"

#include <string.h>

typedef struct {
    GString *text;
    GHashTable *seen;  /* char *: terms that are in the text, in lower case */
    Result everybody;  /* what all says; RESULT_NONE: no record says it yet */
    char *explanation; /* NULL: none */
} SpfMerge;

/* The weaker of two results for everybody that no term matches. */
static Result
weaker_result(Result one, Result other)
{
    static const Result strongest_first[] = { RESULT_FAIL, RESULT_SOFTFAIL, RESULT_NEUTRAL };
    Result weaker = RESULT_NONE;

    for (size_t i = 0; i < G_N_ELEMENTS(strongest_first); i++)
        if (one == strongest_first[i] || other == strongest_first[i])
            weaker = strongest_first[i];
    return weaker;
}

/* False: the term cannot be merged. */
static bool
merge_term(SpfMerge *merge, const SpfTerm *term)
{
    g_autofree char *text = NULL;

    if (term->kind == SPF_ALL) {
        merge->everybody = weaker_result(merge->everybody, term->result);
        return term->result != RESULT_PASS;
    }
    if (term->result != RESULT_PASS)
        return false;
    text = cursor_text(term->text);
    if (g_hash_table_add(merge->seen, g_ascii_strdown(text, -1)))
        g_string_append_printf(merge->text, " %s", text);
    return true;
}

static bool
merge_record(SpfMerge *merge, const char *text)
{
    size_t len = strlen(text);
    g_autoptr(SpfRecord) record = spf_record_parse(text, len, spf_version1(text, len));
    bool merged = !record->problem && !record->redirect.text.start &&
                  record->directives->len < LINT_TERMS_MAX;

    for (guint i = 0; merged && i < record->directives->len; i++)
        merged = merge_term(merge, &g_array_index(record->directives, SpfTerm, i));
    if (merged && record->explain.text.start && !merge->explanation)
        merge->explanation = cursor_text(record->explain.text);
    return merged;
}

static const char *
all_term(Result everybody)
{
    return everybody == RESULT_FAIL ? " -all" : everybody == RESULT_SOFTFAIL ? " ~all" : " ?all";
}

char *
lint_spf_merge(const GPtrArray *texts)
{
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GString) text = g_string_new("v=spf1");
    SpfMerge merge = { .text = text, .seen = seen, .everybody = RESULT_NONE };
    bool merged = true;
    g_autofree char *explanation = NULL, *problem = NULL;

    for (guint i = 0; merged && i < texts->len; i++)
        merged = merge_record(&merge, texts->pdata[i]);
    explanation = merge.explanation;
    if (!merged)
        return NULL;
    g_string_append(text, all_term(merge.everybody));
    if (explanation)
        g_string_append_printf(text, " %s", explanation);
    problem = spf_check_record_text(text->str, spf_version1);
    return problem ? NULL : g_string_free(g_steal_pointer(&text), FALSE);
}
