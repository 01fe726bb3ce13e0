/* SPDX-License-Identifier: ISC */
/* Key records: each rule of RFC 6376 sections 3.6.1 and 6.1.2 once right and once wrong; and keys
 * that no library would make. */
#include "signatures/key.h"

#include "rsa_octets.h"

#include <criterion/criterion.h>
#include <string.h>

#define ED25519 "p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
#define RSA1024                                                                                    \
    "p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2"       \
    "jLQiY/J16JYi0Qvx/byYzCNb3W91y3FutACDfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9"       \
    "PzoxZyVYLzBfO2EeC3Ip3G+2kryOTIKT+l/K4w3QIDAQAB"
/* the same without the SubjectPublicKeyInfo around it */
#define BARE1024                                                                                   \
    "p=MIGJAoGBAOQeU5CgFPNZGIazlXo2k/eJ1jpaTTxrmqF1HrDLlt04pvaMtCJj8nXoliLRC/H9vJjMI1vdb3XLcW"     \
    "60AIN/PBD8EL97/y4GwJH7LPUvGP48vqUe+owqszesbiGy1PlCO8c70/OjFnJVgvMF87YR4Lcincb7aSvI5Mgp"       \
    "P6X8rjDdAgMBAAE="

static const struct {
    const char *name, *record;
    SignatureResult want;
    const char *want_problem; /* how it begins */
    unsigned want_bits;
} cases[] = {
    { "RSA", "v=DKIM1; k=rsa; " RSA1024, SIGNATURE_PASS, NULL, 1024 },
    { "RSA is the default", RSA1024, SIGNATURE_PASS, NULL, 1024 },
    { "RSA alone", BARE1024, SIGNATURE_PASS, NULL, 1024 },
    { "Ed25519", "v=DKIM1; k=ed25519; " ED25519, SIGNATURE_PASS, NULL, 256 },
    { "k in capitals", "k=ED25519; " ED25519, SIGNATURE_PASS, NULL, 256 },
    { "Ed25519 in a key info",
      "k=ed25519; p=MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=", SIGNATURE_PASS,
      NULL, 256 },
    { "X25519 in a key info",
      "k=ed25519; p=MCowBQYDK2VuAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
      SIGNATURE_PERMERROR, "the key is damaged, or no Ed25519", 0 },
    { "an Ed25519 key that says RSA", ED25519, SIGNATURE_PERMERROR, "the key is damaged, or no RSA",
      0 },
    { "an RSA key that says Ed25519", "k=ed25519; " RSA1024, SIGNATURE_PERMERROR,
      "the key is damaged, or no Ed25519", 0 },
    { "an unknown kind", "k=ml-dsa-44; " ED25519, SIGNATURE_PERMERROR, "k= is a kind", 0 },
    { "revoked", "v=DKIM1; p=", SIGNATURE_PERMERROR, "the key is revoked", 0 },
    { "revoked, with blanks", "v=DKIM1; k=ed25519; p= ;", SIGNATURE_PERMERROR, "the key is revoked",
      0 },
    { "no key", "v=DKIM1; k=rsa", SIGNATURE_PERMERROR, "the key record has no key", 0 },
    { "no base64", "p=MIG*", SIGNATURE_PERMERROR, "the key is no base64", 0 },
    { "base64 with blanks",
      "k=ed25519; p=11qYAYKxCrfVS/7Ty WQHOg7hcvPapi Mlrw IaaPcHURo =", SIGNATURE_PASS, NULL, 256 },
    { "cut short", "p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTz", SIGNATURE_PERMERROR,
      "the key is damaged", 0 },
    { "an octet too many", "k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURoA",
      SIGNATURE_PERMERROR, "the key is damaged", 0 },
    { "for SHA-256", "h=sha1:sha256; " RSA1024, SIGNATURE_PASS, NULL, 1024 },
    { "for SHA-1", "h=sha1; " RSA1024, SIGNATURE_PERMERROR, "the key is not for SHA-256", 1024 },
    { "for mail", "s=email; " RSA1024, SIGNATURE_PASS, NULL, 1024 },
    { "for all", "s=x:*; " RSA1024, SIGNATURE_PASS, NULL, 1024 },
    { "for something else", "s=tlsrpt; " RSA1024, SIGNATURE_PERMERROR, "the key is not for mail",
      1024 },
    { "an unknown tag", "g=; x=y; n=hello; " RSA1024, SIGNATURE_PASS, NULL, 1024 },
    { "p twice", RSA1024 "; " RSA1024, SIGNATURE_PERMERROR, "the key record has a syntax", 1024 },
    { "a word", "hello; " RSA1024, SIGNATURE_PERMERROR, "the key record has a syntax", 1024 },
};

