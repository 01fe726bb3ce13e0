/* SPDX-License-Identifier: ISC */
/* What a record's entries mean, one by one, in both places where RMX records are published.
 * lint_rmx_order.c checks their order. */
#include "lint/lint_rmx.h"

#include "lint/linters.h"
#include "records/apl.h"
#include "records/rmx/rmx_lookup.h"

static void
report_rmx_entry(const RmxLint *rmx, LintSeverity severity, const LintTerm *term, const char *text)
{
    lint_report_at(rmx->lint, severity, rmx->name, term->text, term->offset, LINT_RMX_RULE, "%s",
                   text);
}

/* --- one tag each: false where the record does not show which clients match --- */

static bool
lint_rmx_network(RmxLint *rmx, const RmxEntry *entry, LintTerm *shown)
{
    lint_add_network(rmx->lint, &entry->network);
    if (!entry->refuses && lint_length_is_wide(entry->network.address.bits, entry->network.length))
        report_rmx_entry(rmx, LINT_WARNING, shown, LINT_WIDE_TEXT);
    return true;
}

static bool
lint_rmx_host(RmxLint *rmx, const RmxEntry *entry, LintTerm *shown)
{
    LintLacks lacks;

    shown->means = lint_host(rmx->lint, entry->name, 32, 128, &lacks);
    if (lacks.ipv4 && lacks.ipv6)
        report_rmx_entry(rmx, LINT_WARNING, shown, "a host without an address: it matches nobody");
    return true;
}

static bool
lint_apl_items(RmxLint *rmx, const LintTerm *shown, const DnsRecord *record, GString *text)
{
    Cursor c = cursor_over_string(record->data);
    IpNetwork network;
    bool excludes;

    while (apl_read(&c, &network, &excludes)) {
        g_autofree char *item = ip_network_text(&network);

        lint_add_network(rmx->lint, &network);
        g_string_append_printf(text, "%s%s%s", text->len > 0 ? ", " : "", excludes ? "!" : "",
                               item);
    }
    if (c.problem)
        report_rmx_entry(rmx, LINT_ERROR, shown,
                         "its APL record is malformed (RFC 3123): permerror");
    return c.problem == NULL;
}

static bool
lint_rmx_apl(RmxLint *rmx, const RmxEntry *entry, LintTerm *shown)
{
    const DnsAnswer *answer = lint_ask(rmx->lint, entry->name, DNS_APL);
    g_autoptr(GString) text = g_string_new(NULL);

    for (guint i = 0; i < answer->records->len; i++)
        if (!lint_apl_items(rmx, shown, answer->records->pdata[i], text))
            return false;
    if (answer->status != DNS_OK && answer->status != DNS_TEMPERROR)
        report_rmx_entry(rmx, LINT_WARNING, shown, "no APL record at that name: it matches nobody");
    shown->means = g_strdup(text->len > 0 ? text->str : "no address");
    return true;
}

static bool
lint_rmx_mx(RmxLint *rmx, const RmxEntry *entry, LintTerm *shown)
{
    g_autofree char *domain = rmx_entry_domain(rmx->lint->domain, entry);
    LintLacks lacks;

    switch (lint_mx(rmx->lint, domain, 32, 128, shown, &lacks)) {
    case LINT_MX_UNKNOWN:
        return false;
    case LINT_MX_NONE:
        report_rmx_entry(rmx, LINT_WARNING, shown, "no MX host: it matches nobody");
        return true;
    case LINT_MX_TOO_MANY:
        report_rmx_entry(rmx, LINT_ERROR, shown, "more than 10 MX hosts: permerror");
        return false;
    case LINT_MX_LISTED:
        return true;
    }
    g_assert_not_reached();
}

static bool
lint_rmx_domain(RmxLint *rmx, const RmxEntry *entry, LintTerm *shown)
{
    g_autofree char *domain = rmx_entry_domain(rmx->lint->domain, entry);

    shown->means = g_strdup_printf("clients with a confirmed name in %s", domain);
    return false;
}

