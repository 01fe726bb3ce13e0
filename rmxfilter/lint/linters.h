/* SPDX-License-Identifier: ISC */
/* The table of linters: which one looks at the records of which scheme. To add one: a file
 * lint_SCHEME.c, its prototype here, a row in linters.c. */
#ifndef LINT_LINTERS_H
#define LINT_LINTERS_H

#include "lint/lint.h"

/* True where the scheme has a linter: it has records of its own. */
bool linter_exists(const Scheme *scheme);

/* Runs the linter of a scheme, where it has one. */
void linter_run(Lint *lint, const Scheme *scheme);

/* The rows. Each adds to a Lint what its domain publishes, and what is wrong with it. */
void lint_rmx(Lint *lint);
void lint_spf(Lint *lint); /* records of version 1, and what only looks like one */
void lint_dmp(Lint *lint);
void lint_mail_from_mx(Lint *lint);
void lint_mt(Lint *lint);
void lint_caller_id(Lint *lint);
void lint_sender_id(Lint *lint);

#endif
