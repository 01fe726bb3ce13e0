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

/* Reports all syntax errors of a record that has one, with what was most likely meant. domain:
 * where it is. */
void lint_spf_syntax(Lint *lint, const char *domain, const SpfRecord *record);

/* Reports a blank that is missing within a term of the record: strings of a TXT record are joined
 * without one ("include:a.example" "include:b.example"). Most such terms are in order for the
 * grammar, because ":" may stand in a name. */
void lint_spf_blank(Lint *lint, const char *domain, const SpfRecord *record, const SpfTerm *term);

/* One record that says what several of version 1 (char *) say together: the terms of all, each
 * once, and the weakest of the results that they have for everybody else. NULL: there is no such
 * record, because one has a syntax error, redirects, or lets everybody in. The caller frees. */
char *lint_spf_merge(const GPtrArray *texts);

/* Checks a record without syntax errors, asking nothing. domain: where it is. */
void lint_spf_terms(Lint *lint, const char *domain, const SpfRecord *record);

#endif
