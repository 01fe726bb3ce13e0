/* SPDX-License-Identifier: ISC */
/* A message in a Maildir replaced by another text of it, in place: written beside, then exchanged
 * with it in one step. At each moment the message is there once, whole, under a name of its own,
 * also where this process is killed, the disk is full, or a mail reader changes flags or deletes
 * the message meanwhile. Nothing here looks into a message. Plain POSIX. */
#ifndef MAILBOX_RECHECK_REPLACE_H
#define MAILBOX_RECHECK_REPLACE_H

#include "mailbox/recheck_name.h"

#include <sys/stat.h>

/* A message's file. */
typedef struct {
    int maildir;        /* descriptor of the Maildir, in which are cur, new and tmp; lent */
    const char *folder; /* "cur" or "new": where it is, as far as is known; a literal */
    MaildirName name;   /* likewise */
    int file;           /* open for reading; the caller closes; -1: not open */
    struct stat about;  /* of file, when it was opened */
} MaildirMessage;

typedef enum {
    REPLACE_DONE,    /* folder and name say where it is now */
    REPLACE_GONE,    /* somebody deleted it or moved it away: nothing was done */
    REPLACE_CHANGED, /* somebody put another text there: nothing was done */
    REPLACE_FAILED,  /* errno says why: the message is as it was */
} ReplaceOutcome;

/* Writes the new text to out, and closes it. False with errno. */
typedef bool (*ReplaceFill)(int out, void *data);

/* Opens the message that was in folder under this name, and has changed its flags or gone from new
 * to cur since, perhaps. Links and whatever is no file are not opened. False with errno. */
bool maildir_message_open(MaildirMessage *message, int maildir, const char *folder,
                          const char *name);

/* Replaces the message by what fill writes. Owner, rights, extended attributes and times stay, and
 * flags as they are by then; sizes in the name are set right, and where an IMAP server has listed
 * the Maildir, a name without a size gets one, and one whose size stays another mark, so that the
 * server sees another message. On a file
 * system that cannot exchange files (NFS), a message that is deleted in the very instant comes
 * back. */
ReplaceOutcome maildir_message_replace(MaildirMessage *message, ReplaceFill fill, void *data);

#endif
