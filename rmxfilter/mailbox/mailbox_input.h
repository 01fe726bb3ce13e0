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

#endif
