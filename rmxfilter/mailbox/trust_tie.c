/* SPDX-License-Identifier: ISC */
/* The ties are tried in their order; the first that holds is taken. */
#include "mailbox/trust_tie.h"

#include "author/organization.h"
#include "dns/reverse.h"
#include "records/match.h"
#include "relay/dynamic_name.h"
#include "relay/record_reach.h"

/* So much of a client's mail, in percent, is addressed to the domain that it is tied to. */
#define ADDRESSED_SHARE 80

struct TrustDomains {
    const char *const *domains;
    const SchemeSettings *records;
    Dns *dns;
    GArray *exchangers;        /* Exchanger */
    GHashTable *organizations; /* char *, registered, to const char *: the user's domain */
};

/* One address of an MX host. */
typedef struct {
    IpAddress ip;
    const char *domain; /* whose MX it is, lent */
} Exchanger;

void
trust_tie_free(TrustTie *tie)
{
    if (!tie)
        return;
    g_free(tie->domain);
    g_free(tie->name);
    g_free(tie);
}

/* --- the user's domains --- */

/* Whoever has his mail at a mailbox provider shares its exchangers with all its customers, and none
 * of them hands mail on by SMTP. */
static void
add_exchangers_of_host(TrustDomains *domains, const char *domain, const char *host)
{
    static const uint16_t types[] = { DNS_A, DNS_AAAA };

    if (provider_of_name(host))
        return;
    g_hash_table_insert(domains->organizations, g_strdup(organization_registered(host)),
                        g_strdup(domain));
    for (size_t t = 0; t < G_N_ELEMENTS(types); t++) {
        const DnsAnswer *answer = dns_ask(domains->dns, host, types[t]);

        for (guint i = 0; i < answer->records->len; i++) {
            const Exchanger exchanger = { ((const DnsRecord *)answer->records->pdata[i])->ip,
                                          domain };

            g_array_append_val(domains->exchangers, exchanger);
        }
    }
}

static void
add_exchangers(TrustDomains *domains, const char *domain)
{
    const DnsAnswer *mx = dns_ask(domains->dns, domain, DNS_MX);

    for (guint i = 0; i < mx->records->len && i < MATCH_EXCHANGES_MAX; i++)
        dns_prefetch_addresses(domains->dns, ((const DnsRecord *)mx->records->pdata[i])->name);
    for (guint i = 0; i < mx->records->len && i < MATCH_EXCHANGES_MAX; i++)
        add_exchangers_of_host(domains, domain, ((const DnsRecord *)mx->records->pdata[i])->name);
}

TrustDomains *
trust_domains_new(const char *const *names, const SchemeSettings *records, Dns *dns)
{
    TrustDomains *domains = g_new0(TrustDomains, 1);

    domains->domains = names;
    domains->records = records;
    domains->dns = dns;
    domains->exchangers = g_array_new(FALSE, FALSE, sizeof(Exchanger));
    domains->organizations = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    for (const char *const *name = names; dns && *name; name++)
        dns_prefetch(dns, *name, DNS_MX);
    for (const char *const *name = names; *name; name++) {
        if (!provider_of_name(*name))
            g_hash_table_insert(domains->organizations, g_strdup(organization_registered(*name)),
                                g_strdup(*name));
        if (dns)
            add_exchangers(domains, *name);
    }
    return domains;
}

void
trust_domains_free(TrustDomains *domains)
{
    if (!domains)
        return;
    g_array_unref(domains->exchangers);
    g_hash_table_unref(domains->organizations);
    g_free(domains);
}

/* --- one client --- */

static const char *
domain_of_exchanger(const TrustDomains *domains, const IpAddress *ip)
{
    for (guint i = 0; i < domains->exchangers->len; i++) {
        const Exchanger *exchanger = &g_array_index(domains->exchangers, Exchanger, i);

        if (ip_equal(&exchanger->ip, ip))
            return exchanger->domain;
    }
    return NULL;
}

