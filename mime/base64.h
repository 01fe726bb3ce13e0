/* SPDX-License-Identifier: ISC */
/* Base64 as signatures and keys have it: with blanks and folds anywhere (RFC 6376 section 2.10),
 * and nothing else that is not of its alphabet. */
#ifndef MIME_BASE64_H
#define MIME_BASE64_H

#include "mime/cursor.h"

/* What the text stands for; no text, for no octets. NULL: it is no base64, and *bad is its rest
 * from the first octet on that does not belong there, empty where the text is cut short. The caller
 * owns the octets. */
GByteArray *base64_read(Cursor text, Cursor *bad);

#endif
