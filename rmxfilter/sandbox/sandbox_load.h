/* SPDX-License-Identifier: ISC */
/* Hands this process's filter of system calls to the kernel. */
#ifndef SANDBOX_LOAD_H
#define SANDBOX_LOAD_H

#include "sandbox/sandbox_rules.h"

#include <stdbool.h>

/* Puts the filter of that kind in force, for good. Needs no new privileges. False with errno where
 * the kernel refuses it. */
bool sandbox_load(SandboxKind kind);

#endif
