/* SPDX-License-Identifier: ISC */
/* Mail readers move messages from new to cur, and change the flags in their names, at any time. So
 * new is listed before cur: what is moved meanwhile is in the second list, and is not read twice.
 * What has another flag by now is looked for in cur once more. */
#include "mailbox/mailbox_folder.h"

#include "mailbox/open_entry.h"
#include "mailbox/recheck_name.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ROUNDS_AGAIN_MAX 3

static bool
is_folder_below(int parent, const char *folder, const char *name)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    struct stat about;

    return fstatat(parent, path, &about, 0) == 0 && S_ISDIR(about.st_mode);
}

bool
mailbox_is_maildir(int parent, const char *name)
{
    return is_folder_below(parent, name, "cur") && is_folder_below(parent, name, "new");
}

static guint
count_messages_in(const MailboxFolder *folder, const char *subfolder)
{
    g_autoptr(MailboxList) list = mailbox_list_new(folder->descriptor, subfolder, false);

    return list ? list->entries->len : 0;
}

/* Whether a folder in this one is gone through. */
static bool
is_folder_wanted(const MailboxFolder *folder, const char *name)
{
    static const char *const own[] = { "cur", "new", "tmp", NULL };

    if (folder->is_maildir && g_strv_contains(own, name))
        return false;
    return (!folder->is_maildir && name[0] != '.') || mailbox_is_maildir(folder->descriptor, name);
}

static guint
count_folders_inside(const MailboxFolder *folder)
{
    g_autoptr(MailboxList) list = mailbox_list_new(folder->descriptor, ".", true);
    guint count = 0;

    for (guint i = 0; list && i < list->entries->len; i++)
        count += is_folder_wanted(folder, mailbox_list_entry(list, i)->name);
    return count;
}

MailboxFolder *
mailbox_folder_open(int parent, const char *name, const char *path, bool tree)
{
    int descriptor = openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    MailboxFolder *folder;
    struct stat about;

    if (descriptor < 0)
        return NULL;
    if (fstat(descriptor, &about) != 0) {
        close(descriptor);
        return NULL;
    }
    folder = g_new0(MailboxFolder, 1);
    folder->path = g_strdup(path);
    folder->descriptor = descriptor;
    folder->device = about.st_dev;
    folder->inode = about.st_ino;
    folder->tree = tree;
    folder->is_maildir = mailbox_is_maildir(descriptor, ".");
    folder->round = folder->is_maildir ? FOLDER_NEW : FOLDER_ENTRIES;
    folder->read = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    folder->lost = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    if (folder->is_maildir)
        folder->expected = count_messages_in(folder, "new") + count_messages_in(folder, "cur");
    if (folder->is_maildir && tree)
        folder->inside = count_folders_inside(folder);
    return folder;
}

static void
drop_list(MailboxFolder *folder)
{
    if (folder->list)
        mailbox_list_free(folder->list);
    folder->list = NULL;
}

void
mailbox_folder_free(MailboxFolder *folder)
{
    close(folder->descriptor);
    drop_list(folder);
    g_hash_table_unref(folder->read);
    g_hash_table_unref(folder->lost);
    g_free(folder->path);
    g_free(folder);
}

/* --- rounds --- */

/* The folder that a round goes through; NULL: the folder itself. */
static const char *
round_subfolder(const MailboxFolder *folder)
{
    switch (folder->round) {
    case FOLDER_NEW:
        return "new";
    case FOLDER_CUR:
    case FOLDER_AGAIN:
        return "cur";
    case FOLDER_ENTRIES:
    case FOLDER_DONE:
        break;
    }
    return NULL;
}

/* Whether cur is to be gone through once more. */
static bool
is_again_worthwhile(MailboxFolder *folder)
{
    return g_hash_table_size(folder->lost) > 0 && folder->rounds_again++ < ROUNDS_AGAIN_MAX;
}

static void
give_lost_up(MailboxFolder *folder)
{
    folder->vanished += g_hash_table_size(folder->lost);
    g_hash_table_remove_all(folder->lost);
    g_hash_table_remove_all(folder->read);
}

static FolderRound
round_after(MailboxFolder *folder)
{
    switch (folder->round) {
    case FOLDER_NEW:
        return FOLDER_CUR;
    case FOLDER_CUR:
    case FOLDER_AGAIN:
        if (is_again_worthwhile(folder))
            return FOLDER_AGAIN;
        give_lost_up(folder);
        return folder->tree ? FOLDER_ENTRIES : FOLDER_DONE;
    case FOLDER_ENTRIES:
    case FOLDER_DONE:
        break;
    }
    return FOLDER_DONE;
}

static void
end_round(MailboxFolder *folder)
{
    drop_list(folder);
    folder->at = 0;
    folder->round = round_after(folder);
}

/* False with errno: the list cannot be read. */
static bool
begin_round(MailboxFolder *folder)
{
    const char *subfolder = round_subfolder(folder);

    folder->list = mailbox_list_new(folder->descriptor, subfolder ? subfolder : ".", !subfolder);
    if (folder->list && !folder->is_maildir)
        folder->inside = folder->list->entries->len;
    return folder->list != NULL;
}

