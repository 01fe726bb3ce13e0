/* SPDX-License-Identifier: ISC */
/* Which fields a signature is made over (RFC 6376 sections 3.7 and 5.4), and their digest. */
#ifndef SIGNATURES_SIGNED_HEADER_H
#define SIGNATURES_SIGNED_HEADER_H

#include "mime/message.h"
#include "signatures/digest.h"
#include "signatures/signature.h"

typedef struct SignedHeader SignedHeader;

/* Finds the fields of a message, which must outlive the result, by their names. The caller owns the
 * result. */
SignedHeader *signed_header_new(const Message *message);
void signed_header_free(SignedHeader *header);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SignedHeader, signed_header_free)

/* The digest of the fields that h= names and of the signature's own. Each time that h= names a
 * field is for one of that name, from the last in the message upwards (section 5.4.2); where there
 * is none left, for nothing (section 3.5, h=); never for the signature field itself. What is
 * returned says what the signature does not cover and readers might show all the same
 * (section 8.15), a literal: a From; one more of a field that is signed and stands once in a
 * message; what one reader takes for a field, or for the body, and another one does not. NULL:
 * nothing. */
const char *signed_header_digest(SignedHeader *header, const Signature *signature,
                                 uint8_t sha256[BODY_DIGEST_SIZE]);

/* Adds one field in its canonical form; and the signature's own, which comes last: without what b=
 * has, and without the last line end (section 3.7). */
void signed_field_add(Digest *digest, Canonical canonical, const MessageField *field);
void signed_field_add_own(Digest *digest, const Signature *signature);

#endif
