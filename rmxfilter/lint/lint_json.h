/* SPDX-License-Identifier: ISC */
/* Surveys as JSON: rmxfilter(1) documents the names. */
#ifndef LINT_LINT_JSON_H
#define LINT_LINT_JSON_H

#include "lint/lint.h"

/* One object, { "domains": [ ... ] }, with one entry for each survey (Lint *); absent values are
 * left out. The caller frees. */
char *lint_json(const GPtrArray *surveys);

#endif
