/* SPDX-License-Identifier: ISC */
/* Landlock (Linux 5.13): rights of a process over files, ports and other processes, given up for
 * good. It holds where seccomp is missing, and knows paths where seccomp sees but pointers. */
#ifndef SANDBOX_LANDLOCK_H
#define SANDBOX_LANDLOCK_H

#include <stdint.h>

#define SANDBOX_LANDLOCK_PORTS 4 /* the version that knows of ports */

/* Gives up to open, run, make, remove, rename or cut any file; to listen on a TCP port, or to
 * connect to one that is not among tcp_ports (in host order, ended by 0); to signal processes
 * outside, and to reach their abstract sockets: as much of it as this kernel knows. Needs no new
 * privileges. Returns the version of the kernel's interface, or 0 with errno. */
int sandbox_landlock(const uint16_t *tcp_ports);

#endif
