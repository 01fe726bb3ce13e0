/* SPDX-License-Identifier: ISC */
/* The filters of system calls as programs for the kernel, ready to be taken: made while rmxfilter
 * is built (tools/export_filters.c), from the lists of sandbox_rules.c. */
#ifndef SANDBOX_READY_H
#define SANDBOX_READY_H

#include "sandbox/sandbox_rules.h"

#include <linux/filter.h>

#define SANDBOX_READY_MAX 512 /* instructions of one program */

typedef struct {
    const struct sock_filter *program; /* NULL: none could be made, so it is made in the process */
    unsigned short count;              /* instructions, at most SANDBOX_READY_MAX */
    unsigned short process_at;         /* the instruction whose k is to be the process's number */
} ReadyFilter;

extern const ReadyFilter sandbox_ready[SANDBOX_KINDS];

#endif
