/* SPDX-License-Identifier: ISC */
/* Signals by which a person stops a program: SIGINT, SIGTERM, SIGHUP. One that the caller ignores
 * (nohup, a job in the background) stays ignored in all processes. Plain POSIX. */
#ifndef MAILBOX_STOP_SIGNALS_H
#define MAILBOX_STOP_SIGNALS_H

#include <stdbool.h>

/* Has each of them call note, once: a second one ends this process wherever it is. */
void stop_signals_notice(void (*note)(int signal));

/* For a child, to which nothing was noticed: they end it. */
void stop_signals_reset(void);

/* Whether this process ignores the signal of that number. */
bool stop_signals_ignore(int number);

#endif
