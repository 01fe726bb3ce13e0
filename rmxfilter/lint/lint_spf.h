/* SPDX-License-Identifier: ISC */
/* The linter of every scheme whose records are written in SPF's terms: the record of a domain as
 * it is for all clients together, not for one. */
#ifndef LINT_LINT_SPF_H
#define LINT_LINT_SPF_H

#include "lint/lint.h"
#include "records/spf/spf_record.h"
#include "records/spf/spf_select.h"

/* Adds a record of this version that the lint's domain publishes, len octets of it, with all
 * records that its terms lead to, and what is wrong with them. */
void lint_spf_record(Lint *lint, SpfVersion version, const char *octets, size_t len);

/* Checks a record without syntax errors, asking nothing. domain: where it is. */
void lint_spf_terms(Lint *lint, const char *domain, const SpfRecord *record);

#endif
