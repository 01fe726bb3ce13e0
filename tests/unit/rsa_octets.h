/* SPDX-License-Identifier: ISC */
/* RSA public keys in DER, made of any numbers, for tests: no library would make most of them. */
#ifndef TESTS_UNIT_RSA_OCTETS_H
#define TESTS_UNIT_RSA_OCTETS_H

#include <glib.h>

/* A value (X.690 section 8.1), of what stands in content, which is freed. The caller owns it. */
static inline GByteArray *
der_of(guint8 tag, GByteArray *content)
{
    GByteArray *value = g_byte_array_new();
    const guint8 head[] = { tag, 0x82, (guint8)(content->len >> 8), (guint8)content->len };

    g_byte_array_append(value, head, sizeof head);
    g_byte_array_append(value, content->data, content->len);
    g_byte_array_unref(content);
    return value;
}

static inline GByteArray *
der_number(const guint8 *octets, guint len)
{
    GByteArray *content = g_byte_array_new();

    g_byte_array_append(content, (const guint8[]){ 0 }, 1);
    g_byte_array_append(content, octets, len);
    return der_of(0x02, content);
}

static inline void
append_freed(GByteArray *to, GByteArray *from)
{
    g_byte_array_append(to, from->data, from->len);
    g_byte_array_unref(from);
}

/* RSAPublicKey, its numbers in network order. The caller owns it. */
static inline GByteArray *
rsa_octets(const guint8 *modulus, guint modulus_len, const guint8 *exponent, guint exponent_len)
{
    GByteArray *numbers = g_byte_array_new();

    append_freed(numbers, der_number(modulus, modulus_len));
    append_freed(numbers, der_number(exponent, exponent_len));
    return der_of(0x30, numbers);
}

#endif
