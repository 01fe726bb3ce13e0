/* SPDX-License-Identifier: ISC */
/* Documents are followed depth first; one that was gathered already adds nothing, and one that is
 * being gathered is a loop. */
#include "records/caller_id/caller_id_gather.h"

#include "records/caller_id/caller_id.h"

#include <string.h>

typedef struct {
    Matcher *matcher;
    Finding *finding;
    GArray *senders;        /* CallerSender, of all documents */
    GHashTable *seen;       /* char *: names of documents gathered, in lower case */
    GPtrArray *path;        /* char *: from the first document to the one that is being gathered */
    unsigned indirect;      /* elements followed */
    const DnsAnswer *first; /* at the first document's name; NULL: not asked for */
} Gathering;

static CallerFound gather_document(Gathering *g, const char *name);

static void
clear_caller_sender(gpointer sender)
{
    g_free(((CallerSender *)sender)->domain);
}

/* Ends the gathering; problem is taken. */
static CallerFound
fail_gathering(Gathering *g, Result result, char *problem)
{
    g->finding->result = result;
    g_free(g->finding->problem);
    g->finding->problem = problem;
    return DOCUMENT_FAILED;
}

static void
add_caller_sender(Gathering *g, const CallerEntry *entry, const char *domain)
{
    CallerSender sender = {
        .kind = entry->kind,
        .excludes = entry->excludes,
        .network = entry->network,
        .domain = g_strdup(domain),
    };

    g_assert(entry->kind != CALLER_INDIRECT);
    g_array_append_val(g->senders, sender);
}

static bool
is_on_path(const Gathering *g, const char *name)
{
    return g_ptr_array_find_with_equal_func(g->path, name, g_str_equal, NULL);
}

/* The document that it names or, where there is none, the MX hosts of that domain. */
static CallerFound
follow_indirect(Gathering *g, const CallerEntry *entry)
{
    g_autofree char *name = caller_id_name(entry->name);
    g_autofree char *key = g_ascii_strdown(name, -1);
    CallerFound found;

    if (++g->indirect > CALLER_ID_INDIRECT_MAX)
        return fail_gathering(
            g, RESULT_PERMERROR,
            g_strdup_printf("more than %d indirect documents", CALLER_ID_INDIRECT_MAX));
    if (is_on_path(g, key))
        return fail_gathering(g, RESULT_PERMERROR,
                              g_strdup_printf("the document at %s leads back to itself", name));
    if (g_hash_table_contains(g->seen, key))
        return DOCUMENT_THERE;
    found = gather_document(g, name);
    if (found == DOCUMENT_NONE)
        add_caller_sender(g, &(CallerEntry){ .kind = CALLER_MX }, entry->name);
    return found;
}

static CallerFound
gather_entries(Gathering *g, const char *name, const CallerDocument *document)
{
    for (guint i = 0; i < document->entries->len; i++) {
        const CallerEntry *entry = &g_array_index(document->entries, CallerEntry, i);

        if (entry->kind != CALLER_INDIRECT)
            add_caller_sender(g, entry, caller_id_domain(name));
        else if (follow_indirect(g, entry) == DOCUMENT_FAILED)
            return DOCUMENT_FAILED;
    }
    return DOCUMENT_THERE;
}

/* A document for testing is none, however bad it is; one that says nothing about sending likewise.
 */
static CallerFound
gather_text(Gathering *g, const char *name, const char *text, size_t len)
{
    g_autoptr(CallerDocument) document = caller_id_parse(text, len);
    CallerFound found;

    if (document->testing)
        return DOCUMENT_NONE;
    if (!g->finding->record) {
        Cursor c = cursor_over(text, len);

        g->finding->record = cursor_unfold(&c);
    }
    if (document->problem)
        return fail_gathering(g, RESULT_PERMERROR,
                              g_strdup_printf("%s (document at %s)", document->problem, name));
    if (!document->has_out)
        return DOCUMENT_NONE;
    g_ptr_array_add(g->path, g_ascii_strdown(name, -1));
    g_hash_table_add(g->seen, g_ascii_strdown(name, -1));
    found = gather_entries(g, name, document);
    g_ptr_array_set_size(g->path, (gint)g->path->len - 1);
    return found;
}

static CallerFound
gather_document(Gathering *g, const char *name)
{
    const DnsAnswer *answer = matcher_ask(g->matcher, name, DNS_TXT);
    g_autoptr(GString) text = NULL;

    if (!g->first)
        g->first = answer;
    if (answer->status == DNS_TEMPERROR)
        return fail_gathering(g, RESULT_TEMPERROR, g_steal_pointer(&g->matcher->problem));
    text = caller_id_join(answer);
    return text ? gather_text(g, name, text->str, text->len) : DOCUMENT_NONE;
}

GArray *
caller_senders_new(void)
{
    GArray *senders = g_array_new(FALSE, FALSE, sizeof(CallerSender));

    g_array_set_clear_func(senders, clear_caller_sender);
    return senders;
}

CallerFound
caller_id_gather(Matcher *matcher, const char *domain, const char *record, Finding *finding,
                 GArray *senders, const DnsAnswer **answer)
{
    g_autofree char *name = caller_id_name(domain);
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GPtrArray) path = g_ptr_array_new_with_free_func(g_free);
    CallerFound found;
    Gathering g = {
        .matcher = matcher, .finding = finding, .senders = senders, .seen = seen, .path = path
    };

    found = record ? gather_text(&g, name, record, strlen(record)) : gather_document(&g, name);
    if (answer)
        *answer = record ? NULL : g.first;
    return found;
}
