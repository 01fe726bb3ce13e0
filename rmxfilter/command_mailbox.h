/* SPDX-License-Identifier: ISC */
/* What subcommands that go through mailboxes have in common: a line that shows how far they are, on
 * a terminal, complaints, and a clean end by a signal. */
#ifndef COMMAND_MAILBOX_H
#define COMMAND_MAILBOX_H

#include "mailbox/mailbox_run.h"
#include "settings/settings.h"

/* Processes that look at messages and ask the DNS: they wait most of the time. */
#define MAILBOX_WORKERS_ASKING 16

/* Goes through the operands of the command, as run says; its progress is set here. doing is a
 * literal, for people ("counting"). SIGINT, SIGTERM and SIGHUP end this process by that signal,
 * once no other is left of it. Returns 0, or complains: 66 where there is no message, 71 where no
 * process can be started. *counts says what was taken. */
int command_mailbox(const Settings *settings, const char *doing, const MailboxRun *run,
                    MailboxCounts *counts);

/* The signal that came since the first such run began, for who goes on behind one; 0: none. A
 * second one ends this process wherever it is. */
int command_mailbox_signal(void);

/* --- the parts of it, for who does more than run --- */

/* From here on the signals are noticed, and there may be a line. stop is called in the handler;
 * NULL: nothing is. */
void command_mailbox_begin(const char *doing, void (*stop)(void));

/* Shows the line, some times a second at the most. False where a signal came: stop. A progress of
 * MailboxRun, whose data is not used. */
bool command_mailbox_progress(const MailboxReader *reader, const MailboxCounts *counts, void *data);

/* Takes the line away. */
void command_mailbox_end(void);

/* Complains of a file, and of one message in it (0: of all of it), as command_complain_of_file, and
 * where a line is shown instead of it. Returns exit_code. */
int command_mailbox_complain(const char *file, guint64 number, const char *what, int exit_code);

#endif
