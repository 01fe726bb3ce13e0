/* SPDX-License-Identifier: ISC */
/* What looks like an address to a person, in text that has no grammar: a display name, a comment, a
 * field that cannot be read. */
#ifndef MIME_SHOWN_H
#define MIME_SHOWN_H

#include <glib.h>
#include <stdbool.h>

/* The text as a mail reader shows it: encoded words (RFC 2047) decoded, in quotes too, as most
 * readers do; in NFKC (which makes U+FF20 an "@"), without what takes no room. Octets of charsets
 * other than UTF-8 are taken for ISO 8859-1, so that only ASCII is right: no conversion, which
 * would load a module. Always valid UTF-8. *clean becomes false where an encoded word holds a line
 * end or a NUL, at which some readers give up; otherwise it stays. The caller frees. */
char *shown_text(const char *text, bool *clean);

/* Adds to addresses (MailAddress *) what looks like LOCAL@DOMAIN in text, valid UTF-8, until there
 * are max; where the domain has a dot. */
void shown_addresses(const char *text, guint max, GPtrArray *addresses);

#endif
