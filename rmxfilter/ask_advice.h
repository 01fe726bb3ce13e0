/* SPDX-License-Identifier: ISC */
/* Which relay the user could trust, where the walk ended at one that may be his: the same message
 * looked at once more, as if it were.
 *
 * Everything below the boundary may be the sender's invention, and a forger's own host, with a
 * field of his own below it, looks like a relay in every way that a message can show. So advice
 * needs more than that: the client is tied to the domain of the user's own address, as a believed
 * host wrote it, by what that domain publishes; or it is tied likewise to the domain of another
 * address that the message claims to have been sent to, and then the user is asked whether he has
 * one there. */
#ifndef ASK_ADVICE_H
#define ASK_ADVICE_H

#include "mime/header.h"
#include "report/verdict.h"
#include "settings/settings.h"

/* Fills in evidence->advice, and changes nothing else; asks the DNS at most ADVICE_QUESTIONS_MAX
 * questions more than it may by now. All as inspect_message and verdict_of gave it. */
void ask_advice(const Settings *settings, Dns *dns, const HeaderBlock *header, Evidence *evidence,
                const Verdict *verdict);

#define ADVICE_QUESTIONS_MAX 120

#endif
