/* SPDX-License-Identifier: ISC */
/* Whether two Received fields, one right below the other, were written by one host: then the lower
 * one is believed as the upper one is. */
#ifndef RELAY_SAME_HOST_H
#define RELAY_SAME_HOST_H

#include "mime/received/received.h"

/* hop is a hand-over inside one host, below the next field. own_names: the user's host's; NULL:
 * none are known. Told by equal names, by names that every host gives itself (localhost), by an
 * LMTP client's name, by own_names, or by a queue's own format, which needs no name. */
bool same_host(const ReceivedHop *hop, const ReceivedHop *below, const char *const *own_names);

/* Whether the name is among names, in any ASCII case; NULL: no names. */
bool host_is_one_of(const char *const *names, const char *name);

#endif
