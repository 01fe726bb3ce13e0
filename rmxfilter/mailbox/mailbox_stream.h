/* SPDX-License-Identifier: ISC */
/* The messages in the octets of one open file, be it an mbox or a message: a window moves over it,
 * in which a header block fits. */
#ifndef MAILBOX_STREAM_H
#define MAILBOX_STREAM_H

#include "mailbox/mailbox.h"

typedef struct {
    int file;         /* -1: none is open */
    char *octets;     /* the window */
    size_t len, size; /* octets read, and room for them */
    size_t filled;    /* octets from its start that may hold something of a message */
    off_t start;      /* where the octets begin in the file; -1: it cannot be read at any place */
    guint64 at;       /* where the window begins in the octets */
    guint64 total;    /* octets of the file; 0: not known */
    bool ended;       /* there is nothing behind the window */
    bool is_mbox;     /* others may follow the message */
    int failure;      /* errno of the read that failed; 0: none did */
    int copy;         /* where all that is read is written, too; -1: nowhere */
    int copy_failure; /* errno of the write to it that failed, the last one; 0: none did */
    GString *header;  /* of the message that was read last */
    char *problem;    /* likewise; NULL: there is none */
    bool unsure;      /* likewise: MailboxCounts.unsure */
} MailboxStream;

void mailbox_stream_init(MailboxStream *stream);
void mailbox_stream_clear(MailboxStream *stream);

/* Wipes what this process has of bodies in memory, and reads no more: for a child. */
void mailbox_stream_forget(MailboxStream *stream);

/* Takes file over, which is open for reading. single: it is one message, whatever it begins with.
 */
void mailbox_stream_begin(MailboxStream *stream, int file, guint64 total, bool single);

/* Reads the next message. Sets all of it but file. False: there is none, and the file is closed; a
 * file without an octet is one, MAILBOX_EMPTY. */
bool mailbox_stream_next(MailboxStream *stream, MailboxMessage *message);

#endif
