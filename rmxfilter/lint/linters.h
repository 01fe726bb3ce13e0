/* SPDX-License-Identifier: ISC */
/* The tables of linters: which one looks at the records of which scheme, and those of records that
 * no scheme knows. To add one: a file lint_NAME.c, its prototype here, a row in linters.c. */
#ifndef LINT_LINTERS_H
#define LINT_LINTERS_H

#include "lint/lint.h"

/* What stands before the domain in the names of records that no scheme knows. */
#define LINT_MTA_STS_PREFIX "_mta-sts."
#define LINT_TLS_RPT_PREFIX "_smtp._tls."

/* True where the scheme has a linter: it has records of its own. */
bool linter_exists(const Scheme *scheme);

/* Runs the linter of a scheme, where it has one. */
void linter_run(Lint *lint, const Scheme *scheme);

/* Runs the linters of records that are no scheme's: DMARC, DKIM, MTA-STS, TLS-RPT. */
void linters_run_others(Lint *lint);

/* Says what they will ask first. */
void linters_prefetch_others(Dns *dns, const char *domain);

/* The rows. Each adds to a Lint what its domain publishes, and what is wrong with it. */
void lint_rmx(Lint *lint);
void lint_spf(Lint *lint); /* records of version 1, and what only looks like one */
void lint_dmp(Lint *lint);
void lint_mail_from_mx(Lint *lint);
void lint_mt(Lint *lint);
void lint_caller_id(Lint *lint);
void lint_sender_id(Lint *lint);
void lint_dmarc(Lint *lint);
void lint_dkim(Lint *lint); /* keys of the lint's selectors */
void lint_mta_sts(Lint *lint);
void lint_tls_rpt(Lint *lint);

#endif
