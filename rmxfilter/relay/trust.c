/* SPDX-License-Identifier: ISC */
/* Entries are looked at in the order in which they were added. */
#include "relay/trust.h"

#include <string.h>

typedef struct {
    char *text; /* as the user wrote it */
    bool excluded;
    IpNetwork network;
} TrustEntry;

struct TrustList {
    GPtrArray *entries;
};

/* Trusted without an entry: mail from there passed through the user's own network. */
static const struct {
    const char *network, *what;
    bool loopback;
} built_in[] = {
    { .network = "127.0.0.0/8", .what = "loopback", .loopback = true },
    { .network = "::1", .what = "loopback", .loopback = true },
    { .network = "10.0.0.0/8", .what = "private (RFC 1918)" },
    { .network = "172.16.0.0/12", .what = "private (RFC 1918)" },
    { .network = "192.168.0.0/16", .what = "private (RFC 1918)" },
    { .network = "100.64.0.0/10", .what = "shared (RFC 6598)" },
    { .network = "169.254.0.0/16", .what = "link-local (RFC 3927)" },
    { .network = "fe80::/10", .what = "link-local (RFC 4291)" },
    { .network = "fc00::/7", .what = "unique local (RFC 4193)" },
};

static void
entry_free(void *data)
{
    TrustEntry *entry = data;

    g_free(entry->text);
    g_free(entry);
}

TrustList *
trust_list_new(void)
{
    TrustList *list = g_new0(TrustList, 1);

    list->entries = g_ptr_array_new_with_free_func(entry_free);
    return list;
}

void
trust_list_free(TrustList *list)
{
    g_ptr_array_unref(list->entries);
    g_free(list);
}

bool
trust_list_add(TrustList *list, const char *entry, GError **error)
{
    TrustEntry new = { .excluded = entry[0] == '!' };

    if (!ip_network_parse(entry + new.excluded, &new.network)) {
        g_set_error(
            error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
            "\"%s\" is no trust entry; give an address (192.0.2.7, 2001:db8::7) or a network "
            "(192.0.2.0/24), behind ! to exclude it",
            entry);
        return false;
    }
    new.text = g_strdup(entry);
    g_ptr_array_add(list->entries, g_memdup2(&new, sizeof(new)));
    return true;
}

/* The row of built_in that holds client; -1: none does. */
static int
built_in_row(const IpAddress *client)
{
    for (size_t i = 0; i < G_N_ELEMENTS(built_in); i++) {
        IpNetwork network;
        bool known = ip_network_parse(built_in[i].network, &network);

        g_assert(known);
        if (ip_in_network(client, &network))
            return (int)i;
    }
    return -1;
}

TrustDecision
trust_decide(const TrustList *list, const IpAddress *client)
{
    int row = built_in_row(client);

    for (guint i = 0; i < list->entries->len && !trust_is_loopback(client); i++) {
        const TrustEntry *entry = g_ptr_array_index(list->entries, i);

        if (ip_in_network(client, &entry->network))
            return (TrustDecision){ .trusted = !entry->excluded,
                                    .why = g_strdup_printf("matches trust entry %s", entry->text) };
    }
    if (row >= 0)
        return (TrustDecision){ .trusted = true,
                                .why = g_strdup_printf("is %s", built_in[row].what) };
    return (TrustDecision){ .trusted = false, .why = g_strdup("is not trusted") };
}

bool
trust_is_private(const IpAddress *client)
{
    return built_in_row(client) >= 0;
}

bool
trust_is_loopback(const IpAddress *client)
{
    int row = built_in_row(client);

    return row >= 0 && built_in[row].loopback;
}
