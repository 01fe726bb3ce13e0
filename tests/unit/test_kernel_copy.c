/* SPDX-License-Identifier: ISC */
/* Whatever stands at the two ends, and however the octets come, the same octets go out; and they
 * are the message's own when the program has ended, also where a file's pages went into a pipe. */
#include "kernel_copy.h"

#include "mime/descriptor.h"
#include "transfer.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#define FIELD  "X-RMX-Status: none\n"
#define HEADER "A: 1\n\n"
#define BEFORE "what stood there before"

/* One end: for the program, and for who is at the other side of it. */
typedef struct {
    int program, other; /* other: -1: there is nobody, it is a file */
    int file;           /* the file, to be looked at; -1: it is none */
} End;

typedef struct {
    const char *name;
    End (*make)(bool is_in);
} Kind;

static End
file_end(int flags)
{
    char path[32];
    int file = memfd_create("end", 0);

    cr_assert(descriptor_write(file, BEFORE, strlen(BEFORE)));
    g_snprintf(path, sizeof(path), "/proc/self/fd/%d", file);
    return (End){ .program = open(path, O_RDWR | flags), .other = -1, .file = file };
}

/* At the beginning, but for one who writes: behind what stands there. */
static End
make_file(bool is_in)
{
    End end = file_end(0);

    (void)is_in;
    lseek(end.program, (off_t)strlen(BEFORE), SEEK_SET);
    return end;
}

static End
make_appended(bool is_in)
{
    End end = file_end(O_APPEND);

    if (is_in)
        lseek(end.program, (off_t)strlen(BEFORE), SEEK_SET);
    return end;
}

static End
pipe_end(bool is_in, int flags)
{
    int ends[2];

    cr_assert_eq(pipe(ends), 0);
    cr_assert_eq(fcntl(ends[is_in ? 0 : 1], F_SETFL, flags), 0);
    return is_in ? (End){ ends[0], ends[1], -1 } : (End){ ends[1], ends[0], -1 };
}

static End
make_waiting_pipe(bool is_in)
{
    return pipe_end(is_in, 0);
}

static End
make_hasty_pipe(bool is_in)
{
    return pipe_end(is_in, O_NONBLOCK);
}

static End
make_appending_pipe(bool is_in)
{
    return pipe_end(is_in, O_APPEND);
}

static End
make_socket(bool is_in)
{
    int ends[2];

    (void)is_in;
    cr_assert_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    return (End){ ends[0], ends[1], -1 };
}

/* One that passes octets on as they are. */
static End
make_terminal(bool is_in)
{
    int keeper = posix_openpt(O_RDWR | O_NOCTTY);
    struct termios as_they_are;
    End end;

    cr_assert(!is_in && keeper >= 0 && grantpt(keeper) == 0 && unlockpt(keeper) == 0);
    end = (End){ open(ptsname(keeper), O_RDWR | O_NOCTTY), keeper, -1 };
    cr_assert_eq(tcgetattr(end.program, &as_they_are), 0);
    cfmakeraw(&as_they_are);
    cr_assert_eq(tcsetattr(end.program, TCSANOW, &as_they_are), 0);
    return end;
}

static const Kind kinds[] = {
    { "file", make_file },
    { "file to append to", make_appended },
    { "pipe", make_waiting_pipe },
    { "pipe that does not wait", make_hasty_pipe },
    { "pipe to append to", make_appending_pipe },
    { "socket", make_socket },
    { "terminal", make_terminal },
};

/* No two places look alike. */
static GString *
message_of(size_t size)
{
    GString *message = g_string_new(HEADER);

    for (guint32 number = 0; message->len < strlen(HEADER) + size; number++)
        g_string_append_len(message, (const char *)&number, sizeof(number));
    return g_string_set_size(message, strlen(HEADER) + size);
}

static void
leave_others(const End *in, const End *out)
{
    if (in->other >= 0)
        close(in->other);
    if (out->other >= 0)
        close(out->other);
}

static pid_t
start_feeder(const End *in, const End *out, const GString *message, size_t chunk)
{
    pid_t pid = fork();

    if (pid != 0)
        return pid;
    close(in->program);
    close(out->program);
    for (size_t at = 0; at < message->len; at += chunk)
        if (!descriptor_write(in->other, message->str + at, MIN(chunk, message->len - at)))
            _exit(1);
    _exit(0);
}

static pid_t
start_program(const End *in, const End *out)
{
    static Transfer t;
    pid_t pid = fork();

    if (pid != 0)
        return pid;
    leave_others(in, out);
    _exit(transfer_begin(&t, in->program, out->program) &&
                  transfer_finish(&t, FIELD, strlen(FIELD), NULL, 0)
              ? 0
              : t.failure);
}

static GString *
read_all(int fd)
{
    static char octets[1 << 16];
    GString *all = g_string_new(NULL);
    ssize_t got;

    while ((got = read(fd, octets, sizeof(octets))) > 0)
        g_string_append_len(all, octets, got);
    return all;
}

