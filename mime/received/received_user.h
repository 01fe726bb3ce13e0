/* SPDX-License-Identifier: ISC */
/* Who handed a message in on the host itself: told only by what the mail system found out, never by
 * what that user could write. */
#ifndef MIME_RECEIVED_USER_H
#define MIME_RECEIVED_USER_H

#include "mime/received/received_format.h"

/* Sets hop's user where hop is handed in and the format shows who it was. */
void received_user(const ReceivedFormat *format, const ReceivedClauses *clauses,
                   const ReceivedTokens *tokens, ReceivedHop *hop);

/* Whether the comment behind "by HOST" ends in ", from userid", as Postfix's pickup ends it. */
bool received_is_pickup(const ReceivedClauses *clauses);

/* The inside of "(from USER@localhost)" or "(from USER@localhost, uid N)", without its "from": user
 * is the name, or the number where there is one. False where it is anything else. */
bool received_local_user(Cursor text, Cursor *user);

#endif
