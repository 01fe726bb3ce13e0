/* SPDX-License-Identifier: ISC */
/* The objects of the contract that are about the author: signatures, his policy, what other hosts
 * found. */
#ifndef REPORT_JSON_AUTHOR_H
#define REPORT_JSON_AUTHOR_H

#include "report/author_word.h"

#include <jansson.h>

/* "signatures": an array. The caller owns it; likewise below. */
json_t *json_signatures(const GPtrArray *signatures);

/* "author": the word, what it rests on, and the policy. */
json_t *json_author(const Evidence *evidence, const AuthorAnswer *answer);

/* "arc": the chain of seals. */
json_t *json_arc(const ArcFinding *arc);

/* "testimony": an array. */
json_t *json_testimony(const GPtrArray *testimony);

#endif
