/* SPDX-License-Identifier: ISC */
/* Messages looked at by several processes: every message has a row, in the order of the mailbox,
 * whatever the processes do that look at them. A message of the tests says itself what its process
 * does: "X: WORD". */
#include "mailbox/mailbox_run.h"

#include "sandbox/sandbox.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <glib/gstdio.h>
#include <malloc.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define FROM "From a@b.example Sat Mar  1 17:25:48 2003\n"

static char *mbox;

static void
make_mbox(void)
{
    close(g_file_open_tmp("mboxXXXXXX", &mbox, NULL));
}

static void
remove_mbox(void)
{
    g_remove(mbox);
    g_free(mbox);
}

TestSuite(mailbox_run, .init = make_mbox, .fini = remove_mbox, .timeout = 120);

typedef struct {
    GString *rows;
    unsigned stop_after; /* 0: never */
    unsigned told;
    int wait_ms; /* for a message; 0: on a busy machine, too, long enough */
    void (*look)(const MailboxMessage *, GString *, void *); /* NULL: look_at_word */
} Taken;

/* --- in the process that looks --- */

static void
crash(GString *row)
{
    (void)row;
    raise(SIGSEGV);
}

static G_GNUC_NORETURN void
hang(GString *row)
{
    (void)row;
    for (;;)
        poll(NULL, 0, -1);
}

static void
leave(GString *row)
{
    (void)row;
    _exit(0);
}

static void
talk_nonsense(GString *row)
{
    char octets[5000];

    (void)row;
    memset(octets, 0xff, sizeof(octets));
    if (write(STDOUT_FILENO, octets, sizeof(octets)) < 0)
        _exit(1);
}

/* One row more than it was asked for, or the beginning of one that is too long, and it reads no
 * more. */
static void
answer_twice(bool too_long)
{
    const struct {
        guint32 first_len;
        char first[4];
        guint32 second_len;
        char second[4];
    } rows = { 4, "once", too_long ? MAILBOX_ROW_MAX + 1 : 4, "more" };

    if (write(STDOUT_FILENO, &rows, sizeof(rows)) < 0)
        _exit(1);
    hang(NULL);
}

static void
say_too_much(GString *row)
{
    g_string_set_size(row, MAILBOX_ROW_MAX + 1);
}

static void
say_much(GString *row)
{
    g_string_set_size(row, MAILBOX_ROW_MAX);
    memset(row->str, 'x', MAILBOX_ROW_MAX);
}

static void
open_file(GString *row)
{
    g_string_append(row, access("/etc/passwd", R_OK) == 0 ? "could look" : "could not look");
}

static const struct {
    const char *word;
    void (*act)(GString *row);
    MailboxState want;
} acts[] = {
    { "crash", crash, MAILBOX_LOST },           { "hang", hang, MAILBOX_LATE },
    { "leave", leave, MAILBOX_LOST },           { "nonsense", talk_nonsense, MAILBOX_LOST },
    { "too much", say_too_much, MAILBOX_LOST }, { "much", say_much, MAILBOX_READ },
    { "open", open_file, MAILBOX_READ },
};

static const char *
word_of(const MailboxMessage *message, size_t *len)
{
    const char *word = g_strstr_len(message->header.octets, (gssize)message->header.len, "\nX: ");
    const char *end;

    cr_assert_not_null(word);
    word += 4;
    end = memchr(word, '\n', message->header.len);
    *len = (size_t)(end - word);
    return word;
}

static void
look_at_word(const MailboxMessage *message, GString *row, void *data)
{
    size_t len;
    const char *word = word_of(message, &len);

    (void)data;
    for (size_t i = 0; i < G_N_ELEMENTS(acts); i++)
        if (strlen(acts[i].word) == len && memcmp(acts[i].word, word, len) == 0)
            acts[i].act(row);
    if (row->len == 0)
        g_string_append_len(row, word, (gssize)len);
}

/* --- in this process --- */

