/* SPDX-License-Identifier: ISC */
/* What subcommands that go through mailboxes have in common: a line that shows how far they are, on
 * a terminal, and a clean end by a signal. */
#ifndef COMMAND_MAILBOX_H
#define COMMAND_MAILBOX_H

#include "mailbox/mailbox_run.h"
#include "settings/settings.h"

/* Processes that look at messages and ask the DNS: they wait most of the time. */
#define MAILBOX_WORKERS_ASKING 8

/* Goes through the operands of the command, as run says; its progress is set here. doing is a
 * literal, for people ("counting"). SIGINT, SIGTERM and SIGHUP end this process by that signal,
 * once no other is left of it. Returns 0, or complains: 66 where there is no message, 71 where no
 * process can be started. *counts says what was taken. */
int command_mailbox(const Settings *settings, const char *doing, const MailboxRun *run,
                    MailboxCounts *counts);

/* The signal that came since the first such run began, for who goes on behind one; 0: none. A
 * second one ends this process wherever it is. */
int command_mailbox_signal(void);

#endif
