/* SPDX-License-Identifier: ISC */
/* What a mailbox tells of the clients at the boundary, client by client: the rows of its messages
 * added up. Memory is bounded, however many messages and clients there are: what a client's
 * messages have in common is kept up to a limit, and clients that were seen least are forgotten
 * first. */
#ifndef MAILBOX_TRUST_TALLY_H
#define MAILBOX_TRUST_TALLY_H

#include "mailbox/trust_row.h"

/* Limits of what is kept. */
#define TRUST_CLIENTS_MAX       8192
#define TRUST_ORGANIZATIONS_MAX 64 /* of senders, for each client */
#define TRUST_DAYS_MAX          64 /* for each client */
#define TRUST_SAMPLES_MAX       24 /* for each client */
#define TRUST_ADDRESSED_MAX     16 /* domains, for each client */
#define TRUST_MAILBOXES_MAX     64 /* domains, of the mailbox */

/* One message of a client's, of a sender of whom there is no other sample. */
typedef struct {
    char *sender;                     /* a domain */
    IpAddress below[TRUST_ROW_BELOW]; /* public clients of the next fields; bits 0: no more */
} TrustSample;

/* A client, with what its messages have in common. All belongs to it. */
typedef struct {
    IpAddress ip;
    char *name;                /* its reverse name as a believed field shows it; "": none */
    char *below_by;            /* what it calls itself in its own field; "": nothing */
    char *example;             /* where its first message is */
    guint messages;            /* all of them */
    guint handed_on;           /* that show where the client had them from */
    guint lists;               /* with a list's fields */
    guint rewritten;           /* whose sender a forwarder wrote over */
    GHashTable *organizations; /* char *: registered domains of the senders */
    GHashTable *days;          /* guint32 in a pointer */
    GHashTable *addressed;     /* char * to guint: registered domains of recipients */
    GArray *samples;           /* TrustSample */
} TrustClient;

typedef struct {
    guint messages;        /* all rows */
    guint without_client;  /* rows of messages that have no boundary: local mail and the like */
    guint forgotten;       /* clients that were dropped for want of room */
    GHashTable *clients;   /* TrustClient *, which is its own key */
    GHashTable *mailboxes; /* char * to guint: domains that mail was delivered to */
    GHashTable *written;   /* likewise: of the user's own address, in mail that he wrote */
} TrustTally;

TrustTally *trust_tally_new(void);
void trust_tally_free(TrustTally *tally);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TrustTally, trust_tally_free)

/* Adds a row. where: of the message, for people. */
void trust_tally_add(TrustTally *tally, const TrustRow *row, const char *where);

/* The clients, those with most organizations of senders first, then by messages and address. The
 * caller owns the array, the tally the clients. */
GPtrArray *trust_tally_clients(const TrustTally *tally);

/* A count that a table of the tally or a client has for a name. */
guint trust_count_of(GHashTable *counts, const char *name);

#endif
