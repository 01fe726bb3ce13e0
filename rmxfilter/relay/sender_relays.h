/* SPDX-License-Identifier: ISC */
/* What the user's relays did to the envelope sender on the way: rewriting, which is undone, and
 * mailing lists of their own. */
#ifndef RELAY_SENDER_RELAYS_H
#define RELAY_SENDER_RELAYS_H

#include "relay/sender.h"

/* Undoes the rewriting of each relay from step first down to the boundary, where the address is in
 * that relay's own domain: that of its reverse name, or of the entry that trusts it. Where the
 * original is lost, address becomes NULL and problem says so. */
void sender_undo_rewriting(EnvelopeSender *sender, const Walk *walk, int first,
                           const SenderRules *rules);

/* A relay that may send for a domain of its own hands on two kinds of mail from that domain: what a
 * mailing list on the relay wrote anew, and what came in from outside. They cannot be told apart
 * where the sender is in the relay's domain, the domain's records let the relay send, and the
 * message was handed in anew on the relay's host. Then address becomes NULL and problem says so;
 * or, for a domain of rules->lists, origin becomes the relay's step. */
void sender_look_for_list(EnvelopeSender *sender, const Walk *walk, int first,
                          const SenderRules *rules);

#endif
