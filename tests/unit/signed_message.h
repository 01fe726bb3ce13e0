/* SPDX-License-Identifier: ISC */
/* Messages that are signed here, with keys made for the tests; and what is found out about them. */
#ifndef TESTS_UNIT_SIGNED_MESSAGE_H
#define TESTS_UNIT_SIGNED_MESSAGE_H

#include "signatures/body_hashing.h"
#include "signatures/signature.h"
#include "signatures/signatures.h"
#include "signatures/signed_header.h"

#include <criterion/criterion.h>
#include <nettle/base64.h>
#include <nettle/eddsa.h>
#include <string.h>

/* Of the key with which sign_message signs: 32 octets, which need be no secret. */
static const uint8_t signer_private[ED25519_KEY_SIZE] = "a key of the tests, nobody's own";

/* The p= of its record. The caller frees. */
static inline char *
signer_public_text(void)
{
    uint8_t octets[ED25519_KEY_SIZE];

    ed25519_sha512_public_key(octets, signer_private);
    return g_base64_encode(octets, sizeof octets);
}

/* The length of the header block, with its empty line. */
static inline size_t
header_block_len(const char *text)
{
    const char *crlf = strstr(text, "\r\n\r\n"), *lf = strstr(text, "\n\n");

    cr_assert(crlf || lf, "%s", text);
    return crlf ? (size_t)(crlf + 4 - text) : (size_t)(lf + 2 - text);
}

/* The digests of the text's body, as the hasher makes them, of all forms. */
static inline BodyDigests
digests_of(const char *text)
{
    static const bool all[BODY_CANONICALS] = { true, true };
    g_autoptr(BodyHashing) hashing = body_hashing_new(all);
    size_t at = header_block_len(text);
    BodyDigests digests;

    body_hashing_add(hashing, text + at, strlen(text) - at);
    body_hashing_end(hashing, &digests);
    return digests;
}

/* text with "@BH@" and "@B@" of its first signature field filled in, so that the signature holds,
 * whatever its other tags are. The caller frees. */
static inline char *
sign_message(const char *text)
{
    BodyDigests digests = digests_of(text);
    bool relaxed = strstr(text, "/relaxed") != NULL;
    const BodyDigest *row =
        &digests.rows[relaxed ? CANONICAL_RELAXED : CANONICAL_SIMPLE][BODY_AS_IT_IS];
    g_autofree char *hash = g_base64_encode(row->sha256, BODY_DIGEST_SIZE);
    g_autoptr(GString) whole = g_string_new(text);
    uint8_t public[ED25519_KEY_SIZE], value[ED25519_SIGNATURE_SIZE], sha256[BODY_DIGEST_SIZE];

    g_string_replace(whole, "@BH@", hash, 0);

    g_autoptr(Message) message = message_new(whole->str, header_block_len(whole->str));
    g_autoptr(SignedHeader) header = signed_header_new(message);
    g_autoptr(GString) placed = g_string_new(whole->str);

    for (guint i = 0; i < message->fields->len; i++) {
        const MessageField *field = &g_array_index(message->fields, MessageField, i);

        if (!message_field_is(field, "DKIM-Signature"))
            continue;

        g_autoptr(Signature) signature = signature_read(field);

        signature->index = (int)i;
        signed_header_digest(header, signature, sha256);
        break;
    }
    ed25519_sha512_public_key(public, signer_private);
    ed25519_sha512_sign(public, signer_private, sizeof sha256, sha256, value);

    g_autofree char *base64 = g_base64_encode(value, sizeof value);

    g_string_replace(placed, "@B@", base64, 1);
    return g_string_free(g_steal_pointer(&placed), FALSE);
}

/* What is found about the message's signatures, with the keys of the zone. The caller owns the
 * array. */
static inline GPtrArray *
check_message(const char *text, const char *zone, const BodyDigests *digests, time_t now)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Dns) dns = dns_new_zone_text("zone", zone, &error);
    g_autoptr(Message) message = message_new(text, header_block_len(text));

    cr_assert(dns, "%s", error ? error->message : "");

    g_autoptr(Signatures) signatures = signatures_new(message, dns);
    GPtrArray *findings = signatures_check(signatures, digests, now);

    cr_expect_eq(signatures_count(signatures), findings->len);
    return findings;
}

#endif
