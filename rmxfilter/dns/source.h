/* SPDX-License-Identifier: ISC */
/* The interface between dns.c and the two sources of answers, network and zone. A source calls
 * nothing back: dns.c takes one answer after another from it, so that nothing runs recursively,
 * however deep a record's questions go. */
#ifndef DNS_SOURCE_H
#define DNS_SOURCE_H

#include "dns/answer.h"

/* One question while it is asked. */
typedef struct {
    DnsName name;
    uint16_t type;
    DnsAnswer *answer; /* set by the source when there is one, then the asker's; NULL before */
    DnsTrace *trace;   /* the asker's; the source notes in it how it asked (trace.h) */
    void *owner;       /* of the asker; the source leaves it alone */
} DnsQuery;

typedef struct DnsSource DnsSource;

/* Stands first in the struct of the source. */
struct DnsSource {
    const uint16_t *tcp_ports; /* of the name servers, each once, in host order, ended by 0; lent
                                  for the life of the source */

    /* Starts to ask; does not wait. query must live until the source is freed. */
    void (*ask)(DnsSource *self, DnsQuery *query);

    /* The next query that has an answer, each once, in the order of the answers. NULL: there is
     * none now; with wait: there will be none before the deadline. */
    DnsQuery *(*next)(DnsSource *self, bool wait);

    /* A source that asks in the same places, and has asked nothing yet; self must outlive it. */
    DnsSource *(*again)(const DnsSource *self);

    void (*free)(DnsSource *self);
};

#endif
