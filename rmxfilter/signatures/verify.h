/* SPDX-License-Identifier: ISC */
/* Whether a signature was made with the private half of a key: the only file that knows the library
 * that calculates. All numbers are a stranger's, none is secret. */
#ifndef SIGNATURES_VERIFY_H
#define SIGNATURES_VERIFY_H

#include "signatures/body_digests.h"
#include "signatures/public_key.h"

/* RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017 section 8.2.2). False, too, for a key with a problem or
 * of a size that is not accepted, and where the signature is not as long as the modulus. */
bool verify_rsa_sha256(const RsaKey *key, const uint8_t sha256[BODY_DIGEST_SIZE], Cursor signature);

/* Ed25519 over the digest, taken as the message (RFC 8463 section 3). False, too, where key and
 * signature are not as long as they must be. */
bool verify_ed25519(Cursor key, const uint8_t sha256[BODY_DIGEST_SIZE], Cursor signature);

#endif
