/* SPDX-License-Identifier: ISC */
/* The inspector: the guard's child, in which everything happens that can go wrong. It may abort:
 * GLib does when memory ends, and the guard passes the message on. */
#ifndef INSPECTOR_H
#define INSPECTOR_H

#include "mime/body.h"
#include "mime/header.h"

/* An Inspect (guard.h): the hasher, settings from argv, DNS, sandbox, then the header block; the
 * reply goes to fd. */
void inspector_run(const HeaderBlock *header, HeldBody *body, int fd, int argc, char *const *argv);

#endif
