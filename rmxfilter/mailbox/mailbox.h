/* SPDX-License-Identifier: ISC */
/* Mail that is kept: the messages of Maildirs, mboxes, folders of both, single files and standard
 * input, one after another. Of a message the header block is read and nothing else, and only where
 * it begins and ends is found out here; what it says is for a process in a sandbox
 * (mailbox_run.h). Memory depends neither on the number of messages nor on their size, but for the
 * names of the files of the folders that are being gone through. Nothing is written. Sources: the
 * Maildir page of cr.yp.to, Maildir++, RFC 4155. */
#ifndef MAILBOX_H
#define MAILBOX_H

#include "mime/destroy.h"
#include "mime/header.h"

#include <glib.h>
#include <stdbool.h>

#define MAILBOX_STANDARD_INPUT "-" /* as a path */

#define MAILBOX_HEADER_MAX                                                                         \
    ((size_t)4 << 20)        /* octets: of a longer header block only the beginning */
#define MAILBOX_DEPTH_MAX 16 /* folders in folders; what lies deeper is a problem */

/* What became of a message. */
typedef enum {
    MAILBOX_READ,       /* its header block is there */
    MAILBOX_UNREADABLE, /* a file, folder or path that cannot be opened or read */
    MAILBOX_EMPTY,      /* a file without an octet */
    MAILBOX_NO_MESSAGE, /* no header field stands first in it (mime/no_header.h) */
    MAILBOX_LOST,       /* mailbox_run.h: the process that looked at it ended early */
    MAILBOX_LATE,       /* likewise: it took too long, and was stopped */
} MailboxState;

/* One message. All of it is lent until the next one is asked for. */
typedef struct {
    const char *file;    /* its path: as given, or below the folder that was given; "-" */
    guint64 number;      /* in an mbox, counted from 1; 0: the file is one message */
    guint64 offset;      /* octets from the start of the file to its own, the "From " line */
    guint64 length;      /* octets to its end, or to that of the file; 0: not known (a pipe) */
    HeaderBlock header;  /* from its start, with the "From " line and the empty line */
    MailboxState state;  /* header is empty unless MAILBOX_READ */
    const char *problem; /* for people, where it could not be read; else NULL */
} MailboxMessage;

typedef struct {
    guint64 messages; /* MAILBOX_READ */
    guint64 problems; /* all other states */
    guint64 vanished; /* deleted or moved away before they could be read: no problem */
    guint64 unsure;   /* of an mbox, whose Content-Length does not say where they end: what looks
                         like messages behind them their senders may have written */
} MailboxCounts;

typedef struct MailboxReader MailboxReader;

/* What a path is. */
typedef enum {
    MAILBOX_PATH_OTHER,
    MAILBOX_PATH_FILE,
    MAILBOX_PATH_MAILDIR,
    MAILBOX_PATH_FOLDER
} MailboxPath;

/* Links are followed. Nothing is opened. */
MailboxPath mailbox_path(const char *path);

/* Goes through the paths (char *), which are kept; nothing is opened yet. tree: also through the
 * Maildirs in a Maildir (Maildir++, ".Folder"). Folders that are no Maildirs are always gone
 * through with all that is in them, but for names that begin with a dot and are no Maildirs. The
 * order is that of the paths, in a folder that of the names; of a Maildir new comes before cur, its
 * folders after both. The caller owns the reader. */
MailboxReader *mailbox_open(const GPtrArray *paths, bool tree);
void mailbox_close(MailboxReader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(MailboxReader, mailbox_close)

/* Wipes what this process has of bodies in memory: for a child, which reads no more. What was read
 * last stays. */
void mailbox_forget(MailboxReader *reader);

/* The next message, or the next problem; NULL: that was the last one. What is given as a path is
 * opened whatever it is. In folders only regular files are; a symbolic link is followed there to a
 * folder that was not gone through before, and to a regular file, but not in cur and new. A message
 * whose flags change, or that goes from new to cur meanwhile, is read once. An mbox begins with a
 * "From " line; a message ends where its Content-Length says if that leads to the next one or
 * to the end (mbox_length.h), else where mbox_is_from_line says below an empty line. A file in cur
 * or new is one message, whatever it begins with. */
const MailboxMessage *mailbox_next(MailboxReader *reader);

/* Whether others follow the message that was read last in the same file: it is an mbox of several.
 */
bool mailbox_goes_on(const MailboxReader *reader);

/* mailbox_next gives the message that was read last once more, for who only looked ahead. */
void mailbox_again(MailboxReader *reader);

/* What is read from now on is also written to copy, which stays the caller's; -1: to nothing. */
void mailbox_copy(MailboxReader *reader, int copy);

/* errno of the write to the copy that failed, since when nothing is copied; 0: none did. */
int mailbox_copy_failure(const MailboxReader *reader);

/* So far; lent. */
const MailboxCounts *mailbox_counts(const MailboxReader *reader);

/* How much of all has been read, from 0 to 1, as far as can be told. Never less than before. */
double mailbox_share(const MailboxReader *reader);

#endif
