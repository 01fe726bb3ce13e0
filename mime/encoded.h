/* SPDX-License-Identifier: ISC */
/* Field values that are wholly encoded words (RFC 2047), which a host writes around its own words
 * where a sender chose some octet outside ASCII: Microsoft's results do that. Encoded words among
 * other text are left alone: a sender can make those. */
#ifndef MIME_ENCODED_H
#define MIME_ENCODED_H

#include "mime/cursor.h"

#include <stdbool.h>

/* Append what the "B" or the "Q" encoding stands for (RFC 2047 section 4). False where the text is
 * not well formed: octets appended then are a guess, "=" without two hexadecimal digits standing
 * for itself and octets outside base64 for nothing. */
bool encoded_b(Cursor text, GString *octets);
bool encoded_q(Cursor text, GString *octets);

/* What a value of nothing but encoded words and blanks says: B and Q, in UTF-8 or US-ASCII, joined
 * as RFC 2047 section 6.2 says. NULL and *problem NULL: it is not wholly encoded; NULL and *problem
 * a literal: it is, but cannot be read. The text may hold any octet that UTF-8 has but NUL. The
 * caller owns it. */
GString *encoded_words(Cursor value, const char **problem);

#endif
