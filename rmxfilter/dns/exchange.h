/* SPDX-License-Identifier: ISC */
/* An exchange is one question on its way: it has one socket, to one server at a time, and goes on
 * to the next server when that one fails or keeps silent. What happens is told it from outside, by
 * the loop in resolver.c; nothing here waits. */
#ifndef DNS_EXCHANGE_H
#define DNS_EXCHANGE_H

#include "dns/channel.h"
#include "dns/source.h"

typedef struct {
    DnsQuery *query; /* NULL: answered */
    Channel channel;
    unsigned server;     /* the one being asked */
    unsigned round;      /* through the servers, from 0 */
    uint32_t tried;      /* servers asked in this round, a bit each */
    uint32_t failed;     /* servers that need not be asked again */
    DnsAnswer *verdict;  /* how the last server that failed put it; NULL: none has */
    const char *problem; /* why the last one gave no answer */
    uint16_t id;
    bool edns;           /* the last message sent had it */
    bool queued;         /* waits for a socket */
    gint64 asked, until; /* of this try, in monotonic microseconds */
} Exchange;

/* All exchanges of the run. */
typedef struct {
    NameServers servers;
    gint64 patience;      /* how long a first try waits, in microseconds */
    GPtrArray *exchanges; /* Exchange *, in the order asked */
    GQueue answered;      /* DnsQuery *: done, and not yet handed on */
} Exchanges;

/* Adds a question, queued: exchanges_start() begins to ask. */
void exchanges_add(Exchanges *all, DnsQuery *query);

/* Begins with those in the queue, as far as there are sockets for them. */
void exchanges_start(Exchanges *all);

/* True while the exchange has a socket, and so something can happen to it. */
bool exchange_is_asking(const Exchange *exchange);

/* The try took too long; the socket is broken; a message came in, which need not be the answer. */
void exchange_on_timeout(Exchanges *all, Exchange *exchange);
void exchange_on_broken(Exchanges *all, Exchange *exchange);
void exchange_on_message(Exchanges *all, Exchange *exchange, const uint8_t *octets, size_t len);

/* For GPtrArray: Exchange *. */
void exchange_free(gpointer data);

#endif
