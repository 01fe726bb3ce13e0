/* SPDX-License-Identifier: ISC */
/* An item: family, prefix length, a negation bit with the length of the address part, that part. */
#include "records/apl.h"

/* Address family numbers. */
enum { FAMILY_IPV4 = 1, FAMILY_IPV6 = 2 };

#define NEGATION 0x80U

/* The address part, from which trailing zero octets were left out (section 4). */
static IpAddress
read_apl_address(Cursor *c, size_t len, uint8_t bits)
{
    IpAddress ip = { .bits = bits };
    Cursor part = cursor_sub(c, len);

    if (len > bits / 8) {
        cursor_fail(c, "APL address too long");
        return ip;
    }
    for (size_t i = 0; cursor_more(&part); i++)
        ip.octets[i] = (uint8_t)cursor_take(&part);
    return ip;
}

/* The mapped form of an IPv4 address is no client's address here: IPv4 has its own family. */
bool
apl_read(Cursor *c, IpNetwork *network, bool *excludes)
{
    while (cursor_more(c)) {
        uint16_t family = cursor_u16(c);
        uint8_t length = cursor_u8(c), octet = cursor_u8(c);
        uint8_t bits = family == FAMILY_IPV4 ? 32 : 128;
        size_t len = octet & ~NEGATION;
        IpAddress ip;

        if (family != FAMILY_IPV4 && family != FAMILY_IPV6) {
            cursor_sub(c, len);
            continue;
        }
        ip = read_apl_address(c, len, bits);
        if (length > bits)
            cursor_fail(c, "APL prefix too long");
        if (c->problem)
            return false;
        *network = ip_network(&ip, length);
        *excludes = octet & NEGATION;
        return true;
    }
    return false;
}

AplMatch
apl_match(Cursor *c, const IpAddress *client)
{
    AplMatch first = APL_NONE;
    IpNetwork network;
    bool excludes;

    while (apl_read(c, &network, &excludes))
        if (first == APL_NONE && ip_in_network(client, &network))
            first = excludes ? APL_EXCLUDED : APL_INSIDE;
    return first;
}
