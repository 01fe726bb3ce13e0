/* SPDX-License-Identifier: ISC */
/* Writing DNS messages (RFC 1035 section 4.1): the questions that go to a name server, and the
 * answers that a zone gives. Reading them is answer.h's business. */
#ifndef DNS_WIRE_H
#define DNS_WIRE_H

#include "dns/name.h"

/* The header's second 16 bits, without the answer code (RFC 1035 section 4.1.1, RFC 4035). */
enum {
    FLAG_RESPONSE = 0x8000,
    FLAG_AUTHORITATIVE = 0x0400,
    FLAG_TRUNCATED = 0x0200,
    FLAG_RECURSION_DESIRED = 0x0100,
    FLAG_RECURSION_AVAILABLE = 0x0080,
    FLAG_AUTHENTIC = 0x0020,
};

/* Largest answer that a server may send over UDP: datagrams of this size are not fragmented nearly
 * anywhere (the advice of the DNS flag day 2020). */
#define WIRE_UDP_MAX 1232

/* A message with this header and one question of class IN. The caller owns it. */
GByteArray *wire_message(uint16_t id, uint16_t flags, const DnsName *name, uint16_t type);

/* Adds a record of class IN to the answer section; all of them before wire_add_edns. */
void wire_add_answer(GByteArray *message, const DnsName *owner, uint16_t type,
                     const GByteArray *rdata);

/* Adds the OPT record that says EDNS0, WIRE_UDP_MAX (RFC 6891 section 6.1.2). */
void wire_add_edns(GByteArray *message);

/* Sets the answer code, 0 to 15. */
void wire_set_code(GByteArray *message, uint8_t code);

/* Adds numbers in network order. */
void wire_put16(GByteArray *out, uint16_t value);
void wire_put32(GByteArray *out, uint32_t value);

#endif
