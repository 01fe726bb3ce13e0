/* SPDX-License-Identifier: ISC */
/* The order of the steps. A name that says the size is set right first, then the texts are
 * exchanged: killed in between, the message is the old one, is still marked, and the next run goes
 * on. The other order would leave a wrong size for good, and a link beside the old name would show
 * the message twice.
 *
 * rename(2) alone would bring a deleted message back, and show a renamed one twice. An exchange
 * fails where nothing stands under the name, and afterwards the old file is ours to look at: where
 * it is not the one that was read, it goes back. */
#include "mailbox/recheck_replace.h"

#include "config.h"
#include "mailbox/open_entry.h"
#include "mailbox/recheck_text.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define TRIES_MAX 100 /* times that the name may change under our hands */

/* --- finding --- */

/* Looks for the message in one folder, whatever its flags are now. False: it is not there. */
static bool
find_in_folder(MaildirMessage *message, const char *folder)
{
    DIR *listing = open_entry_folder(message->maildir, folder);
    struct dirent *entry;
    bool found = false;

    if (!listing)
        return false;
    while (!found && (entry = readdir(listing)) != NULL)
        if (maildir_name_is_same(entry->d_name, message->name.text)) {
            snprintf(message->name.text, sizeof(message->name.text), "%s", entry->d_name);
            message->folder = folder;
            found = true;
        }
    closedir(listing);
    return found;
}

/* Mail readers move messages from new to cur, and never back: what leaves new meanwhile is in cur
 * by then. A name that changes while cur is listed may be in no part of the list, so cur is listed
 * twice. */
static bool
find_message(MaildirMessage *message)
{
    return find_in_folder(message, "new") || find_in_folder(message, "cur") ||
           find_in_folder(message, "cur");
}

/* --- opening --- */

static bool
open_where_known(MaildirMessage *message)
{
    MaildirPath path = maildir_path(message->folder, message->name.text);

    message->file = open_entry_file(message->maildir, path.text, false, &message->about);
    return message->file >= 0;
}

bool
maildir_message_open(MaildirMessage *message, int maildir, const char *folder, const char *name)
{
    int len;

    *message = (MaildirMessage){ .maildir = maildir, .folder = folder, .file = -1 };
    len = snprintf(message->name.text, sizeof(message->name.text), "%s", name);
    if (len < 0 || (size_t)len >= sizeof(message->name.text)) {
        errno = ENAMETOOLONG;
        return false;
    }
    for (unsigned i = 0; !open_where_known(message); i++)
        if (errno != ENOENT || i == TRIES_MAX || !find_message(message))
            return false;
    return true;
}

/* --- exchanging --- */

/* Whether path is the file that was opened, as it was then. */
static bool
is_as_read(const MaildirMessage *message, const MaildirPath *path)
{
    const struct stat *read = &message->about;
    struct stat about;

    return fstatat(message->maildir, path->text, &about, AT_SYMLINK_NOFOLLOW) == 0 &&
           about.st_dev == read->st_dev && about.st_ino == read->st_ino &&
           about.st_size == read->st_size && about.st_mtim.tv_sec == read->st_mtim.tv_sec &&
           about.st_mtim.tv_nsec == read->st_mtim.tv_nsec;
}

/* Where rename(2) alone must do. False with errno. */
static bool
rename_to_free_name(int maildir, const MaildirPath *from, const MaildirPath *to)
{
    if (faccessat(maildir, to->text, F_OK, AT_SYMLINK_NOFOLLOW) == 0)
        errno = EEXIST;
    else if (errno == ENOENT)
        return renameat(maildir, from->text, maildir, to->text) == 0;
    return false;
}

#if HAVE_RENAMEAT2
static bool
rename_without_replacing(int maildir, const MaildirPath *from, const MaildirPath *to)
{
    if (renameat2(maildir, from->text, maildir, to->text, RENAME_NOREPLACE) == 0)
        return true;
    return (errno == EINVAL || errno == ENOSYS) && rename_to_free_name(maildir, from, to);
}

static bool
exchange_files(int maildir, const MaildirPath *one, const MaildirPath *other)
{
    return renameat2(maildir, one->text, maildir, other->text, RENAME_EXCHANGE) == 0;
}
#else
static bool
rename_without_replacing(int maildir, const MaildirPath *from, const MaildirPath *to)
{
    return rename_to_free_name(maildir, from, to);
}

static bool
exchange_files(int maildir, const MaildirPath *one, const MaildirPath *other)
{
    (void)maildir;
    (void)one;
    (void)other;
    errno = ENOSYS;
    return false;
}
#endif

/* An IMAP server takes a message under the same name for the same message, to the octet (RFC 3501
 * section 2.3.1.1): Dovecot shows the old fields, finds that the size is another one, and ends the
 * session. */
static bool
is_on_imap_list(const MaildirMessage *message)
{
    static const char *const lists[] = { "dovecot-uidlist", "courierimapuiddb" };

    for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
        if (faccessat(message->maildir, lists[i], F_OK, AT_SYMLINK_NOFOLLOW) == 0)
            return true;
    return false;
}

static bool
choose_name(const MaildirMessage *message, const RecheckText *text, MaildirName *chosen)
{
    const char *name = message->name.text;
    bool listed = is_on_imap_list(message);

    if (listed && !maildir_name_has_size(name))
        return maildir_name_add_size(name, text->size, chosen);
    if (!maildir_name_resize(name, text->size, text->wire_size, chosen))
        return false;
    /* By chance the new text is as long as the old one. */
    return !listed || strcmp(chosen->text, name) != 0 || maildir_name_renew(name, chosen);
}

