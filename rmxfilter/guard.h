/* SPDX-License-Identifier: ISC */
/* The guard holds the mail and interprets none of it. It reads the header block, lets the inspector
 * (a child process) look at a copy, waits with a bound, checks what it is told, and writes the
 * message. Whatever the inspector does, the message comes out whole, or the exit code tells the
 * caller to keep its own. */
#ifndef GUARD_H
#define GUARD_H

#include "mime/body.h"
#include "mime/header.h"
#include "reply.h"
#include "transfer.h"

#include <stdbool.h>

/* What runs in the child: reads the header block, writes a reply (reply.h) to fd, and leaves. Its
 * standard input and output are /dev/null. body is the child's: of a message that is not signed it
 * is missing. */
typedef void (*Inspect)(const HeaderBlock *header, HeldBody *body, int fd, int argc,
                        char *const *argv);

/* Filters standard input to standard output, once in a process. Returns the exit code: 0 or 75, the
 * whole message is out, to the last close(2); 74, it is not, or standard input and output are the
 * same file. SIGTERM while it waits for the inspector, or holds the body back, ends only that; any
 * other signal that ends a program ends this one, by that signal, and the inspector with it. When
 * this returns or the first octet is written the inspector is gone, but for one that the kernel
 * itself holds. Changes the process's handling of SIGCHLD, SIGPIPE and SIGXFSZ and its signal mask.
 */
int guard_run(Inspect inspect, int argc, char *const *argv);

typedef struct {
    const Reply *reply; /* lent, for good; of no use where there is a reason */
    const char *reason; /* why the inspector gave no whole reply that can be used; NULL: it did */
} GuardAnswer;

/* Asks an inspector about a message that is not filtered but kept: t has begun. Once in a process,
 * whose signals it handles as guard_run does. False where the message cannot be read. */
bool guard_ask(Inspect inspect, Transfer *t, GuardAnswer *answer);

#endif
