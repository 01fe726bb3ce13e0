/* SPDX-License-Identifier: ISC */
/* Nettle, with hogweed and GMP below it. The whole encoded digest is built and compared, so that no
 * padding is read: what is not exactly as it must be does not hold. */
#include "signatures/verify.h"

#include <nettle/bignum.h>
#include <nettle/eddsa.h>
#include <nettle/rsa.h>
#include <nettle/sha2.h>

G_STATIC_ASSERT(ED25519_KEY_SIZE == ED25519_OCTETS);
G_STATIC_ASSERT(SHA256_DIGEST_SIZE == BODY_DIGEST_SIZE);

/* Both are bounded before they become numbers. */
static void
set_number(mpz_t number, Cursor octets)
{
    nettle_mpz_set_str_256_u(number, cursor_left(&octets), (const uint8_t *)octets.at);
}

/* The modulus is odd and of an accepted size here: GMP ends the process over a modulus of zero. */
static bool
verify_with_usable(const RsaKey *key, const uint8_t *sha256, Cursor signature)
{
    struct rsa_public_key rsa;
    mpz_t value;
    bool holds;

    rsa_public_key_init(&rsa);
    mpz_init(value);
    set_number(rsa.n, key->modulus);
    set_number(rsa.e, key->exponent);
    set_number(value, signature);
    holds = rsa_public_key_prepare(&rsa) && rsa_sha256_verify_digest(&rsa, sha256, value);
    mpz_clear(value);
    rsa_public_key_clear(&rsa);
    return holds;
}

bool
verify_rsa_sha256(const RsaKey *key, const uint8_t sha256[BODY_DIGEST_SIZE], Cursor signature)
{
    if (key->bits < RSA_BITS_MIN || key->bits > RSA_BITS_MAX || rsa_key_problem(key) ||
        cursor_left(&signature) != cursor_left(&key->modulus))
        return false;
    return verify_with_usable(key, sha256, signature);
}

bool
verify_ed25519(Cursor key, const uint8_t sha256[BODY_DIGEST_SIZE], Cursor signature)
{
    if (cursor_left(&key) != ED25519_KEY_SIZE || cursor_left(&signature) != ED25519_SIGNATURE_SIZE)
        return false;
    return ed25519_sha512_verify((const uint8_t *)key.at, BODY_DIGEST_SIZE, sha256,
                                 (const uint8_t *)signature.at);
}
