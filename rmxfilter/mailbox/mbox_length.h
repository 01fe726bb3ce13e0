/* SPDX-License-Identifier: ISC */
/* Where a message of an mbox ends by its own Content-Length. Delivery agents that know how long a
 * body is (procmail, mail.local of Solaris) leave the lines in it as they are that begin with "From
 * ", so that whoever sends a message with such a field could make it look like many, with Received
 * fields and marks of his own. Readers such as mutt and Dovecot go by the field, too, where it
 * leads to the next message. */
#ifndef MAILBOX_MBOX_LENGTH_H
#define MAILBOX_MBOX_LENGTH_H

#include "mime/header.h"

#include <sys/types.h>

typedef struct {
    off_t octets; /* from the message's start to the next one, or to the end of the file; 0: they
                     are not known */
    bool wrong;   /* there is such a field, and none was found right */
} MboxLength;

/* Looks only at the fields of that name, and at the places in the file to which they lead: the next
 * "From " line or the end. Where several are right the longest counts. start: where the message
 * begins in the file; -1: the file cannot be read at any place. The file's offset stays. */
MboxLength mbox_length_find(const HeaderBlock *header, int file, off_t start);

#endif
