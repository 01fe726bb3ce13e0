/* SPDX-License-Identifier: ISC */
/* What ties a client to a domain whose mail it could relay, by the word of the domain's owner: told
 * by the DNS alone, and by nothing that the client or the message says of itself. No tie makes
 * anybody trusted: `explain` advises by it, and `trust` asks for more besides. */
#ifndef RELAY_TIE_H
#define RELAY_TIE_H

#include "records/scheme.h"

/* The client. All lent. */
typedef struct {
    const IpAddress *ip;
    const GPtrArray *names; /* char *: its reverse names, as far as they are believed */
    const SchemeSettings *records;
    Dns *dns; /* NULL: nothing is asked, and only names tie */
} RelayClient;

/* Domains in what follows are as mail_domain writes them. Where the DNS cannot say there is no tie.
 */

/* Whether a tie to the domain would say anything: it is no public suffix, and no mailbox
 * provider's, whose machines are everybody's. */
bool relay_tie_counts(const char *domain);

/* Whether it is an MX host of the domain. MX hosts of a mailbox provider are everybody's. */
bool relay_is_exchange(const RelayClient *client, const char *domain);

/* Whether the domain's own records let it send: not those of another organization that they take
 * in, not the user's settings, and not half of the net. */
bool relay_is_listed(const RelayClient *client, const char *domain);

/* Its name in the domain's organization that does not look like a customer's line, and the one in
 * that of an MX host of the domain; NULL: none is. Lent by names. */
const char *relay_name_in(const RelayClient *client, const char *domain);
const char *relay_name_as_exchanges(const RelayClient *client, const char *domain);

/* Whether such a name is no other customer's: it stands where the domain's own machines do, right
 * below the domain or below the name above one of its MX hosts, or the domain's records let it
 * send. Who takes in mail for many may let machines, too, and gives them names elsewhere. */
bool relay_name_suffices(const RelayClient *client, const char *name, const char *domain);

/* Whether it is a machine that the domain's mail goes through: one of the first three or, if the
 * records let it send by those of another organization, the last. */
bool relay_is_tied(const RelayClient *client, const char *domain);

#endif
