/* SPDX-License-Identifier: ISC */
/* The linter of every scheme whose records are written in SPF's terms. */
#ifndef RECORDS_SPF_LINT_H
#define RECORDS_SPF_LINT_H

#include "records/lint.h"
#include "records/spf_select.h"

/* Adds the record of this version at the lint's domain, if there is one, with all records that its
 * terms lead to, and what is wrong with them. */
void spf_lint_record(Lint *lint, SpfVersion version);

/* The row's: the record, and what looks like one. */
void spf_lint(Lint *lint);

#endif
