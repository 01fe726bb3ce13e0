/* SPDX-License-Identifier: ISC */
/* Where RMX records are, and under what names their entries ask: shared by the walk (rmx.c) and its
 * prefetch. What is returned is the caller's to free. */
#ifndef RECORDS_RMX_LOOKUP_H
#define RECORDS_RMX_LOOKUP_H

#include "records/rmx/rmx_record.h"
#include "records/scheme.h"

/* Entries that ask the DNS, those of a full record together with the rest; more is an error. */
#define RMX_ASKING_MAX 10

/* "_rmx.DOMAIN", which may be no name, and "LOCALPART._rmx.DOMAIN"; NULL where that is none. */
char *rmx_name(const char *domain);
char *rmx_full_name(const char *local, const char *domain);

/* The records of an answer, which count as one, in any order: the text form of TXT records, without
 * those that are somebody else's (rmx_record_is_text), the wire form of any other type. in_full:
 * see rmx_record_parse_text. NULL: there is no RMX record among them. The caller owns the record.
 */
RmxRecord *rmx_read(const DnsAnswer *answer, uint16_t type, bool in_full);

/* The same records as text, to be shown; "" where there is none. The caller frees. */
char *rmx_text(const DnsAnswer *answer, uint16_t type);

/* The domain that an entry names, or else the domain of the record. */
char *rmx_entry_domain(const char *domain, const RmxEntry *entry);

/* The reversed client address under that domain. */
char *rmx_dnsmap_name(const Claim *claim, const RmxEntry *entry);

/* The row's prefetch. */
void rmx_prefetch(Dns *dns, const Claim *claim);

#endif
