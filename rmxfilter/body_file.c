/* SPDX-License-Identifier: ISC */
/* A file has room for a body where memory is short, and none where the disk is full or there is a
 * quota. Then what was read last stays in the buffer, so that no octet is lost. */
#include "body_file.h"

#include "mime/descriptor.h"
#include "mime/wipe.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CHUNK_SIZE ((size_t)64 << 10)

/* What was read last. */
static char chunk[CHUNK_SIZE];

/* --- opening --- */

BodyFile
body_file_none(void)
{
    return (BodyFile){ .file = -1 };
}

int
body_file_open_input(int in, off_t *at, off_t *rest)
{
    struct stat about;

    if (fstat(in, &about) != 0 || !S_ISREG(about.st_mode))
        return -1;
    *at = lseek(in, 0, SEEK_CUR);
    *rest = about.st_size - *at;
    return *at >= 0 && *rest > 0 && *rest <= BODY_FILE_MAX ? descriptor_open_again(in) : -1;
}

bool
body_file_try(const char **folder)
{
    NamelessFile made;
    bool good = nameless_file_make(&made);

    *folder = nameless_file_folder();
    nameless_file_close(&made);
    return good;
}

/* --- in --- */

bool
body_file_wait(int in)
{
    struct pollfd one = { .fd = in, .events = POLLIN };

    poll(&one, 1, -1); /* whatever it says, read says why */
    return true;
}

/* Writes what is in the buffer to the file, as far as there is room. */
static BodyLack
write_spare(BodyFile *held, int writing)
{
    while (held->spare < held->extra) {
        ssize_t put = pwrite(writing, chunk + held->spare, held->extra - held->spare, held->end);

        if (put < 0 && errno == EINTR)
            continue;
        if (put == 0 || (put < 0 && (errno == ENOSPC || errno == EDQUOT || errno == EFBIG)))
            return BODY_NO_ROOM;
        if (put < 0)
            return BODY_FILE_FAILS;
        held->spare += (size_t)put;
        held->end += put;
    }
    return BODY_AT_HAND;
}

/* Returns why what is in the buffer stays there; BODY_AT_HAND: it is in the file. */
static BodyLack
keep_spare(BodyFile *held, NamelessFile *made)
{
    if (held->end + (off_t)held->extra > BODY_FILE_MAX)
        return BODY_TOO_LONG;
    if (made->writing < 0) {
        if (!nameless_file_make(made))
            return BODY_NO_FILE;
        held->file = made->reading;
    }
    return write_spare(held, made->writing);
}

/* Reads into the buffer, which is empty. False with errno. */
static bool
read_spare(BodyFile *held, int in, BodyWait wait)
{
    ssize_t got;

    held->spare = held->extra = 0;
    do {
        if (!wait(in)) {
            held->missing = BODY_STOPPED;
            return true;
        }
        got = read(in, chunk, sizeof(chunk));
    } while (got < 0 && (errno == EINTR || errno == EAGAIN));
    if (got < 0)
        return false;
    held->ended = got == 0;
    held->extra = (size_t)got;
    return true;
}

bool
body_file_fill(BodyFile *held, int in, BodyWait wait)
{
    NamelessFile made = { .writing = -1, .reading = -1 };

    *held = body_file_none();
    while (!held->ended && !held->missing) {
        if (!read_spare(held, in, wait))
            return false;
        if (held->extra > 0)
            held->missing = keep_spare(held, &made);
    }
    /* A full disk or quota may show only here, on network file systems: what it had to take is
     * nowhere then. */
    return made.writing < 0 || close(made.writing) == 0 || errno == EINTR;
}

/* --- out --- */

ssize_t
body_file_take(BodyFile *held, char *octets, size_t size)
{
    ssize_t got = 0;

    if (held->at < held->end) {
        if ((off_t)size > held->end - held->at)
            size = (size_t)(held->end - held->at);
        got = pread(held->file, octets, size, held->at);
        if (got == 0) {
            errno = EIO; /* somebody cut it */
            return -1;
        }
        held->at += got > 0 ? got : 0;
    } else if (held->spare < held->extra) {
        got = (ssize_t)(size < held->extra - held->spare ? size : held->extra - held->spare);
        memcpy(octets, chunk + held->spare, (size_t)got);
        held->spare += (size_t)got;
    }
    return got;
}

bool
body_file_is_taken(const BodyFile *held)
{
    return held->at >= held->end && held->spare >= held->extra;
}

void
body_file_forget(const BodyFile *held)
{
    if (held->end > 0 || held->extra > 0)
        wipe(chunk, sizeof(chunk));
}
