/* SPDX-License-Identifier: ISC */
#include "message_way.h"

#include "mime/no_header.h"

/* --- fields --- */

/* Of a first field that is too long to be held nothing is known. */
static bool
begins_without_field(const HeaderBlock *header)
{
    return !(header->cut && header->len == 0) && no_header(header->octets, header->len, NULL);
}

/* Where no header begins, whatever looks like a field further down is text. */
InspectedHeader
inspect_header(const HeaderBlock *header)
{
    bool no_field = begins_without_field(header);
    size_t len = no_field ? header_from_line(header->octets, header->len) : header->len;

    return (InspectedHeader){ header, message_new(header->octets, len), no_field };
}

/* --- walks --- */

static WalkRules
walk_rules(const Settings *settings, const TrustList *trust, Dns *dns,
           const InspectedHeader *inspected)
{
    return (WalkRules){
        .trust = trust,
        .accounts = settings->accounts,
        .own_names = (const char *const *)settings->own_names,
        .mailbox = settings->mailbox,
        .count = settings->hops,
        .no_header = inspected->no_field,
        .cut = inspected->header->cut,
        .dns = dns,
    };
}

Walk *
walk_message(const Settings *settings, const TrustList *trust, Dns *dns,
             const InspectedHeader *inspected)
{
    const Message *message = inspected->message;
    const WalkRules rules = walk_rules(settings, trust, dns, inspected);
    g_autoptr(GPtrArray) hops = g_ptr_array_new_with_free_func(received_hop_free_item);

    for (guint i = 0; i < message->fields->len; i++) {
        const MessageField *field = &g_array_index(message->fields, MessageField, i);

        if (message_field_is(field, "Received"))
            g_ptr_array_add(hops, received_parse(field->value, field->value_len));
    }
    return walk_new(hops, &rules);
}

Walk *
walk_message_again(const Settings *settings, const TrustList *trust, Dns *dns,
                   const InspectedHeader *inspected, Walk *walk)
{
    const WalkRules rules = walk_rules(settings, trust, dns, inspected);

    return walk_again(walk, &rules);
}

/* --- ways --- */

static EnvelopeSender *
sender_of_way(const Settings *settings, const MessageWay *way)
{
    const SenderRules rules = { .own_names = (const char *const *)settings->own_names,
                                .receiver = settings->authserv_id,
                                .cut = way->fields.header->cut };

    return envelope_sender(way->fields.message, way->walk, &rules);
}

MessageWay
inspect_way(const Settings *settings, const TrustList *trust, Dns *dns, const HeaderBlock *header)
{
    MessageWay way = { .fields = inspect_header(header) };

    way.walk = walk_message(settings, trust, dns, &way.fields);
    way.sender = sender_of_way(settings, &way);
    return way;
}

void
inspect_way_again(const Settings *settings, const TrustList *trust, Dns *dns, MessageWay *way)
{
    way->walk = walk_message_again(settings, trust, dns, &way->fields, way->walk);
    envelope_sender_free(way->sender);
    way->sender = sender_of_way(settings, way);
}

void
message_way_clear(MessageWay *way)
{
    envelope_sender_free(way->sender);
    g_clear_pointer(&way->walk, walk_free);
    g_clear_pointer(&way->fields.message, message_free);
}
