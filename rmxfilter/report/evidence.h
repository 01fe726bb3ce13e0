/* SPDX-License-Identifier: ISC */
/* All that was found out about one message: what the writers of this room write from. main fills it
 * in, nobody here changes it. Everything is lent for the life of the evidence. */
#ifndef REPORT_EVIDENCE_H
#define REPORT_EVIDENCE_H

#include "mime/author.h"
#include "records/scheme.h"
#include "relay/walk.h"
#include "sandbox/sandbox.h"

typedef struct {
    const char *receiver; /* this host's authserv-id */
    time_t now;           /* seconds since the epoch */
    const Walk *walk;     /* NULL in `check`: there is no message */
    bool cut; /* the header block is longer than what was looked at: other authors may follow */

    IpAddress client; /* the origin's address; bits 0: none to check */
    const char *helo; /* NULL: not known; likewise below */
    const char *rdns; /* reverse name as the boundary's relay wrote it */
    const char *by;   /* the relay that took the message from the client */
    int boundary;     /* index of its Received field; -1: none */

    const MailAddress *mail_from; /* NULL: not known; its domain NULL: the null sender */
    const char
        *mail_from_rewritten;     /* as a trusted relay had rewritten it, as text; NULL: none had */
    const char *mail_from_source; /* "return-path"; NULL: not known */
    const char *mail_from_problem; /* why mail_from is not known, for people; NULL: it is */
    const Author *author;          /* who wrote it, by the header; NULL in `check` */
    const MailAddress *pra;        /* purported responsible address (RFC 4407); NULL: none */
    const char *pra_field;         /* the field that it is from: "sender"; NULL: none */

    const GPtrArray *schemes;  /* const Scheme *: those that the user wants asked */
    const GPtrArray *findings; /* Finding *, one for each scheme asked, in the schemes' order */
    bool null_mx; /* the envelope sender's domain publishes nothing under the schemes asked, and
                     says that it takes no mail (RFC 7505) */
    const char *unchecked;  /* why no scheme was asked, for people; NULL: some were */
    const Dns *dns;         /* for the log of questions; NULL: none was set up */
    const Sandbox *sandbox; /* what held this process meanwhile; NULL: none was entered */
} Evidence;

/* For people, where the evidence is cut. */
#define EVIDENCE_CUT "header block longer than 4 MiB: only its beginning was looked at"

#endif
