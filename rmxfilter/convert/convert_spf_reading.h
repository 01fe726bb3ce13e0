/* SPDX-License-Identifier: ISC */
/* SPF's records on their way into a policy: what convert_spf_read.c (records), convert_spf_terms.c
 * (their terms) and convert_spf_limits.c (limits, and rules on their way out of includes) share. */
#ifndef CONVERT_CONVERT_SPF_READING_H
#define CONVERT_CONVERT_SPF_READING_H

#include "convert/policy_networks.h"
#include "records/spf/spf_record.h"
#include "records/spf/spf_select.h"

/* So many terms are read, those of included records together: each is held against those before. */
#define SPF_READING_MAX 1000

typedef struct {
    Policy *policy;
    SpfVersion version;
    unsigned read;           /* terms, of any sort */
    unsigned terms;          /* that ask the DNS, so far, for a client that none has matched */
    unsigned voids4, voids6; /* of them in vain, for clients of each family */
} SpfReading;

/* A record within the records that include it. */
typedef struct SpfFrame SpfFrame;
struct SpfFrame {
    const char *domain;
    SpfFrame *outer; /* NULL: the domain's own record, or what it redirects to */
    const SpfTerm *include;
    GArray *aside; /* PolicyRule: what matched here and was no pass; only in an include */
    bool ended;    /* everybody has matched */
};

/* policy_cut, with the reason why SPF is in error at this term. */
void spf_reading_cut(SpfReading *r, const char *term, const char *why);

/* Count a term that asks, and what it may ask in vain; cut where no client may come past it. The
 * second is false then. */
void spf_reading_count_term(SpfReading *r, const char *term);
bool spf_reading_count_void(SpfReading *r, PolicyVoid found, const char *term);

/* A rule of the frame's record: adds to the policy what that means there. */
void spf_reading_emit(SpfReading *r, SpfFrame *frame, const PolicyRule *rule);

/* Reads one directive. shown: the term, for people. */
void spf_reading_term(SpfReading *r, SpfFrame *frame, const SpfTerm *term, const char *shown);

/* The record of the frame's domain, to its end. term: what led to it. */
void spf_reading_domain(SpfReading *r, SpfFrame *frame, const char *term);

/* The name that a term means to every client and sender; NULL: that depends. The caller frees. */
char *spf_reading_name(const SpfReading *r, const SpfFrame *frame, const SpfTerm *term);

/* True where a spec of this frame's record means the same in the domain's own. */
bool spf_reading_is_portable(const SpfReading *r, const SpfFrame *frame, Cursor spec);

#endif
