/* SPDX-License-Identifier: ISC */
/* Where a message of an mbox begins (RFC 4155): below an empty line, with "From ", a word, and a
 * date as asctime(3) writes it. Text that only begins with "From " begins none. */
#ifndef MIME_MBOX_H
#define MIME_MBOX_H

#include <stdbool.h>
#include <stddef.h>

#define MBOX_LINE_MAX 512 /* octets of a line that need to be looked at */

/* Whether a line (len octets, its end left out) is such a "From " line. */
bool mbox_is_from_line(const char *line, size_t len);

#endif
