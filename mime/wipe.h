/* SPDX-License-Identifier: ISC */
/* Forgetting what a process has of a message. Plain POSIX, and no memory but the stack: the guard
 * needs it. */
#ifndef MIME_WIPE_H
#define MIME_WIPE_H

#include <stddef.h>

/* Makes len octets 0, which must be memory of this process alone: static without an initial value,
 * of the heap, or of the stack; nothing that is mapped from a file. Octets beside them stay. Where
 * the process was forked and its parent has the same pages, whole ones are not copied for it. errno
 * may change. */
void wipe(void *octets, size_t len);

#endif
