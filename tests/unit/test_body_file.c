/* SPDX-License-Identifier: ISC */
/* A body that is held back: whoever may read it gets all of it, and the message comes out octet for
 * octet, whatever becomes of the file. */
#include "body_file.h"

#include "transfer.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define NEW       "X-RMX-Status: new\n"
#define SIGNATURE "DKIM-Signature: v=1; d=a.example\n"

/* Octets behind the header block for which the first buffer has room. */
#define HEADER_ROOM ((size_t)64 << 10)
#define BODY_ROOM   ((size_t)256 << 10)
#define CHUNK       ((size_t)64 << 10)

static unsigned waits, waits_most; /* how often was waited, and may be */

static bool
wait_some(int in)
{
    return waits++ < waits_most && body_file_wait(in);
}

/* A header block and a body of just so many octets. */
static GString *
message_of(size_t header_len, size_t body_len)
{
    GString *message = g_string_new(SIGNATURE "B: ");

    while (message->len + strlen("\n\n") < header_len)
        g_string_append_c(message, 'b');
    g_string_append(message, "\n\n");
    for (size_t i = 0; message->len < header_len + body_len; i++)
        g_string_append_printf(message, "%zu.%c", i * 7919, i % 5 ? ' ' : '\n');
    g_string_truncate(message, header_len + body_len);
    return message;
}

static int
regular_file_of(const GString *message)
{
    int fd = memfd_create("in", 0);

    cr_assert_eq(write(fd, message->str, message->len), (ssize_t)message->len);
    lseek(fd, 0, SEEK_SET);
    return fd;
}

/* A child writes it, so many octets a piece. */
static int
pipe_of(const GString *message, size_t piece)
{
    int ends[2];

    cr_assert_eq(pipe(ends), 0);
    if (fork() == 0) {
        size_t put = 0;

        close(ends[0]);
        while (put < message->len) {
            ssize_t more = write(ends[1], message->str + put, MIN(piece, message->len - put));

            if (more <= 0)
                _exit(1);
            put += (size_t)more;
        }
        _exit(0);
    }
    close(ends[1]);
    return ends[0];
}

typedef struct {
    Transfer transfer;
    HeldBody body;
    const GString *message;
    const char *name;
} Held;

static void
hold(Held *held, const char *name, const GString *message, int in)
{
    static Transfer t;

    waits = 0;
    *held = (Held){ .message = message, .name = name };
    cr_assert(transfer_begin(&t, in, memfd_create("out", 0)), "%s", name);
    cr_assert(transfer_hold(&t, wait_some, &held->body), "%s", name);
    held->transfer = t;
}

/* The body is there, whole; the offset of the file moves while it is read. */
static void
expect_body(const Held *held)
{
    const size_t header_len = held->transfer.header_len;
    const HeldBody *body = &held->body;
    g_autoptr(GString) got = g_string_new_len(body->octets, (gssize)body->len);
    char octets[5000];
    ssize_t more;

    cr_assert_eq(body->missing, BODY_AT_HAND, "%s: %s", held->name, body_lack_text(body->missing));
    if (body->file >= 0) {
        lseek(body->file, body->at, SEEK_SET);
        while ((more = read(body->file, octets, sizeof(octets))) > 0)
            g_string_append_len(got, octets, more);
        cr_expect(write(body->file, "x", 1) < 0 && errno == EBADF, "%s", held->name);
    }
    cr_expect_eq(got->len, held->message->len - header_len, "%s: %zu", held->name, got->len);
    cr_expect_arr_eq(got->str, held->message->str + header_len, got->len, "%s", held->name);
}

static void
expect_missing(const Held *held, BodyLack why)
{
    cr_expect_eq(held->body.missing, why, "%s: %s", held->name, body_lack_text(held->body.missing));
    cr_expect(held->body.len == 0 && held->body.file < 0, "%s", held->name);
}

