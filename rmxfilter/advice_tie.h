/* SPDX-License-Identifier: ISC */
/* Whether the client at the boundary may be a relay of the user's: what the message shows of that,
 * which its sender can make up, and what ties the client to the user, which he cannot. */
#ifndef ADVICE_TIE_H
#define ADVICE_TIE_H

#include "dns/reverse.h"
#include "mime/header.h"
#include "mime/message.h"
#include "report/verdict.h"
#include "settings/settings.h"

/* One step of the asking. All lent. */
typedef struct {
    const Settings *settings;
    Dns *dns;
    const HeaderBlock *header;
    const Message *message;
    const TrustList *trust;   /* with all entries advised so far */
    const Evidence *evidence; /* as it is with these */
    const Verdict *verdict;
} AdviceStep;

/* What ties the boundary's client to the user. */
typedef struct {
    char *domain; /* by which domain; NULL: nothing does */
    bool claimed; /* by the message's word that he has an address there */
} AdviceTie;

void advice_tie_clear(AdviceTie *tie);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(AdviceTie, advice_tie_clear)

/* The field of the boundary, which there must be. */
const ReceivedHop *advice_boundary(const AdviceStep *step);

/* The first field below the boundary's that names its writer, where the walk ended at a client that
 * an entry could trust and that may have written it; NULL: there is none. Asks nothing. */
const ReceivedHop *advice_field_below(const AdviceStep *step);

/* Whether the client wrote that field, by its names (names: those that are confirmed), and none of
 * those is that of a customer's line. */
bool advice_is_field_of_client(const AdviceStep *step, const ReceivedHop *below,
                               const ReverseNames *names);

/* A host's own mail passes, and needs no advice; what a relay rewrote to pass does. */
bool advice_passes_as_its_own(const AdviceStep *step);

/* Asks the DNS about the domains of the user's addresses and, where they know nothing of the
 * client, of those that stand below the boundary. names: the client's, as above. The caller clears
 * the tie. */
AdviceTie advice_tie_find(const AdviceStep *step, const ReverseNames *names);

#endif
