/* SPDX-License-Identifier: ISC */
/* A message's body as the guard holds it back for those who may read it. Plain POSIX. */
#ifndef MIME_BODY_H
#define MIME_BODY_H

#include <stddef.h>
#include <sys/types.h>

/* The body is what stands behind the header block and its empty line: first len octets in memory,
 * then the rest of a file. Lent. */
typedef struct {
    const char *octets;
    size_t len;
    int file;            /* a regular file that has the rest; -1: there is no rest */
    off_t at;            /* where in the file the rest begins, in octets from its start */
    const char *missing; /* a literal, for people: why the body is not at hand; NULL: it is */
} HeldBody;

#endif
