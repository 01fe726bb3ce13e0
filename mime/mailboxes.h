/* SPDX-License-Identifier: ISC */
/* The value of a field such as From, read strictly: RFC 5322's mailbox-list (section 3.4), without
 * what readers read in different ways (groups, routes, comments inside addresses), and with slips
 * that all of them read alike: dots and octets beyond ASCII in names, a comma at the end, the
 * address itself for a name. There is no recursion, and time grows with the length. */
#ifndef MIME_MAILBOXES_H
#define MIME_MAILBOXES_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct {
    GPtrArray *addresses; /* MailAddress * */
    GString *names;       /* all display names and comments, blanks between; quoting undone */
    const char *problem;  /* a literal; NULL: every octet was understood */
    bool cut;             /* a quoted string or comment holds a CR, which ends it for Python */
} Mailboxes;

/* Reads len octets, folds included. What was read before a problem stays. The caller owns it. */
Mailboxes *mailboxes_read(const char *value, size_t len);
void mailboxes_free(Mailboxes *mailboxes);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Mailboxes, mailboxes_free)

#endif
