/* SPDX-License-Identifier: ISC */
/* inet_pton is strict about leading zeros and short forms, which is what every caller here wants:
 * "010.0.0.1" means one thing to some programs and another to others, so it is no address. */
#include "mime/ip.h"

#include <arpa/inet.h>
#include <string.h>

bool
ip_parse(const char *text, size_t len, IpAddress *ip)
{
    char copy[INET6_ADDRSTRLEN];
    uint8_t octets[16];

    if (len == 0 || len >= sizeof(copy) || memchr(text, '\0', len))
        return false;
    memcpy(copy, text, len);
    copy[len] = '\0';
    if (inet_pton(AF_INET, copy, octets) == 1)
        *ip = ip_from_octets(octets, 4);
    else if (inet_pton(AF_INET6, copy, octets) == 1)
        *ip = ip_from_octets(octets, 16);
    else
        return false;
    return true;
}

bool
ip_network_parse(const char *text, IpNetwork *network)
{
    const char *slash = strchr(text, '/');
    size_t address_len = slash ? (size_t)(slash - text) : strlen(text);
    IpAddress ip;
    unsigned length = 0;

    if (!ip_parse(text, address_len, &ip))
        return false;
    if (!slash) {
        *network = ip_network(&ip, ip.bits);
        return true;
    }
    if (slash[1] == '\0' || (slash[1] == '0' && slash[2] != '\0') || strlen(slash + 1) > 3)
        return false;
    for (const char *digit = slash + 1; *digit; digit++) {
        if (!g_ascii_isdigit(*digit))
            return false;
        length = length * 10 + (unsigned)(*digit - '0');
    }
    /* "::ffff:192.0.2.0/120" was read as IPv4: its length counts from the IPv6 form's start. */
    if (ip.bits == 32 && memchr(text, ':', address_len)) {
        if (length < 96)
            return false;
        length -= 96;
    }
    if (length > ip.bits)
        return false;
    *network = ip_network(&ip, (uint8_t)length);
    return true;
}

IpNetwork
ip_network(const IpAddress *ip, uint8_t length)
{
    IpNetwork network = { .address = *ip, .length = length };

    g_assert(length <= ip->bits);
    for (unsigned bit = length; bit < ip->bits; bit++)
        network.address.octets[bit / 8] &= (uint8_t) ~(0x80U >> (bit % 8));
    return network;
}

/* ip_from_octets reads a mapped address as IPv4; a network that is wider than those is one like any
 * other. */
IpNetwork
ip_ipv6_network(const IpAddress *ip, uint8_t length)
{
    IpAddress mapped = { .octets = { [10] = 0xff, [11] = 0xff }, .bits = 128 };

    if (ip->bits == 128)
        return ip_network(ip, length);
    if (length >= 96)
        return (IpNetwork){ .length = 0 };
    memcpy(mapped.octets + 12, ip->octets, 4);
    return ip_network(&mapped, length);
}

IpAddress
ip_from_octets(const void *octets, size_t len)
{
    static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };
    IpAddress ip = { .bits = 0 };

    if (len == 16 && memcmp(octets, mapped, sizeof(mapped)) == 0) {
        octets = (const uint8_t *)octets + sizeof(mapped);
        len = 4;
    }
    if (len == 4 || len == 16) {
        memcpy(ip.octets, octets, len);
        ip.bits = (uint8_t)(len * 8);
    }
    return ip;
}

char *
ip_text(const IpAddress *ip)
{
    char text[INET6_ADDRSTRLEN];

    if (ip->bits == 0)
        return NULL;
    g_assert(ip->bits == 32 || ip->bits == 128);
    inet_ntop(ip->bits == 32 ? AF_INET : AF_INET6, ip->octets, text, sizeof(text));
    return g_strdup(text);
}

char *
ip_network_text(const IpNetwork *network)
{
    g_autofree char *address = ip_text(&network->address);

    g_assert(address && network->length <= network->address.bits);
    if (network->length == network->address.bits)
        return g_steal_pointer(&address);
    return g_strdup_printf("%s/%u", address, network->length);
}

