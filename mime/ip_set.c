/* SPDX-License-Identifier: ISC */
/* Two networks are either apart or one is in the other: all of the sets' arithmetic follows. */
#include "mime/ip_set.h"

#include <math.h>

GArray *
ip_set_new(void)
{
    return g_array_new(FALSE, FALSE, sizeof(IpNetwork));
}

void
ip_set_add(GArray *set, const IpNetwork *network)
{
    if (network->address.bits > 0)
        g_array_append_vals(set, network, 1);
}

void
ip_set_join(GArray *set, const GArray *more)
{
    g_array_append_vals(set, more->data, more->len);
}

bool
ip_set_covers(const GArray *set, const IpNetwork *network)
{
    for (guint i = 0; i < set->len; i++)
        if (ip_network_within(network, &g_array_index(set, IpNetwork, i)))
            return true;
    return false;
}

/* Adds the network without a hole that is inside it: at each bit of the longer prefix the half that
 * the hole is not in. */
static void
add_around(GArray *out, const IpNetwork *network, const IpNetwork *hole)
{
    g_assert(network->address.bits == hole->address.bits && network->length <= hole->length);
    for (unsigned length = network->length; length < hole->length; length++) {
        IpAddress other = hole->address;
        IpNetwork half;

        other.octets[length / 8] ^= (uint8_t)(0x80U >> (length % 8));
        half = ip_network(&other, (uint8_t)(length + 1));
        ip_set_add(out, &half);
    }
}

/* Everything in the set without one hole. */
static GArray *
without_one(const GArray *set, const IpNetwork *hole)
{
    GArray *left = ip_set_new();

    for (guint i = 0; i < set->len; i++) {
        const IpNetwork *network = &g_array_index(set, IpNetwork, i);

        if (ip_network_within(network, hole))
            continue;
        if (ip_network_within(hole, network))
            add_around(left, network, hole);
        else
            ip_set_add(left, network);
    }
    return left;
}

GArray *
ip_set_without(const GArray *set, const GArray *minus)
{
    g_autoptr(GArray) left = ip_set_new();

    ip_set_join(left, set);
    for (guint i = 0; i < minus->len; i++) {
        GArray *less = without_one(left, &g_array_index(minus, IpNetwork, i));

        g_array_unref(left);
        left = less;
        if (left->len > IP_SET_MAX)
            return NULL;
    }
    return g_steal_pointer(&left);
}

/* --- everybody --- */

/* How much of the family's addresses the set holds, of 1. Only networks count that are in no other.
 */
static double
share_of_family(const GArray *set, uint8_t bits)
{
    double sum = 0;

    for (guint i = 0; i < set->len; i++) {
        const IpNetwork *network = &g_array_index(set, IpNetwork, i);
        bool inside = network->address.bits != bits;

        for (guint j = 0; j < set->len && !inside; j++) {
            const IpNetwork *other = &g_array_index(set, IpNetwork, j);

            inside = j != i && ip_network_within(network, other) &&
                     (network->length > other->length || j < i);
        }
        if (!inside)
            sum += ldexp(1, -network->length);
    }
    return sum;
}

/* Networks of clients that can be: a wider one is cut down to 2000::/3, the others are left out. */
static GArray *
global_unicast(const GArray *set)
{
    const IpNetwork global = { .address = { .octets = { 0x20 }, .bits = 128 }, .length = 3 };
    GArray *inside = ip_set_new();

    for (guint i = 0; i < set->len; i++) {
        const IpNetwork *network = &g_array_index(set, IpNetwork, i);

        if (ip_network_within(network, &global))
            g_array_append_vals(inside, network, 1);
        else if (ip_network_within(&global, network))
            g_array_append_vals(inside, &global, 1);
    }
    return inside;
}

bool
ip_set_is_everybody(const GArray *set)
{
    g_autoptr(GArray) global = global_unicast(set);

    return share_of_family(set, 32) >= 1 || share_of_family(global, 128) >= 0.125;
}
