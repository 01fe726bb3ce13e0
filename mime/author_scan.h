/* SPDX-License-Identifier: ISC */
/* Looks over a whole header block for lines that some reader takes for the field From, and for
 * lines at which some reader ends the header. It follows no reader but all at once. */
#ifndef MIME_AUTHOR_SCAN_H
#define MIME_AUTHOR_SCAN_H

#include <stddef.h>

/* NULL where each reader sees exactly one From field in these len octets of header block, the same
 * and by that very name; otherwise why not, a literal, for people. Time grows with len. */
const char *author_scan(const char *octets, size_t len);

#endif
