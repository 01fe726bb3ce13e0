/* SPDX-License-Identifier: ISC */
/* Entries are looked at in the order in which they were added. Each form of entry is a row of
 * forms[]: the prefix that tells it, and how a client is compared with it. */
#include "relay/trust.h"

#include "mime/address.h"
#include "records/match.h"
#include "records/scheme.h"

#include <string.h>

typedef enum { HOLDS_NO, HOLDS_YES, HOLDS_UNKNOWN } Holds;

typedef struct TrustForm TrustForm;

typedef struct {
    char *text; /* as the user wrote it */
    bool excluded;
    const TrustForm *form;
    IpNetwork network;             /* addresses */
    char *name;                    /* all other forms: a domain, as the DNS knows it */
    const SchemeSettings *records; /* what the user wants of single schemes; NULL: nothing */
} TrustEntry;

struct TrustForm {
    TrustKind kind;
    const char *prefix; /* "": told by what it holds */
    Holds (*holds)(const TrustEntry *entry, Matcher *m, GString *how);
    void (*prefetch)(const TrustEntry *entry, Dns *dns, const IpAddress *client);
};

struct TrustList {
    GPtrArray *entries;
    const SchemeSettings *records;
};

/* --- the forms --- */

static Holds
holds_of_match(Match match)
{
    return match == MATCH_YES ? HOLDS_YES : match == MATCH_TEMPERROR ? HOLDS_UNKNOWN : HOLDS_NO;
}

static Holds
holds_network(const TrustEntry *entry, Matcher *m, GString *how)
{
    (void)how;
    return ip_in_network(m->client, &entry->network) ? HOLDS_YES : HOLDS_NO;
}

static Holds
holds_host(const TrustEntry *entry, Matcher *m, GString *how)
{
    (void)how;
    return holds_of_match(match_host(m, entry->name, 32, 128));
}

static void
prefetch_trust_host(const TrustEntry *entry, Dns *dns, const IpAddress *client)
{
    match_host_prefetch(dns, client, entry->name);
}

static Holds
holds_exchanges(const TrustEntry *entry, Matcher *m, GString *how)
{
    (void)how;
    return holds_of_match(match_exchanges(m, entry->name, 32, 128));
}

static void
prefetch_trust_exchanges(const TrustEntry *entry, Dns *dns, const IpAddress *client)
{
    match_exchanges_prefetch(dns, client, entry->name);
}

/* The owner of an address writes into its reverse name what he likes. Only a confirmed one shows
 * that the domain agrees. */
static Holds
holds_reverse(const TrustEntry *entry, Matcher *m, GString *how)
{
    g_autoptr(ReverseNames) names = match_reverse_names(m, entry->name);

    if (names->names->len > 0) {
        g_string_append_printf(how, " as %s", (const char *)names->names->pdata[0]);
        return HOLDS_YES;
    }
    return names->unknown ? HOLDS_UNKNOWN : HOLDS_NO;
}

static void
prefetch_trust_reverse(const TrustEntry *entry, Dns *dns, const IpAddress *client)
{
    (void)entry;
    reverse_prefetch(dns, client);
}

/* The schemes whose records say which hosts send for a domain. */
static const char *const trust_schemes[] = { "rmx", "spf" };

Finding *
trust_check_records(Dns *dns, const Claim *claim)
{
    g_autoptr(Finding) unknown = NULL;

    for (size_t i = 0; i < G_N_ELEMENTS(trust_schemes); i++) {
        g_autoptr(Finding) finding = scheme_check(scheme_named(trust_schemes[i]), dns, claim);

        if (finding->result == RESULT_PASS)
            return g_steal_pointer(&finding);
        if (finding->result == RESULT_TEMPERROR && !unknown)
            unknown = g_steal_pointer(&finding);
    }
    return g_steal_pointer(&unknown);
}

static Holds
holds_records(const TrustEntry *entry, Matcher *m, GString *how)
{
    Claim claim = claim_of(entry->name, IDENTITY_MAIL_FROM, m->client, entry->records);
    g_autoptr(Finding) finding = trust_check_records(m->dns, &claim);

    if (!finding)
        return HOLDS_NO;
    if (finding->result == RESULT_TEMPERROR)
        return HOLDS_UNKNOWN;
    g_string_append_printf(how, " by %s %s", finding->scheme->name,
                           finding->mechanism ? finding->mechanism : "record");
    return HOLDS_YES;
}

