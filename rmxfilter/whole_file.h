/* SPDX-License-Identifier: ISC */
/* A file that is written whole or not at all, and that only its owner may read. Plain POSIX. */
#ifndef WHOLE_FILE_H
#define WHOLE_FILE_H

#include <stdbool.h>

typedef struct {
    const char *path; /* lent */
    char *beside;     /* the file that becomes it; NULL: it is no regular file, and written as is */
    int descriptor;   /* to write to; -1: none */
} WholeFile;

/* Opens a new file beside path, with rights 0600. What is at path stays as it is; only what is
 * there and is no regular file, such as a pipe or a terminal, is opened itself. False with errno:
 * nothing was made. path must outlive the file. */
bool whole_file_open(WholeFile *file, const char *path);

/* Puts what was written in the place of path, after it is on the disk. False with errno: path is as
 * it was, and nothing stands beside it. */
bool whole_file_finish(WholeFile *file);

/* Throws away what was written; path is as it was. */
void whole_file_drop(WholeFile *file);

#endif
