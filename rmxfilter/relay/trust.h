/* SPDX-License-Identifier: ISC */
/* Which clients are the user's own relays: the trust entries and the private ranges (the manual's
 * TRUST). The first entry that matches decides, before the private ranges do; about loopback only
 * entries that are addresses are asked. Where the DNS cannot say, the client is not trusted: a
 * failure never widens trust. */
#ifndef RELAY_TRUST_H
#define RELAY_TRUST_H

#include "records/scheme.h"

typedef struct TrustList TrustList;

TrustList *trust_list_new(void);
void trust_list_free(TrustList *list);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TrustList, trust_list_free)

/* Has spf: entries that are added from now on ask as the schemes do with these settings, which must
 * outlive the list. */
void trust_list_set_records(TrustList *list, const SchemeSettings *records);

/* Adds one entry, any of these, behind "!" to exclude what it matches:
 *     192.0.2.7  192.0.2.0/24  2001:db8::/32   these addresses
 *     mx2.example.net                          the addresses of this host
 *     .example.net                             hosts whose confirmed reverse name ends so
 *     mx:example.net                           the MX hosts of this domain
 *     spf:example.net                          what this domain's own records authorize
 * Host bits of a network are cleared. False, and *error (the entry quoted, and the forms there
 * are), where it is none of them. */
bool trust_list_add(TrustList *list, const char *entry, GError **error);

/* A list of the same entries, and one more behind them: what would be if the user added it. NULL
 * where it is no entry. The caller owns it. */
TrustList *trust_list_with(const TrustList *list, const char *entry);

typedef enum {
    TRUST_ADDRESSES, /* 192.0.2.7, 192.0.2.0/24 */
    TRUST_EXCHANGES, /* mx: */
    TRUST_RECORDS,   /* spf: */
    TRUST_REVERSE,   /* .example.net */
    TRUST_HOST,      /* mx2.example.net */
} TrustKind;

/* What an entry says; lent by the list. */
typedef struct {
    const char *text; /* as the user wrote it */
    bool excluded;
    TrustKind kind;
    const char *name; /* a domain, as the DNS knows it; NULL: addresses */
    const SchemeSettings *records;
} TrustEntryView;

/* The number of entries, and one of them, counted from 0, in the order in which they decide. */
unsigned trust_list_len(const TrustList *list);
TrustEntryView trust_list_entry(const TrustList *list, unsigned number);

/* Whether some entry is a name, about which the DNS must be asked. */
bool trust_list_asks(const TrustList *list);

/* What the records of the claim's domain (RMX, then SPF) say of its client: the first finding that
 * passes; if none does, the first temperror, since it is not known then; NULL: they do not let it
 * send. The caller owns the finding. The claim's settings must outlive the Dns. */
Finding *trust_check_records(Dns *dns, const Claim *claim);

typedef struct {
    bool trusted;
    bool built_in;    /* by a private range, not by an entry */
    bool excluded;    /* not trusted, because an entry says so */
    bool unknown;     /* not trusted, because the DNS could not say */
    const char *name; /* the host or domain of the entry that trusts it, lent by the list; NULL: an
                         address, a network, or none */
    char *why;        /* "matches trust entry 192.0.2.0/24"; the decision's owner frees */
    char *warning;    /* for people; NULL: none. The decision's owner frees */
} TrustDecision;

/* dns may be NULL where no entry is a name. */
TrustDecision trust_decide(const TrustList *list, Dns *dns, const IpAddress *client);

/* Says what trust_decide will ask for this client. False where it asks nothing and trusts it. */
bool trust_prefetch(const TrustList *list, Dns *dns, const IpAddress *client);

#endif
