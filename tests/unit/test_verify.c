/* SPDX-License-Identifier: ISC */
/* What holds, and all that must not: numbers that a forger would choose. */
#include "signatures/verify.h"

#include "rsa_octets.h"

#include <criterion/criterion.h>
#include <nettle/eddsa.h>
#include <nettle/knuth-lfib.h>
#include <nettle/rsa.h>
#include <string.h>
#include <time.h>

/* DigestInfo of SHA-256 without the digest (RFC 8017 section 9.2, note 1). */
static const uint8_t digest_info[] = { 0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01,
                                       0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20 };

static const uint8_t digest[BODY_DIGEST_SIZE] = "the digest of the header fields";

/* A key and a signature over the digest, each in octets. */
typedef struct {
    GByteArray *octets, *signature;
    RsaKey key; /* of the octets */
} RsaCase;

static void
rsa_case_clear(RsaCase *one)
{
    g_byte_array_unref(one->octets);
    g_byte_array_unref(one->signature);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(RsaCase, rsa_case_clear)

/* A number in network order, len octets long. The caller owns it. */
static GByteArray *
octets_of(const mpz_t number, size_t len)
{
    GByteArray *octets = g_byte_array_new();

    g_byte_array_set_size(octets, (guint)len);
    nettle_mpz_get_str_256(len, octets->data, number);
    return octets;
}

static RsaCase
rsa_case(const mpz_t modulus, unsigned long exponent, const mpz_t signature)
{
    g_autoptr(GByteArray) modulus_octets = octets_of(modulus, nettle_mpz_sizeinbase_256_u(modulus));
    const guint8 last[] = { (guint8)(exponent >> 16), (guint8)(exponent >> 8), (guint8)exponent };
    RsaCase one = {
        .octets = rsa_octets(modulus_octets->data, modulus_octets->len, last, sizeof last),
        .signature = octets_of(signature, modulus_octets->len),
    };

    cr_assert(rsa_key_read(cursor_over(one.octets->data, one.octets->len), &one.key));
    return one;
}

/* A key that is made anew, the same each time, and a signature that holds. */
static RsaCase
honest_case(unsigned bits, unsigned long exponent)
{
    struct rsa_public_key public;
    struct rsa_private_key private;
    struct knuth_lfib_ctx chance;
    mpz_t signature;
    RsaCase one;

    knuth_lfib_init(&chance, bits);
    rsa_public_key_init(&public);
    rsa_private_key_init(&private);
    mpz_init(signature);
    mpz_set_ui(public.e, exponent);
    cr_assert(rsa_generate_keypair(&public, &private, &chance,
                                   (nettle_random_func *)knuth_lfib_random, NULL, NULL, bits, 0));
    cr_assert(rsa_sha256_sign_digest(&private, digest, signature));
    one = rsa_case(public.n, exponent, signature);
    mpz_clear(signature);
    rsa_public_key_clear(&public);
    rsa_private_key_clear(&private);
    return one;
}

static bool
verify_case(const RsaCase *one)
{
    return verify_rsa_sha256(&one->key, digest,
                             cursor_over(one->signature->data, one->signature->len));
}

Test(verify, rsa_sizes)
{
    static const struct {
        unsigned bits;
        unsigned long exponent;
        bool want;
    } all[] = {
        { 1024, 65537, true },  { 1024, 3, true },     { 1031, 17, true },
        { 2048, 65537, true },  { 512, 65537, false }, { 1016, 65537, false },
        { 1023, 65537, false },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(all); i++) {
        g_auto(RsaCase) one = honest_case(all[i].bits, all[i].exponent);

        cr_expect_eq(verify_case(&one), all[i].want, "%u bits, %lu", all[i].bits, all[i].exponent);
    }
}

/* Any octet of the signature or of the digest changed, and it does not hold. */
Test(verify, rsa_changed)
{
    g_auto(RsaCase) one = honest_case(1024, 65537);
    Cursor value = cursor_over(one.signature->data, one.signature->len);
    uint8_t changed[BODY_DIGEST_SIZE];

    for (guint i = 0; i < one.signature->len; i++) {
        one.signature->data[i] ^= 1;
        cr_expect(!verify_case(&one), "octet %u of the signature", i);
        one.signature->data[i] ^= 1;
    }
    for (guint i = 0; i < sizeof changed; i++) {
        memcpy(changed, digest, sizeof changed);
        changed[i] ^= 1;
        cr_expect(!verify_rsa_sha256(&one.key, changed, value), "octet %u of the digest", i);
    }
    cr_expect(verify_case(&one));
}

Test(verify, rsa_of_another_length)
{
    g_auto(RsaCase) one = honest_case(1024, 65537);
    guint len = one.signature->len;

    for (guint shorter = 0; shorter < len; shorter++)
        cr_expect(!verify_rsa_sha256(&one.key, digest, cursor_over(one.signature->data, shorter)));
    g_byte_array_prepend(one.signature, (const guint8[]){ 0 }, 1);
    cr_expect(!verify_case(&one), "with a zero before it");
    g_byte_array_remove_index(one.signature, 0);
    g_byte_array_append(one.signature, (const guint8[]){ 0 }, 1);
    cr_expect(!verify_case(&one), "with a zero behind it");
    g_byte_array_set_size(one.signature, len);
    memset(one.signature->data, 0, len);
    cr_expect(!verify_case(&one), "zero");
    one.signature->data[len - 1] = 1;
    cr_expect(!verify_case(&one), "one");
    memset(one.signature->data, 0xff, len);
    cr_expect(!verify_case(&one), "more than the modulus");
}

/* The signature and the modulus: the same number modulo the modulus, which must not hold, too. */
Test(verify, rsa_plus_modulus)
{
    g_auto(RsaCase) one = honest_case(1031, 65537);
    mpz_t value, modulus;

    nettle_mpz_init_set_str_256_u(value, one.signature->len, one.signature->data);
    nettle_mpz_init_set_str_256_u(modulus, cursor_left(&one.key.modulus),
                                  (const uint8_t *)one.key.modulus.at);
    mpz_add(value, value, modulus);
    cr_assert_eq(nettle_mpz_sizeinbase_256_u(value), one.signature->len);
    g_byte_array_unref(one.signature);
    one.signature = octets_of(value, nettle_mpz_sizeinbase_256_u(value));
    cr_expect(!verify_case(&one));
    mpz_clear(value);
    mpz_clear(modulus);
}

/* --- keys by which everybody could sign --- */

/* What a signature becomes by the public exponent: padding, DigestInfo, digest, and more octets
 * behind them. */
static void
set_encoded(mpz_t number, size_t len, size_t padding, size_t more)
{
    g_autoptr(GByteArray) octets = g_byte_array_new();

    g_byte_array_append(octets, (const guint8[]){ 0, 1 }, 2);
    for (size_t i = 0; i < padding; i++)
        g_byte_array_append(octets, (const guint8[]){ 0xff }, 1);
    g_byte_array_append(octets, (const guint8[]){ 0 }, 1);
    g_byte_array_append(octets, digest_info, sizeof digest_info);
    g_byte_array_append(octets, digest, sizeof digest);
    for (size_t i = 0; i < more; i++)
        g_byte_array_append(octets, (const guint8[]){ 0 }, 1);
    cr_assert_eq(octets->len, len);
    nettle_mpz_set_str_256_u(number, octets->len, octets->data);
}

#define FORGED_BITS   2048
#define FORGED_OCTETS ((size_t)FORGED_BITS / 8)
#define INFO_OCTETS   (sizeof digest_info + sizeof digest)

/* To the power of 1 the padded digest is its own signature. */
Test(verify, exponent_one)
{
    mpz_t modulus, signature;

    mpz_init(modulus);
    mpz_init(signature);
    mpz_ui_pow_ui(modulus, 2, FORGED_BITS);
    mpz_sub_ui(modulus, modulus, 1);
    set_encoded(signature, FORGED_OCTETS, FORGED_OCTETS - 3 - INFO_OCTETS, 0);

    g_auto(RsaCase) one = rsa_case(modulus, 1, signature);

    cr_expect(!verify_case(&one));
    mpz_clear(modulus);
    mpz_clear(signature);
}

/* Bleichenbacher's forgery (CVE-2006-4339): with the exponent 3, a cube root of short padding, the
 * digest, and anything behind it. */
Test(verify, short_padding)
{
    mpz_t modulus, encoded, root;

    mpz_init(modulus);
    mpz_init(encoded);
    mpz_init(root);
    mpz_ui_pow_ui(modulus, 2, FORGED_BITS);
    mpz_sub_ui(modulus, modulus, 1);
    set_encoded(encoded, FORGED_OCTETS, 8, FORGED_OCTETS - 11 - INFO_OCTETS);
    mpz_root(root, encoded, 3);
    mpz_add_ui(root, root, 1);
    mpz_pow_ui(modulus, root, 3); /* to see that the forgery is one */
    mpz_tdiv_q_2exp(modulus, modulus, 8 * (FORGED_OCTETS - 11 - INFO_OCTETS));
    mpz_tdiv_q_2exp(encoded, encoded, 8 * (FORGED_OCTETS - 11 - INFO_OCTETS));
    cr_assert_eq(mpz_cmp(modulus, encoded), 0);
    mpz_ui_pow_ui(modulus, 2, FORGED_BITS);
    mpz_sub_ui(modulus, modulus, 1);

    g_auto(RsaCase) one = rsa_case(modulus, 3, root);

    cr_expect(!verify_case(&one));
    mpz_clear(modulus);
    mpz_clear(encoded);
    mpz_clear(root);
}

/* Moduli that would end the process in a library that calculates. */
Test(verify, odd_moduli)
{
    static const uint8_t zero[128], signature[128] = { 1 };
    uint8_t even[128] = { 0x80 };
    RsaKey key = { .modulus = cursor_over(zero, sizeof zero),
                   .exponent = cursor_over("\3", 1),
                   .bits = 1024 };
    Cursor value = cursor_over(signature, sizeof signature);

    cr_expect(!verify_rsa_sha256(&key, digest, value), "zero");
    key.modulus = cursor_over(even, sizeof even);
    cr_expect(!verify_rsa_sha256(&key, digest, value), "even");
    even[127] = 1;
    cr_expect(!verify_rsa_sha256(&key, digest, value), "2^1023 + 1");
    key.modulus = cursor_over(NULL, 0);
    cr_expect(!verify_rsa_sha256(&key, digest, cursor_over(NULL, 0)), "nothing");
    key = (RsaKey){ 0 };
    cr_expect(!verify_rsa_sha256(&key, digest, cursor_over(NULL, 0)), "no key");
}

/* The most that a key may cost. */
Test(verify, costly_key)
{
    g_autofree uint8_t *modulus = g_malloc(512), *signature = g_malloc(512);
    clock_t began = clock(); /* of processor time */
    RsaKey key = { .modulus = cursor_over(modulus, 512),
                   .exponent = cursor_over("\x7f\xff\xff\xff", 4),
                   .bits = 4096 };

    memset(modulus, 0xff, 512);
    memset(signature, 0x5a, 512);
    for (unsigned i = 0; i < 40; i++)
        cr_expect(!verify_rsa_sha256(&key, digest, cursor_over(signature, 512)));
    cr_expect_lt(clock() - began, CLOCKS_PER_SEC);
}

/* --- Ed25519 --- */

Test(verify, ed25519)
{
    static const uint8_t private[ED25519_KEY_SIZE] = "a key of the tests, nobody's own";
    uint8_t public[ED25519_KEY_SIZE] = { 0 }, signature[ED25519_SIGNATURE_SIZE] = { 0 };
    Cursor key = cursor_over(public, sizeof public), value = cursor_over(signature, 64);

    ed25519_sha512_public_key(public, private);
    ed25519_sha512_sign(public, private, sizeof digest, digest, signature);
    cr_expect(verify_ed25519(key, digest, value));
    for (size_t i = 0; i < sizeof signature; i++) {
        signature[i] ^= 1;
        cr_expect(!verify_ed25519(key, digest, value), "octet %zu of the signature", i);
        signature[i] ^= 1;
    }
    for (size_t i = 0; i < sizeof public; i++) {
        public[i] ^= 1;
        cr_expect(!verify_ed25519(key, digest, value), "octet %zu of the key", i);
        public[i] ^= 1;
    }
    cr_expect(!verify_ed25519(cursor_over(public, 31), digest, value));
    cr_expect(!verify_ed25519(cursor_over(NULL, 0), digest, value));
    cr_expect(!verify_ed25519(key, digest, cursor_over(signature, 63)));
    cr_expect(!verify_ed25519(key, digest, cursor_over(NULL, 0)));
    memset(signature, 0xff, sizeof signature);
    cr_expect(!verify_ed25519(key, digest, value));
    memset(public, 0xff, sizeof public);
    cr_expect(!verify_ed25519(key, digest, value), "no point of the curve");
}
