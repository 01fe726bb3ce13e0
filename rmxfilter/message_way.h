/* SPDX-License-Identifier: ISC */
/* A message's fields, and the walk over them: parsed once, and walked as often as somebody asks
 * what would be if other relays were trusted. */
#ifndef MESSAGE_WAY_H
#define MESSAGE_WAY_H

#include "mime/header.h"
#include "relay/sender.h"
#include "settings/settings.h"

/* A header block, lent, and its fields. */
typedef struct {
    const HeaderBlock *header;
    Message *message;
    bool no_field; /* none begins the block, and message is empty */
} InspectedHeader;

/* The caller frees its message. */
InspectedHeader inspect_header(const HeaderBlock *header);

/* The walk, if the relays of that list are trusted. Header, list and Dns must outlive it; the
 * caller owns it. */
Walk *walk_message(const Settings *settings, const TrustList *trust, Dns *dns,
                   const InspectedHeader *inspected);

/* Likewise where an earlier walk of this message is there, which is taken over. */
Walk *walk_message_again(const Settings *settings, const TrustList *trust, Dns *dns,
                         const InspectedHeader *inspected, Walk *walk);

/* The way of a message and no more: its fields, the walk over them, and the envelope sender as far
 * as names tell, without the DNS. The caller clears it. */
typedef struct {
    InspectedHeader fields;
    Walk *walk;
    EnvelopeSender *sender;
} MessageWay;

MessageWay inspect_way(const Settings *settings, const TrustList *trust, Dns *dns,
                       const HeaderBlock *header);

/* Makes it the way of the same message if the relays of another list were trusted. */
void inspect_way_again(const Settings *settings, const TrustList *trust, Dns *dns, MessageWay *way);

void message_way_clear(MessageWay *way);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(MessageWay, message_way_clear)

#endif
