/* SPDX-License-Identifier: ISC */
/* Opens settings files, but none that somebody else could have written: settings say whom to
 * believe. The rule is procmail's for its rc files (procmail(1), "Suspicious rcfile"). What stands
 * in a file is settings_file.c's business. */
#ifndef SETTINGS_OPEN_H
#define SETTINGS_OPEN_H

#include <glib.h>
#include <stdbool.h>
#include <sys/stat.h>

/* Opens the regular file, or the null device, at path, without ever waiting. -1 and *error ("PATH:
 * what is wrong; what would be right") where it is something else, or somebody else may write it or
 * put another one in its place; -1 alone where there is none and it is not required. The caller
 * closes. */
int settings_open(const char *path, bool required, GError **error);

/* Who reads settings. */
typedef struct {
    uid_t user;
    gid_t group; /* the primary one */
} SettingsReader;

/* Why a file, in that directory, could have been written by others than the reader and root, and
 * what would be right; the caller frees. NULL: it could not. */
char *settings_writers_problem(const struct stat *file, const struct stat *directory,
                               const SettingsReader *reader);

#endif
