/* SPDX-License-Identifier: ISC */
/* Reverse names that a network gives to its customers' lines by the number: no relay bears one,
 * machines that somebody else has taken over do. */
#ifndef RELAY_DYNAMIC_NAME_H
#define RELAY_DYNAMIC_NAME_H

#include "mime/ip.h"

#include <stdbool.h>

/* Whether the name, as the DNS writes it, looks like one of those: it spells the address, in
 * decimal or hexadecimal digits and either direction, or holds a word such as "dsl" or "dhcp". A
 * guess, to warn by, never to trust by. */
bool name_looks_dynamic(const char *name, const IpAddress *ip);

#endif
