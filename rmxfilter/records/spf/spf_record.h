/* SPDX-License-Identifier: ISC */
/* The text of an SPF record, read into terms (RFC 7208 sections 4.6 and 12): all of it, before
 * anything in it is evaluated or asked. What the terms mean is spf_evaluate.h's business. */
#ifndef RECORDS_SPF_RECORD_H
#define RECORDS_SPF_RECORD_H

#include "mime/cursor.h"
#include "records/scheme.h"
#include "records/spf/spf_select.h"

typedef enum {
    SPF_ALL,
    SPF_INCLUDE,
    SPF_A,
    SPF_MX,
    SPF_PTR,
    SPF_IP4,
    SPF_IP6,
    SPF_EXISTS,
    SPF_REDIRECT,
} SpfKind;

/* Cursors are slices of the record's octets, untouched; a slice that starts nowhere (NULL) was not
 * published. */
typedef struct {
    SpfKind kind;
    Result result;   /* the qualifier's: what a match means */
    Cursor text;     /* as published: "-mx:example.net/24" */
    size_t offset;   /* of the text in the record, in octets */
    Cursor target;   /* a domain-spec, its macros checked but not expanded */
    uint8_t length4; /* prefix lengths of a and mx; 32 and 128 where not published */
    uint8_t length6;
    IpNetwork network; /* ip4 and ip6; unset: no client can be inside */
} SpfTerm;

typedef struct {
    GString *octets;    /* a copy of the record */
    GArray *directives; /* SpfTerm, in order */
    bool has_all;       /* redirect= means nothing then (section 6.1) */
    SpfTerm redirect;   /* text.start NULL: none */
    SpfTerm explain;    /* exp=; text.start NULL: none */

    const char *problem; /* a literal; NULL: the whole record is in order */
    size_t problem_at;   /* offset into the record, in octets */
    Cursor problem_text; /* the words that it is about */
    bool problem_inside; /* true: it is inside these words; false: it is these words */
} SpfRecord;

/* Reads the record that starts with a version section of version_len octets. Reading stops at the
 * first problem. The caller owns the record. */
SpfRecord *spf_record_parse(const char *octets, size_t len, size_t version_len);
void spf_record_free(SpfRecord *record);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SpfRecord, spf_record_free)

/* "unknown mechanism "foo" at octet 12 of the record of example.net"; offsets count from 0. The
 * caller frees. */
char *spf_record_problem_text(const SpfRecord *record, const char *domain);

/* Why text is no record of this version; NULL: it is one. The caller frees. */
char *spf_check_record_text(const char *text, SpfVersion version);

/* True where evaluating the term asks the DNS: those that section 4.6.4 counts. */
bool spf_term_asks(const SpfTerm *term);

#endif