/* What has arrived. It ends where the program has closed its end. */
static GString *
drain(const End *out)
{
    GString *all;

    if (out->other >= 0)
        return read_all(out->other);
    wait(NULL);
    lseek(out->file, 0, SEEK_SET);
    all = read_all(out->file);
    cr_expect(g_str_has_prefix(all->str, BEFORE));
    return g_string_erase(all, 0, (gssize)strlen(BEFORE));
}

static void
close_end(const End *end)
{
    close(end->program);
    if (end->file >= 0)
        close(end->file);
    if (end->other >= 0)
        close(end->other);
}

static void
expect_passed(const Kind *in_kind, const Kind *out_kind, size_t size, size_t chunk)
{
    End in = in_kind->make(true), out = out_kind->make(false);
    g_autoptr(GString) message = message_of(size), want = g_string_new(FIELD), got = NULL;

    g_string_append_len(want, message->str, (gssize)message->len);
    if (in.file >= 0)
        cr_assert(pwrite(in.file, message->str, message->len, (off_t)strlen(BEFORE)) ==
                  (ssize_t)message->len);
    else
        start_feeder(&in, &out, message, chunk);
    if (in.other >= 0) {
        close(in.other);
        in.other = -1;
    }
    start_program(&in, &out);
    close(out.program);
    if (in.file < 0)
        close(in.program);
    if (out.file >= 0 && in.file < 0)
        wait(NULL);
    got = drain(&out);
    cr_expect(g_string_equal(got, want), "%s to %s, %zu octets by %zu: %zu, want %zu",
              in_kind->name, out_kind->name, size, chunk, got->len, want->len);
    for (int status; wait(&status) > 0;)
        cr_expect_eq(status, 0, "%s to %s: %x", in_kind->name, out_kind->name, (unsigned)status);
    if (in.file >= 0)
        cr_expect_eq(lseek(in.program, 0, SEEK_CUR), (off_t)(strlen(BEFORE) + message->len),
                     "all is read");
    close_end(&in);
    close_end(&out);
}

Test(kernel_copy, all_ends_sizes_and_chunks, .timeout = 60)
{
    static const size_t sizes[] = { 1, 65537, 300001 };
    static const size_t chunks[] = { SIZE_MAX, 4095, 70000 };

    for (size_t in = 0; kinds[in].make != make_terminal; in++)
        for (size_t out = 0; out < G_N_ELEMENTS(kinds); out++)
            for (size_t size = 0; size < G_N_ELEMENTS(sizes); size++)
                for (size_t chunk = 0; chunk < G_N_ELEMENTS(chunks); chunk++)
                    if (chunk == 0 || kinds[in].make != make_file)
                        expect_passed(&kinds[in], &kinds[out], sizes[size], chunks[chunk]);
}

/* Reads len octets, or to the end. */
static void
read_more(int fd, GString *all, size_t len)
{
    static char octets[1 << 12];
    ssize_t got = 1;

    for (size_t done = 0; done < len && got > 0; done += (size_t)MAX(got, 0)) {
        got = read(fd, octets, MIN(sizeof(octets), len - done));
        g_string_append_len(all, octets, MAX(got, 0));
    }
}

/* What the pipe still holds when the program has ended is not the file. */
Test(kernel_copy, a_file_may_change_afterwards, .timeout = 60)
{
    static const int rooms[] = { 4096, 65536, 262144 };
    g_autoptr(GString) message = message_of(1 << 20), want = g_string_new(FIELD);

    g_string_append_len(want, message->str, (gssize)message->len);
    for (size_t i = 0; i < G_N_ELEMENTS(rooms); i++) {
        End in = make_file(true), out = make_waiting_pipe(false);
        g_autoptr(GString) got = g_string_new(NULL);
        pid_t program;
        int room, status;

        room = fcntl(out.other, F_SETPIPE_SZ, rooms[i]);
        cr_assert(room > 0 && pwrite(in.file, message->str, message->len, (off_t)strlen(BEFORE)) ==
                                  (ssize_t)message->len);
        program = start_program(&in, &out);
        close(out.program);
        read_more(out.other, got, want->len - (size_t)room);
        cr_assert(waitpid(program, &status, 0) == program && status == 0);
        cr_assert_eq(ftruncate(in.file, 0), 0);
        cr_assert(pwrite(in.file, want->str, want->len, 0) == (ssize_t)want->len);
        read_more(out.other, got, SIZE_MAX);
        cr_expect(g_string_equal(got, want), "a pipe of %d octets", room);
        close_end(&in);
        close(out.other);
    }
}

Test(kernel_copy, failures_are_told)
{
    int ends[2], full[2];

    cr_assert(pipe(ends) == 0 && pipe(full) == 0);
    cr_assert(descriptor_write(ends[1], "octets", 6));
    close(full[0]);
    signal(SIGPIPE, SIG_IGN);
    cr_expect(!kernel_copy(ends[0], full[1]));
    cr_expect_eq(errno, EPIPE);
    cr_expect(kernel_copy(-1, full[1]), "left to who reads");
}
