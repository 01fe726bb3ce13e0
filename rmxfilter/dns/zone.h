/* SPDX-License-Identifier: ISC */
/* Answers from a master file in place of the network's (RFC 1035 section 5, RFC 2308, RFC 3597,
 * RFC 4592): for tests, and for owners of domains who try records out before they publish them.
 *
 * A file may hold many domains that have nothing to do with each other, each behind its own
 * $ORIGIN, and none of them needs an SOA. What is not in the file does not exist.
 *
 * One record type is ours alone: "NAME ERROR SERVFAIL", or REFUSED, or TIMEOUT. Every question for
 * that name gets this error, or no answer at all: for tests of what a failing DNS does to the mail.
 */
#ifndef DNS_ZONE_H
#define DNS_ZONE_H

#include "dns/name.h"
#include "dns/source.h"

typedef struct Zone Zone;

/* Reads the text of a master file; file is its name in errors. NULL and *error ("FILE:LINE: what is
 * wrong and what would be right") where it is not one. */
Zone *zone_read(const char *file, const char *text, size_t len, GError **error);
void zone_free(Zone *zone);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Zone, zone_free)

/* The DNS message that answers this question, with this id; NULL: none comes. The caller owns it.
 */
GByteArray *zone_answer(const Zone *zone, uint16_t id, const DnsName *name, uint16_t type);

/* The zone as a source of answers; owns the zone. */
DnsSource *zone_source_new(Zone *zone);

/* --- for zone_read.c --- */

/* The number of the ERROR record type, outside the types of the DNS. Its data is one octet: the
 * answer code, or ZONE_TIMEOUT. */
#define ZONE_ERROR   0x10000U
#define ZONE_TIMEOUT 0xffU

Zone *zone_new(void);

/* Adds a record; without data (NULL) only its name comes to exist. NULL, or why it cannot stand
 * beside what is there (a literal). */
const char *zone_add(Zone *zone, const DnsName *owner, uint32_t type, const GByteArray *data);

#endif
