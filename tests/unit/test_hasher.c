/* SPDX-License-Identifier: ISC */
/* What the hasher hands over is what hashing in one process makes; whatever else comes, from a
 * hasher that was taken over too, is no digest. */
#include "signatures/hasher.h"

#include "signatures/body_hashing.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define SIGNATURE(forms)                                                                           \
    "DKIM-Signature: v=1; a=rsa-sha256; d=a.example; s=s; c=" forms                                \
    "; h=from; bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=eHg=\n"

#define ROWS_SIZE ((size_t)BODY_CANONICALS * BODY_READINGS * (1 + BODY_DIGEST_SIZE))

#define PATIENCE 10000 /* milliseconds */

static const struct {
    const char *name, *header;
    bool simple, relaxed; /* are wanted */
    size_t len, file_len; /* of the body, in memory and in a file */
} cases[] = {
    { "simple", SIGNATURE("relaxed/simple"), true, false, 100, 0 },
    { "relaxed", SIGNATURE("simple/relaxed"), false, true, 100, 0 },
    { "both", SIGNATURE("simple/relaxed") SIGNATURE("simple"), true, true, 100, 0 },
    { "an empty body", SIGNATURE("simple/relaxed"), false, true, 0, 0 },
    { "all in a file", SIGNATURE("simple/relaxed"), false, true, 0, 1000 },
    { "a long file", SIGNATURE("simple/relaxed") SIGNATURE("simple"), true, true, 70000, 300000 },
};

/* Lines, some of which begin with ">From ". */
static GString *
body_of(size_t len)
{
    GString *body = g_string_new(NULL);

    for (unsigned i = 0; body->len < len; i++)
        g_string_append_printf(body, "%s%u  \t%u\r\n", i % 7 == 5 ? ">From " : "", i, i * 7919);
    g_string_truncate(body, len);
    return body;
}

/* The second part stands in the file behind some octets of a header. */
static HeldBody
lend(GString *body, size_t in_memory)
{
    HeldBody held = { .octets = body->str, .len = in_memory, .file = -1 };
    size_t rest = body->len - in_memory;

    if (rest > 0) {
        held.at = 20;
        held.file = memfd_create("body", 0);
        cr_assert_eq(pwrite(held.file, body->str + in_memory, rest, held.at), (ssize_t)rest);
    }
    return held;
}

static bool
is_all_zero(const char *octets, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (octets[i] != '\0')
            return false;
    return true;
}

Test(hasher, digests)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const bool wanted[BODY_CANONICALS] = { cases[i].simple, cases[i].relaxed };
        g_autofree char *block = g_strdup_printf("From: a@a.example\n%s\n", cases[i].header);
        const HeaderBlock header = { .octets = block, .len = strlen(block) };
        g_autoptr(GString) body = body_of(cases[i].len + cases[i].file_len);
        g_autoptr(BodyHashing) hashing = body_hashing_new(wanted);
        int input = open("/dev/null", O_RDONLY); /* hasher_finish has closed it */
        HeldBody held = lend(body, cases[i].len);
        BodyDigests want, got;
        int file = held.file;
        Hasher hasher;

        body_hashing_add(hashing, body->str, body->len);
        body_hashing_end(hashing, &want);
        hasher = hasher_start(&header, &held);
        cr_assert_eq(hasher.missing, BODY_AT_HAND, "%s: %s", cases[i].name,
                     body_lack_text(hasher.missing));
        cr_expect(is_all_zero(body->str, cases[i].len), "%s: it is still here", cases[i].name);
        cr_expect(held.missing && (file < 0 || fcntl(file, F_GETFD) < 0), "%s", cases[i].name);
        hasher_finish(&hasher, PATIENCE, &got);
        cr_expect_eq(got.missing, BODY_AT_HAND, "%s: %s", cases[i].name,
                     body_lack_text(got.missing));
        for (int form = 0; form < BODY_CANONICALS; form++)
            for (int reading = 0; reading < BODY_READINGS; reading++) {
                const BodyDigest *row = &got.rows[form][reading];

                cr_expect_eq(row->known, want.rows[form][reading].known, "%s: form %d, reading %d",
                             cases[i].name, form, reading);
                cr_expect(!row->known || memcmp(row->sha256, want.rows[form][reading].sha256,
                                                BODY_DIGEST_SIZE) == 0,
                          "%s: form %d, reading %d", cases[i].name, form, reading);
            }
        cr_expect(waitpid(-1, NULL, 0) < 0 && errno == ECHILD, "%s: a zombie", cases[i].name);
        if (input != STDIN_FILENO)
            close(input);
    }
}

