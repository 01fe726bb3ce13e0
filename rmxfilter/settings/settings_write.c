/* SPDX-License-Identifier: ISC */
/* The old file is never opened for writing. Whatever fails, and whenever this process is killed, at
 * the path stands the old file or the new one, whole. */
#include "settings/settings_write.h"

#include "mime/descriptor.h"
#include "settings/settings_file.h"
#include "settings/settings_open.h"
#include "settings/settings_source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/xattr.h>
#include <unistd.h>

#define BACKUPS_MAX 99 /* further ones are a sign that something is wrong */

/* Where Linux keeps a file's access list. */
#define ACCESS_LIST     "system.posix_acl_access"
#define ACCESS_LIST_MAX 65536 /* the most that an attribute holds (XATTR_SIZE_MAX) */

static bool
refuse_write(GError **error, const char *path, const char *what)
{
    g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "%s: %s", path, what);
    return false;
}

/* From errno. */
static bool
refuse_write_errno(GError **error, const char *path, const char *what)
{
    g_set_error(error, G_FILE_ERROR, (gint)g_file_error_from_errno(errno), "%s: cannot %s: %s",
                path, what, g_strerror(errno));
    return false;
}

/* --- which file --- */

static bool
file_has_trust(const char *path)
{
    g_autoptr(SettingsFile) file = NULL;

    return settings_file_read(path, false, &file, NULL) && file &&
           g_key_file_has_key(file->keys, "relays", "trust", NULL);
}

char *
settings_write_path(const char *config)
{
    g_autoptr(GPtrArray) paths = settings_user_files();
    const char *chosen = config;

    for (guint i = paths->len; i-- > 0 && !chosen;)
        if (file_has_trust(paths->pdata[i]))
            chosen = paths->pdata[i];
    for (guint i = paths->len; i-- > 0 && !chosen;)
        if (g_file_test(paths->pdata[i], G_FILE_TEST_EXISTS))
            chosen = paths->pdata[i];
    if (!chosen && paths->len > 0)
        chosen = paths->pdata[0];
    return g_strdup(chosen);
}

/* --- reading --- */

/* At most max octets of the file; -1 and errno on failure. */
static ssize_t
read_whole(int descriptor, char *text, size_t max)
{
    size_t len = 0;

    while (len < max) {
        ssize_t got = read(descriptor, text + len, max - len);

        if (got < 0 && errno != EINTR)
            return -1;
        if (got == 0)
            break;
        len += got > 0 ? (size_t)got : 0;
    }
    return (ssize_t)len;
}

/* The text of the file at path, as the program itself would read it; "" where there is none. NULL
 * and *error on failure. The caller frees. */
static char *
read_own_settings(const char *path, gsize *len, bool *exists, struct stat *state, GError **error)
{
    g_autofree char *text = g_malloc(SETTINGS_FILE_MAX + 2);
    GError *problem = NULL;
    int descriptor = settings_open(path, false, &problem);
    ssize_t got = 0;

    *exists = descriptor >= 0;
    if (problem) {
        g_propagate_error(error, problem);
        return NULL;
    }
    if (*exists) {
        got = fstat(descriptor, state) == 0 ? read_whole(descriptor, text, SETTINGS_FILE_MAX + 1)
                                            : -1;
        if (got < 0)
            refuse_write_errno(error, path, "read it");
        close(descriptor);
    }
    if (got < 0)
        return NULL;
    if (*exists && (!S_ISREG(state->st_mode) || state->st_uid != geteuid())) {
        refuse_write(error, path, "is not a file of your own: nothing is written there");
        return NULL;
    }
    if (got > SETTINGS_FILE_MAX) {
        refuse_write(error, path, "is too long for a settings file");
        return NULL;
    }
    text[got] = '\0';
    *len = (gsize)got;
    return g_steal_pointer(&text);
}

/* The path behind all links. NULL and *error where a link leads nowhere. The caller frees. */
static char *
path_behind_links(const char *path, bool exists, GError **error)
{
    g_autofree char *folder = g_path_get_dirname(path), *name = g_path_get_basename(path);
    char *real = exists ? realpath(path, NULL) : NULL;
    struct stat link;

    if (real) {
        char *copy = g_strdup(real);

        free(real); /* NOLINT: libc's own */
        return copy;
    }
    if (lstat(path, &link) == 0) {
        refuse_write(error, path, "is a link that leads nowhere");
        return NULL;
    }
    return g_build_filename(folder, name, NULL);
}

SettingsChange *
settings_change_new(const char *path, const char *const *entries, GError **error)
{
    g_autoptr(SettingsChange) change = g_new0(SettingsChange, 1);
    gsize len = 0;
    g_autofree char *text = read_own_settings(path, &len, &change->exists, &change->state, error);

    if (text)
        change->path = path_behind_links(path, change->exists, error);
    if (change->path)
        change->edit = settings_edit_trust(path, text, len, entries, error);
    if (change->edit && change->edit->after_len > SETTINGS_FILE_MAX)
        refuse_write(error, path, "would be too long for a settings file");
    else if (change->edit)
        return g_steal_pointer(&change);
    return NULL;
}

void
settings_change_free(SettingsChange *change)
{
    if (!change)
        return;
    settings_edit_free(change->edit);
    g_free(change->path);
    g_free(change);
}