/* Ends the transfer. */
static void
expect_output(Held *held, const GString *want)
{
    int back = dup(held->transfer.out);
    g_autofree char *got = NULL;
    struct stat about;

    cr_assert(transfer_finish(&held->transfer, NEW, strlen(NEW), NULL, 0), "%s", held->name);
    cr_assert_eq(fstat(back, &about), 0);
    got = g_malloc((size_t)about.st_size + 1);
    cr_expect_eq(pread(back, got, (size_t)about.st_size, 0), about.st_size);
    cr_expect_eq((size_t)about.st_size, want->len, "%s: %zu, want %zu", held->name,
                 (size_t)about.st_size, want->len);
    cr_expect_arr_eq(got, want->str, MIN((size_t)about.st_size, want->len), "%s", held->name);
    close(back);
    close(held->transfer.in);
    if (held->transfer.rest.file >= 0)
        close(held->transfer.rest.file);
    if (held->transfer.size != HEADER_ROOM && held->transfer.size != HEADER_ROOM + BODY_ROOM)
        free(held->transfer.octets);
    while (wait(NULL) > 0)
        ;
}

/* The message comes out. Ends the transfer. */
static void
expect_whole(Held *held)
{
    g_autoptr(GString) want = g_string_new(NEW);

    g_string_append_len(want, held->message->str, (gssize)held->message->len);
    expect_output(held, want);
}

/* --- all of it --- */

static const struct {
    const char *name;
    size_t header_len, body_len;
} sizes[] = {
    { "no body", 200, 0 },
    { "one octet", 200, 1 },
    { "the first read", 200, HEADER_ROOM },
    { "as much as memory holds, less one", 200, HEADER_ROOM + BODY_ROOM - 201 },
    { "as much as memory holds", 200, HEADER_ROOM + BODY_ROOM - 200 },
    { "as much as memory holds, and one", 200, HEADER_ROOM + BODY_ROOM - 199 },
    { "and a chunk", 200, HEADER_ROOM + BODY_ROOM + CHUNK - 200 },
    { "and a chunk and one", 200, HEADER_ROOM + BODY_ROOM + CHUNK - 199 },
    { "and many", 200, (size_t)3 << 20 },
    { "a long header", 100000, 10 },
    { "a long header, and a long body", 100000, 400000 },
    { "a header as long as its buffer", HEADER_ROOM, 400000 },
};

static void
check_sizes(bool regular, size_t piece)
{
    waits_most = UINT_MAX;
    for (size_t i = 0; i < G_N_ELEMENTS(sizes); i++) {
        g_autoptr(GString) message = message_of(sizes[i].header_len, sizes[i].body_len);
        Held held;

        hold(&held, sizes[i].name, message,
             regular ? regular_file_of(message) : pipe_of(message, piece));
        expect_body(&held);
        cr_expect(!regular || held.transfer.rest.end == 0, "%s: copied", sizes[i].name);
        expect_whole(&held);
    }
}

Test(body_file, regular_input_is_read_where_it_is)
{
    check_sizes(true, 0);
}

Test(body_file, pipes)
{
    static const size_t pieces[] = { 4093, 65536 };

    for (size_t i = 0; i < G_N_ELEMENTS(pieces); i++)
        check_sizes(false, pieces[i]);
}

/* Several times 64 KiB of a header that is longer than memory for it. */
Test(body_file, header_that_is_too_long)
{
    g_autoptr(GString) message = message_of(HEADER_MAX + 100, 100000);
    Held held;

    hold(&held, "too long", message, pipe_of(message, 65536));
    expect_missing(&held, BODY_LONG_HEADER);
    expect_whole(&held);
}

/* Where procmail reads on behind a line of CR there is header in the file, too: it is stripped as
 * in a message that is not held back. */
