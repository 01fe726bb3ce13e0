/* SPDX-License-Identifier: ISC */
/* The linter of RMX records. */
#ifndef LINT_LINT_RMX_H
#define LINT_LINT_RMX_H

#include "lint/lint.h"
#include "records/rmx/rmx_record.h"

#define LINT_RMX_RULE "draft-danisch-dns-rr-smtp"

/* The clients that an entry is about: networks begin to end of the lint's. */
typedef struct {
    const RmxEntry *entry;
    const LintTerm *term; /* with the entry's text and place */
    guint begin, end;
    bool known; /* false: it matches others, too, which are not known from here */
} RmxExtent;

/* A record while it is looked at. */
typedef struct {
    Lint *lint;
    const char *name; /* where it is */
    const RmxRecord *record;
    GArray *extents; /* RmxExtent: of its entries, in order */
} RmxPage;

/* What is wrong with the order of the entries: the first that matches decides. True where it was
 * told that the record lets everybody in. */
bool lint_rmx_order(const RmxPage *page);

#endif