/* --- writing --- */

/* The folder may say which list new files in it get, and that list is not the old file's. */
static bool
remove_inherited_access_list(int file)
{
    return fremovexattr(file, ACCESS_LIST) == 0 || errno == ENODATA || errno == ENOTSUP;
}

/* Gives the new file the old one's access list; without one, or where the file system has none,
 * there is nothing to do. */
static bool
copy_access_list(const char *from, int to)
{
    g_autofree char *list = g_malloc(ACCESS_LIST_MAX);
    ssize_t len = getxattr(from, ACCESS_LIST, list, ACCESS_LIST_MAX);

    if (len < 0)
        return errno == ENODATA || errno == ENOTSUP;
    return fsetxattr(to, ACCESS_LIST, list, (size_t)len, 0) == 0;
}

/* Owner first: to change it takes rights away. */
static bool
copy_rights(const SettingsChange *change, int to)
{
    struct stat made;

    if (!change->exists)
        return true;
    if (fstat(to, &made) != 0)
        return false;
    if (made.st_gid != change->state.st_gid && fchown(to, (uid_t)-1, change->state.st_gid) != 0)
        return false;
    return remove_inherited_access_list(to) && fchmod(to, change->state.st_mode & 07777) == 0 &&
           copy_access_list(change->path, to);
}

/* Makes a file that is not there yet. On failure there is none, and errno says why. */
static bool
write_new_file(const SettingsChange *change, const char *path, const char *text, gsize len)
{
    int problem;
    int descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    bool good;

    if (descriptor < 0)
        return false;
    good = copy_rights(change, descriptor) && descriptor_write(descriptor, text, len) &&
           fsync(descriptor) == 0;
    problem = errno;
    if (close(descriptor) != 0 && good) {
        problem = errno;
        good = false;
    }
    if (!good)
        unlink(path);
    errno = problem;
    return good;
}

/* Makes what a rename has done outlive a crash. */
static void
sync_folder(const char *path)
{
    g_autofree char *folder = g_path_get_dirname(path);
    int descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (descriptor >= 0) {
        fsync(descriptor);
        close(descriptor);
    }
}

static bool
write_backup(const SettingsChange *change, char **backup, GError **error)
{
    for (int i = 1; i <= BACKUPS_MAX; i++) {
        g_autofree char *path = i == 1 ? g_strconcat(change->path, ".bak", NULL)
                                       : g_strdup_printf("%s.bak%d", change->path, i);

        if (write_new_file(change, path, change->edit->before, change->edit->before_len)) {
            *backup = g_steal_pointer(&path);
            return true;
        }
        if (errno != EEXIST)
            return refuse_write_errno(error, path, "write the backup");
    }
    return refuse_write(error, change->path, "has too many backups beside it (.bak, .bak2, …)");
}

/* Whether what stands at the path now is what was read. */
static bool
is_unchanged(const SettingsChange *change)
{
    struct stat now;

    if (stat(change->path, &now) != 0)
        return !change->exists && errno == ENOENT;
    return change->exists && now.st_dev == change->state.st_dev &&
           now.st_ino == change->state.st_ino && now.st_size == change->state.st_size &&
           now.st_mtim.tv_sec == change->state.st_mtim.tv_sec &&
           now.st_mtim.tv_nsec == change->state.st_mtim.tv_nsec;
}

/* Where there was no file, none that came meanwhile is replaced, if the file system has links. */
static bool
put_in_place(const SettingsChange *change, const char *written)
{
    if (!change->exists && link(written, change->path) == 0)
        return unlink(written) == 0;
    if (!change->exists && errno == EEXIST)
        return false;
    return rename(written, change->path) == 0;
}

static bool
replace_file(const SettingsChange *change, GError **error)
{
    g_autofree char *written = g_strdup_printf("%s.new-%ld", change->path, (long)getpid());

    if (!write_new_file(change, written, change->edit->after, change->edit->after_len))
        return refuse_write_errno(error, written, "write it");
    if (!is_unchanged(change)) {
        unlink(written);
        return refuse_write(error, change->path, "was changed meanwhile: nothing is written");
    }
    if (!put_in_place(change, written)) {
        refuse_write_errno(error, change->path, "put the new file in its place");
        unlink(written);
        return false;
    }
    sync_folder(change->path);
    return true;
}

/* Whether the program would read now what was to be written. */
static bool
prove_written(const SettingsChange *change, GError **error)
{
    struct stat state;
    bool exists;
    gsize len = 0;
    g_autofree char *text = read_own_settings(change->path, &len, &exists, &state, error);

    if (!text)
        return false;
    if (len == change->edit->after_len && memcmp(text, change->edit->after, len) == 0)
        return true;
    return refuse_write(error, change->path, "was written, and holds something else now");
}

bool
settings_change_write(const SettingsChange *change, char **backup, GError **error)
{
    g_autofree char *folder = g_path_get_dirname(change->path);

    *backup = NULL;
    if (!change->exists && g_mkdir_with_parents(folder, 0700) != 0)
        return refuse_write_errno(error, folder, "make the folder");
    if (!is_unchanged(change))
        return refuse_write(error, change->path, "was changed meanwhile: nothing is written");
    if (change->exists && !write_backup(change, backup, error))
        return false;
    return replace_file(change, error) && prove_written(change, error);
}
