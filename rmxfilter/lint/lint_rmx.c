/* SPDX-License-Identifier: ISC */
/* What a record's entries mean, one by one, in both places where records are. How they stand to
 * each other is lint_rmx_order.c's business. */
#include "lint/lint_rmx.h"

#include "lint/linters.h"
#include "records/apl.h"
#include "records/match.h"
#include "records/rmx/rmx_lookup.h"

#include <string.h>

static void
say(const RmxPage *page, LintSeverity severity, const LintTerm *term, const char *text)
{
    lint_say_at(page->lint, severity, page->name, term->text, term->offset, LINT_RMX_RULE, "%s",
                text);
}

/* --- one tag each: false where the clients that match are not known from here --- */

static bool
visit_network(RmxPage *page, const RmxEntry *entry, LintTerm *shown)
{
    lint_add_network(page->lint, &entry->network);
    if (!entry->refuses && lint_length_is_wide(entry->network.address.bits, entry->network.length))
        say(page, LINT_WARNING, shown, LINT_WIDE_TEXT);
    return true;
}

static bool
visit_host(RmxPage *page, const RmxEntry *entry, LintTerm *shown)
{
    LintLacks lacks;

    shown->means = lint_host(page->lint, entry->name, 32, 128, &lacks);
    if (lacks.ipv4 && lacks.ipv6)
        say(page, LINT_WARNING, shown, "a host without an address: it matches nobody");
    return true;
}

static bool
visit_items(RmxPage *page, const LintTerm *shown, const DnsRecord *record, GString *text)
{
    Cursor c = cursor_over(record->data->str, record->data->len);
    IpNetwork network;
    bool excludes;

    while (apl_read(&c, &network, &excludes)) {
        g_autofree char *item = ip_network_text(&network);

        lint_add_network(page->lint, &network);
        g_string_append_printf(text, "%s%s%s", text->len > 0 ? ", " : "", excludes ? "!" : "",
                               item);
    }
    if (c.problem)
        say(page, LINT_ERROR, shown, "its APL record is malformed (RFC 3123): permerror");
    return c.problem == NULL;
}

static bool
visit_apl(RmxPage *page, const RmxEntry *entry, LintTerm *shown)
{
    const DnsAnswer *answer = lint_ask(page->lint, entry->name, DNS_APL);
    g_autoptr(GString) text = g_string_new(NULL);

    for (guint i = 0; i < answer->records->len; i++)
        if (!visit_items(page, shown, answer->records->pdata[i], text))
            return false;
    if (answer->status != DNS_OK && answer->status != DNS_TEMPERROR)
        say(page, LINT_WARNING, shown, "no APL record at that name: it matches nobody");
    shown->means = g_strdup(text->len > 0 ? text->str : "no address");
    return true;
}

static bool
visit_mx(RmxPage *page, const RmxEntry *entry, LintTerm *shown)
{
    g_autofree char *domain = rmx_entry_domain(page->lint->domain, entry);
    LintLacks lacks;

    switch (lint_mx(page->lint, domain, 32, 128, shown, &lacks)) {
    case LINT_MX_UNKNOWN:
        return false;
    case LINT_MX_NONE:
        say(page, LINT_WARNING, shown, "no MX host: it matches nobody");
        return true;
    case LINT_MX_TOO_MANY:
        say(page, LINT_ERROR, shown, "more than 10 MX hosts: permerror");
        return false;
    case LINT_MX_LISTED:
        return true;
    }
    g_assert_not_reached();
}

static bool
visit_domain(RmxPage *page, const RmxEntry *entry, LintTerm *shown)
{
    g_autofree char *domain = rmx_entry_domain(page->lint->domain, entry);

    shown->means = g_strdup_printf("clients with a confirmed name in %s", domain);
    return false;
}

static bool
visit_unused(G_GNUC_UNUSED RmxPage *page, G_GNUC_UNUSED const RmxEntry *entry, LintTerm *shown)
{
    shown->means = g_strdup("the domain sends no mail");
    return false;
}

/* Which addresses have a record is for no outsider to know; every domain has this one (RFC 5321
 * section 4.5.1). */
static bool
visit_full(RmxPage *page, G_GNUC_UNUSED const RmxEntry *entry, LintTerm *shown)
{
    g_autofree char *name = rmx_full_name("postmaster", page->lint->domain), *text = NULL;
    const DnsAnswer *answer = name ? lint_ask(page->lint, name, DNS_TXT) : NULL;

    shown->means = g_strdup("the record of the full address");
    if (!answer) {
        say(page, LINT_ERROR, shown, "no full address can have a record: the name is too long");
        return false;
    }
    text = rmx_text(answer, DNS_TXT);
    if (*text)
        lint_add_record(page->lint, name, DNS_TXT, g_steal_pointer(&text));
    else if (answer->status != DNS_TEMPERROR)
        say(page, LINT_NOTE, shown, "not even postmaster has a record of his own");
    return false;
}

static bool
visit_dnsmap(RmxPage *page, const RmxEntry *entry, LintTerm *shown)
{
    g_autofree char *domain = rmx_entry_domain(page->lint->domain, entry);

    shown->means = g_strdup_printf("clients listed below %s", domain);
    return false;
}

static bool (*const visitors[])(RmxPage *page, const RmxEntry *entry, LintTerm *shown) = {
    [RMX_IPV4] = visit_network, [RMX_IPV6] = visit_network,  [RMX_HOST] = visit_host,
    [RMX_APL] = visit_apl,      [RMX_DOMAIN] = visit_domain, [RMX_UNUSED] = visit_unused,
    [RMX_FULL] = visit_full,    [RMX_MX] = visit_mx,         [RMX_DNSMAP] = visit_dnsmap,
};

