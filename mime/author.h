/* SPDX-License-Identifier: ISC */
/* Who wrote the message, by its header, and whether every reader reads the same there. Readers
 * forgive different mistakes: of "From: a@x.example) <b@y.example>" some show the first address and
 * some the second. A word about the author is worth something only where the address that was
 * looked at is the one that the user sees. So From is read strictly (RFC 5322 sections 3.4 and
 * 3.6.2, and the few slips that all readers read alike), and whatever else could be a From to
 * somebody is looked for in the whole header block. */
#ifndef MIME_AUTHOR_H
#define MIME_AUTHOR_H

#include "mime/address.h"
#include "mime/message.h"

/* Octets of a From that can be clear; some readers cut longer ones. */
#define AUTHOR_FIELD_MAX 2048

/* Addresses that are told: of the authors, and of those that names show. */
#define AUTHOR_ADDRESSES_MAX 100

typedef struct {
    GPtrArray *addresses; /* MailAddress *: the mailboxes; where unclear is not NULL all that looks
                             like an address in From fields, or what stands there without one, with
                             domain NULL */
    GPtrArray *shown;     /* MailAddress *: what display names and comments show like an address,
                             RFC 2047 undone, local and domain in NFKC; none where unclear */
    const char *unclear; /* why readers may disagree, a literal, for people; NULL: all read alike */
} Author;

/* Reads the From of a header block of len octets, which message was made of. Never fails. The
 * caller owns the author. */
Author *author_read(const Message *message, const char *octets, size_t len);
void author_free(Author *author);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Author, author_free)

#endif
