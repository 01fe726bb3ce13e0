/* SPDX-License-Identifier: ISC */
/* An exchange is one question on its way. It has one socket, to one server at a time. When that
 * server fails or is silent, the exchange asks the next one. The loop in resolver.c waits for
 * sockets and timers, and calls exchange_on_…; nothing here waits. */
#ifndef DNS_EXCHANGE_H
#define DNS_EXCHANGE_H

#include "dns/channel.h"
#include "dns/source.h"

typedef struct {
    DnsQuery *query; /* NULL: answered */
    Channel channel;
    unsigned server;            /* index of the one that is being asked */
    unsigned round;             /* each server is asked once in a round; counted from 0 */
    uint32_t tried;             /* servers asked in this round, a bit each */
    uint32_t failed;            /* servers that are not asked again, a bit each */
    DnsAnswer *last_failure;    /* from the last server that said that it cannot answer; NULL: none
                                   has said so */
    const char *problem;        /* why the last server gave no answer */
    uint16_t id;                /* of the DNS messages */
    bool edns;                  /* the last message sent had EDNS */
    bool queued;                /* waits for a socket */
    gint64 sent_at, timeout_at; /* of this try, in monotonic microseconds */
} Exchange;

/* All exchanges of the run. */
typedef struct {
    NameServers servers;
    gint64 first_timeout; /* of the first try of a question, in microseconds */
    GPtrArray *exchanges; /* Exchange *, in the order asked */
    GQueue answered;      /* DnsQuery *: done, and not yet handed on */
} Exchanges;

/* Adds a question, queued: exchanges_start() begins to ask. */
void exchanges_add(Exchanges *all, DnsQuery *query);

/* Begins with those in the queue, as far as there are sockets for them. */
void exchanges_start(Exchanges *all);

/* True while the exchange has a socket, and so something can happen to it. */
bool exchange_is_asking(const Exchange *exchange);

/* What happens to an exchange that is asking: its timer has run out; its socket is broken; a
 * message was received, which may be an answer, a forgery or garbage. */
void exchange_on_timeout(Exchanges *all, Exchange *exchange);
void exchange_on_broken(Exchanges *all, Exchange *exchange);
void exchange_on_message(Exchanges *all, Exchange *exchange, const uint8_t *octets, size_t len);

/* For GPtrArray: Exchange *. */
void exchange_free(gpointer data);

#endif
