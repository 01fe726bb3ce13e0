/* SPDX-License-Identifier: ISC */
/* Where the names in trust entries lead, whoever the client is: an entry whose name has no address,
 * no MX or no record trusts nobody, in silence; one that leads to a mailbox provider's machines
 * trusts every customer of that provider. Asked in the DNS. */
#ifndef RELAY_TRUST_LEADS_H
#define RELAY_TRUST_LEADS_H

#include "relay/provider.h"
#include "relay/trust.h"

typedef struct {
    char *nowhere; /* why no client can match, for people: "mx2.example.net has no address";
                      NULL: one can, or it is not known */
    char *unknown; /* what the DNS could not say, for people; NULL: nothing */
    const Provider *shared; /* whose customers' mail comes from there, too; NULL: no provider's */
    char *shared_name;      /* the name that shows it: "_spf.google.com"; NULL likewise */
} TrustLeads;

/* Says what trust_leads will ask for this entry of the list, counted from 0. */
void trust_leads_prefetch(const TrustList *list, unsigned number, Dns *dns);

/* Entries that are addresses lead to themselves. The caller owns the result. */
TrustLeads *trust_leads(const TrustList *list, unsigned number, Dns *dns);
void trust_leads_free(TrustLeads *leads);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TrustLeads, trust_leads_free)

/* What is wrong with an entry that leads there, for people: "entry mx.example.net trusts nobody:
 * mx.example.net does not exist", or that many share the machines. NULL: nothing, as far as is
 * known. An exclusion of machines that many share is in order. The caller frees. */
char *trust_leads_problem(const TrustEntryView *entry, const TrustLeads *leads);

/* Follows every entry of the list, and adds to warnings (char *) one for each that has a
 * problem. */
void trust_leads_warn(const TrustList *list, Dns *dns, GPtrArray *warnings);

#endif
