/* SPDX-License-Identifier: ISC */
/* What is no message at all: a listing, a web page, a compressed file, a message that somebody
 * quoted or indented. Told by its first line, which should be a header field (RFC 5322 section 2.2;
 * below the "From " line of an mbox). What follows in the header is the other readers' business. */
#ifndef MIME_NO_HEADER_H
#define MIME_NO_HEADER_H

#include <stdbool.h>
#include <stddef.h>

typedef struct {
    unsigned line;     /* the number of the line, counted from 1 */
    const char *looks; /* what it looks like, a literal for people ("it is empty"); NULL: no idea */
} NoHeader;

/* True where no header field stands first in these len octets of a message, its start; *why then
 * says more. The name of a field is printable US-ASCII, and here begins with a letter or a digit.
 * True where len is 0, too. why may be NULL. */
bool no_header(const char *octets, size_t len, NoHeader *why);

/* For people: "this is no message: line 1 is no header field (it is empty)". The caller frees. */
char *no_header_text(const NoHeader *why);

#endif
