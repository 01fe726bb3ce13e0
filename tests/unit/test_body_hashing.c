/* SPDX-License-Identifier: ISC */
/* Digests of bodies: the known ones of RFC 6376, RFC 8463 and of empty bodies, in every pair of
 * chunk borders; and the second reading of a body with ">From " lines. */
#include "signatures/body_hashing.h"

#include "signatures/canonical.h"
#include "signatures/digest.h"

#include <criterion/criterion.h>
#include <glib.h>
#include <string.h>

static const bool all[BODY_CANONICALS] = { true, true };

/* The chunks end at from and at to. */
static BodyDigests
digests_of(const char *body, size_t len, size_t from, size_t to)
{
    g_autoptr(BodyHashing) hashing = body_hashing_new(all);
    BodyDigests digests;

    body_hashing_add(hashing, body, from);
    body_hashing_add(hashing, body + from, to - from);
    body_hashing_add(hashing, body + to, len - to);
    body_hashing_end(hashing, &digests);
    return digests;
}

/* Of the only reading, and without what looks for a second one. */
static BodyDigests
digests_whole(const char *body)
{
    BodyDigests digests = { 0 };

    for (int form = 0; form < BODY_CANONICALS; form++) {
        CanonicalBody state = canonical_body((Canonical)form);
        g_autoptr(Digest) digest = digest_new();

        canonical_body_add(&state, body, strlen(body), digest_add, digest);
        canonical_body_end(&state, digest_add, digest);
        digest_end(digest, digests.rows[form][BODY_AS_IT_IS].sha256);
    }
    return digests;
}

static void
expect_row(const char *name, const BodyDigest *row, const char *want)
{
    g_autofree char *got = row->known ? g_base64_encode(row->sha256, BODY_DIGEST_SIZE) : NULL;

    cr_expect(g_strcmp0(got, want) == 0, "%s: got %s, want %s", name, got, want);
}

