/* SPDX-License-Identifier: ISC */
/* Which clients are the user's own relays: the trust entries and the private ranges (the manual's
 * TRUST). The first entry that matches decides, before the private ranges do; loopback is always
 * trusted. */
#ifndef RELAY_TRUST_H
#define RELAY_TRUST_H

#include "mime/ip.h"

typedef struct TrustList TrustList;

TrustList *trust_list_new(void);
void trust_list_free(TrustList *list);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TrustList, trust_list_free)

/* Adds one entry: "192.0.2.7", "192.0.2.0/24", "2001:db8::/32", any of them behind "!". False, and
 * *error (the entry quoted, and the forms there are), where it is none of them. */
bool trust_list_add(TrustList *list, const char *entry, GError **error);

typedef struct {
    bool trusted;
    char *why; /* for people: "matches trust entry 192.0.2.0/24"; the decision's owner frees */
} TrustDecision;

TrustDecision trust_decide(const TrustList *list, const IpAddress *client);

/* Whether the address means something only inside one network, whatever the entries say: loopback,
 * link-local, private. No domain's record can list it. */
bool trust_is_private(const IpAddress *client);
bool trust_is_loopback(const IpAddress *client);

#endif
