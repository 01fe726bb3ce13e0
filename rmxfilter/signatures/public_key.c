/* SPDX-License-Identifier: ISC */
/* DER (X.690 section 8.1): a tag, a length, and so many octets. */
#include "signatures/public_key.h"

#include <string.h>

enum { DER_INTEGER = 0x02, DER_BIT_STRING = 0x03, DER_OID = 0x06, DER_SEQUENCE = 0x30 };

/* Of a public exponent. */
enum { EXPONENT_BITS_MAX = 31 };

/* 1.2.840.113549.1.1.1 (RFC 8017 appendix C): rsaEncryption. */
static const uint8_t rsa_encryption[] = { 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01 };

/* 1.3.101.112 (RFC 8410 section 3): id-Ed25519. */
static const uint8_t ed25519_oid[] = { 0x2b, 0x65, 0x70 };

/* What a value of this tag holds; anything else is a problem of the cursor. */
static Cursor
der_value(Cursor *c, uint8_t tag)
{
    size_t len;
    uint8_t octets;

    if (cursor_u8(c) != tag)
        cursor_fail(c, "another value than expected");
    len = cursor_u8(c);
    if (len >= 0x80) {
        octets = len & 0x7f;
        if (octets == 0 || octets > 2)
            cursor_fail(c, "bad length");
        for (len = 0; octets > 0 && !c->problem; octets--)
            len = len << 8 | cursor_u8(c);
    }
    return cursor_sub(c, c->problem ? 0 : len);
}

/* A positive number, without its leading zeros. False: it is none. */
static bool
read_positive(Cursor *c, Cursor *number)
{
    *number = der_value(c, DER_INTEGER);
    if (cursor_peek(number) >= 0x80) /* negative */
        return false;
    while (cursor_peek(number) == 0)
        cursor_take(number);
    return cursor_more(number);
}

static unsigned
count_bits(Cursor number)
{
    unsigned bits = (unsigned)cursor_left(&number) * 8;

    for (int first = cursor_peek(&number); first > 0 && first < 0x80; first <<= 1)
        bits--;
    return bits;
}

/* RSAPublicKey: SEQUENCE { modulus INTEGER, publicExponent INTEGER } */
static bool
read_rsa_public_key(Cursor c, RsaKey *key)
{
    Cursor numbers = der_value(&c, DER_SEQUENCE);

    if (!read_positive(&numbers, &key->modulus) || !read_positive(&numbers, &key->exponent))
        return false;
    key->bits = count_bits(key->modulus);
    return !c.problem && !numbers.problem && !cursor_more(&c) && !cursor_more(&numbers);
}

/* SEQUENCE { SEQUENCE { OBJECT IDENTIFIER, ... }, BIT STRING }. False: it is another thing; else
 * *key is what the bit string holds. */
static bool
read_key_info(Cursor c, const uint8_t *wanted, size_t wanted_len, Cursor *key)
{
    Cursor info = der_value(&c, DER_SEQUENCE);
    Cursor algorithm = der_value(&info, DER_SEQUENCE);
    Cursor oid = der_value(&algorithm, DER_OID);

    *key = der_value(&info, DER_BIT_STRING);
    return !c.problem && !info.problem && !algorithm.problem && !cursor_more(&c) &&
           !cursor_more(&info) && cursor_left(&oid) == wanted_len &&
           memcmp(oid.at, wanted, wanted_len) == 0 &&
           cursor_take(key) == 0; /* bits of the last octet that do not count */
}

bool
rsa_key_read(Cursor octets, RsaKey *key)
{
    Cursor inside;

    *key = (RsaKey){ 0 };
    if (read_key_info(octets, rsa_encryption, sizeof(rsa_encryption), &inside))
        octets = cursor_over(inside.at, cursor_left(&inside));
    return read_rsa_public_key(octets, key);
}

static bool
is_odd(Cursor number)
{
    size_t left = cursor_left(&number);

    return cursor_peek_at(&number, left - 1) & 1;
}

const char *
rsa_key_problem(const RsaKey *key)
{
    unsigned exponent_bits = count_bits(key->exponent);

    if (!is_odd(key->modulus))
        return "its modulus is even";
    if (!is_odd(key->exponent) || exponent_bits < 2)
        return "its exponent is even, or 1";
    if (exponent_bits > EXPONENT_BITS_MAX)
        return "its exponent is too large";
    return NULL;
}

bool
ed25519_key_read(Cursor octets, Cursor *key)
{
    if (!read_key_info(octets, ed25519_oid, sizeof(ed25519_oid), key))
        *key = octets;
    return cursor_left(key) == ED25519_OCTETS;
}