static const struct {
    const char *name, *body, *want_simple, *want_relaxed;
} known[] = {
    { .name = "RFC 6376 section 3.4.3: an empty body",
      .body = "",
      .want_simple = "frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY=",
      .want_relaxed = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=" },
    { .name = "RFC 6376 appendix A.2",
      .body = "Hi.\r\n\r\nWe lost the game. Are you hungry yet?\r\n\r\nJoe.\r\n",
      .want_simple = "2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=",
      .want_relaxed = "2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=" },
    { .name = "RFC 8463 appendix A.3, with LF",
      .body = "Hi.\n\nWe lost the game.  Are you hungry yet?\n\nJoe.\n\n",
      .want_simple = "4bLNXImK9drULnmePzZNEBleUanJCX5PIsDIFoH4KTQ=",
      .want_relaxed = "2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=" },
};

Test(body_hashing, known_digests)
{
    for (size_t i = 0; i < G_N_ELEMENTS(known); i++) {
        size_t len = strlen(known[i].body);

        for (size_t from = 0; from <= len; from++)
            for (size_t to = from; to <= len; to++) {
                BodyDigests got = digests_of(known[i].body, len, from, to);

                expect_row(known[i].name, &got.rows[CANONICAL_SIMPLE][BODY_AS_IT_IS],
                           known[i].want_simple);
                expect_row(known[i].name, &got.rows[CANONICAL_RELAXED][BODY_AS_IT_IS],
                           known[i].want_relaxed);
                expect_row(known[i].name, &got.rows[CANONICAL_SIMPLE][BODY_FROM_UNQUOTED], NULL);
                expect_row(known[i].name, &got.rows[CANONICAL_RELAXED][BODY_FROM_UNQUOTED], NULL);
            }
    }
}

static const struct {
    const char *name, *body, *unquoted; /* unquoted: NULL: there is no second reading */
} readings[] = {
    { .name = "first line", .body = ">From a\nb\n", .unquoted = "From a\nb\n" },
    { .name = "LF", .body = "a\n>From b\n", .unquoted = "a\nFrom b\n" },
    { .name = "CRLF", .body = "a\r\n>From b\r\n", .unquoted = "a\r\nFrom b\r\n" },
    { .name = "behind blanks and empty lines",
      .body = "a \r\n\r\n\n>From b",
      .unquoted = "a \r\n\r\n\nFrom b" },
    { .name = "several",
      .body = ">From >From a\n>From b\n\n>From \n",
      .unquoted = "From >From a\nFrom b\n\nFrom \n" },
    { .name = "at the end", .body = "a\n>From ", .unquoted = "a\nFrom " },
    { .name = "cut short at the end", .body = "a\n>From", .unquoted = NULL },
    { .name = "within a line", .body = "a >From b\n", .unquoted = NULL },
    { .name = "behind CR alone", .body = "a\r>From b\n", .unquoted = NULL },
    { .name = "another word", .body = ">Fromage\n>from a\n> From b\n>>From c\n", .unquoted = NULL },
    { .name = "begun, and begun again",
      .body = ">F>From a\n>\n>From b",
      .unquoted = ">F>From a\n>\nFrom b" },
    { .name = "not quoted", .body = "From a\n", .unquoted = NULL },
};

static void
expect_readings(const char *name, const BodyDigests *got, const BodyDigests *as_it_is,
                const BodyDigests *unquoted)
{
    for (int form = 0; form < BODY_CANONICALS; form++) {
        const BodyDigest *rows = got->rows[form];

        cr_expect(rows[BODY_AS_IT_IS].known, "%s", name);
        cr_expect_arr_eq(rows[BODY_AS_IT_IS].sha256, as_it_is->rows[form][BODY_AS_IT_IS].sha256,
                         BODY_DIGEST_SIZE, "%s", name);
        cr_expect_eq(rows[BODY_FROM_UNQUOTED].known, unquoted != NULL, "%s", name);
        if (unquoted)
            cr_expect_arr_eq(rows[BODY_FROM_UNQUOTED].sha256,
                             unquoted->rows[form][BODY_AS_IT_IS].sha256, BODY_DIGEST_SIZE, "%s",
                             name);
    }
}

Test(body_hashing, both_readings)
{
    for (size_t i = 0; i < G_N_ELEMENTS(readings); i++) {
        const char *body = readings[i].body;
        size_t len = strlen(body);
        BodyDigests as_it_is = digests_whole(body), unquoted;

        if (readings[i].unquoted)
            unquoted = digests_whole(readings[i].unquoted);
        for (size_t from = 0; from <= len; from++)
            for (size_t to = from; to <= len; to++) {
                BodyDigests got = digests_of(body, len, from, to);

                expect_readings(readings[i].name, &got, &as_it_is,
                                readings[i].unquoted ? &unquoted : NULL);
            }
    }
}

Test(body_hashing, only_what_is_wanted)
{
    static const bool relaxed[BODY_CANONICALS] = { [CANONICAL_RELAXED] = true };
    static const bool nothing[BODY_CANONICALS] = { false };
    g_autoptr(BodyHashing) one = body_hashing_new(relaxed);
    g_autoptr(BodyHashing) none = body_hashing_new(nothing);
    BodyDigests got;

    body_hashing_add(one, ">From a", strlen(">From a"));
    body_hashing_end(one, &got);
    cr_expect(!got.rows[CANONICAL_SIMPLE][BODY_AS_IT_IS].known);
    cr_expect(!got.rows[CANONICAL_SIMPLE][BODY_FROM_UNQUOTED].known);
    cr_expect(got.rows[CANONICAL_RELAXED][BODY_AS_IT_IS].known);
    cr_expect(got.rows[CANONICAL_RELAXED][BODY_FROM_UNQUOTED].known);

    body_hashing_add(none, ">From a", strlen(">From a"));
    body_hashing_end(none, &got);
    for (int form = 0; form < BODY_CANONICALS; form++)
        for (int reading = 0; reading < BODY_READINGS; reading++)
            cr_expect(!got.rows[form][reading].known);
}

Test(body_hashing, ended_early)
{
    body_hashing_free(NULL);
    body_hashing_free(body_hashing_new(all));
}
