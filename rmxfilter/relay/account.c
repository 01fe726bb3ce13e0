/* SPDX-License-Identifier: ISC */
/* System accounts stand in /etc/passwd on every system, wherever the accounts of people are kept.
 * To read that file once costs little; to ask the name service could take seconds. What it says is
 * looked at when a field of this host shows an account, which few messages have. */
#include "relay/account.h"

#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define PASSWD_FILE "/etc/passwd"

/* What is known of this host. */
typedef struct {
    char *passwd; /* passwd(5), not looked at yet; NULL: it was, or there is none */
    unsigned user_id;
    char *user_name;     /* NULL: not known */
    GHashTable *numbers; /* char *: the user's number, and the mail system's accounts' */
} HostAccounts;

struct AccountList {
    GPtrArray *named; /* char *: the user's own words */
    HostAccounts *host;
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
add_account_number(HostAccounts *host, unsigned number)
{
    g_hash_table_add(host->numbers, g_strdup_printf("%u", number));
}

static void
read_mail_accounts(HostAccounts *host, FILE *passwd)
{
    const struct passwd *account;
    g_autofree char *name = NULL;

    while ((account = fgetpwent(passwd))) {
        if (account->pw_uid == host->user_id && !name)
            name = g_strdup(account->pw_name);
        if (g_strv_contains(mail_accounts, account->pw_name))
            add_account_number(host, account->pw_uid);
    }
    if (name) {
        g_free(host->user_name);
        host->user_name = g_steal_pointer(&name);
    }
}

static const HostAccounts *
look_at_host(const AccountList *list)
{
    HostAccounts *host = list->host;
    g_autofree char *passwd = g_steal_pointer(&host->passwd);
    FILE *file = passwd && *passwd ? fmemopen(passwd, strlen(passwd), "r") : NULL;

    if (file) {
        read_mail_accounts(host, file);
        fclose(file);
    }
    return host;
}

/* Takes passwd, which may be NULL. */
static AccountList *
take_passwd(char *passwd, unsigned user_id, const char *user_name, const char *const *named)
{
    AccountList *list = g_new0(AccountList, 1);

    list->named = g_ptr_array_new_with_free_func(g_free);
    for (; named && *named; named++)
        g_ptr_array_add(list->named, g_strdup(*named));
    list->host = g_new0(HostAccounts, 1);
    list->host->passwd = passwd;
    list->host->user_id = user_id;
    list->host->user_name = g_strdup(user_name);
    list->host->numbers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    add_account_number(list->host, user_id);
    return list;
}

AccountList *
account_list_from(const char *passwd, unsigned user_id, const char *user_name,
                  const char *const *named)
{
    return take_passwd(g_strdup(passwd), user_id, user_name, named);
}

AccountList *
account_list_new(const char *const *named)
{
    char *passwd = NULL;

    g_file_get_contents(PASSWD_FILE, &passwd, NULL, NULL);
    return take_passwd(passwd, getuid(), g_getenv("LOGNAME"), named);
}

void
account_list_free(AccountList *list)
{
    if (!list)
        return;
    g_ptr_array_unref(list->named);
    g_hash_table_unref(list->host->numbers);
    g_free(list->host->user_name);
    g_free(list->host->passwd);
    g_free(list->host);
    g_free(list);
}

static bool
is_named_account(const AccountList *list, const char *user)
{
    return g_ptr_array_find_with_equal_func(list->named, "*", g_str_equal, NULL) ||
           (user && g_ptr_array_find_with_equal_func(list->named, user, g_str_equal, NULL));
}

static bool
is_account_of_host(const HostAccounts *host, const char *user)
{
    return g_strcmp0(host->user_name, user) == 0 || g_hash_table_contains(host->numbers, user);
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
    return list && own_host && is_account_of_host(look_at_host(list), user);
}
