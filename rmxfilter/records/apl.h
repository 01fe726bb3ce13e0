/* SPDX-License-Identifier: ISC */
/* Address prefix lists (RFC 3123), the RDATA of an APL record. */
#ifndef RECORDS_APL_H
#define RECORDS_APL_H

#include "mime/cursor.h"
#include "mime/ip.h"

/* Reads the next item of IPv4 or IPv6; those of other families are skipped. False at the end, and
 * where the list is malformed, which is a problem of the cursor. excludes: the item is negated. */
bool apl_read(Cursor *c, IpNetwork *network, bool *excludes);

typedef enum { APL_NONE, APL_INSIDE, APL_EXCLUDED } AplMatch;

/* Holds the client against the items in order; the first that it is inside of decides. Families
 * other than IPv4 and IPv6 are skipped. The whole list is read in any case: what is malformed is a
 * problem of the cursor, and the result then means nothing. */
AplMatch apl_match(Cursor *c, const IpAddress *client);

#endif
