/* SPDX-License-Identifier: ISC */
/* What the owner of a domain wants done with mail under its name that did not pass (RFC 9989
 * section 4.7, tag p). */
#ifndef AUTHOR_POLICY_WISH_H
#define AUTHOR_POLICY_WISH_H

/* The harder, the greater. */
typedef enum { POLICY_NONE, POLICY_QUARANTINE, POLICY_REJECT } PolicyWish;

/* "none", "quarantine", "reject". */
const char *policy_wish_text(PolicyWish wish);

/* One level below, for tests of a policy (t=y): quarantine for reject, else none. */
PolicyWish policy_wish_softer(PolicyWish wish);

#endif
