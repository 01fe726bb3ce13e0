/* SPDX-License-Identifier: ISC */
/* A stranger chooses how many clients, senders and recipients there are, so no table grows without
 * a limit. Forgetting the clients that were seen least (Manku and Motwani, "Approximate Frequency
 * Counts over Data Streams", 2002) cannot lose a relay that much of the mail came through. */
#include "mailbox/trust_tally.h"

#include "author/organization.h"

#include <string.h>

/* --- tables --- */

static guint
hash_client(const void *data)
{
    const TrustClient *client = data;
    guint hash = client->ip.bits;

    for (size_t i = 0; i < sizeof(client->ip.octets); i++)
        hash = hash * 31 + client->ip.octets[i];
    return hash;
}

static gboolean
same_client(const void *one, const void *other)
{
    return ip_equal(&((const TrustClient *)one)->ip, &((const TrustClient *)other)->ip);
}

static void
clear_sample(void *data)
{
    g_free(((TrustSample *)data)->sender);
}

static void
trust_client_free(void *data)
{
    TrustClient *client = data;

    g_free(client->name);
    g_free(client->below_by);
    g_free(client->example);
    g_hash_table_unref(client->organizations);
    g_hash_table_unref(client->days);
    g_hash_table_unref(client->addressed);
    g_array_unref(client->samples);
    g_free(client);
}

static TrustClient *
trust_client_new(const TrustRow *row, const char *where)
{
    TrustClient *client = g_new0(TrustClient, 1);

    client->ip = row->client;
    client->name = g_strdup(row->name);
    client->below_by = g_strdup(row->below_by);
    client->example = g_strdup(where);
    client->organizations = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    client->days = g_hash_table_new(NULL, NULL);
    client->addressed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    client->samples = g_array_new(FALSE, TRUE, sizeof(TrustSample));
    g_array_set_clear_func(client->samples, clear_sample);
    return client;
}

TrustTally *
trust_tally_new(void)
{
    TrustTally *tally = g_new0(TrustTally, 1);

    tally->clients = g_hash_table_new_full(hash_client, same_client, trust_client_free, NULL);
    tally->written = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    tally->mailboxes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    return tally;
}

void
trust_tally_free(TrustTally *tally)
{
    if (!tally)
        return;
    g_hash_table_unref(tally->clients);
    g_hash_table_unref(tally->mailboxes);
    g_hash_table_unref(tally->written);
    g_free(tally);
}

guint
trust_count_of(GHashTable *counts, const char *name)
{
    return GPOINTER_TO_UINT(g_hash_table_lookup(counts, name));
}

/* Counts a name, unless it is a new one and the table is full. */
static void
count_name(GHashTable *counts, const char *name, guint max)
{
    guint count = trust_count_of(counts, name);

    if (count > 0 || g_hash_table_size(counts) < max)
        g_hash_table_insert(counts, g_strdup(name), GUINT_TO_POINTER(count + 1));
}

/* --- one row --- */

/* A client's first message of a sender's organization is a sample. */
static void
add_sender(TrustClient *client, const TrustRow *row)
{
    const char *organization = organization_registered(row->sender);
    TrustSample sample = { .sender = NULL };

    if (!*row->sender || g_hash_table_size(client->organizations) >= TRUST_ORGANIZATIONS_MAX ||
        !g_hash_table_add(client->organizations, g_strdup(organization)) ||
        client->samples->len >= TRUST_SAMPLES_MAX)
        return;
    sample.sender = g_strdup(row->sender);
    for (guint i = 0; i < row->below->len && i < TRUST_ROW_BELOW; i++)
        sample.below[i] = g_array_index(row->below, IpAddress, i);
    g_array_append_val(client->samples, sample);
}

static void
add_to_client(TrustClient *client, const TrustRow *row)
{
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

    client->messages++;
    client->handed_on += row->handed_on;
    client->lists += row->is_list;
    client->rewritten += row->rewritten;
    if (row->day > 0 && g_hash_table_size(client->days) < TRUST_DAYS_MAX)
        g_hash_table_add(client->days, GUINT_TO_POINTER(row->day));
    for (char **name = row->addressed; *name; name++) {
        const char *organization = organization_registered(*name);

        if (g_hash_table_add(seen, g_strdup(organization)))
            count_name(client->addressed, organization, TRUST_ADDRESSED_MAX);
    }
    add_sender(client, row);
}

static gboolean
was_seen_no_more(void *key, void *value, void *data)
{
    (void)value;
    return ((const TrustClient *)key)->messages <= *(const guint *)data;
}

/* Half of the room is enough to go on. */
static void
forget_clients(TrustTally *tally)
{
    for (guint most = 1; g_hash_table_size(tally->clients) > TRUST_CLIENTS_MAX / 2; most *= 2)
        tally->forgotten += g_hash_table_foreach_remove(tally->clients, was_seen_no_more, &most);
}

void
trust_tally_add(TrustTally *tally, const TrustRow *row, const char *where)
{
    const TrustClient wanted = { .ip = row->client };
    TrustClient *client = g_hash_table_lookup(tally->clients, &wanted);

    tally->messages++;
    for (char **name = row->mailboxes; *name; name++)
        count_name(row->written ? tally->written : tally->mailboxes, *name, TRUST_MAILBOXES_MAX);
    if (row->client.bits == 0) {
        tally->without_client++;
        return;
    }
    if (!client) {
        if (g_hash_table_size(tally->clients) >= TRUST_CLIENTS_MAX)
            forget_clients(tally);
        client = trust_client_new(row, where);
        g_hash_table_add(tally->clients, client);
    }
    add_to_client(client, row);
}

/* --- all --- */

static int
compare_clients(const void *one, const void *other)
{
    const TrustClient *a = *(const TrustClient *const *)one;
    const TrustClient *b = *(const TrustClient *const *)other;
    guint senders_a = g_hash_table_size(a->organizations);
    guint senders_b = g_hash_table_size(b->organizations);

    if (senders_a != senders_b)
        return senders_a > senders_b ? -1 : 1;
    if (a->messages != b->messages)
        return a->messages > b->messages ? -1 : 1;
    return memcmp(a->ip.octets, b->ip.octets, sizeof(a->ip.octets));
}

GPtrArray *
trust_tally_clients(const TrustTally *tally)
{
    GPtrArray *clients = g_ptr_array_new();
    GHashTableIter iter;
    void *client;

    g_hash_table_iter_init(&iter, tally->clients);
    while (g_hash_table_iter_next(&iter, &client, NULL))
        g_ptr_array_add(clients, client);
    g_ptr_array_sort(clients, compare_clients);
    return clients;
}
