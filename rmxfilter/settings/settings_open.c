/* SPDX-License-Identifier: ISC */
/* The directory and the file in it are opened first and looked at then, through their descriptors:
 * nobody can change them in between. */
#include "settings/settings_open.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/sysmacros.h>
#include <unistd.h>

/* The null device of Linux (admin-guide/devices.txt): whoever may write it, it stays empty. */
#define NULL_DEVICE makedev(1, 3)

/* Groups that are as good as one user. Many systems give each user a group of his own, of the same
 * number, and a umask of 002, so that all of his files are writable for it. A primary group that
 * many share is nothing that a user lets write by chance: there the umask is 022. */
static bool
is_own_group(gid_t group, const struct stat *file, const SettingsReader *reader)
{
    return group == 0 || group == reader->group || group == file->st_uid;
}

/* The words for who may write something; NULL: nobody else. */
static const char *
other_writers(const struct stat *thing, const SettingsReader *reader)
{
    if (thing->st_mode & S_IWOTH)
        return "everybody";
    if (thing->st_mode & S_IWGRP && !is_own_group(thing->st_gid, thing, reader))
        return "another group";
    return NULL;
}

/* In a directory with the sticky bit, such as /tmp, nobody can replace the file of another. */
char *
settings_writers_problem(const struct stat *file, const struct stat *directory,
                         const SettingsReader *reader)
{
    const char *writers = other_writers(file, reader);

    if (file->st_uid != 0 && file->st_uid != reader->user)
        return g_strdup_printf("belongs to user %u; settings must belong to you (user %u) or root",
                               (unsigned)file->st_uid, (unsigned)reader->user);
    if (writers)
        return g_strdup_printf("%s may write it; take that away: chmod go-w", writers);
    writers = directory->st_mode & S_ISVTX ? NULL : other_writers(directory, reader);
    if (writers)
        return g_strdup_printf("%s may write its directory; take that away there: chmod go-w",
                               writers);
    return NULL;
}

static const char *
file_kind_text(const struct stat *file)
{
    switch (file->st_mode & S_IFMT) {
    case S_IFDIR:
        return "a directory";
    case S_IFIFO:
        return "a pipe";
    case S_IFSOCK:
        return "a socket";
    default:
        return "a device";
    }
}

/* Why it may not be read. The caller frees. */
static char *
problem_of_open_file(int descriptor, int directory)
{
    const SettingsReader reader = { .user = geteuid(), .group = getegid() };
    struct stat file, parent;

    if (fstat(descriptor, &file) != 0 || fstat(directory, &parent) != 0)
        return g_strdup(g_strerror(errno));
    if (S_ISCHR(file.st_mode) && file.st_rdev == NULL_DEVICE)
        return NULL;
    if (!S_ISREG(file.st_mode))
        return g_strdup_printf("is %s; give a regular file", file_kind_text(&file));
    return settings_writers_problem(&file, &parent, &reader);
}

static int
refuse_settings_file(const char *path, const char *problem, GError **error)
{
    g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "%s: %s", path, problem);
    return -1;
}

/* ENOTDIR: HOME is /dev/null for some system users. */
static int
refuse_open_error(const char *path, bool required, GError **error)
{
    if (!required && (errno == ENOENT || errno == ENOTDIR))
        return -1;
    return refuse_settings_file(path, g_strerror(errno), error);
}

/* NONBLOCK: opening a FIFO would wait for who writes to it. A socket cannot be opened (ENXIO). */
static int
open_in_directory(int directory, const char *path, bool required, GError **error)
{
    g_autofree char *name = g_path_get_basename(path);
    int descriptor = openat(directory, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    g_autofree char *problem = NULL;

    if (descriptor < 0)
        return refuse_open_error(path, required, error);
    problem = problem_of_open_file(descriptor, directory);
    if (!problem)
        return descriptor;
    close(descriptor);
    return refuse_settings_file(path, problem, error);
}

int
settings_open(const char *path, bool required, GError **error)
{
    g_autofree char *parent = g_path_get_dirname(path);
    int directory = open(*path ? parent : "", O_PATH | O_DIRECTORY | O_CLOEXEC);
    int descriptor;

    if (directory < 0)
        return refuse_open_error(path, required, error);
    descriptor = open_in_directory(directory, path, required, error);
    close(directory);
    return descriptor;
}
