/* SPDX-License-Identifier: ISC */
/* The folders that are being gone through stand on a stack; one file at a time is open besides. A
 * folder is gone through once, whatever links lead to it, so that links cannot make a circle, nor a
 * message count twice. */
#include "mailbox/mailbox.h"

#include "mailbox/mailbox_folder.h"
#include "mailbox/mailbox_stream.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

struct MailboxReader {
    GPtrArray *paths; /* char * */
    guint path_at;    /* behind the one that is being read */
    bool tree;
    GPtrArray *folders;   /* MailboxFolder *: each stands in the one before */
    GHashTable *known;    /* GBytes *: device and inode of each folder that was opened */
    MailboxStream stream; /* the file */
    char *file;           /* its path, or that of what cannot be read; NULL: none yet */
    char *problem;        /* of the latter; NULL: there is none */
    MailboxMessage message;
    bool again; /* it comes once more */
    MailboxCounts counts;
    double share;
};

MailboxPath
mailbox_path(const char *path)
{
    struct stat about;

    if (g_str_equal(path, MAILBOX_STANDARD_INPUT))
        return fstat(STDIN_FILENO, &about) == 0 && S_ISREG(about.st_mode) ? MAILBOX_PATH_FILE
                                                                          : MAILBOX_PATH_OTHER;
    if (stat(path, &about) != 0)
        return MAILBOX_PATH_OTHER;
    if (S_ISDIR(about.st_mode))
        return mailbox_is_maildir(AT_FDCWD, path) ? MAILBOX_PATH_MAILDIR : MAILBOX_PATH_FOLDER;
    return S_ISREG(about.st_mode) ? MAILBOX_PATH_FILE : MAILBOX_PATH_OTHER;
}

MailboxReader *
mailbox_open(const GPtrArray *paths, bool tree)
{
    MailboxReader *reader = g_new0(MailboxReader, 1);

    reader->paths = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < paths->len; i++)
        g_ptr_array_add(reader->paths, g_strdup(paths->pdata[i]));
    reader->tree = tree;
    reader->folders = g_ptr_array_new_with_free_func(mailbox_folder_free_item);
    reader->known =
        g_hash_table_new_full(g_bytes_hash, g_bytes_equal, (GDestroyNotify)g_bytes_unref, NULL);
    mailbox_stream_init(&reader->stream);
    return reader;
}

void
mailbox_close(MailboxReader *reader)
{
    g_ptr_array_unref(reader->paths);
    g_ptr_array_unref(reader->folders);
    g_hash_table_unref(reader->known);
    mailbox_stream_clear(&reader->stream);
    g_free(reader->file);
    g_free(reader->problem);
    g_free(reader);
}

void
mailbox_forget(MailboxReader *reader)
{
    mailbox_stream_forget(&reader->stream);
}

/* --- folders --- */

/* Whether the folder is gone through for the first time. */
static bool
is_new_folder(MailboxReader *reader, const MailboxFolder *folder)
{
    const guint64 numbers[] = { (guint64)folder->device, (guint64)folder->inode };

    return g_hash_table_add(reader->known, g_bytes_new(numbers, sizeof(numbers)));
}

/* Begins to go through a folder. False with errno. */
static bool
enter_mail_folder(MailboxReader *reader, int parent, const char *name, const char *path)
{
    g_autoptr(MailboxFolder) folder = NULL;

    if (reader->folders->len == MAILBOX_DEPTH_MAX) {
        errno = ELOOP;
        return false;
    }
    folder = mailbox_folder_open(parent, name, path, reader->tree);
    if (folder && is_new_folder(reader, folder))
        g_ptr_array_add(reader->folders, g_steal_pointer(&folder));
    else if (!folder)
        return errno == ENOENT && reader->folders->len > 0; /* somebody deleted it meanwhile */
    return true;
}

/* For who is in one. */
static MailboxFolder *
innermost_folder(const MailboxReader *reader)
{
    g_assert(reader->folders->len > 0);
    return reader->folders->pdata[reader->folders->len - 1];
}

static void
leave_mail_folder(MailboxReader *reader)
{
    reader->counts.vanished += innermost_folder(reader)->vanished;
    g_ptr_array_set_size(reader->folders, (gint)reader->folders->len - 1);
}

/* --- one step on --- */

/* Makes it the current message. */
static void
set_path_problem(MailboxReader *reader, int problem)
{
    g_free(reader->problem);
    reader->problem = g_strdup(problem == ELOOP ? "too many folders or links in one another"
                                                : g_strerror(problem));
    reader->message = (MailboxMessage){ .state = MAILBOX_UNREADABLE,
                                        .header = { .octets = "" },
                                        .problem = reader->problem };
}

