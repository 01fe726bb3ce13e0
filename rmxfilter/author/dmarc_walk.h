/* SPDX-License-Identifier: ISC */
/* The way up the tree from a domain, past all names where a DMARC record may stand that holds for
 * it, and what follows from the records there: whose policy it is, and which domain is the
 * organizational one (RFC 9989 section 4.10). */
#ifndef AUTHOR_DMARC_WALK_H
#define AUTHOR_DMARC_WALK_H

#include "author/dmarc_record.h"
#include "dns/dns.h"

/* What stands before a domain in the name of its DMARC record. */
#define DMARC_PREFIX "_dmarc."

/* Names that one walk asks at most (RFC 9989 section 4.10). */
#define DMARC_WALK_MAX 8

typedef enum {
    DMARC_STEP_EMPTY,   /* nothing that is a DMARC record */
    DMARC_STEP_RECORD,  /* one record */
    DMARC_STEP_SEVERAL, /* more than one: none of them counts */
    DMARC_STEP_UNKNOWN, /* could not be asked */
} DmarcStepState;

typedef struct {
    const char *domain; /* the end of the walk's domain; the name asked is DMARC_PREFIX before it */
    DmarcStepState state;
    const DnsAnswer *answer;
    GString *text;      /* of the record, lent by the answer; NULL where there is none */
    DmarcRecord record; /* where there is one; psd is yes, too, where the public suffix list says so
                           and the record does not deny it */
} DmarcStep;

typedef struct {
    char *domain;                    /* lower case, A-labels, no last dot */
    DmarcStep steps[DMARC_WALK_MAX]; /* from the domain up */
    unsigned len; /* steps taken: the record of the last one may have ended the walk */
} DmarcWalk;

/* The domain that a walk asks after this one; NULL: there is none. The end of the text. */
const char *dmarc_walk_next(const char *domain);

/* Asks for all names of the walk, side by side, without waiting; within limits of their own
 * (dns_allow_more). domain is as mail_domain writes it, also in the next one. */
void dmarc_walk_prefetch(Dns *dns, const char *domain);

/* Never NULL; the caller owns it. It must not outlive dns. */
DmarcWalk *dmarc_walk_take(Dns *dns, const char *domain);
void dmarc_walk_free(DmarcWalk *walk);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DmarcWalk, dmarc_walk_free)

/* The organizational domain by the records found, as if those that could not be asked were not
 * there; NULL: no record was found. The end of the walk's domain. */
const char *dmarc_walk_organization(const DmarcWalk *walk);

/* The step with the record whose policy holds for the walk's domain, likewise; NULL: none. */
const DmarcStep *dmarc_walk_policy(const DmarcWalk *walk);

/* A step that could not be asked, and with a record there the organizational domain, or the policy,
 * could be another; NULL: none. */
const DmarcStep *dmarc_walk_doubt(const DmarcWalk *walk);

/* True where the policy found rests on authentic answers alone: the domain's own record on its own
 * name's, any other on those of all names where a record would make it another. */
bool dmarc_walk_is_authentic(const DmarcWalk *walk);

/* The name that a step asks: "_dmarc.foo.com". The caller frees. */
char *dmarc_name(const char *domain);

#endif