static bool
lint_rmx_unused(G_GNUC_UNUSED RmxLint *rmx, G_GNUC_UNUSED const RmxEntry *entry, LintTerm *shown)
{
    shown->means = g_strdup("the domain sends no mail");
    return false;
}

/* Nobody outside knows which mail addresses have a record. Every domain has postmaster (RFC 5321
 * section 4.5.1). */
static bool
lint_rmx_full(RmxLint *rmx, G_GNUC_UNUSED const RmxEntry *entry, LintTerm *shown)
{
    g_autofree char *name = rmx_full_name("postmaster", rmx->lint->domain), *text = NULL;
    const DnsAnswer *answer = name ? lint_ask(rmx->lint, name, DNS_TXT) : NULL;

    shown->means = g_strdup("the record of the full address");
    if (!answer) {
        report_rmx_entry(rmx, LINT_ERROR, shown,
                         "no full address can have a record: the name is too long");
        return false;
    }
    text = rmx_text(answer, DNS_TXT);
    if (*text)
        lint_add_record(rmx->lint, name, DNS_TXT, g_steal_pointer(&text));
    else if (answer->status != DNS_TEMPERROR)
        report_rmx_entry(rmx, LINT_NOTE, shown, "not even postmaster has a record of his own");
    return false;
}

static bool
lint_rmx_dnsmap(RmxLint *rmx, const RmxEntry *entry, LintTerm *shown)
{
    g_autofree char *domain = rmx_entry_domain(rmx->lint->domain, entry);

    shown->means = g_strdup_printf("clients listed below %s", domain);
    return false;
}

static bool (*const tag_linters[])(RmxLint *rmx, const RmxEntry *entry, LintTerm *shown) = {
    [RMX_IPV4] = lint_rmx_network, [RMX_IPV6] = lint_rmx_network,  [RMX_HOST] = lint_rmx_host,
    [RMX_APL] = lint_rmx_apl,      [RMX_DOMAIN] = lint_rmx_domain, [RMX_UNUSED] = lint_rmx_unused,
    [RMX_FULL] = lint_rmx_full,    [RMX_MX] = lint_rmx_mx,         [RMX_DNSMAP] = lint_rmx_dnsmap,
};

/* --- a record --- */

static void
lint_rmx_entry(RmxLint *rmx, const RmxEntry *entry, GPtrArray *terms)
{
    LintTerm *shown = lint_add_term(terms, rmx_entry_text(entry), entry->offset);
    RmxExtent extent = { .entry = entry, .term = shown, .begin = rmx->lint->networks->len };

    shown->lookups = rmx_tag_asks(entry->tag);
    extent.known = tag_linters[entry->tag](rmx, entry, shown);
    extent.end = rmx->lint->networks->len;
    g_array_append_val(rmx->extents, extent);
}

static void
prefetch_rmx_entries(Lint *lint, const RmxRecord *record)
{
    for (guint i = 0; i < MIN(record->entries->len, LINT_LOOKUPS_MAX); i++) {
        const RmxEntry *entry = &g_array_index(record->entries, RmxEntry, i);
        g_autofree char *domain = rmx_entry_domain(lint->domain, entry);

        if (entry->tag == RMX_HOST)
            dns_prefetch_addresses(lint->dns, domain);
        else if (entry->tag == RMX_MX)
            dns_prefetch(lint->dns, domain, DNS_MX);
        else if (entry->tag == RMX_APL)
            dns_prefetch(lint->dns, domain, DNS_APL);
    }
}

/* Entries that ask the DNS are followed up to twice the limit: a record past it is a permerror
 * already. */
