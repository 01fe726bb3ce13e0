/* SPDX-License-Identifier: ISC */
/* `explain` of several messages: a line each. */
#ifndef EXPLAIN_MAILBOX_H
#define EXPLAIN_MAILBOX_H

#include "dns/dns.h"
#include "mailbox/mailbox.h"
#include "settings/settings.h"

/* Looks at the messages of reader by their headers alone, and prints a
 * line or, with --json, an object on a line for each, in their order; below the lines how many had
 * which verdict. Complains of what cannot be read. dns says where to ask. Returns the exit code:
 * that of the first message or path that failed (66, 65, or 70 where the process that looked at it
 * ended early), 74 where nothing can be written. */
int explain_mailbox(const Settings *settings, const Dns *dns, MailboxReader *reader);

#endif
