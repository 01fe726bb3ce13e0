/* SPDX-License-Identifier: ISC */
/* The clients of a mailbox, operator by operator: what ties them to the user, and what those who
 * sent by them publish. */
#ifndef MAILBOX_TRUST_GROUP_H
#define MAILBOX_TRUST_GROUP_H

#include "mailbox/trust_tie.h"
#include "relay/trust_propose.h"

/* What is asked. All lent. */
typedef struct {
    const TrustTally *tally;
    const char *const *domains; /* further domains of the user's; NULL: none */
    const SchemeSettings *records;
    const TrustList *trust; /* the user's entries, of which some may exclude; NULL: none */
    Dns *dns;               /* the caller sets its limits; NULL: nothing is asked */
} TrustQuestion;

/* Clients of one operator. */
typedef struct {
    TrustTieKind tie;
    char *domain;         /* tied to; where there is no tie, the operator's or an address */
    char *zone;           /* where its names are, if they are the tie; "" else */
    GPtrArray *clients;   /* TrustClient *, lent by the tally */
    guint messages;       /* of theirs */
    guint organizations;  /* of senders, without the domain's own */
    guint days;           /* of their busiest */
    guint sampled;        /* senders whose records were asked */
    guint names_client;   /* of these, whose records name the client itself */
    guint names_below;    /* whose records name one that a field below shows */
    guint names_neither;  /* that have a record, which names neither */
    bool unknown;         /* the DNS could not say all */
    bool aside;           /* some client's name is where strangers may have some (trust_tie.h) */
    bool dynamic;         /* some client's name looks like a customer's line */
    GPtrArray *proposals; /* TrustProposal *: entries that cover them; empty where refused */
    char *doubt;          /* why only the user can say whether it is right; NULL: none */
    char *refusal;        /* why nothing is proposed; NULL: something is */
} TrustGroup;

void trust_group_free(TrustGroup *group);
DESTROY_NOTIFY(trust_group_free)

/* The domains (char *) that are the user's, as believed fields say. The caller owns the array. */
GPtrArray *trust_user_domains(const TrustTally *tally);

/* TrustGroup *, with nothing asked about their senders, and nothing decided: of the clients
 * (TrustClient *) that were seen most. The caller owns both. */
GPtrArray *trust_group_clients(const TrustQuestion *question, const GPtrArray *clients);

/* Counts the organizations of a group's senders, and asks some of them. The operator's own senders
 * tell nothing. */
void trust_group_ask_senders(const TrustQuestion *question, TrustGroup *group);

#endif
