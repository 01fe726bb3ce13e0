/* SPDX-License-Identifier: ISC */
/* check_host() of RFC 7208 section 4, for every scheme whose records are written in SPF's terms:
 * spf, sender-id, best-guess, and trust's spf: entries. */
#ifndef RECORDS_SPF_EVALUATE_H
#define RECORDS_SPF_EVALUATE_H

#include "records/scheme.h"

/* RFC 7208 section 4.6.4. */
#define SPF_TERMS_MAX 10
#define SPF_VOIDS_MAX 2

/* The length of the version section with which the octets of a TXT record begin; 0: the record is
 * not of this scheme. It is asked about included and redirected-to records too. */
typedef size_t (*SpfVersion)(const char *octets, size_t len);

/* "v=spf1" (section 4.5). */
size_t spf_version1(const char *octets, size_t len);

/* The records among the answer's that are of this version: *count says how many; the first one is
 * returned, lent from the answer; NULL: none. */
const GString *spf_select(const DnsAnswer *answer, SpfVersion version, unsigned *count);

/* Evaluates the claim's domain and fills in the finding from result on. text, where it is not NULL,
 * is a whole record that stands in for the domain's own, which is then not asked for. */
void spf_evaluate(Dns *dns, const Claim *claim, SpfVersion version, const char *text,
                  Finding *finding);

/* Says what spf_evaluate will ask, as far as can be foreseen: the domain's record, and what its
 * terms and those of the records that they name will ask, SPF_TERMS_MAX terms at most. Changes
 * nothing but the time. */
void spf_prefetch(Dns *dns, const Claim *claim, SpfVersion version, const char *text);

#endif