Test(body_file, header_goes_on_in_the_file)
{
    g_autoptr(GString) message = g_string_new(SIGNATURE "\r\n"), want = g_string_new(NEW);
    Held held;

    waits_most = UINT_MAX;
    g_string_append(want, message->str);
    for (unsigned i = 0; message->len < 700000; i++) {
        g_autofree char *kept = g_strdup_printf("A%u: %u\n", i, i * 7919);

        g_string_append(message, kept);
        g_string_append(want, kept);
        if (i % 100 == 0)
            g_string_append(message, "X-RMX-Status: pass\n\tfolded\n");
    }
    g_string_append(message, "\nX-RMX: body\n");
    g_string_append(want, "\nX-RMX: body\n");
    for (int regular = 0; regular < 2; regular++) {
        hold(&held, "a line of CR", message,
             regular ? regular_file_of(message) : pipe_of(message, 65536));
        expect_body(&held);
        expect_output(&held, want);
    }
}

/* --- which messages --- */

static const struct {
    const char *header;
    bool want_signed;
} headers[] = {
    { "A: 1\n\n", false },
    { "DKIM-Signature: v=1\n\n", true },
    { "A: 1\ndkim-signature \t: v=1\n b\nC: 1\n\n", true },
    { "DKIM-Signature\n : v=1\n\n", true },
    { "DKIM\r-Sig\x01nature: v=1\n\n", true },
    { "From a b\nDKIM-Signature: v=1\n\n", true },
    { "A: 1\njunk\nDKIM-Signature: v=1\n\n", true },
    { "DKIM-Signature: v=1", true },
    { "A: 1\n\nDKIM-Signature: v=1\n\n", false },
    { "A: 1\n DKIM-Signature: v=1\n\n", false },
    { "X-DKIM-Signature: v=1\n\n", false },
    { "DKIM-Signature-Old: v=1\n\n", false },
    { "DKIM: DKIM-Signature: v=1\n\n", false },
};

Test(body_file, only_signed_messages)
{
    waits_most = UINT_MAX;
    for (size_t i = 0; i < G_N_ELEMENTS(headers); i++) {
        g_autoptr(GString) message = g_string_new(headers[i].header);
        Held held;

        g_string_append(message, "body\n");
        hold(&held, headers[i].header, message, pipe_of(message, 65536));
        if (headers[i].want_signed)
            cr_expect_eq(held.body.missing, BODY_AT_HAND, "%s: %s", held.name,
                         body_lack_text(held.body.missing));
        else
            expect_missing(&held, BODY_UNSIGNED);
        cr_expect(headers[i].want_signed || waits == 0, "%s: waits", held.name);
        close(held.transfer.in);
        wait(NULL);
    }
}

/* --- no room --- */

/* Whatever was read until then comes out, and what was not. */
Test(body_file, stopped_anywhere)
{
    g_autoptr(GString) message = message_of(200, 800000);

    for (unsigned most = 0; most < 30; most++) {
        g_autofree char *name = g_strdup_printf("stopped after %u", most);
        Held held;

        waits_most = most;
        hold(&held, name, message, pipe_of(message, 65536));
        if (held.body.missing)
            expect_missing(&held, BODY_STOPPED);
        else
            expect_body(&held);
        expect_whole(&held);
    }
    cr_expect_leq(waits, 30, "the last one was not stopped");
}

Test(body_file, no_folder)
{
    static const char *const folders[] = { "/nonexistent", "/dev/null", "/proc/self" };

    waits_most = UINT_MAX;
    for (size_t i = 0; i < G_N_ELEMENTS(folders); i++) {
        g_autoptr(GString) message = message_of(200, 800000);
        Held held;

        setenv("TMPDIR", folders[i], 1);
        hold(&held, folders[i], message, pipe_of(message, 65536));
        expect_missing(&held, BODY_NO_FILE);
        expect_whole(&held);
        message = message_of(200, HEADER_ROOM);
        hold(&held, folders[i], message, pipe_of(message, 65536));
        expect_body(&held);
        expect_whole(&held);
    }
}

