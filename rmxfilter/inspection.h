/* SPDX-License-Identifier: ISC */
/* One message, or one claim, from what came in to the evidence: the rooms called in the order of
 * the way of the data. Nothing here writes anything. */
#ifndef INSPECTION_H
#define INSPECTION_H

#include "mime/header.h"
#include "relay/sender.h"
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

/* The way of a message and no more, if the relays of that list were trusted: its fields, the walk
 * over them, and the envelope sender as far as names tell, without the DNS. The caller clears it;
 * header and list must outlive it. */
typedef struct {
    Message *message;
    Walk *walk;
    EnvelopeSender *sender;
} MessageWay;

MessageWay inspect_way(const Settings *settings, const TrustList *trust, Dns *dns,
                       const HeaderBlock *header);

/* Makes it the way of the same message if the relays of another list were trusted: all but list and
 * Dns must be as before. Nothing is parsed again. */
void inspect_way_again(const Settings *settings, const TrustList *trust, Dns *dns,
                       const HeaderBlock *header, MessageWay *way);

/* inspect_origin likewise. The way's walk goes into the evidence: who wants to go it once more
 * steals it back from there. */
Evidence *inspect_origin_again(const Settings *settings, const TrustList *trust, Dns *dns,
                               const HeaderBlock *header, MessageWay *way);

void message_way_clear(MessageWay *way);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(MessageWay, message_way_clear)

/* Looks at the client, sender and HELO name of the settings alone; trust plays no part. Likewise.
 */
Evidence *inspect_claim(const Settings *settings, Dns *dns);

#endif