/* Gives the message the name that says the new size. */
static ReplaceOutcome
set_message_name(MaildirMessage *message, const RecheckText *text)
{
    MaildirPath from = maildir_path(message->folder, message->name.text), to;
    MaildirName resized = { .text = "" };

    if (!choose_name(message, text, &resized)) {
        errno = ENAMETOOLONG;
        return REPLACE_FAILED;
    }
    if (strcmp(resized.text, message->name.text) == 0)
        return REPLACE_DONE;
    if (!is_as_read(message, &from))
        return faccessat(message->maildir, from.text, F_OK, AT_SYMLINK_NOFOLLOW) == 0
                   ? REPLACE_CHANGED
                   : REPLACE_GONE;
    to = maildir_path(message->folder, resized.text);
    if (!rename_without_replacing(message->maildir, &from, &to))
        return errno == ENOENT ? REPLACE_GONE : REPLACE_FAILED;
    message->name = resized;
    return REPLACE_DONE;
}

/* Where the file system cannot exchange. */
static ReplaceOutcome
rename_over(const MaildirMessage *message, const RecheckText *text, const MaildirPath *path)
{
    if (!is_as_read(message, path))
        return faccessat(message->maildir, path->text, F_OK, AT_SYMLINK_NOFOLLOW) == 0
                   ? REPLACE_CHANGED
                   : REPLACE_GONE;
    return renameat(message->maildir, text->path.text, message->maildir, path->text) == 0
               ? REPLACE_DONE
               : REPLACE_FAILED;
}

/* Gives the place of the new text, wherever it is by now, back to what another program wrote. */
static void
put_back(MaildirMessage *message, RecheckText *text)
{
    for (unsigned i = 0; i <= TRIES_MAX; i++) {
        MaildirPath path = maildir_path(message->folder, message->name.text);

        if (exchange_files(message->maildir, &text->path, &path))
            return;
        if (errno != ENOENT)
            break;
        if (!find_message(message))
            return; /* somebody deleted the message */
    }
    text->is_foreign = true;
}

/* Puts the new text in the place of the old, which is in tmp afterwards. */
static ReplaceOutcome
exchange_texts(MaildirMessage *message, RecheckText *text)
{
    MaildirPath path = maildir_path(message->folder, message->name.text);

    if (exchange_files(message->maildir, &text->path, &path)) {
        if (is_as_read(message, &text->path))
            return REPLACE_DONE;
        put_back(message, text);
        return REPLACE_CHANGED;
    }
    if (errno == EINVAL || errno == ENOSYS || errno == ENOTSUP)
        return rename_over(message, text, &path);
    return errno == ENOENT ? REPLACE_GONE : REPLACE_FAILED;
}

/* Once; GONE: not under this name. */
static ReplaceOutcome
try_to_replace(MaildirMessage *message, RecheckText *text)
{
    ReplaceOutcome outcome = set_message_name(message, text);

    return outcome == REPLACE_DONE ? exchange_texts(message, text) : outcome;
}

/* Gives the message the size back that it had, wherever it is now: nothing was replaced. */
static void
restore_message_name(MaildirMessage *message, const MaildirName *before)
{
    MaildirName restored;
    MaildirPath from, to;
    size_t base = maildir_name_base(before->text);
    int failure = errno;

    if (!maildir_name_is_same(message->name.text, before->text) && find_message(message)) {
        snprintf(restored.text, sizeof(restored.text), "%.*s%s", (int)base, before->text,
                 message->name.text + maildir_name_base(message->name.text));
        from = maildir_path(message->folder, message->name.text);
        to = maildir_path(message->folder, restored.text);
        if (rename_without_replacing(message->maildir, &from, &to))
            message->name = restored;
    }
    errno = failure;
}

static ReplaceOutcome
replace_under_any_name(MaildirMessage *message, RecheckText *text)
{
    const MaildirName before = message->name;
    ReplaceOutcome outcome = try_to_replace(message, text);

    for (unsigned i = 0; outcome == REPLACE_GONE && i < TRIES_MAX && find_message(message); i++)
        outcome = try_to_replace(message, text);
    if (outcome != REPLACE_DONE)
        restore_message_name(message, &before);
    return outcome;
}

/* --- all of it --- */

/* The name is as safe as the text. Where a file system cannot say so, it is none that forgets. */
static void
sync_folders(const MaildirMessage *message)
{
    int folder = openat(message->maildir, message->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (folder < 0)
        return;
    fsync(folder);
    close(folder);
}

/* With signals held back that would leave a name half-way. */
static ReplaceOutcome
replace_undisturbed(MaildirMessage *message, RecheckText *text)
{
    sigset_t all, before;
    ReplaceOutcome outcome;
    int failure;

    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, &before);
    outcome = replace_under_any_name(message, text);
    failure = errno;
    if (outcome == REPLACE_DONE)
        sync_folders(message);
    if (!text->is_foreign)
        unlinkat(message->maildir, text->path.text, 0); /* the old text, or the new one */
    sigprocmask(SIG_SETMASK, &before, NULL);
    errno = failure;
    return outcome;
}

ReplaceOutcome
maildir_message_replace(MaildirMessage *message, ReplaceFill fill, void *data)
{
    RecheckText text;
    ReplaceOutcome outcome = REPLACE_FAILED;
    int failure;

    if (!recheck_text_create(&text, message->maildir))
        return REPLACE_FAILED;
    if (recheck_text_fill(&text, message, fill, data)) {
        outcome = replace_undisturbed(message, &text);
        failure = errno;
    } else {
        failure = errno;
        unlinkat(message->maildir, text.path.text, 0);
    }
    close(text.file);
    errno = failure;
    return outcome;
}
