/* SPDX-License-Identifier: ISC */
/* A subcommand's report in a file, where the process that looks at messages may write none: it gets
 * the file, which is open by then, as its standard output. */
#ifndef COMMAND_FILE_H
#define COMMAND_FILE_H

#include "settings/settings.h"

/* Writes a report to standard output. Returns an exit code. */
typedef int (*CommandReport)(const void *data);

/* Runs report in a process of its own whose standard output becomes the file at path, whole, if
 * that returns 0; else path stays as it was. Likewise where a signal ends either process. Returns
 * the exit code, 73 where the file cannot be made or another is there that is no HTML, 74 where it
 * cannot be written. Call it while this process has looked at nothing yet. */
int command_to_file(const char *path, CommandReport report, const void *data);

/* Likewise where the settings want a page in a file, which is none of the command's operands, nor
 * standard input where there are none: else it complains, and returns 64. what the operands are,
 * for people: "a mailbox". Runs report in this process where there is no page, or it goes to
 * standard output. */
int command_page(const Settings *settings, const char *what, CommandReport report,
                 const void *data);

#endif