char *
ip_reversed(const IpAddress *ip)
{
    GString *text = g_string_new(NULL);

    for (unsigned i = ip->bits / 8; i-- > 0;) {
        if (text->len > 0)
            g_string_append_c(text, '.');
        if (ip->bits == 32)
            g_string_append_printf(text, "%u", ip->octets[i]);
        else
            g_string_append_printf(text, "%x.%x", ip->octets[i] & 0xfU, ip->octets[i] >> 4);
    }
    return g_string_free(text, FALSE);
}

bool
ip_equal(const IpAddress *one, const IpAddress *other)
{
    return one->bits == other->bits && memcmp(one->octets, other->octets, one->bits / 8) == 0;
}

bool
ip_in_network(const IpAddress *ip, const IpNetwork *network)
{
    if (ip->bits == 0 || ip->bits != network->address.bits)
        return false;

    IpNetwork mine = ip_network(ip, network->length);

    return ip_equal(&mine.address, &network->address);
}

bool
ip_network_within(const IpNetwork *inner, const IpNetwork *outer)
{
    return inner->address.bits > 0 && inner->length >= outer->length &&
           ip_in_network(&inner->address, outer);
}

const IpLocalNetwork *
ip_local_network(const IpAddress *ip)
{
    static const IpLocalNetwork networks[] = {
        { .network = { .address = { .octets = { 127 }, .bits = 32 }, .length = 8 },
          .what = "loopback",
          .loopback = true },
        { .network = { .address = { .octets = { [15] = 1 }, .bits = 128 }, .length = 128 },
          .what = "loopback",
          .loopback = true },
        { .network = { .address = { .octets = { 10 }, .bits = 32 }, .length = 8 },
          .what = "private (RFC 1918)" },
        { .network = { .address = { .octets = { 172, 16 }, .bits = 32 }, .length = 12 },
          .what = "private (RFC 1918)" },
        { .network = { .address = { .octets = { 192, 168 }, .bits = 32 }, .length = 16 },
          .what = "private (RFC 1918)" },
        { .network = { .address = { .octets = { 169, 254 }, .bits = 32 }, .length = 16 },
          .what = "link-local (RFC 3927)" },
        { .network = { .address = { .octets = { 0xfe, 0x80 }, .bits = 128 }, .length = 10 },
          .what = "link-local (RFC 4291)" },
        { .network = { .address = { .octets = { 0xfc }, .bits = 128 }, .length = 7 },
          .what = "unique local (RFC 4193)" },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(networks); i++)
        if (ip_in_network(ip, &networks[i].network))
            return &networks[i];
    return NULL;
}

bool
ip_is_loopback(const IpAddress *ip)
{
    const IpLocalNetwork *local = ip_local_network(ip);

    return local && local->loopback;
}

/* Those of RFC 6890 section 2.2.2 that no host on the Internet sends from, beside the local ones.
 * Networks for documentation are left out: nobody trusts them unasked, and tests are made of them.
 */
static bool
is_global(const IpAddress *ip)
{
    static const IpNetwork networks[] = {
        { .address = { .octets = { 0 }, .bits = 32 }, .length = 8 },
        { .address = { .octets = { 100, 64 }, .bits = 32 }, .length = 10 },
        { .address = { .octets = { 192, 0, 0 }, .bits = 32 }, .length = 24 },
        { .address = { .octets = { 198, 18 }, .bits = 32 }, .length = 15 },
        { .address = { .octets = { 224 }, .bits = 32 }, .length = 3 },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(networks); i++)
        if (ip_in_network(ip, &networks[i]))
            return false;
    return !ip_local_network(ip);
}

IpAddress
ip_client(const IpAddress *ip)
{
    static const IpNetwork nat64 = { .address = { .octets = { 0, 0x64, 0xff, 0x9b }, .bits = 128 },
                                     .length = 96 };
    IpAddress inside = ip_from_octets(ip->octets + nat64.length / 8, 4);

    return ip_in_network(ip, &nat64) && is_global(&inside) ? inside : *ip;
}

bool
ip_parse_client(const char *text, size_t len, IpAddress *ip)
{
    if (!ip_parse(text, len, ip))
        return false;
    *ip = ip_client(ip);
    return true;
}
