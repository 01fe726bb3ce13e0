/* SPDX-License-Identifier: ISC */
/* What is read from the hasher may come from a body that took it over. It is a number of octets
 * that is always the same: a row for each form and reading, which is an octet, 1 where the digest
 * is known and else 0, and the digest. So the worst that a body can say is a wrong digest. */
#include "signatures/hasher.h"

#include "sandbox/sandbox.h"
#include "signatures/body_hashing.h"
#include "signatures/wanted_digests.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

enum {
    ROW_SIZE = 1 + BODY_DIGEST_SIZE,
    ROWS = BODY_CANONICALS * BODY_READINGS,
    ROWS_SIZE = ROWS * ROW_SIZE,
    CHUNK_SIZE = 64 << 10,
};

Hasher
hasher_missing(BodyLack why)
{
    return (Hasher){ .rows = -1, .missing = why };
}

/* --- in the hasher --- */

/* Has the kernel end this process when nobody has the other end of the pipe any more: the inspector
 * waits no longer, or has ended. The signal for the death of a parent alone does not do: an
 * inspector inside Landlock (version 6) may send no signal to a process outside, not even by dying.
 */
static bool
die_with_reader(int pipe)
{
#ifdef F_SETSIG
    if (fcntl(pipe, F_SETSIG, SIGKILL) != 0)
        return false;
#endif
    return fcntl(pipe, F_SETOWN, getpid()) == 0 && fcntl(pipe, F_SETFL, O_ASYNC) == 0;
}

/* The body's file becomes standard input, and the pipe standard output; nothing else stays open. */
static bool
become_hasher(pid_t parent, int rows, const HeldBody *body)
{
    if (!die_with_reader(rows) || !sandbox_die_with_parent(parent))
        return false;
    if (body->file < 0)
        close(STDIN_FILENO);
    else if (dup2(body->file, STDIN_FILENO) < 0)
        return false;
    if (dup2(rows, STDOUT_FILENO) < 0)
        return false;
    sandbox_enter_hasher();
    return true;
}

/* Adds the rest of the body, which standard input has from offset at on. False with errno. */
static bool
hash_file(BodyHashing *hashing, off_t at)
{
    static char octets[CHUNK_SIZE];
    ssize_t got;

    while ((got = pread(STDIN_FILENO, octets, sizeof(octets), at)) != 0) {
        if (got > 0)
            body_hashing_add(hashing, octets, (size_t)got);
        else if (errno != EINTR)
            return false;
        at += got > 0 ? got : 0;
    }
    return true;
}

static bool
hash_body(const HeldBody *body, const bool wanted[BODY_CANONICALS], BodyDigests *digests)
{
    g_autoptr(BodyHashing) hashing = body_hashing_new(wanted);

    body_hashing_add(hashing, body->octets, body->len);
    if (body->file >= 0 && !hash_file(hashing, body->at))
        return false;
    body_hashing_end(hashing, digests);
    return true;
}

/* In one piece, for which every pipe has room. */
static bool
write_rows(const BodyDigests *digests)
{
    const BodyDigest *row = &digests->rows[0][0];
    uint8_t octets[ROWS_SIZE];

    for (size_t i = 0; i < ROWS; i++, row++) {
        octets[i * ROW_SIZE] = row->known;
        memcpy(octets + i * ROW_SIZE + 1, row->sha256, BODY_DIGEST_SIZE);
    }
    return write(STDOUT_FILENO, octets, sizeof(octets)) == (ssize_t)sizeof(octets);
}

/* Returns the exit code, which nobody asks for. */
static int
run_hasher(const HeaderBlock *header, const HeldBody *body)
{
    bool wanted[BODY_CANONICALS] = { false };
    BodyDigests digests = { .missing = BODY_AT_HAND };

    if (wanted_digests(header, wanted) && !hash_body(body, wanted, &digests))
        return EX_IOERR;
    return write_rows(&digests) ? EX_OK : EX_IOERR;
}

