/* SPDX-License-Identifier: ISC */
/* One folder that is being gone through: a Maildir, or a folder of anything. What it holds comes
 * out as names, one after another; files are opened here, and only if they are regular ones. */
#ifndef MAILBOX_FOLDER_H
#define MAILBOX_FOLDER_H

#include "mailbox/mailbox_list.h"
#include "mime/destroy.h"

#include <sys/types.h>

typedef enum {
    FOLDER_NEW,     /* messages in new */
    FOLDER_CUR,     /* messages in cur */
    FOLDER_AGAIN,   /* those that had other names by then, in cur */
    FOLDER_ENTRIES, /* what else is in the folder; of a Maildir its Maildirs only */
    FOLDER_DONE,
} FolderRound;

typedef struct {
    char *path;
    int descriptor;
    dev_t device; /* which folder it is */
    ino_t inode;
    bool is_maildir;
    bool tree; /* of a Maildir its Maildirs, too */
    FolderRound round;
    unsigned rounds_again;
    MailboxList *list; /* of the round; NULL: not begun */
    guint at;          /* in the list */
    guint expected;    /* names in new and cur, when the folder was opened */
    guint passed;      /* of them */
    guint inside;      /* of a Maildir: Maildirs in it, likewise; of another: entries */
    guint entered;     /* of them */
    GHashTable *read;  /* char *: messages that were read in new, without flags */
    GHashTable *lost;  /* char *: messages whose names were gone, likewise */
    guint64 vanished;  /* of them, at the end, and other names that were gone */
} MailboxFolder;

typedef enum {
    FOLDER_FILE,   /* an open file */
    FOLDER_INSIDE, /* a folder */
    FOLDER_FAILED, /* name cannot be looked at: errno */
    FOLDER_END,
} FolderKind;

/* What stands next in it. */
typedef struct {
    FolderKind kind;
    char *path;       /* the caller's; NULL: FOLDER_END */
    const char *name; /* FOLDER_INSIDE: its name in the folder; lent until the next item */
    int file;         /* FOLDER_FILE: the caller's */
    guint64 size;
    bool single; /* FOLDER_FILE: one message, whatever it begins with */
} FolderItem;

/* Opens the folder at path, whose name below the open folder parent is name (AT_FDCWD, path). NULL
 * with errno. The caller owns it. */
MailboxFolder *mailbox_folder_open(int parent, const char *name, const char *path, bool tree);
void mailbox_folder_free(MailboxFolder *folder);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(MailboxFolder, mailbox_folder_free)
DESTROY_NOTIFY(mailbox_folder_free)

/* Whether the folder of that name holds cur and new. */
bool mailbox_is_maildir(int parent, const char *name);

FolderItem mailbox_folder_next(MailboxFolder *folder);

/* How much of it has been gone through, from 0 to 1; what share of it is what is gone through now.
 */
double mailbox_folder_share(const MailboxFolder *folder, double *current);

#endif
