/* SPDX-License-Identifier: ISC */
/* rename(2) replaces a symbolic link itself, and not what it points to: in a folder that others
 * write, a link of theirs cannot lead to a file of the user's. */
#include "whole_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BESIDE_SUFFIX ".XXXXXX" /* as mkostemp wants it */

/* "DIR/.NAME.XXXXXX": hidden, and in the same file system. NULL with errno. */
static char *
name_beside(const char *path)
{
    const char *slash = strrchr(path, '/');
    size_t folder = slash ? (size_t)(slash - path) + 1 : 0;
    size_t size = strlen(path) + strlen("." BESIDE_SUFFIX) + 1;
    char *name = malloc(size);

    if (name)
        snprintf(name, size, "%.*s.%s%s", (int)folder, path, path + folder, BESIDE_SUFFIX);
    return name;
}

bool
whole_file_open(WholeFile *file, const char *path)
{
    struct stat there;
    bool is_there = stat(path, &there) == 0;

    *file = (WholeFile){ .path = path, .descriptor = -1 };
    if (is_there && S_ISDIR(there.st_mode)) {
        errno = EISDIR;
        return false;
    }
    if (is_there && !S_ISREG(there.st_mode)) {
        file->descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
        return file->descriptor >= 0;
    }
    file->beside = name_beside(path);
    if (file->beside)
        file->descriptor = mkostemp(file->beside, O_CLOEXEC); /* 0600 */
    if (file->descriptor < 0) {
        free(file->beside);
        file->beside = NULL;
    }
    return file->descriptor >= 0;
}

bool
whole_file_finish(WholeFile *file)
{
    bool written = !file->beside || fsync(file->descriptor) == 0;
    int problem = errno;

    if (close(file->descriptor) != 0 && written) {
        written = false;
        problem = errno;
    }
    file->descriptor = -1;
    if (written && file->beside && rename(file->beside, file->path) != 0) {
        written = false;
        problem = errno;
    }
    if (written) {
        free(file->beside);
        file->beside = NULL;
    }
    whole_file_drop(file);
    errno = problem;
    return written;
}

void
whole_file_drop(WholeFile *file)
{
    if (file->descriptor >= 0)
        close(file->descriptor);
    file->descriptor = -1;
    if (file->beside)
        unlink(file->beside);
    free(file->beside);
    file->beside = NULL;
}