static void
take_word(const MailboxMessage *message, const char *row, size_t len, void *data)
{
    Taken *taken = data;

    cr_expect_str_eq(message->file, mbox);
    cr_expect_eq(row == NULL, message->state != MAILBOX_READ);
    if (row)
        g_string_append_printf(taken->rows, "%" G_GUINT64_FORMAT " %.*s\n", message->number,
                               (int)MIN(len, 20), row);
    else
        g_string_append_printf(taken->rows, "%" G_GUINT64_FORMAT " state %d\n", message->number,
                               message->state);
}

static bool
tell_progress(const MailboxReader *reader, const MailboxCounts *counts, void *data)
{
    Taken *taken = data;

    cr_expect(mailbox_share(reader) <= 1);
    cr_expect(counts->messages <= mailbox_counts(reader)->messages);
    taken->told++;
    return taken->stop_after == 0 || taken->told < taken->stop_after;
}

static bool
run_words(const char *octets, unsigned workers, Taken *taken, MailboxCounts *counts)
{
    g_autoptr(GPtrArray) paths = g_ptr_array_new();
    g_autoptr(MailboxReader) reader = NULL;
    const MailboxRun run = {
        .workers = workers,
        .wait_ms = taken->wait_ms,
        .data = taken,
        .look = taken->look ? taken->look : look_at_word,
        .take = take_word,
        .progress = tell_progress,
    };

    cr_assert(g_file_set_contents(mbox, octets, -1, NULL));
    g_ptr_array_add(paths, mbox);
    reader = mailbox_open(paths, false);
    return mailbox_run(reader, &run, counts);
}

static void
expect_no_child(void)
{
    cr_expect(waitpid(-1, NULL, WNOHANG) < 0 && errno == ECHILD);
}

/* --- */

Test(mailbox_run, order)
{
    static const unsigned workers[] = { 1, 2, 3, 32, 1000, 0 };

    for (size_t i = 0; i < G_N_ELEMENTS(workers); i++) {
        g_autoptr(GString) octets = g_string_new(NULL), want = g_string_new(NULL);
        Taken taken = { .rows = g_string_new(NULL) };
        MailboxCounts counts;

        for (int k = 1; k <= 1000; k++) {
            g_string_append_printf(octets, FROM "X: m%d\n\nbody\n\n", k);
            g_string_append_printf(want, "%d m%d\n", k, k);
        }
        cr_expect(run_words(octets->str, workers[i], &taken, &counts));
        cr_expect_str_eq(taken.rows->str, want->str, "%u processes", workers[i]);
        cr_expect_eq(counts.messages, 1000);
        cr_expect_eq(counts.problems, 0);
        expect_no_child();
        g_string_free(taken.rows, TRUE);
    }
}

/* Each kind of misfortune in turn, between messages that are well. What hangs is waited for, once,
 * and so long that no message that is well is late on a busy machine. */
Test(mailbox_run, misfortunes)
{
    for (size_t i = 0; i < G_N_ELEMENTS(acts); i++)
        for (unsigned workers = acts[i].act == hang ? 2 : 1; workers <= 2; workers++) {
            g_autoptr(GString) octets = g_string_new(NULL), want = g_string_new(NULL);
            Taken taken = { .rows = g_string_new(NULL), .wait_ms = acts[i].act == hang ? 3000 : 0 };
            MailboxCounts counts;

            for (int k = 1; k <= 20; k++) {
                bool odd = k == 4 || (acts[i].act != hang && (k == 5 || k == 20));

                g_string_append_printf(octets, FROM "X: %s\n\n", odd ? acts[i].word : "well");
                if (!odd)
                    g_string_append_printf(want, "%d well\n", k);
                else if (acts[i].want != MAILBOX_READ)
                    g_string_append_printf(want, "%d state %d\n", k, (int)acts[i].want);
                else
                    g_string_append_printf(want, "%d %s\n", k,
                                           acts[i].act == open_file ? "could not look"
                                                                    : "xxxxxxxxxxxxxxxxxxxx");
            }
            cr_expect(run_words(octets->str, workers, &taken, &counts));
            cr_expect_str_eq(taken.rows->str, want->str, "%s, %u: %s", acts[i].word, workers,
                             taken.rows->str);
            cr_expect_eq(counts.messages + counts.problems, 20);
            expect_no_child();
            g_string_free(taken.rows, TRUE);
        }
}

