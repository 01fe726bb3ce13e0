/* SPDX-License-Identifier: ISC */
/* A key record: what can be used is of an accepted kind and size, and holds for no signature that
 * the record itself could be; a ";" at the end changes nothing. */
#include "fuzz.h"

#include "signatures/key.h"
#include "signatures/verify.h"

#include <string.h>

static bool
verify_with(const Key *key, const uint8_t *sha256, Cursor value)
{
    return key->kind == KEY_RSA ? verify_rsa_sha256(&key->rsa, sha256, value)
                                : verify_ed25519(key->ed25519, sha256, value);
}

static void
check_usable(const Key *key)
{
    uint8_t sha256[BODY_DIGEST_SIZE] = { 0 };
    Cursor octets = cursor_over(key->octets->data, key->octets->len);

    if (key->kind == KEY_RSA) {
        g_assert_cmpuint(key->bits, >=, RSA_BITS_MIN);
        g_assert_cmpuint(key->bits, <=, RSA_BITS_MAX);
        g_assert_null(rsa_key_problem(&key->rsa));
        /* The last octets of the record as a signature of the right length. */
        octets = cursor_sub(&octets, cursor_left(&key->rsa.modulus));
    }
    g_assert_false(verify_with(key, sha256, octets));
}

int
LLVMFuzzerTestOneInput(const uint8_t *octets, size_t len)
{
    g_autoptr(Key) key = key_read(cursor_over(octets, len));
    g_autoptr(GString) ended = g_string_new_len((const char *)octets, (gssize)len);

    if (!key)
        return 0;
    g_assert_true((key->result == SIGNATURE_PASS) == !key->problem);
    if (!key->problem)
        check_usable(key);
    g_string_append_c(ended, ';');

    g_autoptr(Key) again = key_read(cursor_over(ended->str, ended->len));

    if (len > 0 && octets[len - 1] != ';' && !key->problem)
        g_assert_true(again && !again->problem && again->bits == key->bits);
    return 0;
}
