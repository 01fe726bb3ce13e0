/* SPDX-License-Identifier: ISC */
/* Where among the tokens between "from" and "by" a format shows the client's address. */
#ifndef MIME_RECEIVED_PLACE_H
#define MIME_RECEIVED_PLACE_H

#include "mime/received/received_comment.h"
#include "mime/received/received_format.h"

/* The first count tokens name the client, the address is behind them, and what stands behind the
 * address begins at end. */
typedef struct {
    size_t count, end;
    ClientComment seen;
    bool plain; /* "(IP)" without brackets */
} Client;

/* Finds the address among end tokens, at least one, that do not end in remarks. Anything but
 * COMMENT_ADDRESS: there is none to be believed, and client->count tokens may still name it. */
CommentKind received_place(const Token *token, size_t end, ClientPlace place, Client *client);

/* True where one of the tokens may be an address, or a comment that shows one. */
bool received_leaves_unread(const Token *token, size_t end);

#endif
