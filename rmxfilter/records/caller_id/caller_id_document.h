/* SPDX-License-Identifier: ISC */
/* Caller ID's e-mail policy document (draft-atkinson-callerid-00): XML in TXT records, read by
 * GLib's GMarkup into a flat list of who may send. What the list means is caller_id.c's business.
 */
#ifndef RECORDS_CALLER_ID_DOCUMENT_H
#define RECORDS_CALLER_ID_DOCUMENT_H

#include "dns/dns.h"

/* Longest document, in octets, and deepest element that is read. */
#define CALLER_ID_OCTETS_MAX 16384
#define CALLER_ID_DEPTH_MAX  16

typedef enum { CALLER_MX, CALLER_ADDRESS, CALLER_RANGE, CALLER_INDIRECT } CallerKind;

typedef struct {
    CallerKind kind;
    bool excludes;     /* a leading "!"; a and r only */
    IpNetwork network; /* a and r */
    char *name;        /* indirect: as published */
} CallerEntry;

typedef struct {
    GArray *entries; /* CallerEntry, in the order of the document */
    bool testing;    /* as if it were not there */
    bool has_out;    /* it says something about sending */
    bool no_servers; /* nobody may send */
    char *problem;   /* why the document is bad; NULL: it is in order */
} CallerDocument;

/* The document that the TXT records of an answer are the parts of: the one that begins with "<ep",
 * or with a document type, is the first, the one that ends with "</ep>" the last. NULL: none begins
 * so, there is no document. The caller owns the string. */
GString *caller_id_join(const DnsAnswer *answer);

/* Never fails: problem says what is wrong. The caller owns the document. */
CallerDocument *caller_id_parse(const char *text, size_t len);
void caller_id_document_free(CallerDocument *document);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CallerDocument, caller_id_document_free)

/* "mx", "a", "r", "indirect": the element; a literal. */
const char *caller_id_kind_text(CallerKind kind);

#endif
