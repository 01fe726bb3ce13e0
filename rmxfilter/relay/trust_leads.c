/* SPDX-License-Identifier: ISC */
/* One row for each kind of entry. What a client would be held against is trust.c's business; here
 * nobody is trusted, and an answer that is missing means only that it is not known. */
#include "relay/trust_leads.h"

#include "records/match.h"
#include "records/spf/spf_record.h"

#include <string.h>

#define RECORDS_MAX 20 /* names of a tree of includes that are looked at */

/* --- pieces --- */

static void
note_unknown_lead(TrustLeads *leads, const char *name, const char *what)
{
    if (!leads->unknown)
        leads->unknown = g_strdup_printf("the DNS could not say whether %s has %s", name, what);
}

/* Notes that the name is a provider's. */
static bool
note_shared_name(TrustLeads *leads, const char *name)
{
    if (leads->shared)
        return true;
    leads->shared = provider_of_name(name);
    leads->shared_name = leads->shared ? g_strdup(name) : NULL;
    return leads->shared != NULL;
}

/* Whether the name has an address; where it has none, *gap says why, and NULL if that is not known.
 * The caller frees *gap. */
static bool
lead_has_address(TrustLeads *leads, Dns *dns, const char *name, char **gap)
{
    const DnsAnswer *v4 = dns_ask(dns, name, DNS_A), *v6 = dns_ask(dns, name, DNS_AAAA);

    *gap = NULL;
    if (v4->status == DNS_OK || v6->status == DNS_OK)
        return true;
    if (v4->status == DNS_TEMPERROR || v6->status == DNS_TEMPERROR)
        note_unknown_lead(leads, name, "an address");
    else
        *gap = g_strdup_printf("%s %s", name,
                               v4->status == DNS_NXDOMAIN ? "does not exist" : "has no address");
    return false;
}

/* --- the kinds --- */

static void
follow_host(TrustLeads *leads, Dns *dns, const TrustEntryView *entry)
{
    note_shared_name(leads, entry->name);
    lead_has_address(leads, dns, entry->name, &leads->nowhere);
}

static void
prefetch_host_lead(Dns *dns, const TrustEntryView *entry)
{
    dns_prefetch(dns, entry->name, DNS_A);
    dns_prefetch(dns, entry->name, DNS_AAAA);
}

static void
follow_hosts_of_mx(TrustLeads *leads, Dns *dns, const DnsAnswer *mx)
{
    g_autofree char *last_gap = NULL;

    for (guint i = 0; i < mx->records->len && i < MATCH_EXCHANGES_MAX; i++) {
        const DnsRecord *record = mx->records->pdata[i];

        note_shared_name(leads, record->name);
        g_free(last_gap);
        if (lead_has_address(leads, dns, record->name, &last_gap))
            return;
    }
    if (last_gap && !leads->unknown)
        leads->nowhere = g_strdup_printf("none of its MX hosts has an address: %s", last_gap);
}

static void
follow_exchanges(TrustLeads *leads, Dns *dns, const TrustEntryView *entry)
{
    const DnsAnswer *mx = dns_ask(dns, entry->name, DNS_MX);

    note_shared_name(leads, entry->name);
    if (mx->status == DNS_TEMPERROR)
        note_unknown_lead(leads, entry->name, "an MX");
    else if (mx->status == DNS_NXDOMAIN)
        leads->nowhere = g_strdup_printf("%s does not exist", entry->name);
    else if (mx->status == DNS_NODATA)
        leads->nowhere = g_strdup_printf("%s has no MX", entry->name);
    else if (match_null_mx(mx))
        leads->nowhere = g_strdup_printf("%s takes no mail: null MX", entry->name);
    else
        follow_hosts_of_mx(leads, dns, mx);
}

static void
prefetch_exchanges_lead(Dns *dns, const TrustEntryView *entry)
{
    dns_prefetch(dns, entry->name, DNS_MX);
}

/* No name below one that does not exist does (RFC 8020). */
static void
follow_reverse(TrustLeads *leads, Dns *dns, const TrustEntryView *entry)
{
    const DnsAnswer *answer = dns_ask(dns, entry->name, DNS_A);

    note_shared_name(leads, entry->name);
    if (answer->status == DNS_TEMPERROR)
        note_unknown_lead(leads, entry->name, "hosts");
    else if (answer->status == DNS_NXDOMAIN)
        leads->nowhere =
            g_strdup_printf("%s does not exist: no host can have a name below it", entry->name);
}

static void
prefetch_reverse_lead(Dns *dns, const TrustEntryView *entry)
{
    dns_prefetch(dns, entry->name, DNS_A);
}

/* --- records --- */

typedef struct {
    Dns *dns;
    unsigned left;    /* names that may still be asked */
    GPtrArray *names; /* char *, owned: to be looked at, and those that were */
} RecordTree;

/* Adds the domain that a term names, unless it depends on the message. */
static void
add_named_domain(RecordTree *tree, const SpfTerm *term)
{
    g_autofree char *spec = term->target.start ? cursor_text(term->target) : NULL;
    char *name = spec && !strchr(spec, '%') ? domain_text(spec) : NULL;

    if (!name || tree->left == 0 ||
        g_ptr_array_find_with_equal_func(tree->names, name, g_str_equal, NULL)) {
        g_free(name);
        return;
    }
    tree->left--;
    dns_prefetch(tree->dns, name, DNS_TXT);
    g_ptr_array_add(tree->names, name);
}

