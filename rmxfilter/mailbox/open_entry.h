/* SPDX-License-Identifier: ISC */
/* What stands in folders that others may write to, opened so that nobody can make this process
 * wait, or lead it elsewhere. Plain POSIX. */
#ifndef MAILBOX_OPEN_ENTRY_H
#define MAILBOX_OPEN_ENTRY_H

#include <dirent.h>
#include <stdbool.h>
#include <sys/stat.h>

/* The listing of the folder path below the open folder parent (AT_FDCWD: path stands alone). NULL
 * with errno; the caller closes. */
DIR *open_entry_folder(int parent, const char *path);

/* Opens the regular file path below folder for reading; follow: also where a link leads to one.
 * *about is the file's. -1 with errno, ELOOP where something else is there. The caller closes. */
int open_entry_file(int folder, const char *path, bool follow, struct stat *about);

#endif
