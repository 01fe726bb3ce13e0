/* SPDX-License-Identifier: ISC */
/* What is proposed in the end. The clients above which all is trusted are judged first; then the
 * walk goes on as if those that were found were trusted, and the next ones are judged, layer by
 * layer. At the end the fewest entries are chosen that cover all. */
#ifndef MAILBOX_TRUST_PLAN_H
#define MAILBOX_TRUST_PLAN_H

#include "mailbox/trust_changes.h"
#include "mailbox/trust_judge.h"

/* A filtering service has three layers, and a forwarder before it two more. */
#define TRUST_LAYERS_MAX 6

typedef struct {
    char *entry;         /* as trust= takes it */
    char *proof;         /* a sentence without its end, for people */
    GPtrArray *relays;   /* char *: the addresses that were seen, and that it covers */
    GPtrArray *warnings; /* char *, for people */
    char *doubt;         /* why only the user can say whether it is right; NULL: none */
    char *address_at;    /* the domain at which he must have an address then; NULL: the doubt is
                            about something else */
    char *example;       /* a message that came through it */
    /* See trust_plan_count. */
    guint messages;       /* that came through it */
    TrustChanges changes; /* of these, by all entries of the plan together */
} TrustPlanEntry;

void trust_plan_entry_free(TrustPlanEntry *entry);
DESTROY_NOTIFY(trust_plan_entry_free)

/* Clients that much mail came from, and that nothing is proposed for. */
typedef struct {
    char *who; /* an organization or an address */
    char *why; /* for people */
    char *example;
    guint messages;
    guint organizations; /* of senders */
} TrustPlanRefusal;

typedef struct {
    GPtrArray *entries;  /* TrustPlanEntry * */
    GPtrArray *refusals; /* TrustPlanRefusal *: of the last layer */
    GArray *relays;      /* IpAddress: of all clients that were found */
    GHashTable *sure;    /* char *: the user's domains, as far as no doubted relay had a say */
    bool doubted;        /* some relay has a doubt */
    guint messages;      /* of the mailbox */
    guint questions;     /* asked in the DNS to judge */
    guint unanswered;    /* of these, without an answer */
    guint found;         /* of these, with a record */
} TrustPlan;

TrustPlan *trust_plan_new(void);
void trust_plan_free(TrustPlan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TrustPlan, trust_plan_free)

/* Judges one layer, whose tally was made as if all relays of the plan were trusted. False: nothing
 * new was found, and the layer was the last one. question: as trust_judge. */
bool trust_plan_add_layer(TrustPlan *plan, const TrustQuestion *question);

/* Leaves out entries that others make superfluous; those that cover most are kept. */
void trust_plan_finish(TrustPlan *plan, const SchemeSettings *records, Dns *dns);

/* Gives this doubt (lent) to all entries that have none. */
void trust_plan_doubt_all(TrustPlan *plan, const char *doubt);

/* Counts a message, looked at as if all relays of the plan were trusted, and its verdicts for the
 * entries that it came through. place: where it is. True where there is such an entry. */
bool trust_plan_count(TrustPlan *plan, const TrustRow *row, const TrustVerdicts *verdicts,
                      const char *place);

/* The plan as octets for the process that started this one, and the plan that such octets hold:
 * whatever they are, a plan comes out whose entries trust= takes. The caller owns both. */
GBytes *trust_plan_write(const TrustPlan *plan);
TrustPlan *trust_plan_read(const void *octets, size_t len);

#endif
