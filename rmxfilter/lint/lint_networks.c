/* SPDX-License-Identifier: ISC */
/* Two networks of a family are one inside the other, or have nothing in common: sums are simple. */
#include "lint/lint.h"

#include <math.h>

bool
lint_network_within(const IpNetwork *inner, const IpNetwork *outer)
{
    return inner->address.bits > 0 && inner->length >= outer->length &&
           ip_in_network(&inner->address, outer);
}

/* The largest blocks that registries were ever given are an IPv4 /8 and an IPv6 /12. */
bool
lint_length_is_wide(uint8_t bits, uint8_t length)
{
    return length > 0 && ((bits == 32 && length < 8) || (bits == 128 && length < 12));
}

/* How much of the family's addresses the networks hold, of 1. Only those count
 * that are in no other. */
static double
share(const GArray *networks, uint8_t bits)
{
    double sum = 0;

    for (guint i = 0; i < networks->len; i++) {
        const IpNetwork *network = &g_array_index(networks, IpNetwork, i);
        bool inside = network->address.bits != bits;

        for (guint j = 0; j < networks->len && !inside; j++) {
            const IpNetwork *other = &g_array_index(networks, IpNetwork, j);

            inside = j != i && lint_network_within(network, other) &&
                     (network->length > other->length || j < i);
        }
        if (!inside)
            sum += ldexp(1, -network->length);
    }
    return sum;
}

/* Networks of clients that can be: a wider one is cut down to 2000::/3, the others are left out. */
static GArray *
global_unicast(const GArray *networks)
{
    const IpNetwork global = { .address = { .octets = { 0x20 }, .bits = 128 }, .length = 3 };
    GArray *inside = g_array_new(FALSE, FALSE, sizeof(IpNetwork));

    for (guint i = 0; i < networks->len; i++) {
        const IpNetwork *network = &g_array_index(networks, IpNetwork, i);

        if (lint_network_within(network, &global))
            g_array_append_vals(inside, network, 1);
        else if (lint_network_within(&global, network))
            g_array_append_vals(inside, &global, 1);
    }
    return inside;
}

bool
lint_is_everybody(const GArray *networks)
{
    g_autoptr(GArray) global = global_unicast(networks);

    return share(networks, 32) >= 1 || share(global, 128) >= 0.125;
}
