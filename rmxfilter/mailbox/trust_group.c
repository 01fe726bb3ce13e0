/* SPDX-License-Identifier: ISC */
/* Who the clients are, and what the records of those say who sent by them. Nothing is decided here.
 */
#include "mailbox/trust_group.h"

#include "author/organization.h"

#include <string.h>

/* So many clients are held against the DNS, those with most senders first. */
#define CLIENTS_ASKED_MAX 200

/* So many domains that mail was delivered to are taken for the user's, the most frequent first;
 * each must have had so much of the mail, in percent: others are aliases of catch-alls. */
#define DOMAINS_MAX   8
#define DOMAINS_SHARE 2

/* So many messages that the user wrote show his address: one alone could be somebody's draft. */
#define WRITTEN_LEAST 3

/* So many senders of a group are asked about. */
#define SENDERS_ASKED_MAX 40

/* --- groups --- */

void
trust_group_free(TrustGroup *group)
{
    if (!group)
        return;
    g_free(group->domain);
    g_free(group->zone);
    g_ptr_array_unref(group->clients);
    g_ptr_array_unref(group->proposals);
    g_free(group->doubt);
    g_free(group->refusal);
    g_free(group);
}

/* The group of that tie, domain and zone of names; a new one where there is none. */
static TrustGroup *
group_for(GPtrArray *groups, TrustTieKind tie, const char *domain, const char *zone)
{
    TrustGroup *group;

    for (guint i = 0; i < groups->len; i++) {
        group = groups->pdata[i];
        if (group->tie == tie && g_str_equal(group->domain, domain) &&
            g_str_equal(group->zone, zone))
            return group;
    }
    group = g_new0(TrustGroup, 1);
    group->tie = tie;
    group->domain = g_strdup(domain);
    group->zone = g_strdup(zone);
    group->clients = g_ptr_array_new();
    group->proposals = g_ptr_array_new_with_free_func(trust_proposal_free_item);
    g_ptr_array_add(groups, group);
    return group;
}

/* Where only a name ties a client to the user, its neighbours by name are judged together, and no
 * others: customers of an operator may have names in another corner of its domain. */
static const char *
zone_of_client(const TrustTie *tie)
{
    const char *dot = tie->kind == TIE_OPERATOR && tie->name ? strchr(tie->name, '.') : NULL;

    return dot ? dot + 1 : "";
}

static TrustGroup *
add_client_to_group(GPtrArray *groups, TrustClient *client, const TrustTie *tie)
{
    g_autofree char *address = ip_text(&client->ip);
    const char *owner = tie->name ? organization_registered(tie->name) : address;
    TrustGroup *group =
        group_for(groups, tie->kind, tie->domain ? tie->domain : owner, zone_of_client(tie));

    g_ptr_array_add(group->clients, client);
    group->messages += client->messages;
    group->days = MAX(group->days, g_hash_table_size(client->days));
    group->unknown |= tie->unknown;
    group->aside |= tie->aside;
    group->dynamic |= tie->dynamic;
    if (tie->shared && !group->refusal)
        group->refusal = g_strdup_printf("these are machines of %s, by which all of its customers "
                                         "send",
                                         tie->shared->name);
    return group;
}

/* Whether an entry of the user's says that the client is none of his relays. Without the DNS only
 * entries that are all addresses say so. */
static bool
is_excluded_client(const TrustQuestion *question, const TrustClient *client)
{
    TrustDecision decision;

    if (!question->trust || (!question->dns && trust_list_asks(question->trust)))
        return false;
    decision = trust_decide(question->trust, question->dns, &client->ip);
    g_free(decision.why);
    g_free(decision.warning);
    return decision.excluded;
}

/* Whatever ties it to the user, he knows better. */
static void
add_excluded_client(GPtrArray *groups, TrustClient *client, TrustTie *tie)
{
    TrustGroup *group;

    tie->kind = TIE_NONE;
    g_clear_pointer(&tie->domain, g_free);
    group = add_client_to_group(groups, client, tie);
    if (!group->refusal)
        group->refusal = g_strdup("an entry of your settings excludes it");
}

/* --- senders --- */

/* What a sender's records say of a client; RESULT_NONE where there are none. */
static Result
result_for_sender(const TrustQuestion *question, const char *sender, const IpAddress *ip)
{
    Claim claim = claim_of(sender, IDENTITY_MAIL_FROM, ip, question->records);
    g_autoptr(Finding) known = trust_check_records(question->dns, &claim);
    g_autoptr(Finding) spf = NULL;

    if (known)
        return known->result;
    spf = scheme_check(scheme_named("spf"), question->dns, &claim);
    return spf->result;
}

