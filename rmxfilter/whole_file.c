/* SPDX-License-Identifier: ISC */
/* rename(2) replaces a symbolic link itself, and not what it points to: in a folder that others
 * write, a link of theirs cannot lead to a file of the user's. Nor does linkat(2) follow one. A
 * file without a name gets its own at once where nothing is in its place; else it has to get
 * another one first, as linkat replaces nothing. */
#include "whole_file.h"

#include "mime/descriptor.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BESIDE_SUFFIX ".XXXXXX" /* as mkostemp wants it */
#define NAMES_TRIED   100

/* --- names --- */

/* Octets of path up to its last "/", which is among them; 0: it has none. */
static size_t
folder_length(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? (size_t)(slash - path) + 1 : 0;
}

/* "DIR/.NAME.XXXXXX": hidden, and in the same file system. NULL with errno. */
static char *
name_beside(const char *path)
{
    size_t folder = folder_length(path), size = strlen(path) + strlen("." BESIDE_SUFFIX) + 1;
    char *name = malloc(size);

    if (name)
        snprintf(name, size, "%.*s.%s%s", (int)folder, path, path + folder, BESIDE_SUFFIX);
    return name;
}

/* Letters in the place of the XXXXXX that name ends with. False with errno. */
static bool
draw_suffix(char *name)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz012345"; /* 32 of them */
    unsigned char dice[sizeof(BESIDE_SUFFIX) - 2];
    char *at = name + strlen(name) - sizeof(dice);

    if (getentropy(dice, sizeof(dice)) != 0)
        return false;
    for (size_t i = 0; i < sizeof(dice); i++)
        at[i] = letters[dice[i] % 32];
    return true;
}

/* --- a file without a name --- */

/* -1: there can be none in the folder of path, or it could get no name later. */
static int
open_without_name(const char *path)
{
#ifdef O_TMPFILE
    char self[DESCRIPTOR_PATH_SIZE];
    size_t folder = folder_length(path);
    char *name = folder > 0 ? strndup(path, folder) : strdup(".");
    int descriptor = name ? open(name, O_TMPFILE | O_WRONLY | O_CLOEXEC, S_IRUSR | S_IWUSR) : -1;

    free(name);
    descriptor_path(self, descriptor);
    if (descriptor >= 0 && access(self, F_OK) != 0) { /* there is no /proc */
        close(descriptor);
        descriptor = -1;
    }
    return descriptor;
#else
    (void)path;
    return -1;
#endif
}

/* False with errno. */
static bool
give_name(const WholeFile *file, const char *name)
{
    char self[DESCRIPTOR_PATH_SIZE];

    descriptor_path(self, file->descriptor);
    return linkat(AT_FDCWD, self, AT_FDCWD, name, AT_SYMLINK_FOLLOW) == 0;
}

/* Gives the file a name beside path that nothing has. False with errno: it has none. */
static bool
give_name_beside(WholeFile *file)
{
    for (unsigned tries = 0; tries < NAMES_TRIED; tries++) {
        file->beside = name_beside(file->path);
        if (file->beside && draw_suffix(file->beside) && give_name(file, file->beside))
            return true;
        free(file->beside);
        file->beside = NULL;
        if (errno != EEXIST)
            break;
    }
    return false;
}

/* --- a file from its beginning to its end --- */

/* One that has a name from the beginning. */
static void
open_beside(WholeFile *file)
{
    file->beside = name_beside(file->path);
    if (file->beside)
        file->descriptor = mkostemp(file->beside, O_CLOEXEC); /* 0600 */
    if (file->descriptor < 0) {
        free(file->beside);
        file->beside = NULL;
    }
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
    file->is_itself = is_there && !S_ISREG(there.st_mode);
    if (file->is_itself)
        file->descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
    else
        file->descriptor = open_without_name(path);
    if (file->descriptor < 0 && !file->is_itself)
        open_beside(file);
    return file->descriptor >= 0;
}

/* Puts the file, which is on the disk, in the place of path. False with errno: path is as it was.
 */
static bool
take_place(WholeFile *file)
{
    if (!file->beside) {
        if (give_name(file, file->path))
            return true;
        if (errno != EEXIST || !give_name_beside(file))
            return false;
    }
    if (rename(file->beside, file->path) != 0)
        return false;
    free(file->beside);
    file->beside = NULL;
    return true;
}

bool
whole_file_finish(WholeFile *file)
{
    bool written = file->is_itself || (fsync(file->descriptor) == 0 && take_place(file));
    int problem = errno;

    if (close(file->descriptor) != 0 && written && file->is_itself) {
        written = false;
        problem = errno;
    }
    file->descriptor = -1;
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
