/* SPDX-License-Identifier: ISC */
/* Caller ID for E-mail: first all documents are gathered, those that others name with them, because
 * an exclusion in any of them goes before all inclusions. Only then exchanges are asked for. */
#include "records/caller_id.h"

#include "records/match.h"
#include "records/rows.h"

#include <string.h>

/* One element of any document, with the domain that mx means there. */
typedef struct {
    CallerKind kind;
    bool excludes;
    IpNetwork network;
    char *domain;
} Sender;

typedef struct {
    Matcher matcher;
    const Claim *claim;
    Finding *finding;
    GArray *senders;   /* Sender, of all documents */
    GHashTable *seen;  /* char *: names of documents gathered, in lower case */
    GPtrArray *path;   /* char *: from the first document to the one that is being gathered */
    unsigned indirect; /* elements followed */
} Gathering;

/* What came of a name that was asked for a document. */
typedef enum { DOCUMENT_NONE, DOCUMENT_THERE, DOCUMENT_FAILED } Found;

static Found gather(Gathering *g, const char *name);

static void
clear_sender(gpointer sender)
{
    g_free(((Sender *)sender)->domain);
}

/* The first reason (taken) is the one that is told. */
static Found
failed(Gathering *g, Result result, char *problem)
{
    g->finding->result = result;
    g_free(g->finding->problem);
    g->finding->problem = problem;
    return DOCUMENT_FAILED;
}

static void
add_sender(Gathering *g, const CallerEntry *entry, const char *domain)
{
    Sender sender = {
        .kind = entry->kind,
        .excludes = entry->excludes,
        .network = entry->network,
        .domain = g_strdup(domain),
    };

    g_array_append_val(g->senders, sender);
}

static bool
is_on_path(const Gathering *g, const char *name)
{
    return g_ptr_array_find_with_equal_func(g->path, name, g_str_equal, NULL);
}

/* The document that it names or, where there is none, the MX hosts of that domain. */
static Found
follow(Gathering *g, const CallerEntry *entry)
{
    g_autofree char *name = caller_id_name(entry->name);
    g_autofree char *key = g_ascii_strdown(name, -1);
    Found found;

    if (++g->indirect > CALLER_ID_INDIRECT_MAX)
        return failed(g, RESULT_PERMERROR,
                      g_strdup_printf("more than %d indirect documents", CALLER_ID_INDIRECT_MAX));
    if (is_on_path(g, key))
        return failed(g, RESULT_PERMERROR,
                      g_strdup_printf("the document at %s leads back to itself", name));
    if (g_hash_table_contains(g->seen, key))
        return DOCUMENT_THERE;
    found = gather(g, name);
    if (found == DOCUMENT_NONE)
        add_sender(g, &(CallerEntry){ .kind = CALLER_MX }, entry->name);
    return found;
}

static Found
gather_entries(Gathering *g, const char *name, const CallerDocument *document)
{
    for (guint i = 0; i < document->entries->len; i++) {
        const CallerEntry *entry = &g_array_index(document->entries, CallerEntry, i);

        if (entry->kind != CALLER_INDIRECT)
            add_sender(g, entry, caller_id_domain(name));
        else if (follow(g, entry) == DOCUMENT_FAILED)
            return DOCUMENT_FAILED;
    }
    return DOCUMENT_THERE;
}

/* A document for testing is none, however bad it is; one that says nothing about sending likewise.
 */
static Found
gather_text(Gathering *g, const char *name, const char *text, size_t len)
{
    g_autoptr(CallerDocument) document = caller_id_parse(text, len);
    Found found;

    if (document->testing)
        return DOCUMENT_NONE;
    if (!g->finding->record) {
        Cursor c = cursor_over(text, len);

        g->finding->record = cursor_unfold(&c);
    }
    if (document->problem)
        return failed(g, RESULT_PERMERROR,
                      g_strdup_printf("%s (document at %s)", document->problem, name));
    if (!document->has_out)
        return DOCUMENT_NONE;
    g_ptr_array_add(g->path, g_ascii_strdown(name, -1));
    g_hash_table_add(g->seen, g_ascii_strdown(name, -1));
    found = gather_entries(g, name, document);
    g_ptr_array_set_size(g->path, (gint)g->path->len - 1);
    return found;
}

