/* SPDX-License-Identifier: ISC */
/* Names of files in a Maildir: what stays the same while flags change, and the sizes that Maildir++
 * puts into them. Plain C. Source: the Maildir page of cr.yp.to; Maildir++ ("Maildir Quota"). */
#ifndef MAILBOX_RECHECK_NAME_H
#define MAILBOX_RECHECK_NAME_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* With its closing NUL. */
typedef struct {
    char text[NAME_MAX + 1];
} MaildirName;

/* A path below the Maildir: "cur/NAME". */
typedef struct {
    char text[sizeof("cur/") + NAME_MAX];
} MaildirPath;

/* folder: "cur", "new" or "tmp". */
MaildirPath maildir_path(const char *folder, const char *name);

/* Octets of name before the flags (":2,"): what no change of flags changes. */
size_t maildir_name_base(const char *name);

/* Whether two names are one message's: they differ in flags only. */
bool maildir_name_is_same(const char *one, const char *other);

/* Whether the base of name says how long the message is with CR LF for each line ending (",W="). */
bool maildir_name_has_wire_size(const char *name);

/* name with its sizes, where it has them, set right: ",S=" to size, ",W=" to wire_size octets. All
 * else stays. False where the result would be too long for a name. */
bool maildir_name_resize(const char *name, off_t size, off_t wire_size, MaildirName *resized);

/* name with ",S=" and size behind its base; false as above. */
bool maildir_name_add_size(const char *name, off_t size, MaildirName *sized);

/* name with ".rmxfilter" behind its unique part: another name for a message that is another one,
 * and sorts like the first. False as above. */
bool maildir_name_renew(const char *name, MaildirName *renewed);

/* Whether the base of name says the size (",S="). */
bool maildir_name_has_size(const char *name);

/* A name for a file in tmp that no other process chooses, nor this one twice. */
void maildir_name_make(MaildirName *name);

#endif
