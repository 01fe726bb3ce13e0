/* SPDX-License-Identifier: ISC */
/* SHA-256 (FIPS 180-4) of octets that come in pieces. */
#ifndef SIGNATURES_DIGEST_H
#define SIGNATURES_DIGEST_H

#include "signatures/body_digests.h"

#include <glib.h>
#include <stddef.h>

typedef struct Digest Digest;

/* Of no octets yet. The caller owns the result. */
Digest *digest_new(void);
void digest_free(Digest *digest);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Digest, digest_free)

/* One that goes on from the same octets on its own. */
Digest *digest_copy(const Digest *digest);

/* The next octets; lent for the call. digest is a Digest: this is a CanonicalSink. */
void digest_add(void *digest, const char *octets, size_t len);

/* Of all octets added. From here on it is one of no octets. */
void digest_end(Digest *digest, uint8_t sha256[BODY_DIGEST_SIZE]);

#endif
