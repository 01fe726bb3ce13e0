/* SPDX-License-Identifier: ISC */
/* All that was found out about one message: what the writers of this room write from. They change
 * nothing in it. */
#ifndef REPORT_EVIDENCE_H
#define REPORT_EVIDENCE_H

#include "author/author_policy.h"
#include "mime/author.h"
#include "records/scheme.h"
#include "relay/testimony.h"
#include "relay/walk.h"
#include "report/advice.h"
#include "sandbox/sandbox.h"
#include "signatures/arc.h"
#include "signatures/signatures.h"

/* Owns what its pointers without const point to. What is const is lent: by one of these parts, or
 * by something that outlives the evidence, such as the settings. */
typedef struct {
    const char *receiver; /* this host's authserv-id */
    const char *file;     /* the name of the file, where it is one of several; NULL: it is not */
    guint64 number;       /* of the message in the file, from 1; 0: the file is one message */
    time_t now;           /* seconds since the epoch */
    Walk *walk;           /* NULL in `check`: there is no message */
    bool cut; /* the header block is longer than what was looked at: other authors may follow */

    IpAddress client; /* the origin's address; bits 0: none to check */
    const char *helo; /* NULL: not known; likewise below */
    const char *rdns; /* reverse name as the boundary's relay wrote it */
    const char *by;   /* the relay that took the message from the client */
    int boundary;     /* index of its Received field; -1: none */

    MailAddress *mail_from;       /* NULL: not known; its domain NULL: the null sender */
    char *mail_from_rewritten;    /* as a trusted relay had rewritten it, as text; NULL: none had */
    const char *mail_from_source; /* "return-path", a literal; NULL: not known */
    char *mail_from_problem;      /* why mail_from is not known, for people; NULL: it is */
    char *message_id; /* the first Message-ID, as it came; NULL: there is none, or no message */
    char *subject;    /* likewise Subject */
    char *date;       /* likewise Date */
    Author *author;   /* who wrote it, by the header; NULL in `check` */
    MailAddress *pra; /* purported responsible address (RFC 4407); NULL: none */
    const char *pra_field; /* the field that it is from: "sender", a literal; NULL: none */

    AuthorPolicy *policy;  /* of the one domain of the author; NULL: From does not say one that all
                              readers see, or nobody asked, as of mail that is local */
    GPtrArray *signatures; /* SignatureFinding *: one for each signature field */
    ArcFinding *arc;       /* of its chain of seals; NULL: the user believes no sealer */
    size_t believed;      /* so many octets of the message, from its start, were written by believed
                             hosts: the fields above the boundary */
    GPtrArray *testimony; /* Testimony *: what hosts on the way wrote into the message */
    bool cover_unknown;   /* a domain passed that may be the author's, or not: a record could not
                             be had that decides it */
    BodyLack body_missing; /* why signatures could not be held against the body; BODY_AT_HAND: they
                              could, or there are none */

    const GPtrArray *schemes; /* const Scheme *: those that the user wants asked */
    GPtrArray *findings; /* Finding *: one for each scheme asked, in the schemes' order, and behind
                            them those that were known unasked */
    bool null_mx;    /* the envelope sender's domain publishes nothing under the schemes asked, and
                        says that it takes no mail (RFC 7505) */
    char *unchecked; /* why no scheme was asked, for people; NULL: some were */
    GPtrArray *advice;      /* Advice *, each building on those before it: what explain advises */
    const Dns *dns;         /* for the log of questions; NULL: none was set up */
    const Sandbox *sandbox; /* what this process had given up meanwhile; NULL: nothing */
} Evidence;

/* An evidence that knows nothing yet: no boundary, empty arrays. The caller owns it. */
Evidence *evidence_new(void);
void evidence_free(Evidence *evidence);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Evidence, evidence_free)

/* The one domain of the author, as all readers see it; NULL: there is no such, or no message. Lent
 * by the author. */
const char *evidence_author_domain(const Evidence *evidence);

/* Whether a client from outside handed the message over, or may have. What the host's own accounts
 * hand in has no client that an author's domain could know: cron's mail must not look forged. */
bool evidence_is_from_outside(const Evidence *evidence);

/* For people, where the evidence is cut. */
#define EVIDENCE_CUT "header block longer than 4 MiB: only its beginning was looked at"

#endif
