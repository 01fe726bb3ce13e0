/* SPDX-License-Identifier: ISC */
/* A record that is read is asked about at once, as far as the first entry that decides by itself; a
 * bad one not at all. */
#include "records/rmx/rmx_lookup.h"

#include "records/match.h"

#include <string.h>

/* What the callbacks share; lives as long as the Dns. */
typedef struct {
    Claim *claim;
    unsigned asking;
    uint16_t type;                /* of the real record; 0: there is none */
    const DnsAnswer *wire, *text; /* NULL: not there yet */
} RmxPrefetch;

static void prefetch_full_record(Dns *dns, const char *name, const DnsAnswer *answer, void *data);

static void
prefetch_full(Dns *dns, RmxPrefetch *p)
{
    g_autofree char *name = rmx_full_name(p->claim->local, p->claim->domain);

    if (name)
        dns_prefetch_then(dns, name, DNS_TXT, prefetch_full_record, p);
}

static void
prefetch_rmx_entry(Dns *dns, RmxPrefetch *p, const RmxEntry *entry)
{
    g_autofree char *domain = rmx_entry_domain(p->claim->domain, entry);
    g_autofree char *mapped = rmx_dnsmap_name(p->claim, entry);

    switch (entry->tag) {
    case RMX_HOST:
        match_host_prefetch(dns, &p->claim->client, domain);
        break;
    case RMX_APL:
        dns_prefetch(dns, domain, DNS_APL);
        break;
    case RMX_DOMAIN:
        reverse_prefetch(dns, &p->claim->client);
        break;
    case RMX_FULL:
        prefetch_full(dns, p);
        break;
    case RMX_MX:
        match_exchanges_prefetch(dns, &p->claim->client, domain);
        break;
    case RMX_DNSMAP:
        dns_prefetch(dns, mapped, DNS_A);
        break;
    case RMX_IPV4:
    case RMX_IPV6:
    case RMX_UNUSED:
        break;
    }
}

/* The walk will end here at the latest. */
static bool
rmx_entry_decides(const RmxPrefetch *p, const RmxEntry *entry)
{
    return entry->tag == RMX_UNUSED || ((entry->tag == RMX_IPV4 || entry->tag == RMX_IPV6) &&
                                        ip_in_network(&p->claim->client, &entry->network));
}

static void
prefetch_rmx_record(Dns *dns, RmxPrefetch *p, const RmxRecord *record)
{
    p->asking += record->asking;
    if (record->problem || p->asking > RMX_ASKING_MAX)
        return;
    for (guint i = 0; i < record->entries->len; i++) {
        const RmxEntry *entry = &g_array_index(record->entries, RmxEntry, i);

        if (rmx_entry_decides(p, entry))
            return;
        prefetch_rmx_entry(dns, p, entry);
    }
}

static void
prefetch_rmx_answer(Dns *dns, RmxPrefetch *p, const DnsAnswer *answer, uint16_t type, bool in_full)
{
    g_autoptr(RmxRecord) record = rmx_read(answer, type, in_full);

    if (record)
        prefetch_rmx_record(dns, p, record);
}

static void
prefetch_full_record(Dns *dns, G_GNUC_UNUSED const char *name, const DnsAnswer *answer, void *data)
{
    prefetch_rmx_answer(dns, data, answer, DNS_TXT, true);
}

/* The text is the record where it is known that there is none of the real type. */
static void
prefetch_rmx_wire(Dns *dns, G_GNUC_UNUSED const char *name, const DnsAnswer *answer, void *data)
{
    RmxPrefetch *p = data;

    p->wire = answer;
    if (answer->status == DNS_OK)
        prefetch_rmx_answer(dns, p, answer, p->type, false);
    else if (answer->status != DNS_TEMPERROR && p->text)
        prefetch_rmx_answer(dns, p, p->text, DNS_TXT, false);
}

static void
prefetch_rmx_text(Dns *dns, G_GNUC_UNUSED const char *name, const DnsAnswer *answer, void *data)
{
    RmxPrefetch *p = data;

    p->text = answer;
    if (p->type == 0 || (p->wire && p->wire->status != DNS_OK && p->wire->status != DNS_TEMPERROR))
        prefetch_rmx_answer(dns, p, answer, DNS_TXT, false);
}

void
rmx_prefetch(Dns *dns, const Claim *claim)
{
    g_autofree char *name = rmx_name(claim->domain);
    RmxPrefetch *p;

    if (domain_problem(claim->domain))
        return;
    p = g_new0(RmxPrefetch, 1);
    p->claim = claim_keep(dns, claim);
    p->type = claim_settings(claim)->rmx_type;
    dns_keep(dns, p, g_free);
    if (claim->record) {
        g_autoptr(RmxRecord) record =
            rmx_record_parse_text(claim->record, strlen(claim->record), false);

        prefetch_rmx_record(dns, p, record);
        return;
    }
    if (p->type)
        dns_prefetch_then(dns, claim->domain, p->type, prefetch_rmx_wire, p);
    dns_prefetch_then(dns, name, DNS_TXT, prefetch_rmx_text, p);
}
