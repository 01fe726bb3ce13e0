/* SPDX-License-Identifier: ISC */
/* The system calls that are left to this process, by seccomp. */
#ifndef SANDBOX_FILTER_H
#define SANDBOX_FILTER_H

#include <stdbool.h>
#include <stddef.h>

/* Leaves this process, for good, the calls that reading a message and, if asks, asking the DNS
 * need. Of the others some fail as they do in a bare system; the rest end the process with 70,
 * after the number of the call was told to reply ("sandbox NUMBER", reply.h), or its name, where
 * reply is -1, to standard error. Needs no new privileges. False with errno where the kernel
 * refuses. */
bool sandbox_filter(bool asks, int reply);

/* Leaves it the calls that hashing standard input to standard output needs. Each other ends the
 * process at once, by SIGSYS. Otherwise the same. */
bool sandbox_filter_hasher(void);

/* Writes the name of this machine's system call of that number ("execve"), or "call 59", cut to
 * size octets. */
void sandbox_call_name(int number, char *name, size_t size);

#endif
