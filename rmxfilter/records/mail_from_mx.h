/* SPDX-License-Identifier: ISC */
/* Where MAIL FROM's MX records are, and which count: shared by the check (mail_from_mx.c) and by
 * what looks at a domain's records as a whole. */
#ifndef RECORDS_MAIL_FROM_MX_H
#define RECORDS_MAIL_FROM_MX_H

#include "dns/dns.h"

/* "MAIL-FROM.DOMAIN". The caller frees. */
char *mail_from_mx_name(const char *domain);

/* The hosts (char *) of preference 0, lent from the answer. The caller owns the array. */
GPtrArray *mail_from_mx_hosts(const DnsAnswer *answer);

#endif
