/* SPDX-License-Identifier: ISC */
/* IP addresses and networks as values: reading, writing, comparing. Every room holds addresses as
 * IpAddress and nothing else. An IPv4-mapped IPv6 address (::ffff:192.0.2.1) is its IPv4 address
 * from the moment it is read (RFC 7208 section 5). */
#ifndef MIME_IP_H
#define MIME_IP_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* The unset address has bits 0: no reader returns it on success. */
typedef struct {
    uint8_t octets[16]; /* network order; IPv4 uses the first four, the rest are 0 */
    uint8_t bits;       /* 32: IPv4, 128: IPv6, 0: no address */
} IpAddress;

typedef struct {
    IpAddress address; /* host bits are 0 */
    uint8_t length;    /* of the prefix, in bits: 0 to address.bits */
} IpNetwork;

/* Reads one address from exactly len octets of text: a dotted quad of four decimal numbers without
 * leading zeros, or RFC 4291 text form without zone id or brackets. Anything else is false, and *ip
 * is left alone. */
bool ip_parse(const char *text, size_t len, IpAddress *ip);

/* Reads "ADDRESS" or "ADDRESS/LENGTH" (RFC 4632, RFC 4291) from a string; without a length the
 * network holds one address. Host bits set are cleared. False, and *network left alone, on anything
 * else; a length must be decimal, without leading zeros, and fit the family. */
bool ip_network_parse(const char *text, IpNetwork *network);

/* The network of the first length bits of ip; length is at most ip->bits. */
IpNetwork ip_network(const IpAddress *ip, uint8_t length);

/* The network of the first length bits (at most 128) of an address that was published as IPv6. One
 * of IPv4-mapped addresses alone comes back unset, as no client is inside: a mapped client counts
 * as IPv4 (RFC 7208 section 5), which nothing published as IPv6 matches. */
IpNetwork ip_ipv6_network(const IpAddress *ip, uint8_t length);

/* From 4 or 16 octets in network order; any other len gives the unset address. */
IpAddress ip_from_octets(const void *octets, size_t len);

/* What a client's address means to a mail server that stands behind a NAT64: 64:ff9b::/96 holds the
 * IPv4 address in its last 32 bits (RFC 6052 section 2.1); any other address is itself. An IPv4
 * address that is not global must not be written so (section 3.1), and such a one stays IPv6: it
 * would be trusted as loopback or private. So does 64:ff9b:1::/48 (RFC 8215), where the site
 * chooses the form. For clients only: networks in records and answers of the DNS are what they say,
 * or "ip6:64:ff9b::/96" would be all of IPv4. */
IpAddress ip_client(const IpAddress *ip);

/* ip_parse, and then ip_client. */
bool ip_parse_client(const char *text, size_t len, IpAddress *ip);

/* Canonical text: a dotted quad, or RFC 5952. The caller frees. NULL for the unset address. */
char *ip_text(const IpAddress *ip);

/* "192.0.2.0/24"; without the length where the network holds one address. The network is not unset.
 * The caller frees. */
char *ip_network_text(const IpNetwork *network);

/* The address's labels turned round, without a suffix: "1.2.0.192", or 32 nibbles
 * "1.0.0.0…" (RFC 1035 section 3.5, RFC 3596 section 2.5). The caller frees. */
char *ip_reversed(const IpAddress *ip);

bool ip_equal(const IpAddress *one, const IpAddress *other);

/* False where the families differ. */
bool ip_in_network(const IpAddress *ip, const IpNetwork *network);

/* All of the inner one is in the outer one. An unset network is in none. */
bool ip_network_within(const IpNetwork *inner, const IpNetwork *outer);

/* Networks whose addresses mean something only on one host, one link or inside one network: no
 * public host has one, and no domain's record can list it. Shared addresses (RFC 6598) are not
 * among them: behind one carrier's address translation stand its other customers. */
typedef struct {
    IpNetwork network;
    const char *what; /* "private (RFC 1918)" */
    bool loopback;
} IpLocalNetwork;

/* The local network that holds ip; NULL: none does, nor an unset address. */
const IpLocalNetwork *ip_local_network(const IpAddress *ip);
bool ip_is_loopback(const IpAddress *ip);

#endif
