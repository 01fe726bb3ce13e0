/* SPDX-License-Identifier: ISC */
/* The subcommands for people: they read, and print what they found. Each returns its exit code:
 * those below; 64 where the command line is wrong, 78 where the settings are (not doctor's), 69
 * where the DNS cannot be set up, 74 where nothing can be written. argv[0] is skipped. */
#ifndef COMMANDS_H
#define COMMANDS_H

/* What comes before a message that a person types: complains of a command line or settings that are
 * wrong, or says that the message is awaited. Returns 0 where the filter may run, else what it is
 * to leave with: 64, 78 or 69. */
int command_filter_at_terminal(int argc, char *const *argv);

/* What was seen in the message on standard input, in files or mailboxes, and why: 0; 65 where one
 * is no message, 66 where one cannot be read, 70 where one ended its process (explain.c). */
int command_explain(int argc, char *const *argv);

/* Messages of Maildirs that were marked temperror, asked again and marked anew in place: 0; 66
 * where a folder is no Maildir or cannot be read, 74 where a message cannot be read or written
 * (command_recheck.c). */
int command_recheck(int argc, char *const *argv);

/* Who was forged how often, as the messages of mailboxes tell: 0; 66 where there is none, 71 where
 * no process can be started to look at them; ends by the signal that stops it (command_stats.c). */
int command_stats(int argc, char *const *argv);

/* One client, sender and HELO name, without a message. Exit codes as Mail::SPF's spfquery: pass 0,
 * fail 1, softfail 2, neutral 3, permerror 4, temperror 5, none 6. */
int command_check(int argc, char *const *argv);

/* What domains publish, and what is wrong with it: 0 clean, 1 findings, 2 something could not be
 * asked; with --convert as convert_exit_code says. */
int command_lint(int argc, char *const *argv);

/* Settings, trust entries, name servers, the sandbox: what is there, and what does not work. 0 all
 * is well, 1 something is to be mended. */
int command_doctor(int argc, char *const *argv);

/* Which relays are the user's, learnt from mail that came in so far; with --write into his settings
 * (command_trust.c): 0; 66 where a mailbox cannot be read, 74 where the settings cannot be written,
 * 70 where what looks at messages ended early; ends by the signal that stops it. */
int command_trust(int argc, char *const *argv);

#endif
