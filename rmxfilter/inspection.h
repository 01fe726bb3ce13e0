/* SPDX-License-Identifier: ISC */
/* One message, or one claim, from what came in to the evidence: the rooms called in the order of
 * the way of the data. Nothing here writes anything. */
#ifndef INSPECTION_H
#define INSPECTION_H

#include "mime/header.h"
#include "report/evidence.h"
#include "settings/settings.h"

typedef struct Inspection Inspection;

/* The DNS that the settings ask for: a zone file, given name servers, or resolv.conf's. Files are
 * read here, before the sandbox closes. NULL and *error where that fails. The caller owns it. */
Dns *inspection_dns(const Settings *settings, GError **error);

/* Looks at a header block. Everything given must outlive the inspection, which the caller owns. */
Inspection *inspection_of_message(const Settings *settings, Dns *dns, const HeaderBlock *header);

/* Looks at the client, sender and HELO name of the settings alone; trust plays no part. */
Inspection *inspection_of_claim(const Settings *settings, Dns *dns);

/* Lent for the life of the inspection. */
const Evidence *inspection_evidence(const Inspection *inspection);

void inspection_free(Inspection *inspection);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Inspection, inspection_free)

#endif
