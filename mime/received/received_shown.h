/* SPDX-License-Identifier: ISC */
/* Whether a Received value shows an address at all, to whomever it belongs. */
#ifndef MIME_RECEIVED_SHOWN_H
#define MIME_RECEIVED_SHOWN_H

#include "mime/cursor.h"

/* True where what is left holds octets that look like an IPv4 or IPv6 address, by themselves or
 * with more dots, colons and digits about them ("192.0.2.1:25", "[IPv6:2001:db8::1]"). Linear. */
bool received_shows_address(Cursor value);

#endif
