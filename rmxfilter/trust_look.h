/* SPDX-License-Identifier: ISC */
/* What `trust` looks for in one message, and how that comes back as octets. */
#ifndef TRUST_LOOK_H
#define TRUST_LOOK_H

#include "inspection.h"
#include "mailbox/trust_changes.h"
#include "mailbox/trust_path.h"

/* Trusts one address more, behind the settings' entries and those before. *trust NULL: none so far.
 * The caller owns the list. */
void trust_believe(TrustList **trust, const Settings *settings, const IpAddress *ip);

/* In the sandbox: puts the path of the message (trust_path.h) behind what stands in out. unasked: a
 * Dns that is not asked itself (dns_again); below, too. */
void trust_look_for_path(const Settings *settings, Dns *unasked, const HeaderBlock *header,
                         GString *out);

/* All lent. */
typedef struct {
    const TrustList *relays;  /* the settings', and all relays that were found */
    const TrustList *entries; /* likewise, and the entries that are proposed */
} TrustLists;

/* In the sandbox: the verdict now and with the entries, and the row as if the relays were trusted.
 */
void trust_look_for_change(const Settings *settings, const TrustLists *lists, Dns *unasked,
                           const HeaderBlock *header, GString *out);

/* The row and the verdicts in what trust_look_for_change has put out. Whatever the octets are, a
 * row comes out; the caller owns it. */
TrustRow *trust_change_read(const void *octets, size_t len, TrustVerdicts *verdicts);

#endif