/* Notes the client's confirmed name, or the one that a believed host saw where nothing is asked. */
static void
note_client_name(const TrustDomains *domains, const TrustClient *client, TrustTie *tie)
{
    g_autoptr(ReverseNames) names =
        domains->dns ? reverse_names(domains->dns, &client->ip, NULL) : NULL;

    if (names && names->names->len > 0)
        tie->name = g_strdup(names->names->pdata[0]);
    else if (!names && *client->name)
        tie->name = g_strdup(client->name);
    tie->unknown |= names && names->unknown;
    tie->shared = tie->name ? provider_of_name(tie->name) : NULL;
    tie->dynamic = tie->name && name_looks_dynamic(tie->name, &client->ip);
}

/* Whether the domain's own terms let the client send, and not half of the net. */
static bool
has_own_record(const TrustDomains *domains, const char *domain, const TrustClient *client,
               TrustTie *tie)
{
    const Claim claim = claim_of(domain, IDENTITY_MAIL_FROM, &client->ip, domains->records);
    g_autoptr(Finding) finding = trust_check_records(domains->dns, &claim);
    g_autofree char *foreign = NULL;

    tie->unknown |= finding && finding->result == RESULT_TEMPERROR;
    if (!finding || finding->result != RESULT_PASS || finding->own)
        return false;
    foreign = record_reach_path(finding, domain);
    return !foreign && !record_reach_is_wide(domains->dns, &claim);
}

static const char *
domain_of_records(const TrustDomains *domains, const TrustClient *client, TrustTie *tie)
{
    for (const char *const *name = domains->domains; domains->dns && *name; name++)
        if (!provider_of_name(*name) && has_own_record(domains, *name, client, tie))
            return *name;
    return NULL;
}

/* The domain that nearly all of the client's mail is addressed to; NULL: there is none. */
static const char *
domain_addressed(const TrustClient *client)
{
    GHashTableIter iter;
    void *name, *count;

    g_hash_table_iter_init(&iter, client->addressed);
    while (g_hash_table_iter_next(&iter, &name, &count))
        if (GPOINTER_TO_UINT(count) * 100 >= client->messages * ADDRESSED_SHARE &&
            !provider_of_name(name) && !organization_is_suffix(name))
            return name;
    return NULL;
}

/* Whether the DNS says that the client is a machine of the domain's. */
static bool
is_machine_of(const TrustDomains *domains, const char *domain, const TrustClient *client,
              TrustTie *tie)
{
    g_auto(Matcher) m = matcher_over(domains->dns, &client->ip);
    Match match;

    if (tie->name && !tie->dynamic && organization_is_same(tie->name, domain))
        return true;
    if (!domains->dns)
        return false;
    match = match_exchanges(&m, domain, 32, 128);
    tie->unknown |= match == MATCH_TEMPERROR;
    return match == MATCH_YES || has_own_record(domains, domain, client, tie);
}

static TrustTieKind
tie_client(const TrustDomains *domains, const TrustClient *client, TrustTie *tie,
           const char **domain)
{
    const char *addressed = domain_addressed(client);

    *domain = domain_of_exchanger(domains, &client->ip);
    if (*domain)
        return TIE_EXCHANGER;
    if (tie->shared)
        return TIE_NONE;
    if (tie->name && !tie->dynamic)
        *domain = g_hash_table_lookup(domains->organizations, organization_registered(tie->name));
    if (*domain)
        return TIE_OPERATOR;
    *domain = domain_of_records(domains, client, tie);
    if (*domain)
        return TIE_RECORDS;
    *domain = addressed;
    return addressed && is_machine_of(domains, addressed, client, tie) ? TIE_ADDRESSED : TIE_NONE;
}

void
trust_tie_prefetch(const TrustDomains *domains, const TrustClient *client)
{
    if (domains->dns)
        reverse_prefetch(domains->dns, &client->ip);
}

TrustTie *
trust_tie_of(const TrustDomains *domains, const TrustClient *client)
{
    TrustTie *tie = g_new0(TrustTie, 1);
    const char *domain = NULL;

    note_client_name(domains, client, tie);
    tie->kind = tie_client(domains, client, tie, &domain);
    tie->domain = tie->kind == TIE_NONE ? NULL : g_strdup(domain);
    return tie;
}
