/* SPDX-License-Identifier: ISC */
/* MT's records: shared by the check (mt.c) and by what looks at a domain's records as a whole. */
#ifndef RECORDS_MT_H
#define RECORDS_MT_H

#include "dns/dns.h"

/* The hosts (char *) that the records of an answer name. NULL, and *problem (a literal), where a
 * record is not one name. The caller owns the array. */
GPtrArray *mt_hosts(const DnsAnswer *answer, const char **problem);

#endif
