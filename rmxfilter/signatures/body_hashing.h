/* SPDX-License-Identifier: ISC */
/* Makes the digests of a body while it streams by: each canonical form that is wanted, in both
 * readings of ">From ". Memory is the same for every body; nothing is allocated for a chunk. */
#ifndef SIGNATURES_BODY_HASHING_H
#define SIGNATURES_BODY_HASHING_H

#include "signatures/body_digests.h"

#include <glib.h>
#include <stddef.h>

typedef struct BodyHashing BodyHashing;

/* wanted: by Canonical; both readings of a form are made. The caller owns the result. */
BodyHashing *body_hashing_new(const bool wanted[BODY_CANONICALS]);
void body_hashing_free(BodyHashing *hashing);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BodyHashing, body_hashing_free)

/* The next len octets of the body; lent for the call. Where chunks end makes no difference. */
void body_hashing_add(BodyHashing *hashing, const char *octets, size_t len);

/* The body ends here: fills in all rows, those that nobody wanted as not known. The second reading
 * is known where a line begins with ">From ". Nothing can be added any more. */
void body_hashing_end(BodyHashing *hashing, BodyDigests *digests);

#endif
