/* SPDX-License-Identifier: ISC */
/* What the subcommands for people have in common: how they begin, complain and print. */
#ifndef COMMAND_RUN_H
#define COMMAND_RUN_H

#include "dns/dns.h"
#include "settings/settings.h"

/* Says on standard error what is wrong; returns exit_code. */
int command_complain(const char *what, int exit_code);

/* Likewise of a file that the user named ("-": standard input), or of its message of that number;
 * 0: of all of it. */
int command_complain_of_file(const char *path, guint64 number, const char *what, int exit_code);

/* Reads the settings, and opens the page (report/page.h) as they say; NULL, a complaint, and
 * *exit_code 64 or 78 where they are wrong. The caller owns them. */
Settings *command_settings(Command command, int argc, char *const *argv, int *exit_code);

/* Sets up the DNS that the settings ask for; NULL, a complaint, and *exit_code 69 where it cannot
 * be. The caller owns it. */
Dns *command_dns(const Settings *settings, int *exit_code);

/* Both; NULL where one of them failed. *exit_code is 0 else. */
Settings *command_begin(Command command, int argc, char *const *argv, Dns **dns, int *exit_code);

/* Writes text to standard output. Returns exit_code, or 74 where it could not be written. */
int command_print(const char *text, int exit_code);

/* Likewise a report, and with --verbose below it how its questions were asked of the DNS. */
int command_print_report(const Settings *settings, const Dns *dns, const char *report,
                         int exit_code);

/* Tells a person at a terminal that a message is awaited there. */
void command_tell_of_terminal(void);

#endif