/* --- in the inspector --- */

/* Has the pipe's end in the place of standard input. */
static Hasher
read_as_input(int end)
{
    bool moved = dup2(end, STDIN_FILENO) == STDIN_FILENO;

    if (end != STDIN_FILENO) /* where it was closed the pipe took its place */
        close(end);
    return moved ? (Hasher){ .rows = STDIN_FILENO } : hasher_missing(BODY_NO_DESCRIPTOR);
}

static Hasher
fork_hasher(const HeaderBlock *header, const HeldBody *body)
{
    pid_t parent = getpid(), child;
    int ends[2];

    if (pipe2(ends, O_CLOEXEC) != 0)
        return hasher_missing(BODY_NO_PIPE);
    signal(SIGCHLD, SIG_IGN);
    child = fork();
    if (child == 0)
        _exit(become_hasher(parent, ends[1], body) ? run_hasher(header, body) : EX_OSERR);
    close(ends[1]);
    if (child > 0)
        return read_as_input(ends[0]);
    close(ends[0]);
    return hasher_missing(BODY_NO_PROCESS);
}

Hasher
hasher_start(const HeaderBlock *header, HeldBody *body)
{
    Hasher hasher = body->missing ? hasher_missing(body->missing) : fork_hasher(header, body);

    held_body_forget(body);
    return hasher;
}

/* Waits for something to read until the deadline, of the monotonic clock. */
static bool
wait_for_rows(int rows, gint64 deadline)
{
    struct pollfd one = { .fd = rows, .events = POLLIN };
    int ready;

    do {
        gint64 left = (deadline - g_get_monotonic_time()) / 1000;

        ready = poll(&one, 1, (int)MAX(left, 0));
    } while (ready < 0 && errno == EINTR);
    return ready > 0;
}

/* Reads until the hasher has closed its end, with room for an octet too many. Returns what is wrong
 * with what came. */
static BodyLack
read_rows(int rows, gint64 deadline, uint8_t octets[ROWS_SIZE + 1])
{
    size_t len = 0;
    ssize_t got = 1;

    while (got != 0 && len <= ROWS_SIZE) {
        if (!wait_for_rows(rows, deadline))
            return BODY_NOT_IN_TIME;
        got = read(rows, octets + len, ROWS_SIZE + 1 - len);
        if (got < 0 && errno != EINTR)
            return BODY_DIGESTS_FAIL;
        len += got > 0 ? (size_t)got : 0;
    }
    if (len == 0)
        return BODY_HASHER_LEFT;
    return len == ROWS_SIZE ? BODY_AT_HAND : BODY_BAD_DIGESTS;
}

/* Returns what is wrong with them. */
static BodyLack
decode_rows(const uint8_t octets[ROWS_SIZE], BodyDigests *digests)
{
    BodyDigest *row = &digests->rows[0][0];
    bool any = false;

    for (size_t i = 0; i < ROWS; i++, row++, octets += ROW_SIZE) {
        if (octets[0] > 1)
            return BODY_BAD_DIGESTS;
        row->known = octets[0] == 1;
        any |= row->known;
        memcpy(row->sha256, octets + 1, BODY_DIGEST_SIZE);
    }
    return any ? BODY_AT_HAND : BODY_UNWANTED;
}

void
hasher_finish(Hasher *hasher, int wait_ms, BodyDigests *digests)
{
    gint64 deadline = g_get_monotonic_time() + (gint64)wait_ms * 1000;
    uint8_t octets[ROWS_SIZE + 1];
    BodyLack missing = hasher->missing;

    *digests = (BodyDigests){ .missing = BODY_AT_HAND };
    if (!missing)
        missing = read_rows(hasher->rows, deadline, octets);
    if (!missing)
        missing = decode_rows(octets, digests);
    if (missing)
        *digests = (BodyDigests){ .missing = missing };
    if (hasher->rows >= 0)
        close(hasher->rows);
    *hasher = hasher_missing(BODY_DIGESTS_TAKEN);
}
