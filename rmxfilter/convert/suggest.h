/* SPDX-License-Identifier: ISC */
/* What a domain that publishes nothing could publish, as far as its MX and address records tell. */
#ifndef CONVERT_SUGGEST_H
#define CONVERT_SUGGEST_H

#include "convert/policy.h"

/* Adds to an empty policy that the domain's own hosts and MX hosts may send, those that resolve
 * today, and nobody else; with a null MX (RFC 7505) nobody at all. */
void suggest_policy(Policy *policy);

/* The record to publish as a line of a master file, in SPF: "example.net. IN TXT "v=spf1 mx -all"".
 * NULL: there is such a record, or the DNS did not answer. The caller frees. */
char *suggest_line(Dns *dns, const char *domain);

#endif
