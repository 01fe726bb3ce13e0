/* SPDX-License-Identifier: ISC */
/* What is asked about the author: what his domain wants, which of all that passed is his, and which
 * findings of other hosts stand in for what could not be checked here. */
#ifndef ASK_AUTHOR_H
#define ASK_AUTHOR_H

#include "mime/message.h"
#include "report/evidence.h"

/* Asks, without waiting, for the policy of the author's domain, where the message shows that it
 * came from another host. Needs evidence->author. */
void ask_author_early(const Message *message, const Evidence *evidence, Dns *dns);

/* Fills in policy, and marks what is aligned and what is used among findings, signatures and
 * testimony, which must be there. */
void ask_author(Evidence *evidence, Dns *dns);

#endif
