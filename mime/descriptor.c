/* SPDX-License-Identifier: ISC */
#include "mime/descriptor.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

bool
descriptor_may_repeat(int fd, short events)
{
    struct pollfd one = { .fd = fd, .events = events };

    if (errno == EINTR)
        return true;
    if (errno != EAGAIN)
        return false;
    return poll(&one, 1, -1) >= 0 || errno == EINTR;
}

bool
descriptor_write(int fd, const void *octets, size_t len)
{
    const char *at = octets;

    while (len > 0) {
        ssize_t put = write(fd, at, len);

        if (put < 0 && descriptor_may_repeat(fd, POLLOUT))
            continue;
        if (put == 0)
            errno = ENOSPC; /* else it might be tried for ever */
        if (put <= 0)
            return false;
        at += put;
        len -= (size_t)put;
    }
    return true;
}

void
descriptor_path(char path[DESCRIPTOR_PATH_SIZE], int fd)
{
    snprintf(path, DESCRIPTOR_PATH_SIZE, "/proc/self/fd/%d", fd);
}

int
descriptor_open_again(int fd)
{
    char path[DESCRIPTOR_PATH_SIZE];

    descriptor_path(path, fd);
    /* Without O_NONBLOCK it would wait for somebody who holds a lease on the file. */
    return open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
}

/* --- without a name --- */

const char *
nameless_file_folder(void)
{
    const char *folder = getenv(NAMELESS_FILE_FOLDER);

    return folder && *folder ? folder : NAMELESS_FILE_DEFAULT;
}

void
nameless_file_close(NamelessFile *file)
{
    int failure = errno;

    if (file->writing >= 0)
        close(file->writing);
    if (file->reading >= 0)
        close(file->reading);
    *file = (NamelessFile){ .writing = -1, .reading = -1 };
    errno = failure;
}

/* False where the file is open once, or not at all. */
static bool
is_open_twice(NamelessFile *file)
{
    if (file->writing >= 0 && file->reading >= 0)
        return true;
    nameless_file_close(file);
    return false;
}

/* One that never had a name. O_EXCL: nobody can give it one. */
static bool
make_file_without_name(const char *folder, NamelessFile *file)
{
#ifdef O_TMPFILE
    file->writing = open(folder, O_TMPFILE | O_EXCL | O_RDWR | O_CLOEXEC, S_IRUSR | S_IWUSR);
    file->reading = file->writing >= 0 ? descriptor_open_again(file->writing) : -1;
    return is_open_twice(file);
#else
    (void)folder;
    (void)file;
    return false;
#endif
}

/* Where the file system knows no other, or there is no /proc: one that loses its name at once. */
static bool
make_unlinked_file(const char *folder, NamelessFile *file)
{
    char path[PATH_MAX];
    int len = snprintf(path, sizeof(path), "%s/rmxfilter-XXXXXX", folder);

    if (len < 0 || (size_t)len >= sizeof(path)) {
        errno = ENAMETOOLONG;
        return false;
    }
    file->writing = mkostemp(path, O_CLOEXEC);
    if (file->writing < 0)
        return false;
    file->reading = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    unlink(path);
    return is_open_twice(file);
}

bool
nameless_file_make(NamelessFile *file)
{
    const char *folder = nameless_file_folder();

    *file = (NamelessFile){ .writing = -1, .reading = -1 };
    return make_file_without_name(folder, file) || make_unlinked_file(folder, file);
}
