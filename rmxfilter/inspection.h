/* SPDX-License-Identifier: ISC */
/* One message, or one claim, from what came in to the evidence: the rooms called in the order of
 * the way of the data. Nothing here writes anything. */
#ifndef INSPECTION_H
#define INSPECTION_H

#include "message_way.h"
#include "report/evidence.h"
#include "settings/settings.h"
#include "signatures/hasher.h"

/* The DNS that the settings ask for: a zone file, given name servers, or resolv.conf's. Files are
 * read here, before the sandbox closes. NULL and *error where that fails. The caller owns it. */
Dns *inspection_dns(const Settings *settings, GError **error);

/* Looks at a header block, which is not kept, while the hasher makes the digests of the body; then
 * waits for these. Settings and Dns must outlive the evidence, which the caller owns. */
Evidence *inspect_message(const Settings *settings, Dns *dns, const HeaderBlock *header,
                          Hasher *hasher);

/* Likewise the part of it that the verdict rests on, and nothing of author and signatures, if the
 * relays of another list than the settings' were trusted: for what would be. The list must outlive
 * the evidence, too. */
Evidence *inspect_origin(const Settings *settings, const TrustList *trust, Dns *dns,
                         const HeaderBlock *header);

/* Likewise of a message whose way was walked before (message_way.h): nothing is parsed again. The
 * way's walk goes into the evidence: who wants to go it once more steals it back from there. */
Evidence *inspect_origin_again(const Settings *settings, const TrustList *trust, Dns *dns,
                               MessageWay *way);

/* Looks at the client, sender and HELO name of the settings alone; trust plays no part. Likewise.
 */
Evidence *inspect_claim(const Settings *settings, Dns *dns);

#endif
