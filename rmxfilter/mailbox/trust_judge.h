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

#include "mailbox/trust_group.h"

/* TrustGroup *: those that entries are proposed for, then those that are worth to be named all the
 * same; both with most messages first. The caller owns the array. */
GPtrArray *trust_judge(const TrustQuestion *question);

#endif
