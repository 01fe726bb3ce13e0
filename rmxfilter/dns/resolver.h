/* SPDX-License-Identifier: ISC */
/* Answers from the network. */
#ifndef DNS_RESOLVER_H
#define DNS_RESOLVER_H

#include "dns/source.h"

/* nameservers, timeout and *error as in dns_new(). */
DnsSource *resolver_new(const char *const *nameservers, double timeout, GError **error);

#endif
