/* SPDX-License-Identifier: ISC */
/* DER (X.690 section 8.1): a tag, a length, and so many octets. */
#include "lint/rsa_key.h"

#include <string.h>

enum { DER_INTEGER = 0x02, DER_BIT_STRING = 0x03, DER_OID = 0x06, DER_SEQUENCE = 0x30 };

/* 1.2.840.113549.1.1.1 (RFC 8017 appendix C): rsaEncryption. */
static const uint8_t rsa_encryption[] = { 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01 };

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

/* A positive number without its leading zeros, in bits; 0: it is none. */
static unsigned
bits_of_number(Cursor number)
{
    unsigned bits;

    if (cursor_peek(&number) >= 0x80) /* negative */
        return 0;
    while (cursor_peek(&number) == 0)
        cursor_take(&number);
    bits = (unsigned)cursor_left(&number) * 8;
    for (int first = cursor_peek(&number); first > 0 && first < 0x80; first <<= 1)
        bits--;
    return bits;
}

/* RSAPublicKey: SEQUENCE { modulus INTEGER, publicExponent INTEGER } */
static unsigned
bits_of_rsa_public_key(Cursor c)
{
    Cursor key = der_value(&c, DER_SEQUENCE);
    Cursor modulus = der_value(&key, DER_INTEGER);
    Cursor exponent = der_value(&key, DER_INTEGER);

    if (c.problem || key.problem || cursor_more(&c) || cursor_more(&key) ||
        bits_of_number(exponent) == 0)
        return 0;
    return bits_of_number(modulus);
}

/* SEQUENCE { SEQUENCE { OBJECT IDENTIFIER, NULL }, BIT STRING }. False: it is another thing; else
 * *key is what the bit string holds. */
static bool
is_rsa_key_info(Cursor c, Cursor *key)
{
    Cursor info = der_value(&c, DER_SEQUENCE);
    Cursor algorithm = der_value(&info, DER_SEQUENCE);
    Cursor oid = der_value(&algorithm, DER_OID);

    *key = der_value(&info, DER_BIT_STRING);
    return !c.problem && !info.problem && !algorithm.problem && !cursor_more(&c) &&
           !cursor_more(&info) && cursor_left(&oid) == sizeof(rsa_encryption) &&
           memcmp(oid.at, rsa_encryption, sizeof(rsa_encryption)) == 0 &&
           cursor_take(key) == 0; /* bits of the last octet that do not count */
}

unsigned
rsa_key_bits(const void *octets, size_t len)
{
    Cursor c = cursor_over(octets, len), key;

    return bits_of_rsa_public_key(is_rsa_key_info(c, &key) ? cursor_over(key.at, cursor_left(&key))
                                                           : c);
}
