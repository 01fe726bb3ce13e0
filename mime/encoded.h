/* SPDX-License-Identifier: ISC */
/* Field values that are wholly encoded words (RFC 2047), which a host writes around its own words
 * where a sender chose some octet outside ASCII: Microsoft's results do that. Encoded words among
 * other text are left alone: a sender can make those. */
#ifndef MIME_ENCODED_H
#define MIME_ENCODED_H

#include "mime/cursor.h"

/* What a value of nothing but encoded words and blanks says: B and Q, in UTF-8 or US-ASCII, joined
 * as RFC 2047 section 6.2 says. NULL and *problem NULL: it is not wholly encoded; NULL and *problem
 * a literal: it is, but cannot be read. The text may hold any octet that UTF-8 has but NUL. The
 * caller owns it. */
GString *encoded_words(Cursor value, const char **problem);

#endif
