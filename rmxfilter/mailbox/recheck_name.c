/* SPDX-License-Identifier: ISC */
#include "mailbox/recheck_name.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define FLAGS ':' /* what stands before them */

MaildirPath
maildir_path(const char *folder, const char *name)
{
    MaildirPath path;

    snprintf(path.text, sizeof(path.text), "%.3s/%.*s", folder, NAME_MAX, name);
    return path;
}

size_t
maildir_name_base(const char *name)
{
    return strcspn(name, (const char[]){ FLAGS, '\0' });
}

bool
maildir_name_is_same(const char *one, const char *other)
{
    size_t len = maildir_name_base(one);

    return maildir_name_base(other) == len && memcmp(one, other, len) == 0;
}

/* Where in the base the digits of a size begin, and how many there are. */
typedef struct {
    size_t at, len;
} NameSize;

/* As Dovecot reads it: the first of that letter, if nothing but digits stands there. len 0: there
 * is none. */
static NameSize
find_name_size(const char *name, char letter)
{
    size_t end = maildir_name_base(name);

    for (size_t i = 0; i + 3 < end; i++) {
        NameSize size = { .at = i + 3 };

        if (name[i] != ',' || name[i + 1] != letter || name[i + 2] != '=')
            continue;
        size.len = strspn(name + size.at, "0123456789");
        if (size.at + size.len < end && name[size.at + size.len] != ',')
            size.len = 0;
        return size;
    }
    return (NameSize){ .len = 0 };
}

bool
maildir_name_has_size(const char *name)
{
    return find_name_size(name, 'S').len > 0;
}

bool
maildir_name_has_wire_size(const char *name)
{
    return find_name_size(name, 'W').len > 0;
}

/* Puts value in the place of a size. */
static bool
set_name_size(MaildirName *name, char letter, off_t value)
{
    NameSize size = find_name_size(name->text, letter);
    MaildirName before = *name;
    int len;

    if (size.len == 0)
        return true;
    len = snprintf(name->text, sizeof(name->text), "%.*s%jd%s", (int)size.at, before.text,
                   (intmax_t)value, before.text + size.at + size.len);
    return len >= 0 && (size_t)len < sizeof(name->text);
}

bool
maildir_name_resize(const char *name, off_t size, off_t wire_size, MaildirName *resized)
{
    int len = snprintf(resized->text, sizeof(resized->text), "%s", name);

    return len >= 0 && (size_t)len < sizeof(resized->text) && set_name_size(resized, 'S', size) &&
           set_name_size(resized, 'W', wire_size);
}

bool
maildir_name_add_size(const char *name, off_t size, MaildirName *sized)
{
    size_t base = maildir_name_base(name);
    int len = snprintf(sized->text, sizeof(sized->text), "%.*s,S=%jd%s", (int)base, name,
                       (intmax_t)size, name + base);

    return len >= 0 && (size_t)len < sizeof(sized->text);
}

bool
maildir_name_renew(const char *name, MaildirName *renewed)
{
    size_t unique = strcspn(name, (const char[]){ ',', FLAGS, '\0' });
    int len = snprintf(renewed->text, sizeof(renewed->text), "%.*s.rmxfilter%s", (int)unique, name,
                       name + unique);

    return len >= 0 && (size_t)len < sizeof(renewed->text);
}

void
maildir_name_make(MaildirName *name)
{
    static unsigned count;
    char host[HOST_NAME_MAX + 1] = "localhost";
    struct timespec now = { .tv_sec = 0 };

    clock_gettime(CLOCK_REALTIME, &now);
    if (gethostname(host, sizeof(host)) != 0 || host[sizeof(host) - 1] != '\0')
        snprintf(host, sizeof(host), "localhost");
    for (char *octet = host; *octet; octet++)
        if (*octet == '/' || *octet == FLAGS)
            *octet = '_';
    snprintf(name->text, sizeof(name->text), "%jd.M%ldP%jdQ%u.rmxfilter.%s", (intmax_t)now.tv_sec,
             now.tv_nsec / 1000, (intmax_t)getpid(), ++count, host);
}