static void
lint_rmx_record(Lint *lint, const RmxRecord *record, const char *name, LintRecord *shown)
{
    g_autoptr(GArray) extents = g_array_new(FALSE, FALSE, sizeof(RmxExtent));
    RmxLint rmx = { .lint = lint, .name = name, .extents = extents };

    prefetch_rmx_entries(lint, record);
    for (guint i = 0, asked = 0; i < MIN(record->entries->len, LINT_TERMS_MAX); i++) {
        const RmxEntry *entry = &g_array_index(record->entries, RmxEntry, i);

        asked += rmx_tag_asks(entry->tag);
        if (asked > 2 * RMX_ASKING_MAX)
            break;
        lint_rmx_entry(&rmx, entry, shown->terms);
    }
    shown->lookups = record->asking;
    if (record->asking > RMX_ASKING_MAX)
        lint_report(lint, LINT_ERROR, name, "rmxfilter-records(7)",
                    "%u entries that ask the DNS, more than %d: permerror", record->asking,
                    RMX_ASKING_MAX);
    shown->everybody = lint_rmx_order(&rmx);
}

/* The text from offset up to the next blank. The caller frees. */
static char *
word_at_offset(const char *text, size_t offset)
{
    Cursor c = cursor_over_text(text);
    const char *begin;

    cursor_seek(&c, offset);
    begin = c.at;
    cursor_span_until(&c, cursor_is_blank);
    return cursor_text_since(&c, begin);
}

/* text is NULL for a record in wire form, whose problem gives the place in the RDATA. */
static void
report_rmx_syntax(Lint *lint, const char *name, const char *text, const RmxRecord *record)
{
    g_autofree char *words = text ? word_at_offset(text, record->problem_at) : NULL;

    lint_report_at(lint, LINT_ERROR, name, words, record->problem_at, LINT_RMX_RULE,
                   "syntax error, %s: permerror", record->problem);
}

/* A domain with a wildcard has TXT records at every name, which is no fault. But the owner may have
 * meant them as RMX records. */
static void
report_foreign_texts(Lint *lint, const char *name, const DnsAnswer *answer)
{
    for (guint i = 0; i < answer->records->len; i++) {
        const GString *data = ((const DnsRecord *)answer->records->pdata[i])->data;
        g_autofree char *text = cursor_text(cursor_over_string(data));

        if (!rmx_record_is_text(data->str, data->len))
            lint_report_at(lint, LINT_NOTE, name, text, 0, LINT_RMX_RULE,
                           "no entry of RMX in it: not read as an RMX record");
    }
}

/* Adds the record of this type at the name. Returns its text in one form for both types; NULL:
 * there is no record, or a bad one. The caller frees. */
static char *
lint_rmx_type(Lint *lint, const char *name, uint16_t type)
{
    const DnsAnswer *answer = lint_ask(lint, name, type);
    g_autoptr(RmxRecord) record = NULL;
    LintRecord *shown;

    record = rmx_read(answer, type, false);
    if (type == DNS_TXT)
        report_foreign_texts(lint, name, answer);
    if (!record)
        return NULL;
    shown = lint_add_record(lint, name, type, rmx_text(answer, type));
    if (record->problem) {
        report_rmx_syntax(lint, name, type == DNS_TXT ? shown->text : NULL, record);
        return NULL;
    }
    lint_rmx_record(lint, record, name, shown);
    return rmx_record_text(record);
}

void
lint_rmx(Lint *lint)
{
    uint16_t type = lint->settings->rmx_type;
    g_autofree char *name = rmx_name(lint->domain), *wire = NULL, *text = NULL;

    dns_prefetch(lint->dns, name, DNS_TXT);
    if (type != 0)
        wire = lint_rmx_type(lint, lint->domain, type);
    text = lint_rmx_type(lint, name, DNS_TXT);
    if (wire && text && g_ascii_strcasecmp(wire, text) != 0)
        lint_report(lint, LINT_WARNING, name, "rmxfilter-records(7)",
                    "says something else than the RMX record, which goes before it where a reader "
                    "knows that type");
}
