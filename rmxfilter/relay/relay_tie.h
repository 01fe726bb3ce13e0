/* SPDX-License-Identifier: ISC */
/* What ties a client to a domain whose mail it could relay, by the word of the domain's owner: told
 * by the DNS alone, and by nothing that the client or the message says of itself. For advice: no
 * tie makes anybody trusted. */
#ifndef RELAY_TIE_H
#define RELAY_TIE_H

#include "records/scheme.h"

typedef enum {
    RELAY_TIE_NONE,     /* or not known: the DNS failed */
    RELAY_TIE_EXCHANGE, /* it is an MX host of the domain */
    RELAY_TIE_RECORDS,  /* the domain's own records let it send, and no other organization's that
                           they take in */
    RELAY_TIE_NAME,     /* its confirmed reverse name is in the domain's organization, and looks
                           like no customer's line */
    RELAY_TIE_SERVICE,  /* the domain's records let it send by those of another organization, in
                           which MX hosts of the domain are, too, and its confirmed reverse name */
} RelayTie;

/* domain as mail_domain writes it; settings as in a Claim. The first tie there is, in this order.
 */
RelayTie relay_tie(Dns *dns, const IpAddress *client, const char *domain,
                   const SchemeSettings *settings);

#endif
