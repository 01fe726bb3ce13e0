/* SPDX-License-Identifier: ISC */
/* Which TXT records are Sender ID's: shared by the check (sender_id.c) and by what looks at a
 * domain's records as a whole. */
#ifndef RECORDS_SENDER_ID_H
#define RECORDS_SENDER_ID_H

#include "records/scheme.h"
#include "records/spf/spf_select.h"

/* The version section of a record for IDENTITY_PRA, or else for MAIL FROM (RFC 4406 section 3.1).
 * from_spf1: v=spf1 records count, too (section 3.4). */
SpfVersion sender_id_version(IdentityKind identity, bool from_spf1);

#endif
