/* SPDX-License-Identifier: ISC */
/* Where the word of a believed host stands in for what could not be checked here. It saw the
 * message first: with its client, before a gateway or a mailbox changed it, and while the key of
 * its signature was there. Never where there is a finding of our own that says otherwise, but for a
 * signature that does not hold any more. */
#ifndef ASK_TESTIMONY_H
#define ASK_TESTIMONY_H

#include "report/evidence.h"

/* Marks the signatures of the evidence that held at a believed host, and its word as used. */
void believe_signatures(Evidence *evidence);

/* True of a pass by SPF where SPF had no client or no sender here, or no answer; and of a
 * signature that is not in the message any more. */
bool testimony_stands_in(const Evidence *evidence, const Testimony *testimony);

#endif
