/* SPDX-License-Identifier: ISC */
/* The new text of a message, written beside it: a file in tmp that has all that the message's file
 * has, but for the text. Plain POSIX. */
#ifndef MAILBOX_RECHECK_TEXT_H
#define MAILBOX_RECHECK_TEXT_H

#include "mailbox/recheck_replace.h"

typedef struct {
    MaildirPath path; /* in tmp */
    int file;         /* open */
    off_t size;       /* in octets */
    off_t wire_size;  /* with CR LF for each LF alone; known where the message's name says it */
    bool is_foreign;  /* another program's text is in its place: not to be deleted */
} RecheckText;

/* Makes the file, for its owner alone whatever the umask says. False with errno; the caller closes
 * file, and deletes path. */
bool recheck_text_create(RecheckText *text, int maildir);

/* Has fill write it, gives it the owner, rights, access list, attributes of the user and times of
 * the message, and has all of that on the disk. False with errno. */
bool recheck_text_fill(RecheckText *text, const MaildirMessage *message, ReplaceFill fill,
                       void *data);

#endif