/* --- items --- */

/* Takes path over. */
static FolderItem
failed_item(char *path)
{
    return (FolderItem){ .kind = FOLDER_FAILED, .path = path, .file = -1 };
}

/* False with errno: ELOOP where it is no regular file. */
static bool
take_file(const MailboxFolder *folder, const char *name, bool follow, FolderItem *item)
{
    struct stat about;

    item->file = open_entry_file(folder->descriptor, name, follow, &about);
    if (item->file < 0)
        return false;
    item->size = (guint64)about.st_size;
    return true;
}

/* A file in new or cur. False: it is passed over. */
static bool
take_message(MailboxFolder *folder, const MailboxEntry *entry, FolderItem *item)
{
    g_autofree char *base = g_strndup(entry->name, maildir_name_base(entry->name));
    g_autofree char *name = g_build_filename(round_subfolder(folder), entry->name, NULL);

    folder->passed++;
    if (entry->type != DT_REG && entry->type != DT_UNKNOWN)
        return false;
    if (folder->round != FOLDER_NEW && g_hash_table_contains(folder->read, base))
        return false;
    if (folder->round == FOLDER_AGAIN && !g_hash_table_contains(folder->lost, base))
        return false;
    if (take_file(folder, name, false, item)) {
        g_hash_table_remove(folder->lost, base);
        if (folder->round == FOLDER_NEW)
            g_hash_table_add(folder->read, g_steal_pointer(&base));
        item->kind = FOLDER_FILE;
        item->single = true;
    } else if (errno == ENOENT) {
        g_hash_table_add(folder->lost, g_steal_pointer(&base));
        return false;
    } else if (errno == ELOOP) {
        return false;
    } else {
        *item = failed_item(NULL);
    }
    item->path = g_build_filename(folder->path, name, NULL);
    return true;
}

/* What an entry is, links followed; 0 with errno. */
static mode_t
entry_kind(const MailboxFolder *folder, const MailboxEntry *entry)
{
    struct stat about;

    if (entry->type != DT_UNKNOWN && entry->type != DT_LNK)
        return (mode_t)DTTOIF(entry->type);
    return fstatat(folder->descriptor, entry->name, &about, 0) == 0 ? about.st_mode & S_IFMT : 0;
}

/* Whatever else is in the folder. False: it is passed over. */
static bool
take_entry(MailboxFolder *folder, const MailboxEntry *entry, FolderItem *item)
{
    mode_t kind = entry_kind(folder, entry);
    bool hidden = entry->name[0] == '.' || folder->is_maildir;

    folder->entered += !folder->is_maildir;
    if (kind == 0 && hidden)
        return false;
    if (S_ISDIR(kind) && is_folder_wanted(folder, entry->name)) {
        folder->entered += folder->is_maildir;
        item->kind = FOLDER_INSIDE;
        item->name = entry->name;
    } else if (S_ISREG(kind) && !hidden &&
               take_file(folder, entry->name, entry->type != DT_REG, item)) {
        item->kind = FOLDER_FILE;
    } else if ((kind == 0 || S_ISREG(kind)) && !hidden) {
        /* A link that leads nowhere, or round and round, is no message. */
        folder->vanished += errno == ENOENT;
        if (errno == ENOENT || errno == ELOOP)
            return false;
        *item = failed_item(NULL);
    } else {
        return false;
    }
    item->path = g_build_filename(folder->path, entry->name, NULL);
    return true;
}

/* The rest of this round. FOLDER_END: nothing is left of it. */
static FolderItem
next_of_round(MailboxFolder *folder)
{
    FolderItem item = { .kind = FOLDER_END, .file = -1 };

    while (folder->at < folder->list->entries->len) {
        const MailboxEntry *entry = mailbox_list_entry(folder->list, folder->at++);

        if ((round_subfolder(folder) ? take_message : take_entry)(folder, entry, &item))
            break;
    }
    return item;
}

FolderItem
mailbox_folder_next(MailboxFolder *folder)
{
    FolderItem item = { .kind = FOLDER_END, .file = -1 };

    while (item.kind == FOLDER_END && folder->round != FOLDER_DONE) {
        if (folder->list || begin_round(folder))
            item = next_of_round(folder);
        else
            item = failed_item(g_build_filename(folder->path, round_subfolder(folder), NULL));
        if (item.kind == FOLDER_END || !folder->list)
            end_round(folder);
    }
    return item;
}

double
mailbox_folder_share(const MailboxFolder *folder, double *current)
{
    double own = folder->is_maildir ? 1 : 0, one = 1 / MAX(own + folder->inside, 1);
    double read = MIN((double)folder->passed / MAX(folder->expected, 1), 1);

    *current = folder->round == FOLDER_ENTRIES && folder->entered > 0 ? one : 0;
    if (folder->round != FOLDER_ENTRIES)
        return read * own * one;
    return MIN((own + MAX(folder->entered, 1) - 1) * one, 1);
}
