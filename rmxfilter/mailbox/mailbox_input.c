/* SPDX-License-Identifier: ISC */
/* A pipe cannot be read twice, but the kernel shows what stands in it. Of an mbox that comes out of
 * one the first message is copied while it is read: who explains a single message reads it anew. */
#include "mailbox/mailbox_input.h"

#include "config.h"
#include "mime/descriptor.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
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

/* What is left of standard input. */
static bool
copy_rest(int copy)
{
    static char piece[COPY_PIECE];
    bool good = true;
    ssize_t got;

    while (good && (got = read(STDIN_FILENO, piece, sizeof(piece))) != 0)
        good = got < 0 ? descriptor_may_repeat(STDIN_FILENO, POLLIN)
                       : descriptor_write(copy, piece, (size_t)got);
    explicit_bzero(piece, sizeof(piece)); /* who looks at the message next has no body */
    return good;
}

/* --- */

static MailboxReader *
open_standard_input(void)
{
    g_autoptr(GPtrArray) paths = g_ptr_array_new();
    char input[] = MAILBOX_STANDARD_INPUT;

    g_ptr_array_add(paths, input);
    return mailbox_open(paths, false);
}

/* Reads as far as where a second message begins, or the first one ends. */
static bool
holds_several(MailboxReader *reader)
{
    if (!mailbox_next(reader) || !mailbox_goes_on(reader))
        return false;
    mailbox_again(reader);
    return true;
}

/* A single message becomes a file, in place of standard input. Several need none. */
static bool
look_into_pipe(MailboxReader **several)
{
    g_autoptr(MailboxReader) reader = open_standard_input();
    NamelessFile copy;
    int failure = nameless_file_make(&copy) ? 0 : errno;
    bool good = true;

    mailbox_copy(reader, copy.writing);
    if (holds_several(reader)) {
        mailbox_copy(reader, -1);
        *several = g_steal_pointer(&reader);
    } else {
        errno = failure ? failure : mailbox_copy_failure(reader);
        good = errno == 0 && copy_rest(copy.writing) && dup2(copy.reading, STDIN_FILENO) >= 0;
    }
    nameless_file_close(&copy);
    return good;
}

static bool
look_into_file(MailboxReader **several)
{
    g_autoptr(MailboxReader) reader = open_standard_input();
    off_t at = lseek(STDIN_FILENO, 0, SEEK_CUR);

    if (holds_several(reader)) {
        *several = g_steal_pointer(&reader);
        return true;
    }
    return lseek(STDIN_FILENO, at, SEEK_SET) == at;
}

bool
mailbox_input_look_ahead(MailboxReader **several)
{
    struct stat about;

    *several = NULL;
    if (fstat(STDIN_FILENO, &about) != 0)
        return false;
    if (S_ISREG(about.st_mode))
        return look_into_file(several);
    if ((S_ISFIFO(about.st_mode) || S_ISSOCK(about.st_mode)) && may_begin_mbox(about.st_mode))
        return look_into_pipe(several);
    return true;
}

/* --- one of many --- */

char *
mailbox_input_numbered(const char *path, guint64 *number)
{
    const char *colon = strrchr(path, ':');
    g_autofree char *file = colon ? g_strndup(path, (gsize)(colon - path)) : NULL;

    if (!file || mailbox_path(path) != MAILBOX_PATH_OTHER ||
        mailbox_path(file) != MAILBOX_PATH_FILE ||
        !g_ascii_string_to_unsigned(colon + 1, 10, 1, G_MAXINT64, number, NULL))
        return NULL;
    return g_steal_pointer(&file);
}

/* Octets of a file, as far as they are there. */
static bool
copy_part(int file, guint64 offset, guint64 length, int copy)
{
    static char piece[COPY_PIECE];
    bool good = true;

    while (good && length > 0) {
        ssize_t got = pread(file, piece, MIN(length, sizeof(piece)), (off_t)offset);

        if (got == 0)
            break;
        good = got < 0 ? errno == EINTR : descriptor_write(copy, piece, (size_t)got);
        offset += got > 0 ? (guint64)got : 0;
        length -= got > 0 ? (guint64)got : 0;
    }
    explicit_bzero(piece, sizeof(piece)); /* as in copy_rest */
    return good;
}

static bool
take_part(const char *path, guint64 offset, guint64 length)
{
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    NamelessFile copy;
    bool good;

    if (file < 0)
        return false;
    good = nameless_file_make(&copy);
    if (good) {
        good =
            copy_part(file, offset, length, copy.writing) && dup2(copy.reading, STDIN_FILENO) >= 0;
        nameless_file_close(&copy);
    }
    close(file);
    return good;
}

bool
mailbox_input_take(const char *path, guint64 number)
{
    g_autoptr(GPtrArray) paths = g_ptr_array_new();
    g_autofree char *name = g_strdup(path);
    g_autoptr(MailboxReader) reader = NULL;
    const MailboxMessage *message;
    guint64 offset;

    g_ptr_array_add(paths, name);
    reader = mailbox_open(paths, false);
    /* a file of one message has no numbers */
    while ((message = mailbox_next(reader)) && MAX(message->number, 1) < number)
        continue;
    if (!message || message->state != MAILBOX_READ) {
        errno = ENOMSG;
        return false;
    }
    offset = message->offset;
    message = mailbox_next(reader);
    return take_part(path, offset, message ? message->offset - offset : G_MAXINT64);
}