/* The linker puts this in the place of the system's (-Wl,--wrap). */
ssize_t __real_send(int socket, const void *octets, size_t len, int flags);
ssize_t __wrap_send(int socket, const void *octets, size_t len, int flags);

static bool slow; /* behind "X: leave" the process that looks has left before more is written */

ssize_t
__wrap_send(int socket, const void *octets, size_t len, int flags)
{
    ssize_t sent = __real_send(socket, octets, len, flags);
    struct pollfd one = { .fd = socket };

    if (slow && sent > 0 && memmem(octets, (size_t)sent, "\nX: leave\n", 10))
        while (!(one.revents & POLLHUP))
            cr_assert_neq(poll(&one, 1, -1), -1);
    return sent;
}

/* What a process wrote before it left counts, also where that shows first when it is written to. */
Test(mailbox_run, left_meanwhile)
{
    static const char octets[] =
        FROM "X: well\n\n" FROM "X: leave\n\n" FROM "X: well\n\n" FROM "X: well\n\n";
    Taken taken = { .rows = g_string_new(NULL) };
    g_autofree char *want =
        g_strdup_printf("1 well\n2 state %d\n3 well\n4 well\n", (int)MAILBOX_LOST);
    MailboxCounts counts;

    slow = true;
    cr_expect(run_words(octets, 1, &taken, &counts));
    cr_expect_str_eq(taken.rows->str, want, "%s", taken.rows->str);
    expect_no_child();
    g_string_free(taken.rows, TRUE);
}

static void
append_long_header(GString *octets)
{
    for (size_t len = 0; len < ((size_t)3 << 20); len += 64)
        g_string_append(octets,
                        "Y: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\n");
}

static void
look_at_word_or_twice(const MailboxMessage *message, GString *row, void *data)
{
    size_t len;
    const char *word = word_of(message, &len);

    if (memcmp(word, "twice", 5) == 0)
        answer_twice(len > 5);
    look_at_word(message, row, data);
}

static void
try_early_row(const char *word)
{
    g_autoptr(GString) octets = g_string_new(NULL);
    Taken taken = { .rows = g_string_new(NULL), .look = look_at_word_or_twice };
    MailboxCounts counts;

    g_string_printf(octets, FROM "X: %s\n\n" FROM "X: well\n", word);
    append_long_header(octets);
    g_string_append(octets, "\n" FROM "X: well\n\n");
    cr_expect(run_words(octets->str, 1, &taken, &counts));
    cr_expect_str_eq(taken.rows->str, "1 once\n2 well\n3 well\n", "%s", word);
    cr_expect_eq(counts.problems, 0);
    expect_no_child();
    g_string_free(taken.rows, TRUE);
}

/* A row that comes before its message was written whole is nobody's, and no message is to blame. */
Test(mailbox_run, early_row)
{
    try_early_row("twice");
    try_early_row("twice, too long");
}

Test(mailbox_run, stopping)
{
    g_autoptr(GString) octets = g_string_new(NULL);
    Taken taken = { .rows = g_string_new(NULL), .stop_after = 2 };
    MailboxCounts counts;

    for (int k = 0; k < 1000; k++)
        g_string_append(octets, FROM "X: hang\n\n");
    cr_expect_not(run_words(octets->str, 2, &taken, &counts));
    cr_expect(counts.problems < 10);
    expect_no_child();
    g_string_free(taken.rows, TRUE);
}

/* --- bodies --- */

/* So that the marker stands nowhere in this process but in what was read of the file. */
static void
make_marker(char marker[8])
{
    static const char backwards[] = "reKraM#";

    for (size_t i = 0; i < 7; i++)
        marker[i] = backwards[6 - i];
    marker[7] = '\0';
}

static const char *heap; /* where it began */