static Key *
read_text(const char *record)
{
    return key_read(cursor_over_text(record));
}

Test(key, rules)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Key) got = read_text(cases[i].record);

        cr_assert(got, "%s", cases[i].name);
        cr_expect(got->result == cases[i].want, "%s: %s (%s)", cases[i].name,
                  signature_result_text(got->result), got->problem);
        cr_expect(cases[i].want_problem
                      ? got->problem && g_str_has_prefix(got->problem, cases[i].want_problem)
                      : !got->problem,
                  "%s: %s", cases[i].name, got->problem);
        cr_expect_eq(got->bits, cases[i].want_bits, "%s: %u bits", cases[i].name, got->bits);
    }
}

Test(key, no_key_records)
{
    static const char *const records[] = {
        "",
        "v=spf1 -all",
        "v=DMARC1; p=none",
        "v=DKIM2; " RSA1024,
        "v=dkim1; " RSA1024,
        RSA1024 "; v=DKIM1",
        "k=rsa",
        "hello",
        "P=AAAA",
    };

    for (size_t i = 0; i < G_N_ELEMENTS(records); i++) {
        g_autoptr(Key) got = read_text(records[i]);

        cr_expect_null(got, "%s", records[i]);
    }
}

Test(key, flags)
{
    g_autoptr(Key) none = read_text(RSA1024), both = read_text("t=y : s; " RSA1024);
    g_autoptr(Key) others = read_text("t=x:z; " RSA1024);

    cr_expect(!none->testing && !none->strict);
    cr_expect(both->testing && both->strict && !both->problem);
    cr_expect(!others->testing && !others->strict && !others->problem);
}

/* --- numbers --- */

/* A record with an RSA key: a modulus of so many bits, with this last octet, and an exponent.
 * exponent: in network order, without zeros in it. The caller owns the result. */
static Key *
read_numbers(unsigned bits, guint8 last, const char *exponent)
{
    g_autoptr(GByteArray) modulus = g_byte_array_new(), octets = NULL;
    g_autofree char *base64 = NULL, *record = NULL;

    g_byte_array_set_size(modulus, (bits + 7) / 8);
    memset(modulus->data, 0xa5, modulus->len);
    modulus->data[0] = (guint8)(bits % 8 == 0 ? 0x80 : 1U << (bits % 8 - 1));
    modulus->data[modulus->len - 1] = last;
    octets =
        rsa_octets(modulus->data, modulus->len, (const guint8 *)exponent, (guint)strlen(exponent));
    base64 = g_base64_encode(octets->data, octets->len);
    record = g_strconcat("p=", base64, NULL);
    return read_text(record);
}

static const struct {
    const char *name;
    unsigned bits;
    guint8 last;
    const char *exponent;
    SignatureResult want;
    const char *want_problem;
} numbers[] = {
    { "1024 bits", 1024, 1, "\3", SIGNATURE_PASS, NULL },
    { "1023 bits", 1023, 1, "\3", SIGNATURE_POLICY, "the key is too short" },
    { "512 bits", 512, 1, "\3", SIGNATURE_POLICY, "the key is too short" },
    { "8 bits", 8, 0xff, "\3", SIGNATURE_POLICY, "the key is too short" },
    { "1027 bits", 1027, 1, "\3", SIGNATURE_PASS, NULL },
    { "4096 bits", 4096, 1, "\3", SIGNATURE_PASS, NULL },
    { "4097 bits", 4097, 1, "\3", SIGNATURE_POLICY, "the key is longer" },
    { "400000 bits", 400000, 1, "\3", SIGNATURE_POLICY, "the key is longer" },
    { "an even modulus", 2048, 2, "\3", SIGNATURE_PERMERROR, "its modulus is even" },
    { "exponent 1", 2048, 1, "\1", SIGNATURE_PERMERROR, "its exponent is even, or 1" },
    { "exponent 2", 2048, 1, "\2", SIGNATURE_PERMERROR, "its exponent is even, or 1" },
    { "exponent 17", 2048, 1, "\21", SIGNATURE_PASS, NULL },
    { "exponent 0x7fffffff", 2048, 1, "\x7f\xff\xff\xff", SIGNATURE_PASS, NULL },
    { "exponent 0x80000001", 2048, 1, "\x80\1\1\1", SIGNATURE_PERMERROR, "its exponent is too" },
    { "an exponent as long as the modulus", 1024, 1,
      "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      "aaaa"
      "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
      SIGNATURE_PERMERROR, "its exponent is too" },
};

