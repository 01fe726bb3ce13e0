/* SPDX-License-Identifier: ISC */
/* A pipe cannot be read twice, but the kernel shows what stands in it. */
#include "mailbox/mailbox_input.h"

#include "config.h"
#include "mailbox/mailbox.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

static const char from_word[] = "From ";

#define FROM_LEN   (sizeof(from_word) - 1)
#define COPY_PIECE ((size_t)64 << 10)

/* --- a first look --- */

/* The first octets of a pipe, size at most; it waits for the first one. -1: they cannot be seen. */
#if HAVE_LINUX
static ssize_t
peek_pipe(char *octets, size_t size)
{
    ssize_t got = -1;
    int ends[2];

    if (pipe2(ends, O_CLOEXEC) != 0)
        return -1;
    do
        got = tee(STDIN_FILENO, ends[1], size, 0);
    while (got < 0 && errno == EINTR);
    if (got > 0)
        got = read(ends[0], octets, (size_t)got);
    close(ends[0]);
    close(ends[1]);
    return got;
}
#else
static ssize_t
peek_pipe(char *octets, size_t size)
{
    (void)octets;
    (void)size;
    return -1;
}
#endif

static ssize_t
peek_socket(char *octets, size_t size)
{
    ssize_t got;

    do
        got = recv(STDIN_FILENO, octets, size, MSG_PEEK);
    while (got < 0 && errno == EINTR);
    return got;
}

/* Whether an mbox may come out of a pipe or socket: it begins so, as far as it can be seen. */
static bool
may_begin_mbox(mode_t kind)
{
    char octets[FROM_LEN];
    ssize_t got = (S_ISSOCK(kind) ? peek_socket : peek_pipe)(octets, sizeof(octets));

    return got < 0 || memcmp(octets, from_word, (size_t)got) == 0;
}

/* --- a copy --- */

static int
open_nameless_file(void)
{
    const char *folder = g_getenv("TMPDIR");
    g_autofree char *path =
        g_build_filename(folder && *folder ? folder : "/var/tmp", "rmxfilter-XXXXXX", NULL);
    int file = mkostemp(path, O_CLOEXEC);

    if (file >= 0)
        unlink(path);
    return file;
}

static bool
write_piece_out(int file, const char *octets, size_t len)
{
    while (len > 0) {
        ssize_t written = write(file, octets, len);

        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        octets += written;
        len -= (size_t)written;
    }
    return true;
}

static bool
copy_input(int file)
{
    static char piece[COPY_PIECE];
    bool good = true;
    ssize_t got;

    while (good && (got = read(STDIN_FILENO, piece, sizeof(piece))) != 0)
        good = got < 0 ? errno == EINTR : write_piece_out(file, piece, (size_t)got);
    explicit_bzero(piece, sizeof(piece)); /* who looks at the message next has no body */
    return good;
}

/* Makes standard input a file with the same octets. */
static bool
turn_input_into_file(void)
{
    int file = open_nameless_file();
    bool good = file >= 0 && copy_input(file) && lseek(file, 0, SEEK_SET) == 0 &&
                dup2(file, STDIN_FILENO) >= 0;
    int problem = errno;

    if (file >= 0)
        close(file);
    errno = problem;
    return good;
}

/* --- */

static bool
file_holds_several(void)
{
    g_autoptr(GPtrArray) paths = g_ptr_array_new();
    g_autoptr(MailboxReader) reader = NULL;
    const MailboxMessage *message;
    char input[] = MAILBOX_STANDARD_INPUT;

    g_ptr_array_add(paths, input);
    reader = mailbox_open(paths, false);
    message = mailbox_next(reader);
    return message && message->number > 0 && mailbox_next(reader);
}

bool
mailbox_input_look_ahead(bool *several)
{
    struct stat about;
    off_t at;

    *several = false;
    if (fstat(STDIN_FILENO, &about) != 0)
        return false;
    if (S_ISFIFO(about.st_mode) || S_ISSOCK(about.st_mode)) {
        if (!may_begin_mbox(about.st_mode))
            return true;
        if (!turn_input_into_file())
            return false;
    } else if (!S_ISREG(about.st_mode)) {
        return true;
    }
    at = lseek(STDIN_FILENO, 0, SEEK_CUR);
    *several = file_holds_several();
    return lseek(STDIN_FILENO, at, SEEK_SET) == at;
}
