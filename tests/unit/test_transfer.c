/* SPDX-License-Identifier: ISC */
/* A message's way through: octet for octet, fields on top, forged ones gone, whatever its shape and
 * size. */
#include "transfer.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define NEW      "X-RMX-Status: new\n\tfolded\n"
#define NEW_CRLF "X-RMX-Status: new\r\n\tfolded\r\n"

static const struct {
    const char *name, *in, *want;
} cases[] = {
    { "LF", "A: 1\n\nbody\n", NEW "A: 1\n\nbody\n" },
    { "CRLF", "A: 1\r\n\r\nbody\r\n", NEW_CRLF "A: 1\r\n\r\nbody\r\n" },
    { "header CRLF, body LF", "A: 1\r\n\r\nbody\n", NEW_CRLF "A: 1\r\n\r\nbody\n" },
    { "mbox", "From a b\nA: 1\n\nbody\n", "From a b\n" NEW "A: 1\n\nbody\n" },
    { "mbox LF, fields CRLF", "From a b\nA: 1\r\n\r\n", "From a b\n" NEW_CRLF "A: 1\r\n\r\n" },
    { "mbox line alone", "From a b\n", "From a b\n" NEW },
    { "mbox line without an end", "From a b", NEW "From a b" },
    { "no body", "A: 1\n", NEW "A: 1\n" },
    { "no final newline", "A: 1", NEW "A: 1" },
    { "body without final newline", "A: 1\n\nbody", NEW "A: 1\n\nbody" },
    { "no header", "\nbody\n", NEW "\nbody\n" },
    { "no header, CRLF", "\r\nbody\r\n", NEW_CRLF "\r\nbody\r\n" },
    { "text only", "hello world\n", NEW "hello world\n" },
    { "empty", "", NEW },
    { "8-bit", "A: \xff\xc3\xa4\n\n\xff\n", NEW "A: \xff\xc3\xa4\n\n\xff\n" },

    { "begins with a continuation", " pass\nA: 1\n\n", NEW TRANSFER_STRAY " pass\nA: 1\n\n" },
    { "begins with a continuation, tab", "\tpass\n", NEW TRANSFER_STRAY "\tpass\n" },
    { "begins with a continuation behind CR", "\r pass\n", NEW TRANSFER_STRAY "\r pass\n" },
    { "begins with a continuation behind octets that drop", "\x01\x7f\tpass\n",
      NEW TRANSFER_STRAY "\x01\x7f\tpass\n" },
    { "begins with a continuation below the mbox line", "From a b\n x\n\n",
      "From a b\n" NEW TRANSFER_STRAY " x\n\n" },
    { "begins with a line of blanks", " \nA: 1\n", NEW TRANSFER_STRAY " \nA: 1\n" },
    { "a body that begins with a blank", "\n body\n", NEW "\n body\n" },
    { "CR alone in front", "\rA: 1\n\n", NEW "\rA: 1\n\n" },

    { "forged", "X-RMX-Status: pass\nA: 1\n\n", NEW "A: 1\n\n" },
    { "forged, CR before the colon", "X-RMX-Status \r: pass\nA: 1\n\n", NEW "A: 1\n\n" },
    { "forged stray line", "X-RMX-Stray: a\n pass\nA: 1\n\n", NEW "A: 1\n\n" },
    { "forged, any case", "x-rMx-sTATUS: pass\nA: 1\n\n", NEW "A: 1\n\n" },
    { "forged, blanks before the colon", "X-RMX-Status \t : pass\nA: 1\n\n", NEW "A: 1\n\n" },
    { "forged, folded", "A: 1\nX-RMX:\n pass\n\tx\nB: 2\n\n", NEW "A: 1\nB: 2\n\n" },
    { "forged, folded over a line of blanks", "X-RMX: a\n \t\n b\nB: 2\n\n", NEW "B: 2\n\n" },
    { "forged, twice", "X-RMX: a\nX-RMX: b\nA: 1\nX-RMX: c\n\n", NEW "A: 1\n\n" },
    { "forged, CRLF", "X-RMX: a\r\n b\r\nA: 1\r\n\r\n", NEW_CRLF "A: 1\r\n\r\n" },
    { "forged, a name that goes on", "X-RMXfoo: a\nX-RMX-: b\nA: 1\n\n", NEW "A: 1\n\n" },
    { "forged, 8-bit in the name", "X-RMX\xff-Status: a\nA: 1\n\n", NEW "A: 1\n\n" },
    { "forged, below junk", "A: 1\njunk\nX-RMX: a\n\n", NEW "A: 1\njunk\n\n" },
    { "forged, below the mbox line", "From a b\nX-RMX: a\nA: 1\n\n", "From a b\n" NEW "A: 1\n\n" },
    { "forged, last, no newline", "A: 1\nX-RMX: a", NEW "A: 1\n" },
    { "forged, CR in the name", "\rX-R\rMX: a\nA: 1\n\n", NEW "A: 1\n\n" },
    { "forged, behind a line of CR", "A: 1\n\r\nX-RMX: a\n b\nc\r\n\nX-RMX: d\n",
      NEW "A: 1\n\r\nc\r\n\nX-RMX: d\n" },
    { "forged, behind a line of CR, and no empty line", "A: 1\n\r\nX-RMX: a\r\nc",
      NEW "A: 1\n\r\nc" },
    { "quoted in a body, CRLF", "A: 1\r\n\r\nX-RMX: a\r\n\nX-RMX: b",
      NEW_CRLF "A: 1\r\n\r\nX-RMX: a\r\n\nX-RMX: b" },
    { "the only field", "X-RMX: a\n\nbody", NEW "\nbody" },
    { "not ours", "X-RM: a\nX-RMY-X-RMX: b\nAX-RMX: c\n\n",
      NEW "X-RM: a\nX-RMY-X-RMX: b\nAX-RMX: c\n\n" },
    { "forged, octets that drop", "\x01X-\x7fRMX-Status\x0b \x0c: a\nA: 1\n\n", NEW "A: 1\n\n" },
    { "forged, the colon folded away", "X-RMX-Status\n : pass\nA: 1\n\n", NEW "A: 1\n\n" },
    { "no field, but the name", "X-RMX is a tool\nA: 1\n\n", NEW "A: 1\n\n" },
    { "the name, and nothing", "A: 1\nX-RMX", NEW "A: 1\n" },
    { "the name in a body behind a line of CR", "A: 1\n\r\nX-RMX is a tool: b\nX-RMX\nX-RMX:\n\n",
      NEW "A: 1\n\r\nX-RMX is a tool: b\nX-RMX\n\n" },
    { "forged, behind a line of CR, octets that drop", "\r\nX-RMX\x01-A \x02:b\n\n",
      NEW_CRLF "\r\nX-RMX\x01-A \x02:b\n\n" },
    { "forged, below a line of CR, octets that drop", "A: 1\n\r\nX-RMX\x01-A \x02:b\n\n",
      NEW "A: 1\n\r\n\n" },
    { "quoted in the body", "A: 1\n\nX-RMX-Status: pass\n", NEW "A: 1\n\nX-RMX-Status: pass\n" },
    { "folded into another field", "A: 1\n X-RMX: a\n\n", NEW "A: 1\n X-RMX: a\n\n" },

    { "our Authentication-Results", "Authentication-Results: mx.example.net; spf=pass\nA: 1\n\n",
      NEW "A: 1\n\n" },
    { "ours, folded", "authentication-results :\n (c)\n mx.example.net 1;\n spf=pass\nA: 1\n\n",
      NEW "A: 1\n\n" },
    { "ours, octets that drop", "Authentication\r-Results\x01 \x02: mx.ex\rample.net; a\nA: 1\n\n",
      NEW "A: 1\n\n" },
    { "ours, the colon folded away", "Authentication-Results\n : mx.example.net; a\n\n", NEW "\n" },
    { "no colon", "Authentication-Results mx.example.net\n\n",
      NEW "Authentication-Results mx.example.net\n\n" },
    { "no colon, and nothing", "Authentication-Results\n\n", NEW "Authentication-Results\n\n" },
    { "other people's", "Authentication-Results: mx.example.org; spf=pass\n\n",
      NEW "Authentication-Results: mx.example.org; spf=pass\n\n" },
    { "Received-SPF stays", "Received-SPF: pass\n\n", NEW "Received-SPF: pass\n\n" },
};

