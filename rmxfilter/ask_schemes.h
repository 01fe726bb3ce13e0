/* SPDX-License-Identifier: ISC */
/* Which scheme is asked about which identity, and what is asked only where nothing else was found.
 */
#ifndef ASK_SCHEMES_H
#define ASK_SCHEMES_H

#include "report/evidence.h"

/* Asks evidence->schemes about what the evidence says of client and senders, and fills in findings,
 * null_mx and unchecked. settings must outlive dns. */
void ask_schemes(Evidence *evidence, const SchemeSettings *settings, Dns *dns);

#endif
