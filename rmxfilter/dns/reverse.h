/* SPDX-License-Identifier: ISC */
/* The reverse names of an address, and which of them are confirmed: PTR, then A/AAAA back to the
 * address (RFC 7208 section 5.5, RFC 8601 section 3). For trust entries, SPF's ptr and %{p}, RMX's
 * domain entries and iprev.
 *
 * The reverse zone belongs to the owner of the address, who may be a forger: he chooses how many
 * names there are, and whether the name servers of names of his own fail or are silent. So a caller
 * that looks for a name in one domain says which: names outside it do not count, and are not asked
 * for. A PTR question that fails leaves the names unknown: to take that for "no name" would give
 * honest mail a `fail` whenever a reverse zone is out of order. */
#ifndef DNS_REVERSE_H
#define DNS_REVERSE_H

#include "dns/dns.h"

/* At most so many names of a PTR answer are looked at, the others ignored (RFC 7208 section 4.6.4).
 */
#define REVERSE_NAMES_MAX 10

typedef struct {
    const DnsAnswer *answer; /* of the PTR question; lent until dns_free */
    GPtrArray *names; /* char *: the confirmed names, in the order of the answer; never NULL */
    bool unknown;     /* the PTR question, or the address of a name asked for, failed: there may be
                         more confirmed names */
    bool authentic;   /* every answer used was authentic */
} ReverseNames;

/* "1.2.0.192.in-addr.arpa"; the caller frees. */
char *reverse_name(const IpAddress *ip);

/* Prefetches the PTR question and, once it is answered, the address of every name in it. */
void reverse_prefetch(Dns *dns, const IpAddress *ip);

/* True where all questions that reverse_names would ask are answered. */
bool reverse_is_known(const Dns *dns, const IpAddress *ip);

/* Asks and confirms names that are the domain or end in it, and no others; with NULL all. The
 * caller owns the result. */
ReverseNames *reverse_names(Dns *dns, const IpAddress *ip, const char *domain);
void reverse_names_free(ReverseNames *reverse);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ReverseNames, reverse_names_free)

#endif
