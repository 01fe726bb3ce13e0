/* SPDX-License-Identifier: ISC */
/* What ties a client to the user, by the DNS alone, where no stranger can write: the addresses that
 * the mail was delivered to are believed, their domains name exchangers, and reverse names count
 * where they are confirmed. The only tie that leans on a client's own word is the last one. */
#ifndef MAILBOX_TRUST_TIE_H
#define MAILBOX_TRUST_TIE_H

#include "mailbox/trust_tally.h"
#include "relay/provider.h"

typedef enum {
    TIE_NONE,
    TIE_EXCHANGER, /* an MX host of a domain of the user's */
    TIE_OPERATOR,  /* its confirmed name is in the organization of such a domain or of its MX hosts
                    */
    TIE_RECORDS,   /* such a domain's own terms let it send, not those of another organization */
    TIE_ADDRESSED, /* all of that about a domain that only the client's mail is addressed to */
} TrustTieKind;

/* A tie of one client. */
typedef struct {
    TrustTieKind kind;
    char *domain; /* that it is tied to: a domain of the user's, or said to be; NULL: none */
    char *name;   /* a confirmed reverse name; NULL: none, or not asked */
    const Provider
        *shared;  /* whose machine it is by that name; NULL: no provider's that is known */
    bool aside;   /* TIE_OPERATOR: by a name where strangers may have some, and by no record */
    bool dynamic; /* the name looks like a customer's line */
    bool unknown; /* the DNS could not say all */
} TrustTie;

void trust_tie_free(TrustTie *tie);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TrustTie, trust_tie_free)
DESTROY_NOTIFY(trust_tie_free)

/* The user's domains, up to NULL, as mail_domain writes them. All lent. */
typedef struct {
    const char *const *names;
    const SchemeSettings *records; /* NULL: nothing was said */
    Dns *dns; /* NULL: nothing is asked, and names that believed fields show count as confirmed */
} TrustDomains;

/* Says what trust_tie_of will ask. */
void trust_tie_prefetch(const TrustDomains *domains, const TrustClient *client);

/* Never NULL; the caller owns it. */
TrustTie *trust_tie_of(const TrustDomains *domains, const TrustClient *client);

#endif