/* A limit falls into the first chunk, between two, and into a later one. */
Test(body_file, no_room)
{
    static const rlim_t limits[] = { 0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 200000 };

    waits_most = UINT_MAX;
    signal(SIGXFSZ, SIG_IGN);
    for (size_t i = 0; i < G_N_ELEMENTS(limits); i++) {
        g_autofree char *name = g_strdup_printf("%zu", (size_t)limits[i]);
        g_autoptr(GString) message = message_of(200, 800000);
        struct rlimit before, limit;
        Held held;

        cr_assert_eq(getrlimit(RLIMIT_FSIZE, &before), 0);
        limit = before;
        limit.rlim_cur = limits[i];
        cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
        hold(&held, name, message, pipe_of(message, 65536));
        setrlimit(RLIMIT_FSIZE, &before);
        expect_missing(&held, BODY_NO_ROOM);
        expect_whole(&held);
    }
}

Test(body_file, regular_input_that_is_too_long)
{
    static const off_t lengths[] = { BODY_FILE_MAX, BODY_FILE_MAX + HEADER_ROOM + 1 };

    for (size_t i = 0; i < G_N_ELEMENTS(lengths); i++) {
        g_autoptr(GString) begin = message_of(200, 0);
        int in = regular_file_of(begin);
        Held held;

        cr_assert_eq(ftruncate(in, lengths[i]), 0);
        hold(&held, "sparse", begin, in);
        if (i == 0)
            cr_expect_eq(held.body.missing, BODY_AT_HAND);
        else
            expect_missing(&held, BODY_TOO_LONG);
        cr_expect_eq(lseek(in, 0, SEEK_CUR), (off_t)held.transfer.len, "its offset has not moved");
        close(in);
        if (held.transfer.rest.file >= 0)
            close(held.transfer.rest.file);
    }
}

/* --- who sees what --- */

/* The child's copy: neither memory nor the last chunk has it any more. */
Test(body_file, forgotten)
{
    g_autoptr(GString) message = message_of(200, 800000);
    char octets[CHUNK];
    Held held;
    ssize_t got;

    setenv("TMPDIR", "/nonexistent", 1);
    waits_most = UINT_MAX;
    hold(&held, "forgotten", message, pipe_of(message, 65536));
    transfer_forget_body(&held.transfer, &held.body);
    for (size_t i = held.transfer.header_len; i < held.transfer.len; i++)
        cr_assert_eq(held.transfer.octets[i], '\0', "at %zu", i);
    got = body_file_take(&held.transfer.rest, octets, sizeof(octets));
    cr_expect_gt(got, 0);
    for (ssize_t i = 0; i < got; i++)
        cr_assert_eq(octets[i], '\0', "at %zd of the chunk", i);
    close(held.transfer.in);
    wait(NULL);
}

Test(body_file, a_body_that_is_lent_is_forgotten_by_its_reader)
{
    g_autoptr(GString) message = message_of(200, 800000);
    Held held;
    int file;

    waits_most = UINT_MAX;
    hold(&held, "lent", message, pipe_of(message, 65536));
    transfer_forget_body(&held.transfer, &held.body);
    expect_body(&held);
    file = held.body.file;
    held_body_forget(&held.body);
    cr_expect(fcntl(file, F_GETFD) < 0 && held.body.len == 0 && held.body.missing);
    for (size_t i = held.transfer.header_len; i < held.transfer.len; i++)
        cr_assert_eq(held.transfer.octets[i], '\0', "at %zu", i);
    wait(NULL);
}

/* A file that is shorter than what was written to it is told, and not the end of the message. */
Test(body_file, cut)
{
    BodyFile held = { .file = memfd_create("file", 0), .end = 100 };
    char octets[200];

    cr_assert_eq(write(held.file, octets, 60), 60);
    cr_expect_eq(body_file_take(&held, octets, sizeof(octets)), 60);
    errno = 0;
    cr_expect_eq(body_file_take(&held, octets, sizeof(octets)), -1);
    cr_expect_eq(errno, EIO);
}
