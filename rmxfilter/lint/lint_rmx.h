/* SPDX-License-Identifier: ISC */
/* The linter of RMX records. */
#ifndef LINT_LINT_RMX_H
#define LINT_LINT_RMX_H

#include "lint/lint.h"
#include "records/rmx/rmx_record.h"

#define LINT_RMX_RULE "draft-danisch-dns-rr-smtp"

/* The clients that an entry matches: networks begin to end of the lint's. */
typedef struct {
    const RmxEntry *entry;
    const LintTerm *term; /* with the entry's text and place */
    guint begin, end;
    bool known; /* false: it also matches clients that the record does not show */
} RmxExtent;

/* A record, by its name, and what was found out about its entries. */
typedef struct {
    Lint *lint;
    const char *name; /* where it is */
    GArray *extents;  /* RmxExtent: of its entries, in order */
} RmxLint;

/* Reports what is wrong with the order of the entries: the first that matches decides. True where a
 * finding says that the record lets everybody in. */
bool lint_rmx_order(const RmxLint *rmx);

#endif
