/* SPDX-License-Identifier: ISC */
/* The ties are tried in their order; the first that holds is taken. */
#include "mailbox/trust_tie.h"

#include "author/organization.h"
#include "dns/reverse.h"
#include "relay/dynamic_name.h"
#include "relay/relay_tie.h"

#include <string.h>

/* So much of a client's mail, in percent, is addressed to the domain that it is tied to. */
#define ADDRESSED_SHARE 80

void
trust_tie_free(TrustTie *tie)
{
    if (!tie)
        return;
    g_free(tie->domain);
    g_free(tie->name);
    g_free(tie);
}

void
trust_tie_prefetch(const TrustDomains *domains, const TrustClient *client)
{
    if (domains->dns)
        reverse_prefetch(domains->dns, &client->ip);
}

/* --- names --- */

/* The client's confirmed names (char *) or, where nothing is asked, the one that a believed host
 * saw. The caller owns the array. */
static GPtrArray *
believed_names(const TrustDomains *domains, const TrustClient *client, TrustTie *tie)
{
    g_autoptr(ReverseNames) confirmed =
        domains->dns ? reverse_names(domains->dns, &client->ip, NULL) : NULL;
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);

    tie->unknown = confirmed && confirmed->unknown;
    for (guint i = 0; confirmed && i < confirmed->names->len; i++)
        g_ptr_array_add(names, g_strdup(confirmed->names->pdata[i]));
    if (!confirmed && *client->name)
        g_ptr_array_add(names, g_strdup(client->name));
    return names;
}

static void
note_names(const RelayClient *relay, TrustTie *tie)
{
    for (guint i = 0; i < relay->names->len; i++) {
        const char *name = relay->names->pdata[i];

        tie->shared = tie->shared ? tie->shared : provider_of_name(name);
        tie->dynamic |= name_looks_dynamic(name, relay->ip);
    }
}

/* --- domains of the user's --- */

/* The name is the one that ties it, and is left alone where none does. */
static bool
is_exchange_of(const RelayClient *relay, const char *domain, const char **name)
{
    (void)name;
    return relay_is_exchange(relay, domain);
}

static bool
is_of_operator(const RelayClient *relay, const char *domain, const char **name)
{
    const char *in = provider_of_name(domain) ? NULL : relay_name_in(relay, domain);
    const char *found = in ? in : relay_name_as_exchanges(relay, domain);

    *name = found ? found : *name;
    return found;
}

static bool
is_listed_by(const RelayClient *relay, const char *domain, const char **name)
{
    (void)name;
    return !provider_of_name(domain) && relay_is_listed(relay, domain);
}

/* The ties to a domain of the user's, in their order. */
static const struct {
    TrustTieKind kind;
    bool everybodys; /* also of a mailbox provider's machines */
    bool (*holds)(const RelayClient *relay, const char *domain, const char **name);
} ties[] = {
    { TIE_EXCHANGER, true, is_exchange_of },
    { TIE_OPERATOR, false, is_of_operator },
    { TIE_RECORDS, false, is_listed_by },
};

/* Finds the first tie to one of the user's domains; NULL: there is none. */
static const char *
tie_to_own_domain(const TrustDomains *domains, const RelayClient *relay, TrustTie *tie,
                  const char **name)
{
    for (size_t t = 0; t < G_N_ELEMENTS(ties); t++) {
        if (tie->shared && !ties[t].everybodys)
            continue;
        for (const char *const *domain = domains->names; *domain; domain++)
            if (ties[t].holds(relay, *domain, name)) {
                tie->kind = ties[t].kind;
                return *domain;
            }
    }
    return NULL;
}

/* --- domains that only the mail names --- */

/* Whether the DNS says that the client is a machine of the domain's. */
static bool
is_machine_of(const RelayClient *relay, const char *domain)
{
    return relay_name_in(relay, domain) || relay_is_exchange(relay, domain) ||
           relay_is_listed(relay, domain);
}

typedef struct {
    const char *domain; /* lent by the client */
    guint messages;     /* addressed to it */
} AddressedDomain;

static int
compare_addressed(const void *one, const void *other)
{
    const AddressedDomain *a = one, *b = other;

    return a->messages == b->messages  ? strcmp(a->domain, b->domain)
           : a->messages > b->messages ? -1
                                       : 1;
}

/* The domains that nearly all of the client's mail is addressed to (AddressedDomain), those that
 * most is first. The caller owns the array. */
static GArray *
addressed_domains(const TrustClient *client)
{
    GArray *domains = g_array_new(FALSE, FALSE, sizeof(AddressedDomain));
    GHashTableIter iter;
    void *name, *count;

    g_hash_table_iter_init(&iter, client->addressed);
    while (g_hash_table_iter_next(&iter, &name, &count)) {
        const AddressedDomain one = { name, GPOINTER_TO_UINT(count) };

        if (one.messages * 100 >= client->messages * ADDRESSED_SHARE && relay_tie_counts(name))
            g_array_append_val(domains, one);
    }
    g_array_sort(domains, compare_addressed);
    return domains;
}

/* The first of these that the client is a machine of; NULL: of none. */
static const char *
tie_to_addressed(const RelayClient *relay, const TrustClient *client)
{
    g_autoptr(GArray) domains = addressed_domains(client);

    for (guint i = 0; i < domains->len; i++)
        if (is_machine_of(relay, g_array_index(domains, AddressedDomain, i).domain))
            return g_array_index(domains, AddressedDomain, i).domain;
    return NULL;
}

TrustTie *
trust_tie_of(const TrustDomains *domains, const TrustClient *client)
{
    TrustTie *tie = g_new0(TrustTie, 1);
    g_autoptr(GPtrArray) names = believed_names(domains, client, tie);
    const RelayClient relay = {
        .ip = &client->ip, .names = names, .records = domains->records, .dns = domains->dns
    };
    const char *name = names->len > 0 ? names->pdata[0] : NULL, *domain;

    note_names(&relay, tie);
    domain = tie_to_own_domain(domains, &relay, tie, &name);
    if (!domain && !tie->shared && (domain = tie_to_addressed(&relay, client)))
        tie->kind = TIE_ADDRESSED;
    tie->aside = tie->kind == TIE_OPERATOR && !relay_name_suffices(&relay, name, domain);
    tie->domain = g_strdup(domain);
    tie->name = g_strdup(name);
    return tie;
}
