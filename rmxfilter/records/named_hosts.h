/* SPDX-License-Identifier: ISC */
/* What the schemes that list hosts by name have in common: the client is an address of one of them,
 * or it may not send. */
#ifndef RECORDS_NAMED_HOSTS_H
#define RECORDS_NAMED_HOSTS_H

#include "records/match.h"
#include "records/scheme.h"

/* Holds the client against the hosts (char *) that the records at name list, and fills in the
 * finding from result to record. */
void named_hosts_conclude(Matcher *matcher, const GPtrArray *hosts, const char *name,
                          Finding *finding);

/* Fills in the finding from an answer that is DNS_TEMPERROR. */
void named_hosts_unknown(Matcher *matcher, Finding *finding);

/* "a.example b.example": a list of hosts as text. The caller frees. */
char *named_hosts_text(const GPtrArray *hosts);

#endif
