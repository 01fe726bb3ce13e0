/* SPDX-License-Identifier: ISC */
#include "mailbox/open_entry.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

/* O_NONBLOCK: a FIFO that came in the place of a file meanwhile does not stop this process. */
#define OPENING (O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)

DIR *
open_entry_folder(int parent, const char *path)
{
    int folder = openat(parent, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *listing = folder < 0 ? NULL : fdopendir(folder);
    int failure = errno;

    if (folder >= 0 && !listing)
        close(folder);
    errno = failure;
    return listing;
}

int
open_entry_file(int folder, const char *path, bool follow, struct stat *about)
{
    int file = follow ? openat(folder, path, OPENING) : openat(folder, path, OPENING | O_NOFOLLOW);

    if (file < 0)
        return -1;
    if (fstat(file, about) == 0 && S_ISREG(about->st_mode))
        return file;
    close(file);
    errno = ELOOP;
    return -1;
}
