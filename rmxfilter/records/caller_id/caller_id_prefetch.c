/* SPDX-License-Identifier: ISC */
/* Documents are read as they come, and those that they name are asked at once; what a document
 * without records falls back to, too. */
#include "records/caller_id/caller_id.h"

#include "records/match.h"

#include <string.h>

#define PREFIX "_ep."

char *
caller_id_name(const char *name)
{
    g_autofree char *domain = domain_text(name);
    g_autofree char *lower = g_ascii_strdown(domain, -1);

    if (g_str_has_prefix(lower, PREFIX) || strstr(lower, "." PREFIX))
        return g_steal_pointer(&domain);
    return g_strconcat(PREFIX, domain, NULL);
}

const char *
caller_id_domain(const char *name)
{
    for (const char *at = name; *at; at++)
        if ((at == name || at[-1] == '.') && g_ascii_strncasecmp(at, PREFIX, strlen(PREFIX)) == 0)
            return at + strlen(PREFIX);
    return name;
}

/* What the callbacks share; lives as long as the Dns. */
typedef struct {
    Claim *claim;
    unsigned indirect_left;
} CallerPrefetch;

static void prefetch_document(Dns *dns, const char *name, const DnsAnswer *answer, void *data);

static void
prefetch_caller_entry(Dns *dns, CallerPrefetch *p, const char *name, const CallerEntry *entry)
{
    if (entry->kind == CALLER_MX) {
        match_exchanges_prefetch(dns, &p->claim->client, caller_id_domain(name));
    } else if (entry->kind == CALLER_INDIRECT && p->indirect_left > 0) {
        g_autofree char *next = caller_id_name(entry->name);

        p->indirect_left--;
        dns_prefetch_then(dns, next, DNS_TXT, prefetch_document, p);
    }
}

static void
prefetch_document_text(Dns *dns, CallerPrefetch *p, const char *name, const char *text, size_t len)
{
    g_autoptr(CallerDocument) document = caller_id_parse(text, len);

    if (document->problem || document->testing)
        return;
    for (guint i = 0; i < document->entries->len; i++)
        prefetch_caller_entry(dns, p, name, &g_array_index(document->entries, CallerEntry, i));
}

static void
prefetch_document(Dns *dns, const char *name, const DnsAnswer *answer, void *data)
{
    g_autoptr(GString) text = caller_id_join(answer);

    if (text)
        prefetch_document_text(dns, data, name, text->str, text->len);
}

void
caller_id_prefetch(Dns *dns, const Claim *claim)
{
    g_autofree char *name = caller_id_name(claim->domain);
    CallerPrefetch *p;

    if (domain_problem(claim->domain))
        return;
    p = g_new0(CallerPrefetch, 1);
    p->claim = claim_keep(dns, claim);
    p->indirect_left = CALLER_ID_INDIRECT_MAX;
    dns_keep(dns, p, g_free);
    if (claim->record)
        prefetch_document_text(dns, p, name, claim->record, strlen(claim->record));
    else
        dns_prefetch_then(dns, name, DNS_TXT, prefetch_document, p);
}