static void
prefetch_trust_records(const TrustEntry *entry, Dns *dns, const IpAddress *client)
{
    Claim claim = claim_of(entry->name, IDENTITY_MAIL_FROM, client, entry->records);

    for (size_t i = 0; i < G_N_ELEMENTS(trust_schemes); i++)
        scheme_prefetch(scheme_named(trust_schemes[i]), dns, &claim);
}

static const TrustForm form_network = { TRUST_ADDRESSES, "", holds_network, NULL };

/* In this order: the first whose prefix fits. */
static const TrustForm forms[] = {
    { TRUST_EXCHANGES, "mx:", holds_exchanges, prefetch_trust_exchanges },
    { TRUST_RECORDS, "spf:", holds_records, prefetch_trust_records },
    { TRUST_REVERSE, ".", holds_reverse, prefetch_trust_reverse },
    { TRUST_HOST, "", holds_host, prefetch_trust_host },
};

/* --- the list --- */

static void
trust_entry_free(void *data)
{
    TrustEntry *entry = data;

    g_free(entry->text);
    g_free(entry->name);
    g_free(entry);
}

TrustList *
trust_list_new(void)
{
    TrustList *list = g_new0(TrustList, 1);

    list->entries = g_ptr_array_new_with_free_func(trust_entry_free);
    return list;
}

void
trust_list_set_records(TrustList *list, const SchemeSettings *records)
{
    list->records = records;
}

void
trust_list_free(TrustList *list)
{
    g_ptr_array_unref(list->entries);
    g_free(list);
}

/* The DNS form of a name of at least two labels, the last of which is no number: 192.0.2.300 is a
 * mistake, not a host. NULL: it is none. */
static char *
trust_domain(const char *text)
{
    g_autofree char *name = mail_domain(text);
    const char *last = name ? strrchr(name, '.') : NULL;

    if (!last || last == name || last[1] == '\0' || strstr(name, ".."))
        return NULL;
    if (strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-_.") != strlen(name) ||
        strspn(last + 1, "0123456789") == strlen(last + 1))
        return NULL;
    return g_steal_pointer(&name);
}

/* The network of one client, in whatever form of address a Received field may show it. */
static IpNetwork
network_of_client(const IpAddress *ip)
{
    IpAddress client = ip_client(ip);

    return ip_network(&client, client.bits);
}

bool
trust_list_add(TrustList *list, const char *entry, GError **error)
{
    TrustEntry new = { .excluded = entry[0] == '!' };
    const char *what = entry + new.excluded;

    if (ip_network_parse(what, &new.network)) {
        if (new.network.length == new.network.address.bits)
            new.network = network_of_client(&new.network.address);
        new.form = &form_network;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(forms) && !new.form; i++)
        if (g_ascii_strncasecmp(what, forms[i].prefix, strlen(forms[i].prefix)) == 0) {
            new.form = &forms[i];
            new.name = trust_domain(what + strlen(forms[i].prefix));
            break;
        }
    if (new.form != &form_network && !new.name) {
        g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                    "\"%s\" is no trust entry; give an address (192.0.2.7, 2001:db8::7), a network "
                    "(192.0.2.0/24), a host (mx2.example.net), .example.net, mx:example.net or "
                    "spf:example.net, behind ! to exclude it",
                    entry);
        return false;
    }
    new.text = g_strdup(entry);
    new.records = list->records;
    g_ptr_array_add(list->entries, g_memdup2(&new, sizeof(new)));
    return true;
}

static TrustEntry *
trust_entry_copy(const TrustEntry *entry)
{
    TrustEntry *copy = g_memdup2(entry, sizeof(*entry));

    copy->text = g_strdup(entry->text);
    copy->name = g_strdup(entry->name);
    return copy;
}

TrustList *
trust_list_with(const TrustList *list, const char *entry)
{
    g_autoptr(TrustList) with = trust_list_new();

    with->records = list->records;
    for (guint i = 0; i < list->entries->len; i++)
        g_ptr_array_add(with->entries, trust_entry_copy(list->entries->pdata[i]));
    return trust_list_add(with, entry, NULL) ? g_steal_pointer(&with) : NULL;
}

unsigned
trust_list_len(const TrustList *list)
{
    return list->entries->len;
}

