/* SPDX-License-Identifier: ISC */
/* What the digests of a body cost, in milliseconds for 20 MB: medians, beside SHA-256 of the same
 * octets as they are. */
#include "measure.h"
#include "signatures/body_hashing.h"
#include "signatures/digest.h"

#include <string.h>

enum { ROUNDS = 5, CHUNK = 64 * 1024 };

static const size_t body_len = 20000000;

static const struct {
    const char *name, *line;
} bodies[] = {
    { "base64, CRLF",
      "SGVsbG8gd29ybGQsIHRoaXMgaXMgYSBsaW5lIG9mIGJhc2U2NCBvZiB0aGUgdXN1YWwgbGVuZ3RoLiAg\r\n" },
    { "text, CRLF", "What people write has words and blanks, and lines of about this length.\r\n" },
    { "text, LF", "What people write has words and blanks, and lines of about this length.\n" },
    { "quoted From lines, LF",
      ">From here on the body has two readings, and all is hashed twice.\n" },
    { "hostile: short lines, LF", "a \n" },
};

/* NULL: SHA-256 of the octets as they are. */
static void
hash_body(const char *body, const bool *wanted)
{
    uint8_t sha256[BODY_DIGEST_SIZE];
    BodyDigests digests;

    if (wanted) {
        g_autoptr(BodyHashing) hashing = body_hashing_new(wanted);

        for (size_t at = 0; at < body_len; at += CHUNK)
            body_hashing_add(hashing, body + at, MIN((size_t)CHUNK, body_len - at));
        body_hashing_end(hashing, &digests);
    } else {
        g_autoptr(Digest) digest = digest_new();

        for (size_t at = 0; at < body_len; at += CHUNK)
            digest_add(digest, body + at, MIN((size_t)CHUNK, body_len - at));
        digest_end(digest, sha256);
    }
}

static double
median_ms(const char *body, const bool *wanted)
{
    double ms[ROUNDS];

    for (int round = 0; round < ROUNDS; round++) {
        gint64 started = g_get_monotonic_time();

        hash_body(body, wanted);
        ms[round] = (double)(g_get_monotonic_time() - started) / 1000;
    }
    return measure_median(ms, ROUNDS);
}

int
main(void)
{
    static const bool simple[BODY_CANONICALS] = { [CANONICAL_SIMPLE] = true };
    static const bool relaxed[BODY_CANONICALS] = { [CANONICAL_RELAXED] = true };
    static const bool both[BODY_CANONICALS] = { true, true };
    g_autofree char *body = g_malloc(body_len);

    puts("digests of a body of 20 MB, in ms: as it is, simple, relaxed, both");
    for (size_t i = 0; i < G_N_ELEMENTS(bodies); i++) {
        size_t len = strlen(bodies[i].line);

        for (size_t at = 0; at < body_len; at += len)
            memcpy(body + at, bodies[i].line, MIN(len, body_len - at));
        printf("%-24s %5.0f %5.0f %5.0f %5.0f\n", bodies[i].name, median_ms(body, NULL),
               median_ms(body, simple), median_ms(body, relaxed), median_ms(body, both));
    }
    return 0;
}
