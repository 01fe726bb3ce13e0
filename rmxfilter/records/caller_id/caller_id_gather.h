/* SPDX-License-Identifier: ISC */
/* A domain's Caller ID document, and those that it names, as one list of senders: an exclusion in
 * any of them goes before all inclusions. */
#ifndef RECORDS_CALLER_ID_GATHER_H
#define RECORDS_CALLER_ID_GATHER_H

#include "records/caller_id/caller_id_document.h"
#include "records/match.h"
#include "records/scheme.h"

/* One element of any document, with the domain that mx means there. */
typedef struct {
    CallerKind kind; /* never CALLER_INDIRECT */
    bool excludes;
    IpNetwork network;
    char *domain;
} CallerSender;

/* What came of a name that was asked for a document. */
typedef enum { DOCUMENT_NONE, DOCUMENT_THERE, DOCUMENT_FAILED } CallerFound;

/* Gathers the domain's document into senders, asking through the matcher. record, where it is not
 * NULL, is a whole document that stands in for the domain's own, which is then not asked for. The
 * finding gets the text of the first document and, where it failed, result and problem. *answer,
 * where answer is not NULL, is the one at the domain's document; NULL: it was not asked for. */
CallerFound caller_id_gather(Matcher *matcher, const char *domain, const char *record,
                             Finding *finding, GArray *senders, const DnsAnswer **answer);

/* An empty array of CallerSender. */
GArray *caller_senders_new(void);

#endif
