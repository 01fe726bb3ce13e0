/* SPDX-License-Identifier: ISC */
/* Accounts that may hand mail in locally without being taken for a stranger. Whoever has an account
 * on a mail host can write any Received field, and have the host's own submission put its field on
 * top: what stands below such a field is believed only where nobody but the user, the mail system
 * or root can have written it. */
#ifndef RELAY_ACCOUNT_H
#define RELAY_ACCOUNT_H

#include <glib.h>
#include <stdbool.h>

typedef struct AccountList AccountList;

/* Learns who the user is and which numbers the mail system's accounts have on this host, from
 * /etc/passwd alone: no directory server is asked. To be called before the sandbox closes files.
 * named: accounts that the user trusts besides, names or decimal numbers, "*" for all; NULL: none.
 * The caller owns the list. */
AccountList *account_list_new(const char *const *named);

/* The same from what passwd (passwd(5), NULL: no file) holds, for the user with this number and
 * this name (NULL: not known). */
AccountList *account_list_from(const char *passwd, unsigned user_id, const char *user_name,
                               const char *const *named);
void account_list_free(AccountList *list);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AccountList, account_list_free)

/* Whether the account is root's, the mail system's own, or named. user is as a Received field shows
 * it, a name or a decimal number; NULL: not shown. own_host: the field was written on this host, so
 * that the user's own account counts, and numbers mean what they mean here. On other hosts only
 * names count, and numbers that are the same everywhere. A web server's account never counts: it
 * runs what strangers send to it. list NULL: no account is known but those. */
bool account_may_hand_in(const AccountList *list, const char *user, bool own_host);

#endif
