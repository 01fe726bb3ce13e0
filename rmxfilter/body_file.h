/* SPDX-License-Identifier: ISC */
/* The part of a body for which memory has no room: held back in a file without a name, which goes
 * with the process, and taken out again. Plain POSIX, and no memory but a static buffer: the guard
 * needs it. */
#ifndef BODY_FILE_H
#define BODY_FILE_H

#include "mime/body.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#define BODY_FILE_MAX ((off_t)256 << 20) /* octets: more of a body is not held back */

/* Waits until in has something to read, or has ended. False: nothing more is to be held back. */
typedef bool (*BodyWait)(int in);

/* The plain one, which waits for as long as it takes. */
bool body_file_wait(int in);

typedef struct {
    int file;      /* open for reading only, so that nobody who gets it can change the mail; or
                      the input, opened anew; -1: there is none */
    off_t at, end; /* octets of it from at to end were not taken out yet */
    size_t spare, extra; /* likewise of what was read and the file had no room for */
    bool ended;          /* the input has no more */
    BodyLack missing;    /* why not all of the input is in the file */
} BodyFile;

/* No file, and nothing in it. */
BodyFile body_file_none(void);

/* Whether the file could be made, for who asks before a message comes. *folder: where, as the
 * environment says, lent by it. */
bool body_file_try(const char **folder);

/* Opens the regular file that in is anew, for reading only: nobody moves the offset of in by it.
 * That is at, and rest octets follow. -1: it is no regular file, has no more or more than
 * BODY_FILE_MAX, or cannot be opened by this process. */
int body_file_open_input(int in, off_t *at, off_t *rest);

/* Reads in to its end, BODY_FILE_MAX octets at most, into a new file. Whatever was read can be
 * taken out again, also where there was no room. False with errno: reading failed, or what was read
 * is lost. Only one at a time in a process. */
bool body_file_fill(BodyFile *held, int in, BodyWait wait);

/* Takes out the next octets, size at most. 0: all are out; -1 with errno. Does not use the offset
 * of the file, which others may move. */
ssize_t body_file_take(BodyFile *held, char *octets, size_t size);

/* Whether all of it was taken out, or nothing was in it. */
bool body_file_is_taken(const BodyFile *held);

/* Wipes what this process has of it in memory: for the child. */
void body_file_forget(const BodyFile *held);

#endif
