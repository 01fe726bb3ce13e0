/* SPDX-License-Identifier: ISC */
/* check_host() of RFC 7208 section 4, for every scheme whose records are written in SPF's terms:
 * spf, sender-id, best-guess, and trust's spf: entries. */
#ifndef RECORDS_SPF_EVALUATE_H
#define RECORDS_SPF_EVALUATE_H

#include "records/scheme.h"
#include "records/spf/spf_select.h"

/* RFC 7208 section 4.6.4. */
#define SPF_TERMS_MAX 10
#define SPF_VOIDS_MAX 2

/* Evaluates the claim's domain and fills in the finding from result on. text, where it is not NULL,
 * is a whole record that stands in for the domain's own, which is then not asked for. */
void spf_evaluate(Dns *dns, const Claim *claim, SpfVersion version, const char *text,
                  Finding *finding);

/* Says what spf_evaluate will ask, as far as can be foreseen: the domain's record, and what its
 * terms and those of the records that they name will ask, SPF_TERMS_MAX terms at most. Changes
 * nothing but the time. */
void spf_prefetch(Dns *dns, const Claim *claim, SpfVersion version, const char *text);

#endif