static int
file_of(const void *octets, size_t len)
{
    int fd = memfd_create("in", 0);

    cr_assert_eq(write(fd, octets, len), (ssize_t)len);
    lseek(fd, 0, SEEK_SET);
    return fd;
}

/* The first buffer is the program's own, of this size; a larger one was allocated. The program ends
 * with it. */
#define FIRST_BUFFER ((size_t)64 << 10)

static void
free_buffer(Transfer *t)
{
    if (t->size > FIRST_BUFFER)
        free(t->octets);
}

/* Runs one message through and returns what came out. */
static GString *
pass(const char *octets, size_t len, const char *authserv_id, bool *held)
{
    static Transfer t;
    int in = file_of(octets, len), out = memfd_create("out", 0), back = dup(out);
    GString *got = g_string_new(NULL);
    char buffer[4096];

    cr_assert(transfer_begin(&t, in, out));
    *held = t.held;
    cr_assert(transfer_finish(&t, NEW, strlen(NEW), authserv_id, 0));
    cr_expect_eq(fcntl(out, F_GETFD), -1, "out is closed");
    lseek(back, 0, SEEK_SET);
    for (ssize_t n; (n = read(back, buffer, sizeof(buffer))) > 0;)
        g_string_append_len(got, buffer, n);
    free_buffer(&t);
    close(in);
    close(back);
    return got;
}

