/* SPDX-License-Identifier: ISC */
/* Which messages of a Maildir there are to be looked at: names only, none is opened. Maildirs below
 * it, in the way of Maildir++ (".Folder"), belong to it. */
#ifndef MAILBOX_RECHECK_LIST_H
#define MAILBOX_RECHECK_LIST_H

#include <glib.h>

/* Opens a folder that holds cur, new and tmp. -1: it is none, or cannot be opened (errno). */
int maildir_open(const char *path);

/* char *: path, and the Maildirs in it, sorted. The caller owns the array. */
GPtrArray *maildir_folders(const char *path);

/* char *: names in cur or new (subfolder), sorted. NULL: it cannot be read (errno). The caller owns
 * the array. */
GPtrArray *maildir_names(int maildir, const char *subfolder);

#endif
