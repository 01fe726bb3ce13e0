/* SPDX-License-Identifier: ISC */
/* A document, and those that it names: what is wrong with each is reported at its own name. */
#include "lint/linters.h"

#include "records/caller_id/caller_id.h"
#include "records/match.h"

static const char manual[] = "rmxfilter-records(7)";

/* A domain's document with all documents that it leads to. */
typedef struct {
    Lint *lint;
    GPtrArray *path;   /* char *: names of the documents from the first to the one at hand */
    GArray *granted;   /* IpNetwork: clients in them pass */
    unsigned indirect; /* documents followed so far */
} CallerIdTree;

static void lint_caller_document(CallerIdTree *tree, const char *name, const GString *text,
                                 GPtrArray *terms);

/* --- one element each --- */

static void
lint_caller_exchanges(CallerIdTree *tree, const char *name, const char *domain, LintTerm *shown)
{
    guint before = tree->lint->networks->len;
    LintLacks lacks;

    switch (lint_mx(tree->lint, domain, 32, 128, shown, &lacks)) {
    case LINT_MX_UNKNOWN:
        break;
    case LINT_MX_NONE:
        lint_report_at(tree->lint, LINT_WARNING, name, shown->text, 0, NULL,
                       "%s has no MX host: this lets nobody in", domain);
        break;
    case LINT_MX_TOO_MANY:
        lint_report_at(tree->lint, LINT_ERROR, name, shown->text, 0, manual,
                       "%s has more than %d MX hosts: permerror", domain, MATCH_EXCHANGES_MAX);
        break;
    case LINT_MX_LISTED:
        lint_networks_since(tree->lint, before, tree->granted);
        break;
    }
}

static void
lint_caller_network(CallerIdTree *tree, const char *name, const CallerEntry *entry, LintTerm *shown)
{
    guint before = tree->lint->networks->len;

    lint_add_network(tree->lint, &entry->network);
    if (entry->excludes)
        return;
    lint_networks_since(tree->lint, before, tree->granted);
    if (lint_length_is_wide(entry->network.address.bits, entry->network.length))
        lint_report_at(tree->lint, LINT_WARNING, name, shown->text, 0, NULL, LINT_WIDE_TEXT);
}

static void
lint_caller_indirect(CallerIdTree *tree, const char *name, const CallerEntry *entry,
                     LintTerm *shown)
{
    const DnsAnswer *answer;
    g_autoptr(GString) text = NULL;

    shown->name = caller_id_name(entry->name);
    if (lint_is_on_path(tree->path, shown->name)) {
        shown->means = g_strdup("leads back to itself");
        lint_report_at(tree->lint, LINT_ERROR, name, shown->text, 0, manual,
                       "leads back to where it came from: permerror");
        return;
    }
    if (++tree->indirect > CALLER_ID_INDIRECT_MAX) {
        shown->means = g_strdup("not followed");
        if (tree->indirect == CALLER_ID_INDIRECT_MAX + 1)
            lint_report_at(tree->lint, LINT_ERROR, name, shown->text, 0, manual,
                           "more than %d indirect documents: permerror", CALLER_ID_INDIRECT_MAX);
        return;
    }
    answer = lint_ask(tree->lint, shown->name, DNS_TXT);
    text = caller_id_join(answer);
    if (text) {
        shown->record = cursor_text(cursor_over_string(text));
        lint_caller_document(tree, shown->name, text, shown->below);
    } else if (answer->status != DNS_TEMPERROR) {
        lint_caller_exchanges(tree, name, entry->name, shown);
    }
}

static void
lint_caller_entry(CallerIdTree *tree, const char *name, const CallerEntry *entry, GPtrArray *terms)
{
    g_autofree char *network =
        entry->network.address.bits > 0 ? ip_network_text(&entry->network) : NULL;
    const char *data = network ? network : entry->name;
    LintTerm *shown = lint_add_term(terms,
                                    g_strconcat(caller_id_kind_text(entry->kind), data ? " " : "",
                                                entry->excludes ? "!" : "", data ? data : "", NULL),
                                    0);

    switch (entry->kind) {
    case CALLER_MX:
        shown->lookups = 1;
        lint_caller_exchanges(tree, name, caller_id_domain(name), shown);
        break;
    case CALLER_ADDRESS:
    case CALLER_RANGE:
        lint_caller_network(tree, name, entry, shown);
        break;
    case CALLER_INDIRECT:
        shown->lookups = 1;
        lint_caller_indirect(tree, name, entry, shown);
        break;
    }
}

/* --- a document --- */

/* Checks what the document says of itself. False: its entries mean nothing. */
static bool
check_caller_document(CallerIdTree *tree, const char *name, const CallerDocument *document)
{
    if (document->testing)
        lint_report(tree->lint, LINT_WARNING, name, "draft-atkinson-callerid",
                    "testing='true': it is as if the document were not there");
    if (document->problem) {
        lint_report(tree->lint, LINT_ERROR, name, "draft-atkinson-callerid", "%s: permerror",
                    document->problem);
        return false;
    }
    if (!document->has_out)
        lint_report(tree->lint, LINT_WARNING, name, "draft-atkinson-callerid",
                    "no out element: it says nothing about sending");
    else if (document->entries->len == 0 && !document->no_servers)
        lint_report(tree->lint, LINT_ERROR, name, "draft-atkinson-callerid",
                    "lets nobody in; if that is meant, noMailServers says so");
    return true;
}

static void
lint_caller_document(CallerIdTree *tree, const char *name, const GString *text, GPtrArray *terms)
{
    g_autoptr(CallerDocument) document = caller_id_parse(text->str, text->len);

    if (!check_caller_document(tree, name, document))
        return;
    g_ptr_array_add(tree->path, g_strdup(name));
    for (guint i = 0; i < MIN(document->entries->len, LINT_TERMS_MAX); i++)
        lint_caller_entry(tree, name, &g_array_index(document->entries, CallerEntry, i), terms);
    g_ptr_array_set_size(tree->path, (gint)tree->path->len - 1);
}

void
lint_caller_id(Lint *lint)
{
    g_autofree char *name = caller_id_name(lint->domain);
    g_autoptr(GString) text = caller_id_join(lint_ask(lint, name, DNS_TXT));
    g_autoptr(GPtrArray) path = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GArray) granted = ip_set_new();
    CallerIdTree tree = { .lint = lint, .path = path, .granted = granted };
    LintRecord *shown;
    Cursor c;

    if (!text)
        return;
    c = cursor_over_string(text);
    shown = lint_add_record(lint, name, DNS_TXT, cursor_unfold(&c));
    lint_caller_document(&tree, name, text, shown->terms);
    for (guint i = 0; i < shown->terms->len; i++)
        shown->lookups += ((const LintTerm *)shown->terms->pdata[i])->lookups;
    shown->everybody = ip_set_is_everybody(granted);
    if (shown->everybody)
        lint_report(lint, LINT_ERROR, name, NULL, "lets everybody in: any machine may send for %s",
                    lint->domain);
}