static void
expect(const char *name, const GString *in, const GString *want, const char *authserv_id,
       bool want_held)
{
    bool held;
    g_autoptr(GString) got = pass(in->str, in->len, authserv_id, &held);

    cr_expect_eq(held, want_held, "%s: held %d", name, held);
    cr_expect(g_string_equal(got, want), "%s: %zu octets, want %zu, %.60s", name, got->len,
              want->len, got->str);
}

Test(transfer, shapes)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GString) in = g_string_new(cases[i].in), want = g_string_new(cases[i].want);

        expect(cases[i].name, in, want, "mx.example.net", true);
    }
}

Test(transfer, authentication_results_stay_where_we_write_none)
{
    g_autoptr(GString) in = g_string_new("Authentication-Results: mx.example.net; spf=pass\n\n");
    g_autoptr(GString) want = g_string_new(NEW);

    g_string_append_len(want, in->str, (gssize)in->len);
    expect("stays", in, want, NULL, true);
}

Test(transfer, nul_octets)
{
    static const char octets[] = "A\0: \0 1\nX-RMX\0: pass\nB: 2\0\n\nbody\0\0";
    static const char wanted[] = NEW "A\0: \0 1\nB: 2\0\n\nbody\0\0";
    g_autoptr(GString) in = g_string_new_len(octets, sizeof(octets) - 1);
    g_autoptr(GString) want = g_string_new_len(wanted, sizeof(wanted) - 1);

    expect("NUL", in, want, NULL, true);
}

static void
append_times(GString *text, const char *piece, size_t octets)
{
    while (text->len < octets)
        g_string_append(text, piece);
}

