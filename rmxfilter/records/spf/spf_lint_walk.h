/* SPDX-License-Identifier: ISC */
/* What the two halves of the walk share: the records (spf_lint_walk.c), and what each term of one
 * leads to (spf_lint_visit.c). */
#ifndef RECORDS_SPF_LINT_WALK_H
#define RECORDS_SPF_LINT_WALK_H

#include "records/spf/spf_lint.h"

#define SPF_LINT_LIMITS "RFC 7208 section 4.6.4"

/* One walk, over all records. */
typedef struct {
    Lint *lint;
    SpfVersion version;
    GPtrArray *domains; /* char *: of the records from the first to the one at hand */
    GPtrArray *way;     /* char *: the terms that led from one to the next */
    GArray *granted;    /* IpNetwork: clients in them pass */
    unsigned lookups;   /* followed so far */
    unsigned voids4;    /* terms that lead to nothing for a client of this family */
    unsigned voids6;
    bool everybody; /* it is told that all pass */
} SpfTour;

/* One record. */
typedef struct {
    const char *domain;
    const SpfRecord *record;
    bool grants;   /* a pass here is a pass of the first record */
    bool included; /* it is not the policy itself */
} SpfPage;

/* A finding about a term, or about the record's syntax error. */
void spf_lint_say(const SpfTour *tour, const SpfPage *page, LintSeverity severity,
                  const SpfTerm *term, const char *rule, const char *text);

/* What a term leads to: fills in shown, whose lookups are 1 where the term asks, and adds those of
 * the records below. target is the name that it is about. */
void spf_lint_visit(SpfTour *tour, const SpfPage *page, const SpfTerm *term, const char *target,
                    LintTerm *shown);

/* Adds the terms of a record to terms; returns the lookups that they cost together. */
unsigned spf_lint_walk(SpfTour *tour, const SpfPage *page, GPtrArray *terms);

#endif
