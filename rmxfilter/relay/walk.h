/* SPDX-License-Identifier: ISC */
/* The walk over the Received fields, newest first, from the user's own host back to the boundary:
 * the first client that is not trusted. Nothing below the boundary is believed, whoever it names.
 */
#ifndef RELAY_WALK_H
#define RELAY_WALK_H

#include "relay/account.h"
#include "relay/trust.h"
#include "relay/walk_path.h"

/* What the user says about the way. All lent. */
typedef struct {
    const TrustList *trust;
    const AccountList *accounts;  /* who may hand in mail locally; NULL: root and mail systems */
    const char *const *own_names; /* of the user's own host; NULL: none are known */
    const Provider *mailbox; /* the provider that fields begin in; NULL: told by the top field */
    bool no_header;          /* there is none (mime/no_header.h), and no hop */
    bool cut;                /* hops are the first ones only: what stands below them is not known */
    int count; /* believe so many fields whatever they show (--hops); 0: go by trust */
    Dns *dns;  /* for trust entries that are names; may be NULL where there are none */
} WalkRules;

/* Takes over hops (ReceivedHop *, newest first; the array is left empty). The caller owns the walk.
 */
Walk *walk_new(GPtrArray *hops, const WalkRules *rules);

/* The same way by other rules. Takes the walk over; the caller owns the new one. */
Walk *walk_again(Walk *walk, const WalkRules *rules);

/* Makes the client of the field with that index the origin, in place of the one that the walk came
 * to. The field must be believed and show an address. */
void walk_set_origin(Walk *walk, int index);
void walk_free(Walk *walk);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Walk, walk_free)

#endif
