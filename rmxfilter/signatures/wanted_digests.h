/* SPDX-License-Identifier: ISC */
/* Which digests of the body a message's signatures want: for the hasher, which sees the header, and
 * makes no others. */
#ifndef SIGNATURES_WANTED_DIGESTS_H
#define SIGNATURES_WANTED_DIGESTS_H

#include "mime/header.h"
#include "signatures/body_digests.h"

/* Sets wanted, by Canonical, from the signatures that are checked, and from the newest one of ARC:
 * whether anybody asks for that one depends on the settings, which the hasher does not know, and it
 * nearly always wants the same form as the others. False: none is wanted, because there is no
 * signature, or none that could hold whatever the body is. */
bool wanted_digests(const HeaderBlock *header, bool wanted[BODY_CANONICALS]);

#endif
