/* SPDX-License-Identifier: ISC */
/* Whose Authentication-Results field is it? The guard asks, so nothing here allocates. */
#ifndef MIME_AUTHSERV_H
#define MIME_AUTHSERV_H

#include <stdbool.h>
#include <stddef.h>

/* Whether the value of an Authentication-Results field (len octets, any) bears the authserv-id
 * name, be it a token or a quoted string, behind comments and folds; ASCII case is ignored (RFC
 * 8601 sections 2.2 and 5), and so are control octets that readers drop, octets of 8 bits around
 * the name, and a dot at its end. An encoded word (RFC 2047) could be any name, and counts. whole:
 * that is all of the value; otherwise more follows, and the answer is true where only that could
 * say. */
bool authserv_is(const char *value, size_t len, const char *name, bool whole);

#endif
