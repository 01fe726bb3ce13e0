/* SPDX-License-Identifier: ISC */
/* A message's body as the guard holds it back for those who may read it. Plain POSIX. */
#ifndef MIME_BODY_H
#define MIME_BODY_H

#include <stddef.h>
#include <sys/types.h>

/* The body is what stands behind the header block and its empty line: first len octets in memory,
 * then the rest of a file. Both belong to whoever lent them, and are this process's own copy. */
typedef struct {
    char *octets;
    size_t len;
    int file;            /* a regular file that has the rest; -1: there is no rest */
    off_t at;            /* where in the file the rest begins, in octets from its start */
    const char *missing; /* a literal, for people, in which "it" is the body: why it is not at hand,
                            and nothing of it is here; NULL: it is */
} HeldBody;

/* Without a body. why is a literal, for people. */
HeldBody held_body_missing(const char *why);

/* Wipes what stands in memory, and closes the file: for a process that is to see no more of it. */
void held_body_forget(HeldBody *body);

#endif
