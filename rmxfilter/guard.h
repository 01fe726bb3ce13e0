/* SPDX-License-Identifier: ISC */
/* The guard holds the mail and interprets none of it. It reads the header block, lets the inspector
 * (a child process) look at a copy, waits with a bound, checks what it is told, and writes the
 * message. Whatever the inspector does, the message comes out whole, or the exit code tells the
 * caller to keep its own. */
#ifndef GUARD_H
#define GUARD_H

#include <stddef.h>

/* What runs in the child: reads len octets of header block, writes a reply (reply.h) to fd, and
 * leaves. Its standard input and output are /dev/null. */
typedef void (*Inspect)(const char *octets, size_t len, int fd, int argc, char *const *argv);

/* Filters standard input to standard output. Returns the exit code: 0, 74 or 75. */
int guard_run(Inspect inspect, int argc, char *const *argv);

#endif
