/* SPDX-License-Identifier: ISC */
/* Gives up what this process does not need, before it reads the first hostile octet. Files
 * (settings, zone, resolv.conf, the time zone) are opened and read before that. */
#ifndef SANDBOX_H
#define SANDBOX_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* What is in force for this process. If the system refuses a part, the other parts are in force. */
typedef struct {
    bool seccomp;
    int landlock; /* version of its interface; 0: none */
    bool limits;
    bool no_capabilities;
    const uint16_t *tcp_ports; /* those that can be connected to, ended by 0; NULL: any */
    char problem[200];         /* what was refused, and why; "": nothing */
} Sandbox;

/* Closes for good, in a process that prints what it finds: no file can be opened, written or looked
 * at, nothing read but standard input, nothing run, no process made or signalled, no socket but
 * those that DNS needs; memory, processor time and descriptors are bounded; capabilities are gone;
 * the environment is wiped but for TZ, and descriptors above standard error are closed. Sockets are
 * to be opened afterwards.
 *
 * tcp_ports, in host order and ended by 0, are where the name servers are, and are kept. Without
 * any there is no socket at all, of UDP neither.
 *
 * A forbidden call ends the process with 70, and says "rmxfilter: sandbox: NAME" on standard error.
 */
void sandbox_enter(const uint16_t *tcp_ports);

/* The same in the guard's child: no file can grow, and a forbidden call is told to the guard
 * (reply.h, "sandbox") over reply, a descriptor above standard error that stays open. */
void sandbox_enter_behind_guard(const uint16_t *tcp_ports, int reply);

/* The same for a process that turns the octets of standard input, a file, into a few on standard
 * output: of the calls are left only those that take memory, read the one by offset, write to the
 * other, and leave. Standard error is closed, too. A forbidden call ends the process without a
 * word. */
void sandbox_enter_hasher(void);

/* Has the kernel end this process when its parent ends. Where no kernel does, it ends at its own
 * limits. False: the parent is gone already. */
bool sandbox_die_with_parent(pid_t parent);

/* Lent for good; NULL: not entered. */
const Sandbox *sandbox_state(void);

#endif
