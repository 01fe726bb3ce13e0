/* SPDX-License-Identifier: ISC */
/* Records and terms, and the hosts that they name. lint_finding.c has the findings. */
#include "lint/lint.h"

#include "records/match.h"

static void
free_term(void *data)
{
    LintTerm *term = data;

    g_free(term->text);
    g_free(term->name);
    g_free(term->record);
    g_free(term->means);
    g_ptr_array_unref(term->below);
    g_free(term);
}

static void
free_lint_record(void *data)
{
    LintRecord *record = data;

    g_free(record->name);
    g_free(record->text);
    g_ptr_array_unref(record->terms);
    g_free(record);
}

Lint *
lint_new(Dns *dns, const char *domain, const SchemeSettings *settings)
{
    Lint *lint = g_new0(Lint, 1);

    lint->dns = dns;
    lint->domain = domain;
    lint->settings = settings;
    lint->records = g_ptr_array_new_with_free_func(free_lint_record);
    lint->findings = g_ptr_array_new_with_free_func(lint_finding_free_item);
    lint->networks = ip_set_new();
    return lint;
}

void
lint_free(Lint *lint)
{
    if (!lint)
        return;
    g_ptr_array_unref(lint->records);
    g_ptr_array_unref(lint->findings);
    g_array_unref(lint->networks);
    g_free(lint);
}

LintRecord *
lint_add_record(Lint *lint, const char *name, uint16_t type, char *text)
{
    LintRecord *record = g_new0(LintRecord, 1);

    g_assert(lint->scheme && name);
    record->scheme = lint->scheme;
    record->name = g_strdup(name);
    record->type = type;
    record->text = text;
    record->terms = lint_terms_new();
    g_ptr_array_add(lint->records, record);
    return record;
}

GPtrArray *
lint_terms_new(void)
{
    return g_ptr_array_new_with_free_func(free_term);
}

LintTerm *
lint_add_term(GPtrArray *terms, char *text, size_t offset)
{
    LintTerm *term = g_new0(LintTerm, 1);

    g_assert(text);
    term->text = text;
    term->offset = offset;
    term->below = lint_terms_new();
    g_ptr_array_add(terms, term);
    return term;
}

bool
lint_is_on_path(const GPtrArray *names, const char *name)
{
    for (guint i = 0; i < names->len; i++)
        if (g_ascii_strcasecmp(names->pdata[i], name) == 0)
            return true;
    return false;
}

void
lint_add_network(Lint *lint, const IpNetwork *network)
{
    if (network->address.bits > 0)
        g_array_append_val(lint->networks, *network);
}

/* --- hosts --- */

/* Notes the addresses of one family. False: the DNS says that there are none. */
static bool
append_host_addresses(Lint *lint, GString *text, const DnsAnswer *answer, uint8_t length4,
                      uint8_t length6)
{
    for (guint i = 0; i < answer->records->len; i++) {
        const DnsRecord *record = answer->records->pdata[i];
        IpNetwork network = record->ip.bits == 32 ? ip_network(&record->ip, length4)
                                                  : ip_ipv6_network(&record->ip, length6);
        g_autofree char *shown = network.address.bits > 0 ? ip_network_text(&network) : NULL;

        lint_add_network(lint, &network);
        if (shown)
            g_string_append_printf(text, "%s%s", text->len > 0 ? ", " : "", shown);
    }
    return answer->records->len > 0 || answer->status == DNS_TEMPERROR;
}

char *
lint_host(Lint *lint, const char *host, uint8_t length4, uint8_t length6, LintLacks *lacks)
{
    GString *text = g_string_new(NULL);

    dns_prefetch_addresses(lint->dns, host);
    lacks->ipv4 = !append_host_addresses(lint, text, lint_ask(lint, host, DNS_A), length4, length6);
    lacks->ipv6 =
        !append_host_addresses(lint, text, lint_ask(lint, host, DNS_AAAA), length4, length6);
    if (text->len == 0)
        g_string_append(text, lacks->ipv4 && lacks->ipv6 ? "no address" : "not known");
    return g_string_free(text, FALSE);
}

char *
lint_exchanges(Lint *lint, const DnsAnswer *answer, uint8_t length4, uint8_t length6,
               LintLacks *lacks)
{
    GString *text = g_string_new(NULL);

    *lacks = (LintLacks){ .ipv4 = false };
    for (guint i = 0; i < answer->records->len; i++)
        dns_prefetch_addresses(lint->dns, ((const DnsRecord *)answer->records->pdata[i])->name);
    for (guint i = 0; i < answer->records->len; i++) {
        const DnsRecord *record = answer->records->pdata[i];
        g_autofree char *addresses = NULL;
        LintLacks one;

        if (*record->name == '\0') { /* RFC 7505 */
            g_string_append(text, "a null MX: no host");
            continue;
        }
        addresses = lint_host(lint, record->name, length4, length6, &one);
        g_string_append_printf(text, "%s%s (%s)", text->len > 0 ? ", " : "", record->name,
                               addresses);
        lacks->ipv4 |= one.ipv4;
        lacks->ipv6 |= one.ipv6;
        if (one.ipv4 && one.ipv6)
            lint_report(lint, LINT_WARNING, record->name, "RFC 5321 section 5.1",
                        "an MX host without an address");
    }
    return g_string_free(text, FALSE);
}

LintMx
lint_mx(Lint *lint, const char *domain, uint8_t length4, uint8_t length6, LintTerm *term,
        LintLacks *lacks)
{
    const DnsAnswer *answer = lint_ask(lint, domain, DNS_MX);

    if (answer->status == DNS_TEMPERROR) {
        term->means = g_strdup("not known");
        return LINT_MX_UNKNOWN;
    }
    if (answer->status != DNS_OK) {
        term->means = g_strdup("no MX host");
        return LINT_MX_NONE;
    }
    if (answer->records->len > MATCH_EXCHANGES_MAX) {
        term->means = g_strdup_printf("%u MX hosts", answer->records->len);
        return LINT_MX_TOO_MANY;
    }
    term->means = lint_exchanges(lint, answer, length4, length6, lacks);
    return LINT_MX_LISTED;
}

void
lint_networks_since(const Lint *lint, guint before, GArray *networks)
{
    g_assert(before <= lint->networks->len);
    if (lint->networks->len > before)
        g_array_append_vals(networks, &g_array_index(lint->networks, IpNetwork, before),
                            lint->networks->len - before);
}

/* The largest blocks that registries were ever given are an IPv4 /8 and an IPv6 /12. */
bool
lint_length_is_wide(uint8_t bits, uint8_t length)
{
    return length > 0 && ((bits == 32 && length < 8) || (bits == 128 && length < 12));
}