/* Bodies and headers around the sizes of the buffers. */
Test(transfer, sizes)
{
    static const size_t sizes[] = { 65535, 65536, 65537, 131072, 1 << 20, (4 << 20) - 64, 5 << 20 };

    for (size_t i = 0; i < G_N_ELEMENTS(sizes); i++) {
        g_autoptr(GString) in = g_string_new("A: 1\n\n"), want = g_string_new(NEW);
        g_autoptr(GString) header = g_string_new(NULL), want_header = g_string_new(NEW);

        append_times(in, "0123456789abcde\n", sizes[i]);
        g_string_append_len(want, in->str, (gssize)in->len);
        expect("large body", in, want, NULL, true);

        append_times(header, "B: 23456789abcd\n", sizes[i]);
        g_string_append_len(want_header, header->str, (gssize)header->len);
        g_string_append(header, "X-RMX-Status: pass\n\nX-RMX: body\n");
        g_string_append(want_header, "\nX-RMX: body\n");
        expect("large header", header, want_header, NULL, header->len < HEADER_MAX);
    }
}

/* One field longer than the memory for it: kept or dropped whole, by its name. */
Test(transfer, field_longer_than_memory)
{
    static const struct {
        const char *begin, *end;
    } shapes[] = {
        { "A: ", "\n more\nB: 2\nX-RMX: x\n\nbody" },
        { "X-RMX-Status: ", "\n more\nB: 2\nX-RMX: x\n\nbody" },
        { "X-RMX-Status: ", "" },
        { "X-RMX-Status: ", "\n" },
        { "A: ", "\n\nX-RMX: body" },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(shapes); i++)
        for (size_t more = 0; more < 4; more++) {
            g_autoptr(GString) in = g_string_new(shapes[i].begin), want = g_string_new(NEW);
            const char *rest = strstr(shapes[i].end, "B: 2") ? "B: 2\n\nbody" : "";

            append_times(in, "x", HEADER_MAX - 2 + more);
            if (i == 1)
                append_times(in, "\n 3456789", 2 * HEADER_MAX + more);
            g_string_append(in, shapes[i].end);
            if (in->str[0] == 'A') {
                g_string_append_len(want, in->str, (gssize)(in->len - strlen(shapes[i].end)));
                g_string_append(want, *rest ? "\n more\n" : shapes[i].end);
            }
            g_string_append(want, rest);
            /* Held where the end of the header was seen within HEADER_MAX octets. */
            const char *empty = strstr(shapes[i].end, "\n\n");
            size_t header = in->len - (empty ? strlen(empty + 2) : 0);
            bool want_held = empty ? header <= HEADER_MAX : header < HEADER_MAX;

            expect(shapes[i].begin, in, want, NULL, want_held);
        }
}

/* The child gets no more than the header block, whichever buffer that is in. */
Test(transfer, forgets_the_body)
{
    static const size_t header_sizes[] = { 16, 65000, 65536, 100000, 1 << 20 };
    static Transfer t;
    const HeldBody no_body = held_body_missing(BODY_UNSIGNED);

    for (size_t i = 0; i < G_N_ELEMENTS(header_sizes); i++) {
        g_autoptr(GString) in = g_string_new(NULL);
        size_t header_len;
        int fd;

        append_times(in, "B: 23456789abcd\n", header_sizes[i] - 1);
        g_string_append(in, "\n");
        header_len = in->len;
        append_times(in, "secret\n", header_len + 100000);
        fd = file_of(in->str, in->len);
        cr_assert(transfer_begin(&t, fd, -1) && t.len > t.header_len);
        transfer_forget_body(&t, &no_body);
        cr_expect_eq(t.header_len, header_len);
        cr_expect_arr_eq(t.octets, in->str, header_len);
        cr_expect_null(memmem(t.octets, t.len, "secret", strlen("secret")), "%zu", header_len);
        free_buffer(&t);
        close(fd);
    }
}

/* What decides about a field longer than memory is what of it is there. What does not say whose it
 * is goes: a forger made it so. */
