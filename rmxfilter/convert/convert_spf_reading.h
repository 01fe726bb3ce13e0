/* SPDX-License-Identifier: ISC */
/* How SPF records are read into a policy: what convert_spf_read.c (records), convert_spf_terms.c
 * (terms) and convert_spf_limits.c (limits, and what a match in an included record means) share. */
#ifndef CONVERT_CONVERT_SPF_READING_H
#define CONVERT_CONVERT_SPF_READING_H

#include "convert/policy_networks.h"
#include "records/spf/spf_record.h"
#include "records/spf/spf_select.h"

/* At most so many terms are read, those of included records too: the work grows with the square. */
#define SPF_READING_MAX 1000

typedef struct {
    Policy *policy;
    SpfVersion version;
    unsigned read;           /* terms of any kind so far */
    unsigned terms;          /* terms so far that ask the DNS about a client that matched none */
    unsigned voids4, voids6; /* void lookups among them, for an IPv4 and for an IPv6 client */
} SpfReading;

/* A record, and the record that includes it. */
typedef struct SpfFrame SpfFrame;
struct SpfFrame {
    const char *domain;
    SpfFrame *outer; /* NULL: the domain's own record, or what it redirects to */
    const SpfTerm *include;
    GArray *excluded; /* PolicyRule: clients that the record matches and does not pass, so that no
                         later term of it passes them; NULL in the domain's own record */
    bool ended;       /* a term has matched everybody */
};

/* policy_stop_at with why, the reason for which SPF is in error at this term. */
void spf_reading_stop_at(SpfReading *r, const char *term, const char *why);

/* Counts a term that asks the DNS, and its void lookups. Past a limit of RFC 7208 section 4.6.4
 * that holds for every client reading stops at the term; the second returns false then. */
void spf_reading_count_term(SpfReading *r, const char *term);
bool spf_reading_count_void(SpfReading *r, PolicyVoid found, const char *term);

/* Adds to the policy what a rule of the frame's record means in the domain's own. */
void spf_reading_emit(SpfReading *r, SpfFrame *frame, const PolicyRule *rule);

/* Reads one directive, which is no include. shown: the term with the includes that lead to it, for
 * people. */
void spf_reading_term(SpfReading *r, SpfFrame *frame, const SpfTerm *term, const char *shown);

/* spf_target_name of a term of the frame's record. The caller frees. */
char *spf_reading_name(const SpfReading *r, const SpfFrame *frame, const SpfTerm *term);

/* True where a domain-spec of the frame's record means the same in the domain's own record. */
bool spf_reading_is_portable(const SpfReading *r, const SpfFrame *frame, Cursor spec);

#endif