static void
ask_sample(const TrustQuestion *question, const TrustClient *client, const TrustSample *sample,
           TrustGroup *group)
{
    Result result = result_for_sender(question, sample->sender, &client->ip);
    bool below = false;

    group->sampled++;
    group->unknown |= result == RESULT_TEMPERROR;
    if (result == RESULT_PASS) {
        group->names_client++;
        return;
    }
    if (result == RESULT_NONE || result == RESULT_TEMPERROR)
        return;
    for (int i = 0; i < TRUST_ROW_BELOW && sample->below[i].bits > 0 && !below; i++)
        below = result_for_sender(question, sample->sender, &sample->below[i]) == RESULT_PASS;
    if (below)
        group->names_below++;
    else
        group->names_neither++;
}

void
trust_group_ask_senders(const TrustQuestion *question, TrustGroup *group)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GHashTable) asked = g_hash_table_new(g_str_hash, g_str_equal);

    for (guint i = 0; i < group->clients->len; i++) {
        const TrustClient *client = group->clients->pdata[i];
        GHashTableIter iter;
        void *name;

        g_hash_table_iter_init(&iter, client->organizations);
        while (g_hash_table_iter_next(&iter, &name, NULL))
            if (!organization_is_same(name, group->domain))
                g_hash_table_add(seen, name);
        for (guint s = 0; s < client->samples->len; s++) {
            TrustSample *sample = &g_array_index(client->samples, TrustSample, s);

            if (question->dns && g_hash_table_size(asked) < SENDERS_ASKED_MAX &&
                !organization_is_same(sample->sender, group->domain) &&
                g_hash_table_add(asked, sample->sender))
                ask_sample(question, client, sample, group);
        }
    }
    group->organizations = g_hash_table_size(seen);
}

/* --- the user's domains --- */

typedef struct {
    const char *name;
    guint count;
} CountedName;

static int
compare_counted(const void *one, const void *other)
{
    const CountedName *a = one, *b = other;

    return a->count == b->count ? strcmp(a->name, b->name) : a->count > b->count ? -1 : 1;
}

/* Adds the names (const char *) of a table that were counted at least so often, the most frequent
 * first. */
static void
add_frequent_domains(GPtrArray *domains, GHashTable *counts, guint least)
{
    g_autoptr(GArray) counted = g_array_new(FALSE, FALSE, sizeof(CountedName));
    GHashTableIter iter;
    void *name, *count;

    g_hash_table_iter_init(&iter, counts);
    while (g_hash_table_iter_next(&iter, &name, &count)) {
        const CountedName one = { name, GPOINTER_TO_UINT(count) };

        if (one.count >= least)
            g_array_append_val(counted, one);
    }
    g_array_sort(counted, compare_counted);
    for (guint i = 0; i < counted->len && i < DOMAINS_MAX; i++) {
        const char *found = g_array_index(counted, CountedName, i).name;

        if (!g_ptr_array_find_with_equal_func(domains, found, g_str_equal, NULL))
            g_ptr_array_add(domains, g_strdup(found));
    }
}

GPtrArray *
trust_user_domains(const TrustTally *tally)
{
    GPtrArray *domains = g_ptr_array_new_with_free_func(g_free);
    guint least = MAX(tally->messages * DOMAINS_SHARE / 100, 1);

    add_frequent_domains(domains, tally->written, WRITTEN_LEAST);
    add_frequent_domains(domains, tally->mailboxes, least);
    return domains;
}

/* --- all --- */

GPtrArray *
trust_group_clients(const TrustQuestion *question, const GPtrArray *clients)
{
    GPtrArray *groups = g_ptr_array_new();
    g_autoptr(GPtrArray) names = trust_user_domains(question->tally);
    TrustDomains domains = { .records = question->records, .dns = question->dns };

    for (const char *const *given = question->domains; given && *given; given++)
        g_ptr_array_add(names, g_strdup(*given));
    g_ptr_array_add(names, NULL);
    domains.names = (const char *const *)names->pdata;

    for (guint i = 0; i < clients->len && i < CLIENTS_ASKED_MAX; i++)
        trust_tie_prefetch(&domains, clients->pdata[i]);
    for (guint i = 0; i < clients->len && i < CLIENTS_ASKED_MAX; i++) {
        g_autoptr(TrustTie) tie = trust_tie_of(&domains, clients->pdata[i]);

        if (is_excluded_client(question, clients->pdata[i]))
            add_excluded_client(groups, clients->pdata[i], tie);
        else
            add_client_to_group(groups, clients->pdata[i], tie);
    }
    return groups;
}
