/* SPDX-License-Identifier: ISC */
/* What dns.c and the sources of its answers, the network and the zone, have between them. A source
 * calls nobody back: it is asked for the next answer that has come, so that nothing runs
 * recursively, however deep a record's questions go. */
#ifndef DNS_SOURCE_H
#define DNS_SOURCE_H

#include "dns/answer.h"

/* One question while it is asked. */
typedef struct {
    DnsName name;
    uint16_t type;
    DnsAnswer *answer; /* set by the source when there is one, then the asker's; NULL before */
    DnsTrace *trace;   /* the asker's; the source notes in it how it asked (trace.h) */
    void *owner;       /* the asker's business */
} DnsQuery;

typedef struct DnsSource DnsSource;

/* Stands first in the struct of the source. */
struct DnsSource {
    const uint16_t *tcp_ports; /* of the name servers, each once, in host order, ended by 0; lent
                                  for the life of the source */

    /* Starts to ask; does not wait. query must live until the source is freed. */
    void (*ask)(DnsSource *self, DnsQuery *query);

    /* A query whose answer has come, each once, in the order in which they came. NULL: none is
     * there, and, with wait, none will come before the deadline. */
    DnsQuery *(*next)(DnsSource *self, bool wait);

    void (*free)(DnsSource *self);
};

#endif
