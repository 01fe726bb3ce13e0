/* SPDX-License-Identifier: ISC */
/* A message's body as the guard holds it back for those who may read it. Plain POSIX. */
#ifndef MIME_BODY_H
#define MIME_BODY_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* Why the body, or digests of it, are not at hand. */
typedef enum {
    BODY_AT_HAND,
    BODY_UNSIGNED,    /* nobody wants it */
    BODY_LONG_HEADER, /* a signature may stand where nobody looked */
    BODY_TOO_LONG,
    BODY_STOPPED, /* the filter was to end at once */
    BODY_NO_ROOM,
    BODY_NO_FILE,
    BODY_FILE_FAILS,
    BODY_OF_SEVERAL, /* only headers are read */
    BODY_FORGOTTEN,
    BODY_NO_DESCRIPTOR, /* from here on: it was there, and has no digests */
    BODY_NO_PIPE,
    BODY_NO_PROCESS,
    BODY_NOT_IN_TIME,
    BODY_DIGESTS_FAIL,
    BODY_HASHER_LEFT,
    BODY_BAD_DIGESTS,
    BODY_UNWANTED,
    BODY_DIGESTS_TAKEN,
} BodyLack;

/* For people, a literal in which "it" is the body; NULL: it is at hand. */
const char *body_lack_text(BodyLack lack);

/* True where another try, an hour later, could find room, a process or time for it. */
bool body_lack_may_end(BodyLack lack);

/* The body is what stands behind the header block and its empty line: first len octets in memory,
 * then the rest of a file. Both belong to whoever lent them, and are this process's own copy. */
typedef struct {
    char *octets;
    size_t len;
    int file;         /* a regular file that has the rest; -1: there is no rest */
    off_t at;         /* where in the file the rest begins, in octets from its start */
    BodyLack missing; /* why it is not at hand, and nothing of it is here */
} HeldBody;

/* Without a body. */
HeldBody held_body_missing(BodyLack why);

/* Wipes what stands in memory, and closes the file: for a process that is to see no more of it. */
void held_body_forget(HeldBody *body);

#endif
