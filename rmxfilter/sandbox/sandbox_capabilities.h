/* SPDX-License-Identifier: ISC */
/* What root may do beyond owning its files (capabilities(7)). Other users have none of it. */
#ifndef SANDBOX_CAPABILITIES_H
#define SANDBOX_CAPABILITIES_H

#include <stdbool.h>

/* Gives up all capabilities for good: those in force, those that could be taken up or inherited,
 * and those that root gains by running a program. Does nothing where there are none. False with
 * errno where the system refuses. */
bool sandbox_drop_capabilities(void);

#endif
