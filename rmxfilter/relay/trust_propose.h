/* SPDX-License-Identifier: ISC */
/* Trust entries for clients that are known to be the user's relays: the fewest that cover them, the
 * shortest first, each checked in the DNS with the eyes of trust.c. Whether they are the user's
 * relays is not decided here, and nobody is trusted: people read what comes out. */
#ifndef RELAY_TRUST_PROPOSE_H
#define RELAY_TRUST_PROPOSE_H

#include "mime/destroy.h"
#include "relay/trust.h"

/* All lent. Names and domains are in the form of the DNS (mail_domain), NULL-terminated; NULL: none
 * are known. */
typedef struct {
    const IpAddress *clients; /* public addresses, each once */
    guint count;
    const char *const *domains; /* whose mail they bring: asked for MX hosts and records */
    const char *const *hosts;   /* names that they gave themselves: tried, never taken on trust */
    const SchemeSettings *records; /* as of a TrustList; NULL: nothing was said */
    Dns *dns; /* the caller sets its limits; NULL: nothing is asked, and entries are addresses */
} TrustClients;

/* One entry; all its own. */
typedef struct {
    char *entry; /* as trust= takes it: "mx:example.org" */
    TrustKind kind;
    GArray *covers;      /* guint: indices of the clients that it trusts, rising */
    char *proof;         /* a sentence without its end, for people: "203.0.113.53 is an MX host of
                            example.org", "5 addresses, such as 203.0.113.5, are MX hosts of ..." */
    GPtrArray *warnings; /* char *, likewise: whom else it would believe; never NULL */
    bool shared;         /* it believes machines that strangers send by, too: a mailbox provider's,
                            another organization's records */
    bool dynamic;        /* some client's reverse name looks like a customer's line */
} TrustProposal;

void trust_proposal_free(TrustProposal *proposal);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TrustProposal, trust_proposal_free)
DESTROY_NOTIFY(trust_proposal_free)

/* TrustProposal *: together they cover all clients, each being the first to cover one of them. In
 * the order of choice: entries that are not shared before those that are, then those that cover
 * most, then mx:, spf:, host, .domain, address. The caller owns the array. */
GPtrArray *trust_propose(const TrustClients *clients);

#endif
