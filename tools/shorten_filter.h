/* SPDX-License-Identifier: ISC */
/* Makes a filter of system calls that libseccomp made quicker to take for the kernel, which
 * translates it anew for each message. What it decides stays the same. */
#ifndef SHORTEN_FILTER_H
#define SHORTEN_FILTER_H

#include "sandbox/sandbox_ready.h"

#include <stddef.h>

typedef struct {
    struct sock_filter code[SANDBOX_READY_MAX + 1];
    size_t count; /* instructions */
} FilterProgram;

/* Leaves out what always holds, and puts one instruction first. program: as libseccomp exports it,
 * at most SANDBOX_READY_MAX - 1 instructions; changed in place. Cannot fail. */
void shorten_filter(FilterProgram *program);

#endif