static void
add_domains_of_record(RecordTree *tree, const char *octets, size_t len)
{
    size_t version = spf_version1(octets, len);
    g_autoptr(SpfRecord) record = version > 0 ? spf_record_parse(octets, len, version) : NULL;

    for (guint i = 0; record && i < record->directives->len; i++) {
        const SpfTerm *term = &g_array_index(record->directives, SpfTerm, i);

        if (term->kind == SPF_INCLUDE && term->result == RESULT_PASS)
            add_named_domain(tree, term);
    }
    if (record && record->redirect.text.start && !record->has_all)
        add_named_domain(tree, &record->redirect);
}

/* Whether a record, or one that it includes, is a provider's. */
static void
look_for_shared_records(TrustLeads *leads, Dns *dns, const char *record)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    RecordTree tree = { .dns = dns, .left = RECORDS_MAX, .names = names };

    add_domains_of_record(&tree, record, strlen(record));
    for (guint i = 0; i < names->len; i++) {
        unsigned count;
        const GString *text;

        if (note_shared_name(leads, names->pdata[i]))
            return;
        text = spf_select(dns_ask(dns, names->pdata[i], DNS_TXT), spf_version1, &count);
        if (text)
            add_domains_of_record(&tree, text->str, text->len);
    }
}

/* An address that no domain lists (RFC 5737): who it is does not matter for whether there is a
 * record. */
static IpAddress
nobodys_address(void)
{
    static const char text[] = "192.0.2.1";
    IpAddress ip = { .bits = 0 };
    bool parsed = ip_parse(text, strlen(text), &ip);

    g_assert(parsed);
    return ip;
}

static void
follow_records(TrustLeads *leads, Dns *dns, const TrustEntryView *entry)
{
    const IpAddress nobody = nobodys_address();
    const Claim claim = claim_of(entry->name, IDENTITY_MAIL_FROM, &nobody, entry->records);
    g_autoptr(Finding) rmx = scheme_check(scheme_named("rmx"), dns, &claim);
    g_autoptr(Finding) spf = scheme_check(scheme_named("spf"), dns, &claim);

    note_shared_name(leads, entry->name);
    if (spf->record)
        look_for_shared_records(leads, dns, spf->record);
    if (rmx->record || spf->record)
        return;
    if (rmx->result == RESULT_TEMPERROR || spf->result == RESULT_TEMPERROR)
        note_unknown_lead(leads, entry->name, "a record");
    else if (rmx->result == RESULT_NONE && spf->result == RESULT_NONE)
        leads->nowhere = g_strdup_printf(
            "%s %s", entry->name, spf->exists ? "publishes neither RMX nor SPF" : "does not exist");
}

static void
prefetch_records_lead(Dns *dns, const TrustEntryView *entry)
{
    dns_prefetch(dns, entry->name, DNS_TXT);
}

/* --- all --- */

static const struct {
    void (*follow)(TrustLeads *leads, Dns *dns, const TrustEntryView *entry);
    void (*prefetch)(Dns *dns, const TrustEntryView *entry);
} leads_by_kind[] = {
    [TRUST_ADDRESSES] = { NULL, NULL },
    [TRUST_EXCHANGES] = { follow_exchanges, prefetch_exchanges_lead },
    [TRUST_RECORDS] = { follow_records, prefetch_records_lead },
    [TRUST_REVERSE] = { follow_reverse, prefetch_reverse_lead },
    [TRUST_HOST] = { follow_host, prefetch_host_lead },
};

void
trust_leads_prefetch(const TrustList *list, unsigned number, Dns *dns)
{
    const TrustEntryView entry = trust_list_entry(list, number);

    if (leads_by_kind[entry.kind].prefetch)
        leads_by_kind[entry.kind].prefetch(dns, &entry);
}

TrustLeads *
trust_leads(const TrustList *list, unsigned number, Dns *dns)
{
    const TrustEntryView entry = trust_list_entry(list, number);
    TrustLeads *leads = g_new0(TrustLeads, 1);

    if (leads_by_kind[entry.kind].follow)
        leads_by_kind[entry.kind].follow(leads, dns, &entry);
    return leads;
}

void
trust_leads_free(TrustLeads *leads)
{
    if (!leads)
        return;
    g_free(leads->nowhere);
    g_free(leads->unknown);
    g_free(leads->shared_name);
    g_free(leads);
}

char *
trust_leads_problem(const TrustEntryView *entry, const TrustLeads *leads)
{
    if (leads->nowhere)
        return g_strdup_printf("entry %s %s nobody: %s", entry->text,
                               entry->excluded ? "excludes" : "trusts", leads->nowhere);
    if (leads->shared && !entry->excluded)
        return g_strdup_printf("entry %s leads to %s, a name of %s: all customers of %s send from "
                               "the same machines",
                               entry->text, leads->shared_name, leads->shared->name,
                               leads->shared->name);
    return NULL;
}

void
trust_leads_warn(const TrustList *list, Dns *dns, GPtrArray *warnings)
{
    for (unsigned i = 0; i < trust_list_len(list); i++)
        trust_leads_prefetch(list, i, dns);
    for (unsigned i = 0; i < trust_list_len(list); i++) {
        const TrustEntryView entry = trust_list_entry(list, i);
        g_autoptr(TrustLeads) leads = trust_leads(list, i, dns);
        g_autofree char *problem = trust_leads_problem(&entry, leads);

        if (problem)
            g_ptr_array_add(warnings, g_strconcat("trust ", problem, NULL));
    }
}
