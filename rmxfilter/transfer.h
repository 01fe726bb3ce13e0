/* SPDX-License-Identifier: ISC */
/* The message's way through the guard: the header block held in memory as far as it fits, the rest
 * streamed, what must go left out, everything else octet for octet. Where a signature field stands
 * in the header block the body can be held back, too. Plain POSIX; memory stays within HEADER_MAX
 * whatever comes. */
#ifndef TRANSFER_H
#define TRANSFER_H

#include "body_file.h"
#include "mime/body.h"

#include <stdbool.h>
#include <stddef.h>

#define HEADER_MAX                                                                                 \
    ((size_t)4 << 20) /* octets: of a longer header block only the beginning is inspected */

/* One more field of ours, for a message that begins with a continuation line to continue. */
#define TRANSFER_STRAY "X-RMX-Stray: (the message began with a line that continues no field)\n"

typedef struct {
    int in, out;       /* file descriptors; lent */
    char *octets;      /* what has been read and not yet written */
    size_t len, size;  /* in octets */
    bool ended;        /* in has no more */
    bool held;         /* octets holds the whole header block */
    bool is_signed;    /* a signature field stands in it: what is behind it may be wanted */
    size_t header_len; /* the header block with its empty line; not held: its whole fields so far */
    BodyFile rest;     /* what was read behind octets, and is written before more is read */
    int failure;       /* errno of the read or write that failed; 0: none did */
} Transfer;

/* Begins a transfer between two open descriptors, and reads the header block, or what of it fits
 * into HEADER_MAX and the memory there is. False where reading failed (failure says why). The first
 * header_len octets are for the inspector, and never end inside a field. */
bool transfer_begin(Transfer *t, int in, int out);

/* Reads the body of a message that is signed, and holds it back: beside the header block, with 256
 * KiB at least for it where that is no larger than the first buffer, and what is more in a file. A
 * regular file as input is left where it is. body is lent until the transfer goes on; of any other
 * message, and where there is no room, it is missing. Nothing is lost: what was read is written by
 * transfer_put_top. wait is called before each read. False where reading failed, as transfer_begin.
 */
bool transfer_hold(Transfer *t, BodyWait wait, HeldBody *body);

/* For who reads on, and does not write: the next octets behind those in octets, size at most. 0:
 * there are no more; -1 with errno. */
ssize_t transfer_take(Transfer *t, char *octets, size_t size);

/* Wipes and closes what the child is not to have of the message: all that is behind the header
 * block, but for what body, not missing, lends. The parent's copy stays as it is. */
void transfer_forget_body(const Transfer *t, const HeldBody *body);

/* Writes what was read so far, at least the header block, with fields (len octets of whole lines
 * that end in LF) on top, below the "From " line of an mbox if there is one, in the message's own
 * line ending, and below them TRANSFER_STRAY where it is needed. Left out, up to the first empty
 * line: whatever begins with X-RMX, be it a field or not, and, where authserv_id is not NULL,
 * Authentication-Results that bear it, unless they begin before offset strip_from, which is at most
 * header_len. Behind an empty line with a CR, in a message whose lines end in LF, such fields go,
 * and no other lines, up to the first empty line without one. Of a field longer than the memory for
 * it the beginning decides; where that does not say whose it is, the field goes. False where
 * reading or writing failed: the caller of the program must keep its own copy. */
bool transfer_put_top(Transfer *t, const char *fields, size_t len, const char *authserv_id,
                      size_t strip_from);

/* Behind transfer_put_top: writes the rest, which may be long in coming, and closes out. False
 * likewise. */
bool transfer_put_rest(Transfer *t);

/* Both. */
bool transfer_finish(Transfer *t, const char *fields, size_t len, const char *authserv_id,
                     size_t strip_from);

#endif
