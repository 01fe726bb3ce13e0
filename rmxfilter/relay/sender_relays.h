/* SPDX-License-Identifier: ISC */
/* What the user's relays did to the envelope sender on the way: rewriting, which is undone, and
 * mailing lists of their own. */
#ifndef RELAY_SENDER_RELAYS_H
#define RELAY_SENDER_RELAYS_H

#include "relay/sender.h"

/* Undoes the rewriting of each relay between the steps first and the boundary, if it is under that
 * relay's own domain: the one of its reverse name, or of the entry that trusts it. Where the
 * original is lost, address becomes NULL and problem says so. */
void sender_undo_rewriting(EnvelopeSender *sender, const Walk *walk, int first,
                           const SenderRules *rules);

/* A relay that sends for a domain of its own hands on what a list of that domain wrote anew, as
 * well as what came to it from outside under the domain's name. Where the sender is of such a
 * domain, which lets the relay send for it, and something was handed in anew on the relay's host,
 * address becomes NULL and problem says so; or, for a domain of rules->lists, origin becomes the
 * relay's step. */
void sender_look_for_list(EnvelopeSender *sender, const Walk *walk, int first,
                          const SenderRules *rules);

#endif
