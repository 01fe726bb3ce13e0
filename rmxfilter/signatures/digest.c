/* SPDX-License-Identifier: ISC */
#include "signatures/digest.h"

#include <nettle/sha2.h>

G_STATIC_ASSERT(SHA256_DIGEST_SIZE == BODY_DIGEST_SIZE);

struct Digest {
    struct sha256_ctx sha256;
};

Digest *
digest_new(void)
{
    Digest *digest = g_new(Digest, 1);

    sha256_init(&digest->sha256);
    return digest;
}

void
digest_free(Digest *digest)
{
    g_free(digest);
}

Digest *
digest_copy(const Digest *digest)
{
    Digest *copy = g_new(Digest, 1);

    *copy = *digest;
    return copy;
}

void
digest_add(void *digest, const char *octets, size_t len)
{
    Digest *to = digest;

    sha256_update(&to->sha256, len, (const uint8_t *)octets);
}

void
digest_end(Digest *digest, uint8_t sha256[BODY_DIGEST_SIZE])
{
    sha256_digest(&digest->sha256, BODY_DIGEST_SIZE, sha256);
}
