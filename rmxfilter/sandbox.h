/* SPDX-License-Identifier: ISC */
/* Gives up what the inspector does not need, before it reads the first hostile octet. */
#ifndef SANDBOX_H
#define SANDBOX_H

/* Closes for good: no new privileges by exec, no core files (they would hold somebody's mail), no
 * file written. NULL, or a literal that names what the system refused; the rest is in force all the
 * same. */
const char *sandbox_enter(void);

#endif
