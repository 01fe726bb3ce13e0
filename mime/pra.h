/* SPDX-License-Identifier: ISC */
/* The purported responsible address (RFC 4407): who, by the header, put the message into the mail
 * most recently. The header is its sender's word: what the address is worth, records must say. */
#ifndef MIME_PRA_H
#define MIME_PRA_H

#include "mime/address.h"
#include "mime/message.h"

/* By the steps of section 2. *field, where it is not NULL, is the name of the field that it was
 * read from, a literal. NULL: the message has none, or the field cannot be read strictly as one
 * mailbox (mime/mailboxes.h). The caller owns the address. */
MailAddress *purported_responsible_address(const Message *message, const char **field);

#endif