/* --- a record --- */

static void
visit(RmxPage *page, const RmxEntry *entry, GPtrArray *terms)
{
    LintTerm *shown = lint_add_term(terms, rmx_entry_text(entry), entry->offset);
    RmxExtent extent = { .entry = entry, .term = shown, .begin = page->lint->networks->len };

    shown->lookups = rmx_tag_asks(entry->tag);
    extent.known = visitors[entry->tag](page, entry, shown);
    extent.end = page->lint->networks->len;
    g_array_append_val(page->extents, extent);
}

static void
prefetch_entries(Lint *lint, const RmxRecord *record)
{
    for (guint i = 0; i < MIN(record->entries->len, LINT_LOOKUPS_MAX); i++) {
        const RmxEntry *entry = &g_array_index(record->entries, RmxEntry, i);
        g_autofree char *domain = rmx_entry_domain(lint->domain, entry);

        if (entry->tag == RMX_HOST)
            lint_host_prefetch(lint->dns, domain);
        else if (entry->tag == RMX_MX)
            dns_prefetch(lint->dns, domain, DNS_MX);
        else if (entry->tag == RMX_APL)
            dns_prefetch(lint->dns, domain, DNS_APL);
    }
}

/* The entries that ask are followed up to twice the limit: past it the record is broken anyway. */
static void
lint_entries(Lint *lint, const RmxRecord *record, const char *name, LintRecord *shown)
{
    g_autoptr(GArray) extents = g_array_new(FALSE, FALSE, sizeof(RmxExtent));
    RmxPage page = { .lint = lint, .name = name, .record = record, .extents = extents };

    prefetch_entries(lint, record);
    for (guint i = 0, asked = 0; i < MIN(record->entries->len, LINT_TERMS_MAX); i++) {
        const RmxEntry *entry = &g_array_index(record->entries, RmxEntry, i);

        asked += rmx_tag_asks(entry->tag);
        if (asked > 2 * RMX_ASKING_MAX)
            break;
        visit(&page, entry, shown->terms);
    }
    shown->lookups = record->asking;
    if (record->asking > RMX_ASKING_MAX)
        lint_say(lint, LINT_ERROR, name, "rmxfilter-records(7)",
                 "%u entries that ask the DNS, more than %d: permerror", record->asking,
                 RMX_ASKING_MAX);
    shown->everybody = lint_rmx_order(&page);
}

static bool
is_blank(unsigned char octet)
{
    return octet == ' ' || octet == '\t' || octet == '\r' || octet == '\n';
}

/* What stands there up to the next blank. The caller frees. */
static char *
words_at(const char *text, size_t offset)
{
    Cursor c = cursor_over(text, strlen(text));
    const char *begin;

    cursor_seek(&c, offset);
    begin = c.at;
    cursor_span_until(&c, is_blank);
    return cursor_text_since(&c, begin);
}

/* text is NULL where the record has none: its problem says where in the RDATA. */
static void
say_syntax(Lint *lint, const char *name, const char *text, const RmxRecord *record)
{
    g_autofree char *words = text ? words_at(text, record->problem_at) : NULL;

    lint_say_at(lint, LINT_ERROR, name, words, record->problem_at, LINT_RMX_RULE,
                "syntax error, %s: permerror", record->problem);
}

/* A domain with a wildcard has TXT records at every name: no fault. But the owner may have meant
 * them to be read. */
static void
say_others(Lint *lint, const char *name, const DnsAnswer *answer)
{
    for (guint i = 0; i < answer->records->len; i++) {
        const GString *data = ((const DnsRecord *)answer->records->pdata[i])->data;
        g_autofree char *text = g_strndup(data->str, data->len);

        if (!rmx_record_is_text(data->str, data->len))
            lint_say_at(lint, LINT_NOTE, name, text, 0, LINT_RMX_RULE,
                        "no entry of RMX in it: not read as an RMX record");
    }
}

/* NULL: there is no record of this type at the name, or a bad one. Else its text, in one form for
 * both types. The caller frees. */
static char *
lint_place(Lint *lint, const char *name, uint16_t type)
{
    const DnsAnswer *answer = lint_ask(lint, name, type);
    g_autoptr(RmxRecord) record = NULL;
    LintRecord *shown;

    record = rmx_read(answer, type, false);
    if (type == DNS_TXT)
        say_others(lint, name, answer);
    if (!record)
        return NULL;
    shown = lint_add_record(lint, name, type, rmx_text(answer, type));
    if (record->problem) {
        say_syntax(lint, name, type == DNS_TXT ? shown->text : NULL, record);
        return NULL;
    }
    lint_entries(lint, record, name, shown);
    return rmx_record_text(record);
}

void
lint_rmx(Lint *lint)
{
    uint16_t type = lint->settings->rmx_type;
    g_autofree char *name = rmx_name(lint->domain), *wire = NULL, *text = NULL;

    dns_prefetch(lint->dns, name, DNS_TXT);
    if (type != 0)
        wire = lint_place(lint, lint->domain, type);
    text = lint_place(lint, name, DNS_TXT);
    if (wire && text && g_ascii_strcasecmp(wire, text) != 0)
        lint_say(lint, LINT_WARNING, name, "rmxfilter-records(7)",
                 "says something else than the RMX record, which goes before it where a reader "
                 "knows that type");
}