Test(hasher, none_without_a_body)
{
    HeldBody none = held_body_missing(BODY_TOO_LONG);
    Hasher hasher = hasher_start(&(const HeaderBlock){ .octets = "A: 1\n\n", .len = 6 }, &none);
    BodyDigests digests;

    hasher_finish(&hasher, PATIENCE, &digests);
    cr_expect_eq(digests.missing, BODY_TOO_LONG);
    cr_expect_eq(waitpid(-1, NULL, 0), -1);
}

Test(hasher, nothing_wanted)
{
    static const char octets[] = "A: 1\nDKIM-Signature: nonsense\n\n";
    const HeaderBlock header = { .octets = octets, .len = strlen(octets) };
    g_autoptr(GString) body = body_of(1000);
    HeldBody held = lend(body, 1000);
    Hasher hasher = hasher_start(&header, &held);
    BodyDigests digests;

    hasher_finish(&hasher, PATIENCE, &digests);
    cr_expect_eq(digests.missing, BODY_UNWANTED);
}

/* --- what may come from one that was taken over, or has died --- */

static const struct {
    const char *name;
    size_t len;          /* octets that come */
    unsigned char known; /* the first octet of each row */
    bool open;           /* the other end stays open */
    BodyLack want_missing;
} replies[] = {
    { "nothing", 0, 0, false, BODY_HASHER_LEFT },
    { "half", ROWS_SIZE / 2, 1, false, BODY_BAD_DIGESTS },
    { "one octet too few", ROWS_SIZE - 1, 1, false, BODY_BAD_DIGESTS },
    { "one octet too many", ROWS_SIZE + 1, 1, false, BODY_BAD_DIGESTS },
    { "much too many", 60000, 1, true, BODY_BAD_DIGESTS },
    { "neither known nor not", ROWS_SIZE, 2, false, BODY_BAD_DIGESTS },
    { "no row", ROWS_SIZE, 0, false, BODY_UNWANTED },
    { "all, and it goes on", ROWS_SIZE, 1, true, BODY_NOT_IN_TIME },
    { "nothing, and it goes on", 0, 1, true, BODY_NOT_IN_TIME },
    { "all", ROWS_SIZE, 1, false, BODY_AT_HAND },
};

Test(hasher, replies)
{
    for (size_t i = 0; i < G_N_ELEMENTS(replies); i++) {
        g_autofree char *octets = g_malloc0(replies[i].len + 1);
        gint64 began = g_get_monotonic_time();
        BodyDigests digests;
        Hasher hasher;
        int ends[2];

        for (size_t at = 0; at < replies[i].len; at += 1 + BODY_DIGEST_SIZE)
            octets[at] = (char)replies[i].known;
        cr_assert_eq(pipe(ends), 0);
        cr_assert_eq(write(ends[1], octets, replies[i].len), (ssize_t)replies[i].len);
        if (!replies[i].open)
            close(ends[1]);
        hasher = (Hasher){ .rows = ends[0] };
        hasher_finish(&hasher, 50, &digests);
        cr_expect_eq(digests.missing, replies[i].want_missing, "%s: %s", replies[i].name,
                     body_lack_text(digests.missing));
        cr_expect_eq(digests.rows[1][1].known, !replies[i].want_missing, "%s", replies[i].name);
        cr_expect(fcntl(ends[0], F_GETFD) < 0 && hasher.missing, "%s: not closed", replies[i].name);
        cr_expect_lt(g_get_monotonic_time() - began, (gint64)5 * G_USEC_PER_SEC);
        if (replies[i].open)
            close(ends[1]);
    }
}

/* One that has its whole time, and whose rows come in pieces. */
Test(hasher, rows_in_pieces)
{
    char row[1 + BODY_DIGEST_SIZE] = { 1 };
    BodyDigests digests;
    Hasher hasher;
    int ends[2];

    cr_assert_eq(pipe(ends), 0);
    if (fork() == 0) {
        for (size_t i = 0; i < ROWS_SIZE / sizeof(row); i++) {
            g_usleep(20000);
            row[1] = (char)i;
            if (write(ends[1], row, sizeof(row)) < 0)
                _exit(1);
        }
        _exit(0);
    }
    close(ends[1]);
    hasher = (Hasher){ .rows = ends[0] };
    hasher_finish(&hasher, PATIENCE, &digests);
    cr_expect_eq(digests.missing, BODY_AT_HAND);
    cr_expect_eq(digests.rows[CANONICAL_RELAXED][BODY_FROM_UNQUOTED].sha256[0], 3);
    wait(NULL);
}
