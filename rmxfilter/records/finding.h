/* SPDX-License-Identifier: ISC */
/* What a scheme answers. */
#ifndef RECORDS_FINDING_H
#define RECORDS_FINDING_H

#include "mime/destroy.h"
#include "records/claim.h"

/* RFC 8601 section 2.7, with RFC 7208's meaning (section 2.6). */
typedef enum {
    RESULT_NONE,
    RESULT_PASS,
    RESULT_FAIL,
    RESULT_SOFTFAIL,
    RESULT_NEUTRAL,
    RESULT_TEMPERROR,
    RESULT_PERMERROR,
} Result;

typedef struct Scheme Scheme;

/* The answer of one scheme. Strings belong to the finding; NULL where there is nothing to say. Text
 * from the DNS stands here as it came, any octet but NUL: quoting is the writer's business. */
typedef struct {
    const Scheme *scheme; /* its row */
    IdentityKind identity;
    char *domain;
    Result result;
    const char *word; /* rmx: the draft's word ("NotInRMX"), a literal */
    char *mechanism; /* spf: the term that decided, as published ("-all"); rmx: the tag of the entry
                        that decided, or of the last one looked at */
    bool unmatched;  /* there are entries, and none matched: mechanism decided nothing */
    GPtrArray *path; /* char *, spf: the terms that led to the result, from the first record's to
                        the one that matched: "redirect=a.example", "include:b.example", "mx";
                        NULL: none did */
    char *record;    /* the text of the record that was evaluated first */
    char *explanation; /* the domain's own text (exp=), only where it published one */
    char *problem;     /* why permerror or temperror, with the place; or why none */
    bool exists;       /* false: the domain does not exist at all (NXDOMAIN) */
    bool authentic;    /* every DNS answer it rests on was */
    bool own;          /* the record is not the domain's, but from the user's settings */
    bool aligned;      /* the domain is the author's; set by who knows the author */
} Finding;

void finding_free(Finding *finding);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Finding, finding_free)
DESTROY_NOTIFY(finding_free)

/* "include:b.example > mx": the terms of the path, each in the record that the one before leads to;
 * NULL: there is none. The caller frees. */
char *finding_path_text(const Finding *finding);

/* The word of RFC 8601: "softfail". */
const char *result_text(Result result);

/* Concludes that there is no record: none, for the reason given (taken), and whether the domain
 * exists at all. answer is the one without records, at the domain or below it; NULL: the DNS was
 * not asked. */
void finding_conclude_none(Finding *finding, Dns *dns, const char *domain, const DnsAnswer *answer,
                           char *problem);

/* Concludes none where the domain is nothing to ask about; false: it may be asked. */
bool finding_lacks_domain(Finding *finding, const char *domain);

#endif
