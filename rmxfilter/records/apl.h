/* SPDX-License-Identifier: ISC */
/* Address prefix lists (RFC 3123), the RDATA of an APL record. */
#ifndef RECORDS_APL_H
#define RECORDS_APL_H

#include "mime/cursor.h"
#include "mime/ip.h"

typedef enum { APL_NONE, APL_INSIDE, APL_EXCLUDED } AplMatch;

/* Holds the client against the items in order; the first that it is inside of decides. Families
 * other than IPv4 and IPv6 are skipped. The whole list is read in any case: what is malformed is a
 * problem of the cursor, and the result then means nothing. */
AplMatch apl_match(Cursor *c, const IpAddress *client);

#endif
