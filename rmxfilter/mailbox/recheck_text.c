/* SPDX-License-Identifier: ISC */
#include "mailbox/recheck_text.h"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#if HAVE_XATTR
#include <sys/xattr.h>
#endif

bool
recheck_text_create(RecheckText *text, int maildir)
{
    MaildirName name = { .text = "" };

    *text = (RecheckText){ .file = -1 };
    maildir_name_make(&name);
    text->path = maildir_path("tmp", name.text);
    text->file =
        openat(maildir, text->path.text,
               O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY, S_IRUSR | S_IWUSR);
    return text->file >= 0;
}

/* How many octets it has with CR LF for each LF alone. */
static bool
measure_wire_size(RecheckText *text)
{
    char octets[16 << 10], last = '\0';
    off_t at = 0;
    ssize_t got;

    text->wire_size = text->size;
    while ((got = pread(text->file, octets, sizeof(octets), at)) != 0) {
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return false;
        for (ssize_t i = 0; i < got; last = octets[i++])
            text->wire_size += octets[i] == '\n' && last != '\r';
        at += got;
    }
    return true;
}

static bool
measure_new_text(const MaildirMessage *message, RecheckText *text)
{
    struct stat about;

    if (fstat(text->file, &about) != 0)
        return false;
    text->size = text->wire_size = about.st_size;
    return !maildir_name_has_wire_size(message->name.text) || measure_wire_size(text);
}

/* Access lists, and what the user has noted. Those that only the system may set stay behind. */
#if HAVE_XATTR
/* Octets of one, and of their names: Linux has no more. */
#define ATTRIBUTES_MAX ((size_t)64 << 10)

static const char access_list[] = "system.posix_acl_access";

/* The new file has one where its folder says so. */
static void
remove_inherited_list(const RecheckText *text)
{
    fremovexattr(text->file, access_list); /* where there is none it fails */
}

static bool
copy_attribute(const MaildirMessage *message, const RecheckText *text, const char *name)
{
    static char value[ATTRIBUTES_MAX];
    ssize_t len = fgetxattr(message->file, name, value, sizeof(value));

    return len >= 0 && fsetxattr(text->file, name, value, (size_t)len, 0) == 0;
}

static bool
copy_attributes(const MaildirMessage *message, const RecheckText *text)
{
    static char names[ATTRIBUTES_MAX];
    ssize_t len = flistxattr(message->file, names, sizeof(names));

    if (len < 0)
        return errno == ENOTSUP || errno == ENOSYS;
    for (const char *name = names; name < names + len; name += strlen(name) + 1)
        if ((strncmp(name, "user.", strlen("user.")) == 0 || strcmp(name, access_list) == 0) &&
            !copy_attribute(message, text, name))
            return false;
    return true;
}
#else
static void
remove_inherited_list(const RecheckText *text)
{
    (void)text;
}

static bool
copy_attributes(const MaildirMessage *message, const RecheckText *text)
{
    (void)message;
    (void)text;
    return true;
}
#endif

/* The owner first: a change of owner takes rights away. */
static bool
copy_owner_and_times(const MaildirMessage *message, const RecheckText *text)
{
    const struct stat *about = &message->about;
    const struct timespec times[] = { about->st_atim, about->st_mtim };
    struct stat made;

    if (fstat(text->file, &made) != 0)
        return false;
    if ((made.st_uid != about->st_uid || made.st_gid != about->st_gid) &&
        fchown(text->file, about->st_uid, about->st_gid) != 0)
        return false;
    remove_inherited_list(text);
    return fchmod(text->file, about->st_mode & 07777) == 0 && copy_attributes(message, text) &&
           futimens(text->file, times) == 0;
}

bool
recheck_text_fill(RecheckText *text, const MaildirMessage *message, ReplaceFill fill, void *data)
{
    /* fill has a descriptor of its own to close: a full disk may show only there. */
    int out = fcntl(text->file, F_DUPFD_CLOEXEC, 0);

    return out >= 0 && fill(out, data) && measure_new_text(message, text) &&
           copy_owner_and_times(message, text) && fsync(text->file) == 0;
}
