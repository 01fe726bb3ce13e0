/* SPDX-License-Identifier: ISC */
/* Which of a domain's TXT records are records of a scheme (RFC 7208 section 4.5). */
#ifndef RECORDS_SPF_SELECT_H
#define RECORDS_SPF_SELECT_H

#include "dns/dns.h"

/* The length of the version section with which the octets of a TXT record begin; 0: the record is
 * not of this scheme. It is asked about included and redirected-to records too. */
typedef size_t (*SpfVersion)(const char *octets, size_t len);

/* "v=spf1" (section 4.5). */
size_t spf_version1(const char *octets, size_t len);

/* The records among the answer's that are of this version: *count says how many; the first one is
 * returned, lent from the answer; NULL: none. */
const GString *spf_select(const DnsAnswer *answer, SpfVersion version, unsigned *count);

#endif
