/* SPDX-License-Identifier: ISC */
/* What servers remark in comments between the client and "by": TLS, certificates, logins. */
#ifndef MIME_RECEIVED_REMARKS_H
#define MIME_RECEIVED_REMARKS_H

#include "mime/received/received.h"
#include "mime/received/received_tokens.h"

typedef struct {
    const char *opening;
    bool whole;       /* there is no more */
    bool behind_word; /* a webmail program's name stands in front: "SquirrelMail" */
    bool is_login;    /* says that the client logged in */
    bool client_text; /* holds unquoted text of the client's: it may have closed the comment */
} Remark;

/* NULL where the token is none. */
const Remark *received_remark(const Token *token);

/* The end of the count tokens without the remarks that stand last. Sets *contested where one of
 * them may be something else. */
size_t received_before_remarks(const Token *token, size_t count, bool *contested);

/* Reads a login into hop's auth: count tokens, all that stands between the address and "by". */
void received_login(const Token *token, size_t count, ReceivedHop *hop);

#endif
