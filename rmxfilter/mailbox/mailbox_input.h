/* SPDX-License-Identifier: ISC */
/* Whether what was opened is one message or an mbox of several, for who treats the two differently.
 */
#ifndef MAILBOX_INPUT_H
#define MAILBOX_INPUT_H

#include "mailbox/mailbox.h"

/* Looks ahead in standard input. *several: it is an mbox of several messages, of which this is the
 * reader, which begins with the first one; the caller owns it. NULL: it is one message at the most,
 * and standard input stands where it stood. What comes out of a pipe or a socket, and may be an
 * mbox by its first octets, is copied up to where a second message begins, into a file without a
 * name (nameless_file_make); where there is none this file is standard input then. What comes from
 * a terminal is one message. False with errno: it cannot be read, or copied. */
bool mailbox_input_look_ahead(MailboxReader **several);

/* Splits "FILE:NUMBER", as messages of an mbox are named in reports, where no file has that name
 * and FILE is one. Returns FILE, which the caller frees, and its number from 1; NULL: it names no
 * message. */
char *mailbox_input_numbered(const char *path, guint64 *number);

/* Makes the message of that number in the mbox at path, with its "From " line, standard input, as
 * a file without a name. False with errno: it cannot be; ENOMSG: there are fewer. */
bool mailbox_input_take(const char *path, guint64 number);

#endif