/* Whether a body is in what this process has allocated. */
static bool
holds_body(void)
{
    char marker[8];
    const char *end = sbrk(0), *found;
    bool holds;

    make_marker(marker);
    found = memmem(heap, (size_t)(end - heap), marker, 7);
    holds = found != NULL;
    explicit_bzero(marker, sizeof(marker));
    return holds;
}

static void
look_for_body(const MailboxMessage *message, GString *row, void *data)
{
    (void)message;
    (void)data;
    g_string_append(row, holds_body() ? "body" : "none");
}

typedef struct {
    unsigned rows, bodies, own;
} Found;

static void
take_found(const MailboxMessage *message, const char *row, size_t len, void *data)
{
    Found *found = data;

    (void)message;
    found->rows++;
    found->bodies += len == 4 && memcmp(row, "body", 4) == 0;
    found->own += holds_body();
}

static void
write_marked_mbox(void)
{
    static char octets[200];
    char marker[8];
    FILE *file = fopen(mbox, "w");

    make_marker(marker);
    setvbuf(file, NULL, _IONBF, 0);
    for (int k = 0; k < 1000; k++) {
        int len = snprintf(octets, sizeof(octets), FROM "X: m\n\n%s of %d\n\n", marker, k);

        cr_assert_eq(fwrite(octets, 1, (size_t)len, file), (size_t)len);
    }
    fclose(file);
    explicit_bzero(octets, sizeof(octets));
    explicit_bzero(marker, sizeof(marker));
}

/* What looks at a message may have been taken over by it: it has no body of any. */
Test(mailbox_run, bodies)
{
    g_autoptr(GPtrArray) paths = g_ptr_array_new();
    g_autoptr(MailboxReader) reader = NULL;
    Found found = { .rows = 0 };
    const MailboxRun run = {
        .workers = 2, .data = &found, .look = look_for_body, .take = take_found
    };

    mallopt(M_MMAP_THRESHOLD, 1 << 25);
    heap = sbrk(0);
    write_marked_mbox();
    g_ptr_array_add(paths, mbox);
    reader = mailbox_open(paths, false);
    cr_expect(mailbox_run(reader, &run, NULL));
    cr_expect_eq(found.rows, 1000);
    cr_expect_eq(found.bodies, 0);
#ifndef __SANITIZE_ADDRESS__ /* its memory is not the heap */
    cr_expect_gt(found.own, 0, "where there is one it is not found");
#endif
}

/* AddressSanitizer keeps what was freed for a while. */
#ifdef __SANITIZE_ADDRESS__
#define MORE_MEMORY_MAX (512L << 10) /* KiB */
#else
#define MORE_MEMORY_MAX (64L << 10)
#endif

/* Header blocks of 4 MiB, and rows of 1 MiB: what waits is bounded. */
Test(mailbox_run, memory)
{
    g_autoptr(GString) block = g_string_new(FROM "X: much\n");
    Taken taken = { .rows = g_string_new(NULL) };
    MailboxCounts counts;
    struct rusage used;
    FILE *file = fopen(mbox, "w");

    append_long_header(block);
    for (int k = 0; k < 40; k++)
        fprintf(file, "%s\n", block->str);
    cr_assert_eq(fclose(file), 0);
    getrusage(RUSAGE_SELF, &used);
    {
        g_autoptr(GPtrArray) paths = g_ptr_array_new();
        g_autoptr(MailboxReader) reader = NULL;
        const MailboxRun run = {
            .workers = 8, .data = &taken, .look = look_at_word, .take = take_word
        };
        long before = used.ru_maxrss;

        g_ptr_array_add(paths, mbox);
        reader = mailbox_open(paths, false);
        cr_expect(mailbox_run(reader, &run, &counts));
        getrusage(RUSAGE_SELF, &used);
        cr_expect(used.ru_maxrss - before < MORE_MEMORY_MAX, "%ld KiB more",
                  used.ru_maxrss - before);
    }
    cr_expect_eq(counts.messages, 40);
    g_string_free(taken.rows, TRUE);
}
