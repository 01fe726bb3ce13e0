/* SPDX-License-Identifier: ISC */
/* What a scheme is asked: may this client use this domain? */
#ifndef RECORDS_CLAIM_H
#define RECORDS_CLAIM_H

#include "dns/dns.h"

#include <time.h>

/* Whose domain is checked (RFC 7208 section 2, RFC 4407); of IDENTITY_CLIENT, iprev's, there is
 * none but the client's own. */
typedef enum { IDENTITY_MAIL_FROM, IDENTITY_HELO, IDENTITY_PRA, IDENTITY_CLIENT } IdentityKind;

/* What the user wants of single schemes. All zero is what holds where nothing is said. */
typedef struct {
    bool sender_id_from_spf1;     /* v=spf1 records are taken for spf2.0/mfrom,pra */
    uint16_t rmx_type;            /* the RMX resource record's number; 0: there is none */
    uint16_t mt_type;             /* likewise the mail transmitter's */
    const GPtrArray *own_records; /* OwnRecord *: the user's; NULL: none */
} SchemeSettings;

/* The question, as check_host() has it (RFC 7208 section 4.1). All strings are lent, and hostile.
 */
typedef struct {
    IpAddress client;      /* at the boundary; always set */
    IdentityKind identity; /* where local and domain come from */
    const char
        *local; /* "postmaster" where the sender has none (RFC 7208 section 4.3); never NULL */
    const char *domain;   /* as it came, without the last dot; never NULL */
    const char *helo;     /* as the client gave it; NULL: not known */
    const char *receiver; /* this host's authserv-id, for %{r}; never NULL */
    time_t now;           /* for %{t} */
    const char *record;   /* a whole record that stands in for the domain's, which is then not asked
                             for; NULL: there is none. Lent for as long as the Dns lives */
    const SchemeSettings *settings; /* NULL: nothing was said; must outlive the Dns */
} Claim;

/* The claim of a client (NULL: none yet, bits 0) that it may use the domain, with what stands for
 * all that is not known: the local part is "postmaster", HELO name and receiver are the domain, and
 * it is now. Everything is lent; settings: as in Claim. Who knows more sets more. */
Claim claim_of(const char *domain, IdentityKind identity, const IpAddress *client,
               const SchemeSettings *settings);

/* Never NULL. */
const SchemeSettings *claim_settings(const Claim *claim);

/* A copy with strings of its own that lives as long as the Dns, for a prefetch that outlives its
 * caller. */
Claim *claim_keep(Dns *dns, const Claim *claim);

/* Why the domain is nothing to ask the DNS about: an address literal, a HELO line that is no name.
 * A literal; NULL: it may be asked. */
const char *domain_problem(const char *domain);

/* "mailfrom", "helo", "pra", "client". */
const char *identity_text(IdentityKind identity);

#endif