static Found
gather(Gathering *g, const char *name)
{
    const DnsAnswer *answer = matcher_ask(&g->matcher, name, DNS_TXT);
    g_autoptr(GString) text = NULL;

    if (answer->status == DNS_TEMPERROR)
        return failed(g, RESULT_TEMPERROR, g_steal_pointer(&g->matcher.problem));
    text = caller_id_join(answer);
    return text ? gather_text(g, name, text->str, text->len) : DOCUMENT_NONE;
}

/* --- the client against the list --- */

/* The address or range that the client is in; NULL: none of this sort. */
static const Sender *
find_network(const Gathering *g, bool excludes)
{
    for (guint i = 0; i < g->senders->len; i++) {
        const Sender *sender = &g_array_index(g->senders, Sender, i);

        if (sender->kind != CALLER_MX && sender->excludes == excludes &&
            ip_in_network(&g->claim->client, &sender->network))
            return sender;
    }
    return NULL;
}

static void
conclude_network(Gathering *g, const Sender *sender)
{
    g_autofree char *network = ip_network_text(&sender->network);

    g->finding->result = sender->excludes ? RESULT_FAIL : RESULT_PASS;
    g->finding->mechanism = g_strdup_printf("%s %s%s", caller_id_kind_text(sender->kind),
                                            sender->excludes ? "!" : "", network);
}

/* Unknown exchanges of one domain count only where those of no other match. */
static void
conclude_exchanges(Gathering *g)
{
    Finding *finding = g->finding;

    finding->result = RESULT_FAIL;
    for (guint i = 0; i < g->senders->len; i++) {
        const Sender *sender = &g_array_index(g->senders, Sender, i);
        Match match = sender->kind == CALLER_MX
                          ? match_exchanges(&g->matcher, sender->domain, 32, 128)
                          : MATCH_NO;

        if (match == MATCH_YES) {
            finding->result = RESULT_PASS;
            finding->mechanism = g_strdup_printf("mx %s", sender->domain);
            g_clear_pointer(&finding->problem, g_free);
            return;
        }
        if (match != MATCH_NO && !finding->problem)
            failed(g, match == MATCH_TEMPERROR ? RESULT_TEMPERROR : RESULT_PERMERROR,
                   g_steal_pointer(&g->matcher.problem));
    }
}

static void
conclude(Gathering *g)
{
    const Sender *network = find_network(g, true);

    if (!network)
        network = find_network(g, false);
    if (network)
        conclude_network(g, network);
    else
        conclude_exchanges(g);
}

static void
check(Dns *dns, const Claim *claim, Finding *finding)
{
    Gathering g = { .matcher = matcher_over(dns, &claim->client),
                    .claim = claim,
                    .finding = finding };
    g_autofree char *name = caller_id_name(claim->domain);
    g_autoptr(GArray) senders = g_array_new(FALSE, FALSE, sizeof(Sender));
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GPtrArray) path = g_ptr_array_new_with_free_func(g_free);

    if (finding_lacks_domain(finding, claim))
        return;
    g_array_set_clear_func(senders, clear_sender);
    g.senders = senders;
    g.seen = seen;
    g.path = path;
    switch (claim->record ? gather_text(&g, name, claim->record, strlen(claim->record))
                          : gather(&g, name)) {
    case DOCUMENT_NONE:
        finding_conclude_none(finding, dns, claim, dns_ask(dns, name, DNS_TXT),
                              g_strdup_printf("no Caller ID document at %s", name));
        break;
    case DOCUMENT_THERE:
        conclude(&g);
        break;
    case DOCUMENT_FAILED:
        break;
    }
    finding->authentic = matcher_authentic(&g.matcher);
    matcher_clear(&g.matcher);
}

static char *
text_problem(const char *text)
{
    g_autoptr(CallerDocument) document = caller_id_parse(text, strlen(text));

    if (!document->problem && (document->testing || !document->has_out))
        return g_strdup("it says nothing that holds about sending");
    return g_steal_pointer(&document->problem);
}

const Scheme caller_id_scheme = {
    .name = "caller-id",
    .identity = IDENTITY_PRA,
    .decides = true,
    .prefetch = caller_id_prefetch,
    .check = check,
    .text_problem = text_problem,
    .lint = caller_id_lint,
};
