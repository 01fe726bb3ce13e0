/* SPDX-License-Identifier: ISC */
/* Names are not compressed: a question has only one name, and a zone's answers, which never leave
 * this process, may be large. */
#include "dns/wire.h"

#include <arpa/nameser.h>

/* Offsets into the header. */
enum { CODE_AT = 3, ANSWER_COUNT_AT = 6, ADDITIONAL_COUNT_AT = 10 };

void
wire_put16(GByteArray *out, uint16_t value)
{
    const uint8_t octets[] = { (uint8_t)(value >> 8), (uint8_t)value };

    g_byte_array_append(out, octets, sizeof(octets));
}

void
wire_put32(GByteArray *out, uint32_t value)
{
    wire_put16(out, (uint16_t)(value >> 16));
    wire_put16(out, (uint16_t)value);
}

static void
count_one_more(GByteArray *message, size_t at)
{
    if (++message->data[at + 1] == 0)
        message->data[at]++;
}

GByteArray *
wire_message(uint16_t id, uint16_t flags, const DnsName *name, uint16_t type)
{
    GByteArray *message = g_byte_array_sized_new(NS_PACKETSZ);

    wire_put16(message, id);
    wire_put16(message, flags);
    wire_put16(message, 1);
    for (int empty_section = 0; empty_section < 3; empty_section++)
        wire_put16(message, 0);
    name_write(name, message);
    wire_put16(message, type);
    wire_put16(message, ns_c_in);
    return message;
}

void
wire_add_answer(GByteArray *message, const DnsName *owner, uint16_t type, const GByteArray *rdata)
{
    g_assert(rdata->len <= G_MAXUINT16);
    name_write(owner, message);
    wire_put16(message, type);
    wire_put16(message, ns_c_in);
    wire_put32(message, 0);
    wire_put16(message, (uint16_t)rdata->len);
    g_byte_array_append(message, rdata->data, rdata->len);
    count_one_more(message, ANSWER_COUNT_AT);
}

void
wire_add_edns(GByteArray *message)
{
    name_write(&(DnsName){ .len = 0 }, message);
    wire_put16(message, ns_t_opt);
    wire_put16(message, WIRE_UDP_MAX);
    wire_put32(message, 0); /* extended code, version, flags */
    wire_put16(message, 0);
    count_one_more(message, ADDITIONAL_COUNT_AT);
}

void
wire_set_code(GByteArray *message, uint8_t code)
{
    g_assert(message->len > CODE_AT && code <= 0x0f);
    message->data[CODE_AT] = (uint8_t)((message->data[CODE_AT] & 0xf0) | (code & 0x0f));
}