static const struct {
    const char *name, *begin, *fill, *end;
    bool want_kept;
} long_fields[] = {
    { "blanks before the colon", "X-RMX-Status", " ", ": pass\n", false },
    { "blanks before the colon, folded", "X-RMX-Status", "\n ", ": pass\n", false },
    { "octets that drop, and nothing else", "", "\x01", "\n", true },
    { "octets that drop, and another field", "", "\r", "X-RM: pass\n b\n", true },
    { "octets that drop, and a continuation", "", "\r", " X-RMX: pass\n", true },
    { "a name without an end", "X-RMX-", "a", ": pass\n", false },
    { "CR in the name", "\rX\r-", "\r", "RMX-Status: pass\n", false },
    { "ours, by its start", "Authentication-Results: mx.example.net;", " x", "\n", false },
    { "ours, behind blanks", "Authentication-Results: ", " ", "mx.example.net; a\n", false },
    { "ours, behind folds", "Authentication-Results: ", "\n ", "mx.example.net; a\n", false },
    { "ours, behind a comment", "Authentication-Results: (", "x", ") mx.example.net; a\n", false },
    { "blanks before its colon", "Authentication-Results", "\t", ": mx.example.net; a\n", false },
    { "another's", "Authentication-Results: mx.example.org;", " x", "\n", true },
    { "another's name", "Authentication-Results-Old", " ", "\n", true },
};

Test(transfer, fields_longer_than_memory_by_their_beginning)
{
    for (size_t i = 0; i < G_N_ELEMENTS(long_fields); i++) {
        g_autoptr(GString) in = g_string_new("A: 1\n"), want = g_string_new(NEW);

        g_string_append(in, long_fields[i].begin);
        append_times(in, long_fields[i].fill, HEADER_MAX + 10);
        g_string_append(in, long_fields[i].end);
        g_string_append(want, long_fields[i].want_kept ? in->str : "A: 1\n");
        g_string_append(in,
                        "B: 2\nX-RMX: x\nAuthentication-Results: mx.example.net; a\n\nX-RMX: y");
        g_string_append(want, "B: 2\n\nX-RMX: y");
        expect(long_fields[i].name, in, want, "mx.example.net", false);
    }
}

/* What hides behind more octets that drop than memory holds goes, and leaves a line of them. */
Test(transfer, fields_behind_octets_that_drop)
{
    static const char *const ends[] = { "X-RMX-Status: pass\n", "X-RMX: pass\n\tb\n",
                                        "Authentication-Results: mx.example.net; a\n",
                                        "X-\rRMX:\n b\n c\n" };

    for (size_t i = 0; i < G_N_ELEMENTS(ends); i++)
        for (size_t more = 0; more < 3; more++) {
            g_autoptr(GString) in = g_string_new("A: 1\n"), want = g_string_new(NEW);

            append_times(in, "\r", HEADER_MAX + strlen("A: 1\n") + more);
            g_string_append_printf(want, "%s\n", in->str);
            g_string_append_printf(in, "%sB: 2\nX-RMX: x\n\nX-RMX: y", ends[i]);
            g_string_append(want, "B: 2\n\nX-RMX: y");
            expect(ends[i], in, want, "mx.example.net", false);
        }
}

/* The inspector gets whole fields, as many as there is room for. */
Test(transfer, cut_at_the_end_of_a_field)
{
    static Transfer t;
    g_autoptr(GString) in = g_string_new("A: 1\n b\nB: 2\nC: ");
    size_t len = in->len - strlen("C: ");
    int fd;

    append_times(in, "\n c", HEADER_MAX + 100);
    fd = file_of(in->str, in->len);
    cr_assert(transfer_begin(&t, fd, fd));
    cr_expect(!t.held);
    cr_expect_eq(t.header_len, len);
    free_buffer(&t);
    close(fd);
    fd = file_of(in->str + len, in->len - len);
    cr_assert(transfer_begin(&t, fd, fd));
    cr_expect(!t.held);
    cr_expect_eq(t.header_len, 0, "a first field without an end");
    free_buffer(&t);
}

/* A child writes len octets, one field of folds, so many a piece, and every read gets one piece.
 * What does not fit into a read would be lost: both are powers of 2, as the buffer is. */
