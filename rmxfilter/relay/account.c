/* SPDX-License-Identifier: ISC */
/* System accounts stand in /etc/passwd on every system, wherever the accounts of people are kept.
 * To read that file once costs little; to ask the name service could take seconds. */
#include "relay/account.h"

#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define PASSWD_FILE "/etc/passwd"

struct AccountList {
    GPtrArray *named;    /* char *: the user's own words */
    GHashTable *numbers; /* char *: the user's number, and the mail system's accounts' */
    char *user_name;     /* NULL: not known */
};

/* Accounts under which mail systems, list managers and mail filters run: Postfix, Exim, sendmail,
 * qmail and vpopmail, OpenSMTPD, Courier, Cyrus, Dovecot, nullmailer, dma, Mailman. Not daemon,
 * nobody and www-data, under which web servers run, too. */
static const char *const mail_accounts[] = {
    "root",      "mail",      "postfix",  "Debian-exim", "exim",    "mailnull", "smmsp",  "smmta",
    "sendmail",  "alias",     "qmaild",   "qmaill",      "qmailp",  "qmailq",   "qmailr", "qmails",
    "vpopmail",  "vmail",     "dovecot",  "dovenull",    "courier", "cyrus",    "_smtpd", "_smtpq",
    "opensmtpd", "opensmtpq", "nullmail", "dma",         "amavis",  "simscan",  "list",   "mailman",
    "mailman3",  "fetchmail", "uucp",     NULL,
};

/* Numbers that no system gives to a web server or to people: root's, and 89, vpopmail's wherever it
 * runs and Postfix's in Red Hat's systems. Not those of FreeBSD's qmail: 81 is Gentoo's web server,
 * 82 Alpine's. On the user's own host /etc/passwd tells them. */
static const char *const mail_numbers[] = { "0", "89", NULL };

static void
add_account_number(AccountList *list, unsigned number)
{
    g_hash_table_add(list->numbers, g_strdup_printf("%u", number));
}

static void
read_mail_accounts(AccountList *list, FILE *passwd, unsigned user_id)
{
    const struct passwd *account;

    while ((account = fgetpwent(passwd))) {
        if (account->pw_uid == user_id && !list->user_name)
            list->user_name = g_strdup(account->pw_name);
        if (g_strv_contains(mail_accounts, account->pw_name))
            add_account_number(list, account->pw_uid);
    }
}

static AccountList *
read_account_list(FILE *passwd, unsigned user_id, const char *user_name, const char *const *named)
{
    AccountList *list = g_new0(AccountList, 1);

    list->named = g_ptr_array_new_with_free_func(g_free);
    for (; named && *named; named++)
        g_ptr_array_add(list->named, g_strdup(*named));
    list->numbers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    add_account_number(list, user_id);
    if (passwd)
        read_mail_accounts(list, passwd, user_id);
    if (!list->user_name)
        list->user_name = g_strdup(user_name);
    return list;
}

AccountList *
account_list_from(const char *passwd, unsigned user_id, const char *user_name,
                  const char *const *named)
{
    g_autofree char *copy = g_strdup(passwd);
    FILE *file = copy && *copy ? fmemopen(copy, strlen(copy), "r") : NULL;
    AccountList *list = read_account_list(file, user_id, user_name, named);

    if (file)
        fclose(file);
    return list;
}

AccountList *
account_list_new(const char *const *named)
{
    FILE *file = fopen(PASSWD_FILE, "re");
    AccountList *list = read_account_list(file, getuid(), g_getenv("LOGNAME"), named);

    if (file)
        fclose(file);
    return list;
}

void
account_list_free(AccountList *list)
{
    if (!list)
        return;
    g_ptr_array_unref(list->named);
    g_hash_table_unref(list->numbers);
    g_free(list->user_name);
    g_free(list);
}

static bool
is_named_account(const AccountList *list, const char *user)
{
    return g_ptr_array_find_with_equal_func(list->named, "*", g_str_equal, NULL) ||
           (user && g_ptr_array_find_with_equal_func(list->named, user, g_str_equal, NULL));
}

bool
account_may_hand_in(const AccountList *list, const char *user, bool own_host)
{
    if (list && is_named_account(list, user))
        return true;
    if (!user)
        return false;
    if (g_strv_contains(mail_accounts, user) || g_strv_contains(mail_numbers, user))
        return true;
    return list && own_host &&
           (g_strcmp0(list->user_name, user) == 0 || g_hash_table_contains(list->numbers, user));
}
