/* SPDX-License-Identifier: ISC */
/* The client's address held against what the DNS says: the hosts, exchanges and reverse names that
 * several schemes know by other words. It keeps account of what their results rest on. Whether an
 * unknown answer stops a scheme is the scheme's to say. */
#ifndef RECORDS_MATCH_H
#define RECORDS_MATCH_H

#include "dns/dns.h"
#include "dns/name.h"
#include "dns/reverse.h"
#include "mime/cursor.h"

/* At most so many exchanges of an MX answer are asked for their addresses (RFC 7208 section 4.6.4).
 */
#define MATCH_EXCHANGES_MAX 10

typedef enum {
    MATCH_NO,
    MATCH_YES,
    MATCH_TEMPERROR, /* the truth is unknown */
    MATCH_PERMERROR, /* what is published breaks a limit */
} Match;

typedef struct {
    Dns *dns;
    const IpAddress *client; /* lent, for as long as the matcher is used */
    bool asked;              /* some answer was used */
    bool authentic;          /* every answer used was */
    bool was_void;           /* some answer was void (RFC 7208 section 4.6.4); callers clear it */
    char *problem;           /* why the last match was none of the first two; else NULL */
} Matcher;

/* A matcher that has asked nothing yet. Both are lent to it. The caller clears it. */
Matcher matcher_over(Dns *dns, const IpAddress *client);
void matcher_clear(Matcher *m);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Matcher, matcher_clear)

/* dns_ask with the account kept. */
const DnsAnswer *matcher_ask(Matcher *m, const char *name, uint16_t type);

/* Keeps account of an answer that dns_ask gave. */
void matcher_note(Matcher *m, const DnsAnswer *answer);

/* True where every answer was authentic, and there was one. */
bool matcher_authentic(const Matcher *m);

/* The client is within the first length4 (length6) bits of an address of the host. */
Match match_host(Matcher *m, const char *host, uint8_t length4, uint8_t length6);

/* The same for the hosts of the domain's MX records; more than MATCH_EXCHANGES_MAX are
 * MATCH_PERMERROR before one of them is asked. No fall-back to the domain's own addresses. */
Match match_exchanges(Matcher *m, const char *domain, uint8_t length4, uint8_t length6);

/* The one MX record of a domain that takes no mail: the root (RFC 7505 section 3). */
bool match_null_mx(const DnsAnswer *mx);

/* The client is an address of one of the hosts (char *), "" being none; *matched (lent from hosts)
 * says which. Their order means nothing, so an unknown one counts only where none of the others
 * matches. More than MATCH_EXCHANGES_MAX are MATCH_PERMERROR. */
Match match_hosts(Matcher *m, const GPtrArray *hosts, const char **matched);

/* The name has an A record, whatever the client's family. */
Match match_exists(Matcher *m, const char *name);

/* reverse_names of the client with the account kept. The caller owns the result. */
ReverseNames *match_reverse_names(Matcher *m, const char *domain);

/* Say that the match of that name will be asked for. */
void match_host_prefetch(Dns *dns, const IpAddress *client, const char *host);
void match_hosts_prefetch(Dns *dns, const IpAddress *client, const GPtrArray *hosts);
void match_exchanges_prefetch(Dns *dns, const IpAddress *client, const char *domain);

#endif