Test(key, numbers)
{
    for (size_t i = 0; i < G_N_ELEMENTS(numbers); i++) {
        g_autoptr(Key) got = read_numbers(numbers[i].bits, numbers[i].last, numbers[i].exponent);

        cr_expect_eq(got->bits, numbers[i].bits, "%s: %u", numbers[i].name, got->bits);
        cr_expect(got->result == numbers[i].want, "%s: %s", numbers[i].name, got->problem);
        cr_expect(numbers[i].want_problem
                      ? got->problem && g_str_has_prefix(got->problem, numbers[i].want_problem)
                      : !got->problem,
                  "%s: %s", numbers[i].name, got->problem);
    }
}

Test(key, numbers_that_are_none)
{
    static const guint8 zero[129] = { 0 }, one[] = { 1 }, three[] = { 3 };
    static const struct {
        const char *name;
        const guint8 *modulus, *exponent;
        guint modulus_len, exponent_len;
    } all[] = {
        { "a modulus of zero", zero, three, sizeof zero, sizeof three },
        { "an empty modulus", zero, three, 0, sizeof three },
        { "an exponent of zero", one, zero, sizeof one, 1 },
        { "an empty exponent", one, zero, sizeof one, 0 },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(all); i++) {
        g_autoptr(GByteArray) octets =
            rsa_octets(all[i].modulus, all[i].modulus_len, all[i].exponent, all[i].exponent_len);
        RsaKey key;

        cr_expect(!rsa_key_read(cursor_over(octets->data, octets->len), &key), "%s", all[i].name);
    }
}

/* Each prefix of a key, and each octet changed, is read without harm; no prefix is a key, and
 * nothing may follow one. */
Test(key, damaged)
{
    static const char *const keys[] = { RSA1024, BARE1024 };

    for (size_t which = 0; which < G_N_ELEMENTS(keys); which++) {
        gsize len;
        g_autofree guchar *octets = g_base64_decode(keys[which] + strlen("p="), &len);
        RsaKey key;

        cr_assert(rsa_key_read(cursor_over(octets, len), &key));
        cr_expect_eq(key.bits, 1024);
        for (gsize cut = 0; cut < len; cut++) {
            g_autofree guchar *copy = g_memdup2(octets, cut);

            cr_expect(!rsa_key_read(cursor_over(copy, cut), &key), "%zu octets", cut);
        }
        for (gsize at = 0; at < len; at++) {
            g_autofree guchar *copy = g_memdup2(octets, len);

            copy[at] ^= 0x80;
            cr_expect(!rsa_key_read(cursor_over(copy, len), &key) || key.bits <= 1024, "octet %zu",
                      at);
        }
        octets = g_realloc(octets, len + 1);
        octets[len] = 0;
        cr_expect(!rsa_key_read(cursor_over(octets, len + 1), &key));
    }
}

/* What a TXT record can hold at most, and more. */
Test(key, long_records)
{
    static const struct {
        const char *filling, *want;
    } all[] = { { "A", "the key is damaged" },
                { "A ", "the key is damaged" },
                { "A;", "the key record has a syntax" },
                { " ", "the key is revoked" },
                { "=", "the key is no base64" } };

    for (size_t i = 0; i < G_N_ELEMENTS(all); i++) {
        g_autoptr(GString) record = g_string_new("p=");

        while (record->len < 65536)
            g_string_append(record, all[i].filling);
        while (all[i].filling[0] == 'A' && all[i].filling[1] != ';' &&
               (record->len - 2) % (4 * strlen(all[i].filling)) != 0)
            g_string_append(record, all[i].filling);

        g_autoptr(Key) got = read_text(record->str);

        cr_assert(got);
        cr_expect(got->problem && g_str_has_prefix(got->problem, all[i].want), "%zu: %s", i,
                  got->problem);
    }
}
