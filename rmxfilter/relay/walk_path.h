/* SPDX-License-Identifier: ISC */
/* What a walk has found: the path of a message, field by field, and where it ends. walk.c goes the
 * way and walk_end.c ends it; both write here, and all others read. */
#ifndef RELAY_WALK_PATH_H
#define RELAY_WALK_PATH_H

#include "mime/received/received.h"
#include "relay/provider.h"

typedef enum {
    WALK_BOUNDARY,   /* a client from outside handed the message over: its address can be checked */
    WALK_SUBMISSION, /* a logged-in user handed it to the user's own host: pass, by auth */
    WALK_LOCAL,      /* no Received field, or none that shows more than the user's own network */
    WALK_HANDED_IN,  /* an account that anybody may have wrote what stands below: one of a believed
                        host, or of the mailbox's provider */
    WALK_UNREADABLE, /* a believed field shows no client: to go on would be to believe the sender;
                        or the fields that would are not known */
    WALK_TOO_SHORT,  /* fewer fields than --hops says */
    WALK_NO_HEADER,  /* what came in begins with no header field: no mail server wrote anything */
} WalkEnd;

typedef struct {
    ReceivedHop *hop;
    bool believed; /* written by a relay that is trusted */
    bool trusted;  /* its client is trusted, or the hop was passed over */
    bool relay;    /* its client is trusted by an entry of the user's: it is a relay, and no host of
                      the user's own network */
    char *relay_name; /* the host or domain of that entry; NULL: an address */
    bool inside;      /* a hop inside a provider: its client is no relay's */
    char *why;        /* the decision in words; never NULL */
} WalkStep;

/* All strings belong to the walk or its hops. */
typedef struct {
    WalkEnd end;
    GPtrArray *steps; /* WalkStep *, one for each Received field, in the order of the message */
    int boundary;     /* index of the field that shows the origin; -1: there is none */
    IpAddress ip;     /* the origin's address; bits 0: none to check */
    const char *helo; /* the origin's, NULL: not shown */
    const char *rdns; /* likewise */
    const char *by;   /* the host that took the message from the origin; NULL: not shown */
    bool uncertain;   /* whether the origin is a relay of the user's could not be asked */
    char *reason;     /* for people: why there is no address; NULL where there is one */
    const Provider *provider; /* the provider whose border was passed last; NULL: none */
    int border;               /* index of that border's field; -1: none */
    GPtrArray *warnings;      /* char *, for people: what this path leans on */
} Walk;

/* The step of the field with that index, which must be one of the message's. */
static inline WalkStep *
walk_step(const Walk *walk, int index)
{
    g_assert(index >= 0 && (guint)index < walk->steps->len);
    return (WalkStep *)g_ptr_array_index(walk->steps, (guint)index);
}

#endif
