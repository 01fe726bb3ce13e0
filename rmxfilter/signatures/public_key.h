/* SPDX-License-Identifier: ISC */
/* Public keys as p= of a key record has them: what the numbers are, and whether they can be used.
 * No arithmetic is done: no library that calculates is needed. */
#ifndef SIGNATURES_PUBLIC_KEY_H
#define SIGNATURES_PUBLIC_KEY_H

#include "mime/cursor.h"

/* RFC 8301 section 3.2: shorter keys make no signature valid, verifiers must know those up to 4096
 * bits, and signers should use 2048. Longer ones cost a stranger's time more than they are worth.
 */
#define RSA_BITS_MIN  1024
#define RSA_BITS_WISE 2048
#define RSA_BITS_MAX  4096

#define ED25519_OCTETS 32 /* octets (RFC 8463 section 4.2) */

/* Numbers in network order without leading zeros; lent, slices of the key's octets. */
typedef struct {
    Cursor modulus, exponent;
    unsigned bits; /* of the modulus */
} RsaKey;

/* Reads an RSAPublicKey (RFC 8017 appendix A.1.1), which RFC 6376 section 3.6.1 names, or the
 * SubjectPublicKeyInfo (RFC 5280 section 4.1) with it, which its appendix C makes and nearly
 * everybody publishes; it is all of the octets. False: they are neither, or a number is not
 * positive. */
bool rsa_key_read(Cursor octets, RsaKey *key);

/* Why no signature can be checked with this key whatever its size, a literal; NULL: one can. An
 * even modulus is no product of two large primes, and libraries that calculate end the process over
 * zero. The exponent is odd, at least 3 (to the power of 1 everybody's signature would hold) and
 * at most 2^31 - 1, as much as most verifiers take: the longer it is, the more a check costs. */
const char *rsa_key_problem(const RsaKey *key);

/* Reads 32 octets (RFC 8463 section 4.2), or, as some publish it, the SubjectPublicKeyInfo with
 * them (RFC 8410 section 4). False: they are neither. *key is lent, a slice. */
bool ed25519_key_read(Cursor octets, Cursor *key);

#endif
