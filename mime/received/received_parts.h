/* SPDX-License-Identifier: ISC */
/* Where the parts of a Received value begin and end: the client, the clauses from "by" on, the
 * date. It reads none of them. */
#ifndef MIME_RECEIVED_PARTS_H
#define MIME_RECEIVED_PARTS_H

#include "mime/received/received_tokens.h"

/* Places are indices of tokens; a part that is not there begins where it ends. */
typedef struct {
    const Token *opening; /* a comment in front of "by", or alone; NULL: none */
    bool has_from, has_by;
    size_t client, client_end; /* what stands between "from" and "by" */
    size_t clauses, date;      /* "by", and the last semicolon behind it or the end */
} ReceivedParts;

/* Notes in tokens where more than one reading is possible. */
ReceivedParts received_parts(ReceivedTokens *tokens);

#endif
