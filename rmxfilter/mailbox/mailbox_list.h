/* SPDX-License-Identifier: ISC */
/* The names in one folder, sorted. */
#ifndef MAILBOX_LIST_H
#define MAILBOX_LIST_H

#include <glib.h>
#include <stdbool.h>

typedef struct {
    char *name;
    unsigned char type; /* as readdir says: DT_REG, …, DT_UNKNOWN */
} MailboxEntry;

typedef struct {
    GStringChunk *names;
    GArray *entries; /* MailboxEntry */
} MailboxList;

/* Lists the folder path below the open folder descriptor (AT_FDCWD: path stands alone), without "."
 * and "..". hidden: names that begin with a dot, too. NULL with errno; the caller owns it. */
MailboxList *mailbox_list_new(int descriptor, const char *path, bool hidden);
void mailbox_list_free(MailboxList *list);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(MailboxList, mailbox_list_free)

const MailboxEntry *mailbox_list_entry(const MailboxList *list, guint at);

#endif
