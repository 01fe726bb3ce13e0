/* SPDX-License-Identifier: ISC */
/* Landlock (Linux 5.13): rights of a process over files, ports and other processes, given up for
 * good. It holds where seccomp is missing, and knows paths where seccomp sees but pointers. */
#ifndef SANDBOX_LANDLOCK_H
#define SANDBOX_LANDLOCK_H

/* Gives up to open, run, make, remove, rename or cut any file; to listen on a TCP port; to signal
 * processes outside, and to reach their abstract sockets: as much of it as this kernel knows. Needs
 * no new privileges. Returns the version of the kernel's interface, or 0 with errno. */
int sandbox_landlock(void);

#endif
