/* SPDX-License-Identifier: ISC */
/* Sets of addresses: arrays (GArray) of IpNetwork, of both families, in any order; one may be
 * inside another. */
#ifndef MIME_IP_SET_H
#define MIME_IP_SET_H

#include "mime/ip.h"

/* What is left of a set is not made of more networks than this. */
#define IP_SET_MAX 256

/* An empty set, which the caller owns. */
GArray *ip_set_new(void);

/* Adds a network; an unset one is ignored. */
void ip_set_add(GArray *set, const IpNetwork *network);

/* Adds all of another set's. */
void ip_set_join(GArray *set, const GArray *more);

/* One of the set's networks contains this one. */
bool ip_set_covers(const GArray *set, const IpNetwork *network);

/* What is in one of the set's networks and in none of minus. NULL: it takes more than IP_SET_MAX
 * networks. The caller owns the new set. */
GArray *ip_set_without(const GArray *set, const GArray *minus);

/* True where the set holds every IPv4 address, or every IPv6 address that a client can have
 * (2000::/3). */
bool ip_set_is_everybody(const GArray *set);

#endif
