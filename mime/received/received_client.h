/* SPDX-License-Identifier: ISC */
/* Who the client was: the address that the server saw, told apart from what the client said. */
#ifndef MIME_RECEIVED_CLIENT_H
#define MIME_RECEIVED_CLIENT_H

#include "mime/received/received_format.h"

/* Reads what stands between "from" and "by" into hop's ip, rdns, helo, ident and auth. Returns true
 * where something there may be an address, but not one that can be believed. */
bool received_client(const ReceivedClauses *clauses, const ReceivedFormat *format,
                     ReceivedTokens *tokens, ReceivedHop *hop);

/* The same for the inside of a comment in front of all else, without its "from": sendmail's for a
 * client that never said HELO ("ident@rdns [IP]"), or for a local user ("user@localhost"). */
bool received_client_comment(Cursor text, ReceivedTokens *tokens, ReceivedHop *hop);

#endif