TrustEntryView
trust_list_entry(const TrustList *list, unsigned number)
{
    const TrustEntry *entry;

    g_assert(number < list->entries->len);
    entry = g_ptr_array_index(list->entries, number);
    return (TrustEntryView){
        .text = entry->text,
        .excluded = entry->excluded,
        .kind = entry->form->kind,
        .name = entry->name,
        .records = entry->records,
    };
}

/* --- decisions --- */

/* A record authorizes machines, and some machines send for many: whoever trusts such a machine
 * trusts every customer of the company that runs it. */
static char *
trust_warning(const TrustEntry *entry, const char *how)
{
    if (entry->excluded || entry->form->holds != holds_records)
        return NULL;
    return g_strdup_printf("trust entry %s trusts this relay%s: everybody who may send through the "
                           "machines listed there is believed",
                           entry->text, how);
}

bool
trust_list_asks(const TrustList *list)
{
    for (guint i = 0; i < list->entries->len; i++)
        if (((const TrustEntry *)g_ptr_array_index(list->entries, i))->form->prefetch)
            return true;
    return false;
}

/* Only an exclusion can change what the built-in ranges say. */
static bool
excludes_something(const TrustList *list)
{
    for (guint i = 0; i < list->entries->len; i++)
        if (((const TrustEntry *)g_ptr_array_index(list->entries, i))->excluded)
            return true;
    return false;
}

/* Whether the entry must be asked about a client; local: the local network that the client is in,
 * NULL where it is in none. Entries that are names are not asked about loopback: names lead to
 * other hosts, and a DNS that fails would make a host's own hand-overs uncertain. */
static bool
trust_entry_concerns(const TrustEntry *entry, const IpLocalNetwork *local)
{
    return !local || !local->loopback || !entry->form->prefetch;
}

TrustDecision
trust_decide(const TrustList *list, Dns *dns, const IpAddress *client)
{
    g_auto(Matcher) m = matcher_over(dns, client);
    g_autoptr(GString) why = g_string_new("is not trusted");
    const IpLocalNetwork *local = ip_local_network(client);
    bool asks = !local || excludes_something(list), unknown = false;

    for (guint i = 0; i < list->entries->len && asks; i++) {
        const TrustEntry *entry = g_ptr_array_index(list->entries, i);
        g_autoptr(GString) how = g_string_new(NULL);
        Holds holds;

        g_assert(dns || !entry->form->prefetch);
        holds = trust_entry_concerns(entry, local) ? entry->form->holds(entry, &m, how) : HOLDS_NO;

        if (holds == HOLDS_YES)
            return (TrustDecision){
                .trusted = !entry->excluded,
                .excluded = entry->excluded,
                .name = entry->name,
                .why = g_strdup_printf("matches trust entry %s%s", entry->text, how->str),
                .warning = trust_warning(entry, how->str),
            };
        if (holds == HOLDS_UNKNOWN)
            g_string_append_printf(why, ", as the DNS could not say for trust entry %s",
                                   entry->text);
        /* The client may be an excluded one. A plain entry that could not be asked does not end the
         * search: if a later entry matches, the client is trusted either way. */
        if (holds == HOLDS_UNKNOWN && entry->excluded)
            return (TrustDecision){ .unknown = true, .why = g_strdup(why->str) };
        unknown |= holds == HOLDS_UNKNOWN;
    }
    /* A local client's mail passed through the user's own network. */
    if (local)
        return (TrustDecision){
            .trusted = true,
            .built_in = true,
            .why = g_strdup_printf("is %s", local->what),
        };
    return (TrustDecision){ .unknown = unknown, .why = g_strdup(why->str) };
}

bool
trust_prefetch(const TrustList *list, Dns *dns, const IpAddress *client)
{
    const IpLocalNetwork *local = ip_local_network(client);
    bool asks = false;

    if (local && !excludes_something(list))
        return false;
    for (guint i = 0; i < list->entries->len; i++) {
        const TrustEntry *entry = g_ptr_array_index(list->entries, i);

        if (!trust_entry_concerns(entry, local)) {
            continue;
        } else if (entry->form->prefetch) {
            entry->form->prefetch(entry, dns, client);
            asks = true;
        } else if (ip_in_network(client, &entry->network)) {
            return asks || entry->excluded;
        }
    }
    return asks || !local;
}
