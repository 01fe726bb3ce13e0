/* SPDX-License-Identifier: ISC */
/* What the hasher finds out about a body: one fixed row for each digest that a signature could
 * want. */
#ifndef SIGNATURES_BODY_DIGESTS_H
#define SIGNATURES_BODY_DIGESTS_H

#include "mime/body.h"

#include <stdbool.h>
#include <stdint.h>

/* RFC 6376 section 3.4. */
typedef enum { CANONICAL_SIMPLE, CANONICAL_RELAXED } Canonical;

/* Delivery agents that write mboxes put ">" before lines that begin with "From ". A body in which
 * such lines stand is read both as it is and as it could have been. */
typedef enum { BODY_AS_IT_IS, BODY_FROM_UNQUOTED } BodyReading;

enum { BODY_CANONICALS = 2, BODY_READINGS = 2, BODY_DIGEST_SIZE = 32 };

typedef struct {
    bool known; /* false: nobody wanted it, or the hasher ended before; or, of the second reading,
                   no line begins with ">From " */
    uint8_t sha256[BODY_DIGEST_SIZE];
} BodyDigest;

typedef struct {
    BodyDigest rows[BODY_CANONICALS][BODY_READINGS]; /* by Canonical and BodyReading */
    BodyLack missing; /* why no digest is known; BODY_AT_HAND: some are */
} BodyDigests;

#endif
