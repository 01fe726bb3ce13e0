/* SPDX-License-Identifier: ISC */
/* The X-RMX-* fields that fields.c wrote into a message when it came in, read again. Only their
 * place proves that they are this program's: they stand above the first Received field. What a
 * sender writes stands below the Received field of the host that took the message from him; so
 * where there is no such field at all, or another host put one on top, nothing is believed. They
 * are read strictly, as they are written here: whoever wrote others did not use this program. */
#ifndef REPORT_MARKS_H
#define REPORT_MARKS_H

#include "mime/ip.h"
#include "mime/message.h"
#include "report/author_word.h"

/* Strings belong to the marks, and are as they stand in the field: printable ASCII, in which octets
 * from outside stand as %HH. Still what a stranger chose: to be quoted on the way out. */
typedef struct {
    bool marked;     /* X-RMX-Status is there, and all of the fields that are read could be */
    bool error;      /* the status is "error": this program could not do its work */
    Result result;   /* the status otherwise */
    char *reason;    /* what stands in the comment of the status; NULL: not marked */
    bool has_author; /* X-RMX-From is there: what follows is known */
    AuthorWord word;
    bool unknown;       /* something of the author's may have passed, but could not be checked */
    GPtrArray *domains; /* char *: of the author, AUTHOR_DOMAINS_MAX at most */
    bool more;          /* and others */
    IpAddress client;   /* of X-RMX-Relay; bits 0: not written */
    char *helo;         /* likewise, NULL: not written */
    char *rdns;
    char *by;
    unsigned hop;         /* the boundary, counted from 1 from the top; 0: not written */
    unsigned disbelieved; /* fields that bear a name of these and are not believed: they stand
                             elsewhere, twice, or are written otherwise; all of them count if one
                             above the first Received field does */
} Marks;

/* Whether a field of that name (len octets) is one of these, whoever wrote it. */
bool mark_is_named(const char *name, size_t len);

/* Never fails. The caller owns the marks. */
Marks *marks_read(const Message *message);
void marks_free(Marks *marks);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Marks, marks_free)

#endif