static int
pipe_of_folds(size_t len, size_t piece)
{
    g_autofree char *octets = g_malloc(len);
    int ends[2];

    for (size_t i = 0; i < len; i++)
        octets[i] = i % 2 ? ' ' : '\n';
    memcpy(octets, "Subject:", strlen("Subject:"));
    cr_assert_eq(pipe2(ends, O_DIRECT), 0);
    if (fork() == 0) {
        bool good = true;

        for (size_t at = 0; good && at < len; at += piece)
            good = write(ends[1], octets + at, piece) > 0;
        _exit(!good);
    }
    close(ends[1]);
    return ends[0];
}

/* Fields above the boundary stay whatever name they bear, but for those that only we write. */
Test(transfer, strip_from_an_offset)
{
    static const char above[] =
        "Authentication-Results: mx.example.net; dkim=pass\nX-RMX-Status: a\n",
                      below[] = "Received: x\nAuthentication-Results: mx.example.net; dkim=pass\n\n"
                                "Authentication-Results: mx.example.net; body\n";
    static const struct {
        size_t from;
        const char *want;
    } offsets[] = {
        { 0, NEW "Received: x\n\nAuthentication-Results: mx.example.net; body\n" },
        { 1, NEW "Authentication-Results: mx.example.net; dkim=pass\nReceived: x\n\n"
                 "Authentication-Results: mx.example.net; body\n" },
        { sizeof(above) - 2, NEW "Authentication-Results: mx.example.net; dkim=pass\n"
                                 "Received: x\n\nAuthentication-Results: mx.example.net; body\n" },
        { sizeof(above) + sizeof("Received: x") - 1,
          NEW "Authentication-Results: mx.example.net; dkim=pass\nReceived: x\n\n"
              "Authentication-Results: mx.example.net; body\n" },
    };
    g_autofree char *text = g_strconcat(above, below, NULL);

    for (size_t i = 0; i < G_N_ELEMENTS(offsets); i++) {
        static Transfer t;
        int in = file_of(text, strlen(text)), out = memfd_create("out", 0), back = dup(out);
        char got[512] = "";

        cr_assert(transfer_begin(&t, in, out));
        cr_assert(transfer_finish(&t, NEW, strlen(NEW), "mx.example.net", offsets[i].from));
        cr_assert_geq(pread(back, got, sizeof(got) - 1, 0), 0);
        cr_expect_str_eq(got, offsets[i].want, "from %zu: %s", offsets[i].from, got);
        free_buffer(&t);
        close(in);
        close(back);
    }
}

/* A field that comes in pieces is looked through once, not from its beginning for every piece: that
 * took 20 seconds of processor time. */
Test(transfer, field_longer_than_its_pieces)
{
    static Transfer t;
    const size_t len = 2 << 20, piece = 512;
    int in = pipe_of_folds(len, piece), out = memfd_create("out", 0), back = dup(out);
    struct stat written;
    clock_t begun = clock();

    cr_assert(transfer_begin(&t, in, out));
    cr_assert(transfer_finish(&t, NEW, strlen(NEW), NULL, 0));
    cr_expect_lt((double)(clock() - begun) / CLOCKS_PER_SEC, 2.0);
    cr_assert_eq(fstat(back, &written), 0);
    cr_expect_eq((size_t)written.st_size, strlen(NEW) + len);
    free_buffer(&t);
    close(in);
    close(back);
    wait(NULL);
}

Test(transfer, failures_are_told)
{
    static Transfer t;
    int in = file_of("A: 1\n\n", 6), full = open("/dev/full", O_WRONLY);

    cr_assert(transfer_begin(&t, in, full));
    cr_expect(!transfer_finish(&t, NEW, strlen(NEW), NULL, 0));
    cr_expect_eq(t.failure, ENOSPC);
    cr_expect(!transfer_begin(&t, full, full), "not open for reading");
    cr_expect_eq(t.failure, EBADF);
}
