/* SPDX-License-Identifier: ISC */
/* Names are never compressed here: questions hold one name, and a zone's answers meet no network
 * that would mind their size. */
#include "dns/message.h"

#include <arpa/nameser.h>

/* Offsets into the header. */
enum { CODE_AT = 3, ANSWER_COUNT_AT = 6, ADDITIONAL_COUNT_AT = 10 };

void
dns_message_put16(GByteArray *out, uint16_t value)
{
    const uint8_t octets[] = { (uint8_t)(value >> 8), (uint8_t)value };

    g_byte_array_append(out, octets, sizeof(octets));
}

void
dns_message_put32(GByteArray *out, uint32_t value)
{
    dns_message_put16(out, (uint16_t)(value >> 16));
    dns_message_put16(out, (uint16_t)value);
}

static void
count_one_more(GByteArray *message, size_t at)
{
    ns_put16((uint16_t)(ns_get16(message->data + at) + 1), message->data + at);
}

GByteArray *
dns_message_new(uint16_t id, uint16_t flags, const DnsName *name, uint16_t type)
{
    GByteArray *message = g_byte_array_sized_new(NS_PACKETSZ);

    dns_message_put16(message, id);
    dns_message_put16(message, flags);
    dns_message_put16(message, 1);
    for (int empty_section = 0; empty_section < 3; empty_section++)
        dns_message_put16(message, 0);
    name_write(name, message);
    dns_message_put16(message, type);
    dns_message_put16(message, ns_c_in);
    return message;
}

void
dns_message_add_answer(GByteArray *message, const DnsName *owner, uint16_t type,
                       const GByteArray *rdata)
{
    name_write(owner, message);
    dns_message_put16(message, type);
    dns_message_put16(message, ns_c_in);
    dns_message_put32(message, 0);
    dns_message_put16(message, (uint16_t)rdata->len);
    g_byte_array_append(message, rdata->data, rdata->len);
    count_one_more(message, ANSWER_COUNT_AT);
}

void
dns_message_add_edns(GByteArray *message)
{
    name_write(&(DnsName){ .len = 0 }, message);
    dns_message_put16(message, ns_t_opt);
    dns_message_put16(message, MESSAGE_UDP_MAX);
    dns_message_put32(message, 0); /* extended code, version, flags */
    dns_message_put16(message, 0);
    count_one_more(message, ADDITIONAL_COUNT_AT);
}

void
dns_message_set_code(GByteArray *message, uint8_t code)
{
    message->data[CODE_AT] = (uint8_t)((message->data[CODE_AT] & 0xf0) | (code & 0x0f));
}
