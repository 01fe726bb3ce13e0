/* SPDX-License-Identifier: ISC */
/* What the inspector tells the guard, over a pipe. The message that the inspector reads may control
 * it, so the guard uses nothing of the reply but what reply_read accepts.
 *
 *     wait 5000                  milliseconds to wait for the rest, where it is not
 *                                REPLY_WAIT_DEFAULT; sent before any of the message is read
 *     strip mx.example.net       strip Authentication-Results of this authserv-id; likewise
 *     strip-from 1234            but not those that begin before this octet of the message:
 *                                believed hosts wrote them
 *     exit 75                    leave with this code once the message is written
 *     complain TEXT              for syslog, as a warning
 *     log TEXT                   for syslog, once the message is written
 *     now pass aligned           of a message that is kept: its result, and the author's word
 *     sandbox 59                 the inspector made this system call, and was ended for it;
 *                                nothing follows
 *     fields                     then the fields, whole lines that end in LF
 *     .                          the end
 *
 * All lines but the last two may be missing. Plain C: the guard reads it without allocating. */
#ifndef REPLY_H
#define REPLY_H

#include <stdbool.h>
#include <stddef.h>

#define REPLY_MAX          (128U << 10) /* octets, of the whole reply */
#define REPLY_LINE_MAX     998          /* octets of one field line (RFC 5322 section 2.1.1) */
#define REPLY_NAME_MAX     255          /* octets of an authserv-id */
#define REPLY_NOW_MAX      31           /* octets of two words */
#define REPLY_TEXT_MAX     500          /* octets of a complaint */
#define REPLY_LOG_MAX      950          /* octets of a line about the message */
#define REPLY_WAIT_MAX     601000       /* milliseconds */
#define REPLY_WAIT_DEFAULT 9000         /* likewise */
#define REPLY_FROM_MAX     (4 << 20)    /* octets, of a header block (HEADER_MAX) */
#define REPLY_CALL_MAX     999999       /* the number of a system call */

typedef struct {
    int wait;                       /* milliseconds; 0: not said, so REPLY_WAIT_DEFAULT */
    char strip[REPLY_NAME_MAX + 1]; /* "": not said */
    int strip_from;                 /* octets; 0: not said */
    int exit_code;                  /* 0 or 75 */
    char complaint[REPLY_TEXT_MAX + 1];
    char log[REPLY_LOG_MAX + 1]; /* "": not said */
    char now[REPLY_NOW_MAX + 1]; /* small letters and blanks; "": not said */
    bool call_forbidden;         /* the inspector was ended for a system call */
    int call;                    /* its number, which can be 0 */
    const char *fields;          /* lent from the octets read; NULL: not there yet */
    size_t fields_len;
    bool complete; /* the end was there, and nothing behind it */
} Reply;

/* Reads what has come so far, len octets. NULL, or a literal that says what in it cannot be: then
 * nothing of it is to be used but wait and strip. Fields are checked: only names that this program
 * writes, each once, printable ASCII and tabs, folded so that no line stands alone. */
const char *reply_read(const char *octets, size_t len, Reply *reply);

#endif
