/* SPDX-License-Identifier: ISC */
/* The clauses of one Received value: which tokens stand between "from" and "by", and everything
 * from "by" on read into the hop. What stands between "from" and "by" is received_client.c's. */
#ifndef MIME_RECEIVED_CLAUSES_H
#define MIME_RECEIVED_CLAUSES_H

#include "mime/received/received.h"
#include "mime/received/received_protocol.h"
#include "mime/received/received_tokens.h"

enum { RECEIVED_MARKS = 6 };

/* Where the parts of a value begin and end. Places are indices of tokens; a part that is not there
 * begins where it ends. */
typedef struct {
    const Token *opening; /* a comment in front of "by", or alone; NULL: none */
    bool has_from, has_by;
    size_t client, client_end; /* what stands between "from" and "by" */
    size_t clauses, date;      /* "by", and the last semicolon behind it or the end */
} ReceivedParts;

typedef struct {
    ReceivedParts parts;
    const Token *client; /* what stands between "from" and "by" */
    size_t client_count;
    Cursor client_text;               /* all of it as it was written */
    const ReceivedProtocol *protocol; /* NULL: none, or none that is known */
    const Token *via;                 /* the link; NULL: none */
    bool own_id;                      /* the server's, and no text of a client's */
    /* Comments behind "by HOST" and before "id" and "for", where servers put their names. Nothing
     * that a client chose can stand there. */
    const Token *mark[RECEIVED_MARKS];
    size_t mark_count;
} ReceivedClauses;

/* Finds the clauses and reads all but the client into hop. Notes in tokens where they are doubtful;
 * hop is not to be used then. clauses points into tokens. */
void received_clauses(ReceivedTokens *tokens, ReceivedClauses *clauses, ReceivedHop *hop);

/* True where one of the marks begins so, in any ASCII case. */
bool clauses_marked(const ReceivedClauses *clauses, const char *prefix);

#endif
