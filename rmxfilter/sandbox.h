/* SPDX-License-Identifier: ISC */
/* Gives up what this process does not need, before it reads the first hostile octet. */
#ifndef SANDBOX_H
#define SANDBOX_H

#include <stdbool.h>

/* Closes for good: no new privileges by exec, no core files (they would hold somebody's mail) and,
 * unless it prints (standard output may be a file), no file written. NULL, or a literal that names
 * what the system refused; the rest is in force all the same. */
const char *sandbox_enter(bool prints);

#endif
