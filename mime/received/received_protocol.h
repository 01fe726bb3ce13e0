/* SPDX-License-Identifier: ISC */
/* The protocols behind "with" that are known by a single word, and what kind of hop each tells of.
 */
#ifndef MIME_RECEIVED_PROTOCOL_H
#define MIME_RECEIVED_PROTOCOL_H

#include "mime/cursor.h"
#include "mime/received/received.h"

typedef struct {
    const char *word;
    const char *format; /* a literal; NULL: tells no kind */
    HopKind kind;       /* where there is a format */
    bool handed_in;     /* by an account of the host, whose name stands first in "from" */
} ReceivedProtocol;

/* In any ASCII case. NULL where the word is none. */
const ReceivedProtocol *received_protocol(Cursor word);

#endif
