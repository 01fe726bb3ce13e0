/* SPDX-License-Identifier: ISC */
/* The data of a record, from a master file's words to the wire: a row and a reader for each type.
 */
#ifndef DNS_ZONE_DATA_H
#define DNS_ZONE_DATA_H

#include "dns/name.h"
#include "dns/zone_scan.h"

/* The words that make a record's data, and what relative names in them are relative to. */
typedef struct {
    const ZoneWord *words;
    size_t count;
    const DnsName *origin;
} ZoneData;

/* The type of a mnemonic, or ZONE_ERROR. False: unknown. */
bool zone_type(const char *text, uint32_t *type);

/* Adds the wire form to out. NULL, or what is wrong and what would be right; the caller frees.
 * *kept is false for a type that this program never asks (SRV, DNSKEY): its data is not read. */
char *zone_data_read(const ZoneData *data, uint32_t type, GByteArray *out, bool *kept);

/* A name, "@", absolute with a dot at its end, or relative to origin. The same on failing. */
char *zone_name_read(const ZoneWord *word, const DnsName *origin, DnsName *name);

#endif
