/* SPDX-License-Identifier: ISC */
/* The linter of RMX records. */
#ifndef RECORDS_RMX_LINT_H
#define RECORDS_RMX_LINT_H

#include "records/lint.h"
#include "records/rmx/rmx_record.h"

#define RMX_LINT_RULE "draft-danisch-dns-rr-smtp"

/* The clients that an entry is about: networks begin to end of the lint's. */
typedef struct {
    const RmxEntry *entry;
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

/* The row's. */
void rmx_lint(Lint *lint);

/* What is wrong with the order of the entries: the first that matches decides. True where it was
 * told that the record lets everybody in. */
bool rmx_lint_order(const RmxPage *page);

#endif
