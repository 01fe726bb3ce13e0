/* SPDX-License-Identifier: ISC */
/* A file that is written whole or not at all, and that only its owner may read. Plain POSIX. */
#ifndef WHOLE_FILE_H
#define WHOLE_FILE_H

#include <stdbool.h>

typedef struct {
    const char *path; /* lent */
    char *beside;     /* path of the file that becomes it; NULL: none has a name there */
    bool is_itself;   /* path is no regular file, and written as it is */
    int descriptor;   /* to write to; -1: none */
} WholeFile;

/* Opens a new file in the folder of path, with rights 0600, without a name where the file system
 * can: then nothing is left of it, however this process ends. Else it stands beside path, hidden,
 * and stays there if this process is killed. What is at path stays as it is; only what is there and
 * is no regular file, such as a pipe or a terminal, is opened itself. False with errno: nothing was
 * made. path must outlive the file. */
bool whole_file_open(WholeFile *file, const char *path);

/* Puts what was written in the place of path, after it is on the disk. False with errno: path is as
 * it was, and nothing stands beside it. Killed right between two calls it leaves the whole file
 * beside path, if there was one at path. */
bool whole_file_finish(WholeFile *file);

/* Throws away what was written; path is as it was. */
void whole_file_drop(WholeFile *file);

#endif
