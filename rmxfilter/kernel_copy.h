/* SPDX-License-Identifier: ISC */
/* Octets that nobody looks at, passed on inside the kernel: without a copy in this process. */
#ifndef KERNEL_COPY_H
#define KERNEL_COPY_H

#include <stdbool.h>

/* Passes what in has from its offset on to out, as far as the kernel can do it by itself: all of
 * it, a part or nothing. The caller reads and writes the rest, and sees by reading whether there is
 * one. False with errno where writing or reading failed; then some of it may be written.
 *
 * The end of a file is left to the caller where out is a pipe: a pipe would hold the file's own
 * pages, and who changes the file when this program has ended would change the message in it. */
bool kernel_copy(int in, int out);

#endif