static void
set_file(MailboxReader *reader, char *path)
{
    g_free(reader->file);
    reader->file = path;
}

/* Goes on in the innermost folder. False: there is a problem, now the current message. */
static bool
step_in_folder(MailboxReader *reader)
{
    MailboxFolder *folder = innermost_folder(reader);
    FolderItem item = mailbox_folder_next(folder);
    int problem = errno;

    if (item.path)
        set_file(reader, item.path);
    switch (item.kind) {
    case FOLDER_FILE:
        mailbox_stream_begin(&reader->stream, item.file, item.size, item.single);
        return true;
    case FOLDER_INSIDE:
        if (enter_mail_folder(reader, folder->descriptor, item.name, item.path))
            return true;
        problem = errno;
        break;
    case FOLDER_FAILED:
        break;
    case FOLDER_END:
        leave_mail_folder(reader);
        return true;
    }
    set_path_problem(reader, problem);
    return false;
}

/* A file that was named is opened whatever it is: a pipe, too. */
static bool
open_named_file(MailboxReader *reader, const char *path)
{
    bool is_input = g_str_equal(path, MAILBOX_STANDARD_INPUT);
    int file = is_input ? STDIN_FILENO : open(path, O_RDONLY | O_NOCTTY | O_CLOEXEC);
    struct stat about;

    if (file < 0 || fstat(file, &about) != 0)
        return false;
    mailbox_stream_begin(&reader->stream, file, S_ISREG(about.st_mode) ? (guint64)about.st_size : 0,
                         false);
    return true;
}

/* Begins the next path. False: as above. */
static bool
step_to_path(MailboxReader *reader)
{
    const char *path = reader->paths->pdata[reader->path_at++];
    MailboxPath kind = mailbox_path(path);
    bool good;

    set_file(reader, g_strdup(path));
    if (kind == MAILBOX_PATH_MAILDIR || kind == MAILBOX_PATH_FOLDER)
        good = enter_mail_folder(reader, AT_FDCWD, path, path);
    else
        good = open_named_file(reader, path);
    if (!good)
        set_path_problem(reader, errno);
    return good;
}

/* --- */

static double
stream_share(const MailboxStream *stream)
{
    return stream->file >= 0 && stream->total > 0
               ? MIN((double)stream->at / (double)stream->total, 1)
               : 0;
}

static double
reader_share(const MailboxReader *reader)
{
    double one = 1 / (double)MAX(reader->paths->len, 1), part = one;
    double share = (MAX(reader->path_at, 1) - 1) * one;

    for (guint i = 0; i < reader->folders->len; i++) {
        double current;

        share += part * mailbox_folder_share(reader->folders->pdata[i], &current);
        part *= current;
    }
    return share + part * stream_share(&reader->stream);
}

double
mailbox_share(const MailboxReader *reader)
{
    return reader->share;
}

static const MailboxMessage *
count_message(MailboxReader *reader)
{
    reader->message.file = reader->file;
    if (reader->message.state == MAILBOX_READ)
        reader->counts.messages++;
    else
        reader->counts.problems++;
    reader->share = MAX(reader->share, reader_share(reader));
    return &reader->message;
}

const MailboxMessage *
mailbox_next(MailboxReader *reader)
{
    if (reader->again) {
        reader->again = false;
        return &reader->message;
    }
    for (;;) {
        if (mailbox_stream_next(&reader->stream, &reader->message)) {
            reader->counts.unsure += reader->stream.unsure;
            return count_message(reader);
        }
        if (reader->folders->len > 0) {
            if (!step_in_folder(reader))
                return count_message(reader);
        } else if (reader->path_at < reader->paths->len) {
            if (!step_to_path(reader))
                return count_message(reader);
        } else {
            reader->share = 1;
            return NULL;
        }
    }
}

bool
mailbox_goes_on(const MailboxReader *reader)
{
    return reader->message.number > 0 && reader->stream.file >= 0;
}

void
mailbox_again(MailboxReader *reader)
{
    reader->again = true;
}

void
mailbox_copy(MailboxReader *reader, int copy)
{
    reader->stream.copy = copy;
}

int
mailbox_copy_failure(const MailboxReader *reader)
{
    return reader->stream.copy_failure;
}

const MailboxCounts *
mailbox_counts(const MailboxReader *reader)
{
    return &reader->counts;
}
