/* SPDX-License-Identifier: ISC */
/* How far a domain's records reach beyond the machines of its owner: what they list is his word,
 * but strangers may send by machines that another organization lets out, or that are half of the
 * net. */
#ifndef RELAY_RECORD_REACH_H
#define RELAY_RECORD_REACH_H

#include "records/finding.h"

/* The domain of another organization by whose records the finding passed; NULL: it passed by the
 * domain's own. The caller frees. */
char *record_reach_path(const Finding *finding, const char *domain);

/* The first such domain that the finding passed by, or that the domain's record names: what it
 * lends to others, whoever the client was. NULL: none. The caller frees. */
char *record_reach_foreign(const Finding *finding, const char *domain);

/* Whether the records that let the claim's client send let strangers far from it do so, too: more
 * than a network of 16 bits (32 of IPv6) around it, or everybody. */
bool record_reach_is_wide(Dns *dns, const Claim *claim);

#endif
