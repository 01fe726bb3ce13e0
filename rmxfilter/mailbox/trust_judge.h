/* SPDX-License-Identifier: ISC */
/* Which clients at the boundary are relays of the user's: a tally held against the DNS.
 *
 * Who sends much mail can forge many senders and any field below his own host's, so neither counts
 * for a client. What counts first is what ties it to the user (trust_tie.h). Then a relay brings
 * mail of many unrelated senders whose own records do not name it: those that name it show a host
 * by which many send, a provider's or a list's. And it says where it had the mail from.
 *
 * A forwarder of an address that no believed host names, a university's, is tied by what its own
 * mail says. A stranger could arrange as much: such a group bears a doubt, and only the user can
 * say whether the address is his. */
#ifndef MAILBOX_TRUST_JUDGE_H
#define MAILBOX_TRUST_JUDGE_H

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
    bool dynamic;         /* some client's name looks like a customer's line */
    GPtrArray *proposals; /* TrustProposal *: entries that cover them; empty where refused */
    char *doubt;          /* why only the user can say whether it is right; NULL: none */
    char *refusal;        /* why nothing is proposed; NULL: something is */
} TrustGroup;

void trust_group_free(TrustGroup *group);
DESTROY_NOTIFY(trust_group_free)

/* The domains (char *) that are the user's, as believed fields say. The caller owns the array. */
GPtrArray *trust_judge_domains(const TrustTally *tally);

/* TrustGroup *: those that entries are proposed for, then those that are worth to be named all the
 * same; both with most messages first. The caller owns the array. */
GPtrArray *trust_judge(const TrustQuestion *question);

#endif
