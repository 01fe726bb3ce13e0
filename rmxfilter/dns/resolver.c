/* SPDX-License-Identifier: ISC */
/* One loop over poll(2) in one thread. A thread for each question that calls libresolv's
 * res_nsend() would not do: that call waits as long as it likes, and a thread inside it cannot be
 * stopped, so that the deadline could not be kept. Here the deadline is the time-out of poll. With
 * one thread callbacks need no locks, the sandbox holds the whole process, and nothing runs on
 * after the end. */
#include "dns/resolver.h"

#include "dns/exchange.h"

#include <poll.h>

#define TRIES_A_RUN  8 /* a first try waits at most 1/8 of the run's time */
#define TIMEOUT_MAX  86400.0
#define MICROSECONDS 1000000.0

typedef struct {
    DnsSource source;
    Exchanges all;
    GPtrArray *asking; /* Exchange *, lent: those with a socket when poll was called */
    GArray *polled;    /* struct pollfd, one for each of them */
    double seconds;    /* that the run may take */
    gint64 deadline;   /* in monotonic microseconds */
    uint16_t ports[SERVERS_MAX + 1];
    uint8_t *buffer; /* CHANNEL_MESSAGE_MAX octets, never cleared: most of them are never used */
} Resolver;

static void
run_timers(Resolver *resolver)
{
    gint64 now = g_get_monotonic_time();

    for (guint i = 0; i < resolver->all.exchanges->len; i++) {
        Exchange *exchange = resolver->all.exchanges->pdata[i];

        if (exchange_is_asking(exchange) && exchange->timeout_at <= now)
            exchange_on_timeout(&resolver->all, exchange);
    }
}

/* Waits until a socket is ready, a try times out, or the deadline is reached; not at all if a
 * question is answered already. */
static void
wait_for_sockets(Resolver *resolver)
{
    gint64 wake = g_queue_is_empty(&resolver->all.answered) ? resolver->deadline : 0;

    g_ptr_array_set_size(resolver->asking, 0);
    g_array_set_size(resolver->polled, 0);
    for (guint i = 0; i < resolver->all.exchanges->len; i++) {
        Exchange *exchange = resolver->all.exchanges->pdata[i];
        struct pollfd one = { .fd = exchange->channel.fd };

        if (!exchange_is_asking(exchange)) /* poll fails on more entries than files may be open */
            continue;
        one.events = channel_events(&exchange->channel);
        wake = MIN(wake, exchange->timeout_at);
        g_ptr_array_add(resolver->asking, exchange);
        g_array_append_val(resolver->polled, one);
    }
    wake = MAX(wake - g_get_monotonic_time(), 0);
    poll((struct pollfd *)(void *)resolver->polled->data, resolver->polled->len,
         (int)((wake + 999) / 1000));
}

static void
read_sockets(Resolver *resolver)
{
    for (guint i = 0; i < resolver->polled->len; i++) {
        Exchange *exchange = resolver->asking->pdata[i];
        const struct pollfd *polled = &g_array_index(resolver->polled, struct pollfd, i);
        size_t len;

        /* what an earlier exchange received may have moved this one to another server and socket */
        if (!polled->revents || !exchange_is_asking(exchange) || exchange->channel.fd != polled->fd)
            continue;
        switch (channel_continue(&exchange->channel, resolver->buffer, &len)) {
        case CHANNEL_WAIT:
            break;
        case CHANNEL_MESSAGE:
            exchange_on_message(&resolver->all, exchange, resolver->buffer, len);
            break;
        case CHANNEL_BROKEN:
            exchange_on_broken(&resolver->all, exchange);
            break;
        }
    }
}

/* --- as a source of answers --- */

static void
resolver_ask(DnsSource *self, DnsQuery *query)
{
    Resolver *resolver = (Resolver *)self;

    exchanges_add(&resolver->all, query);
    if (g_get_monotonic_time() < resolver->deadline)
        exchanges_start(&resolver->all);
}

static DnsQuery *
resolver_next(DnsSource *self, bool wait)
{
    Resolver *resolver = (Resolver *)self;

    while (wait && g_queue_is_empty(&resolver->all.answered) &&
           g_get_monotonic_time() < resolver->deadline) {
        exchanges_start(&resolver->all);
        wait_for_sockets(resolver);
        read_sockets(resolver); /* before the timers: what has arrived is in time */
        run_timers(resolver);
    }
    return g_queue_pop_head(&resolver->all.answered);
}

static void
resolver_free(DnsSource *self)
{
    Resolver *resolver = (Resolver *)self;

    g_ptr_array_unref(resolver->all.exchanges);
    g_ptr_array_unref(resolver->asking);
    g_array_unref(resolver->polled);
    g_queue_clear(&resolver->all.answered);
    g_free(resolver->buffer);
    g_free(resolver);
}

static DnsSource *resolver_again(const DnsSource *self);

/* Has asked nothing yet, and knows no servers. seconds: until its deadline. */
static Resolver *
resolver_of_time(double seconds)
{
    Resolver *resolver = g_new0(Resolver, 1);

    resolver->seconds = seconds > 0 ? MIN(seconds, TIMEOUT_MAX) : 0;
    resolver->deadline = g_get_monotonic_time() + (gint64)(resolver->seconds * MICROSECONDS);
    resolver->source.tcp_ports = resolver->ports;
    resolver->source.ask = resolver_ask;
    resolver->source.next = resolver_next;
    resolver->source.again = resolver_again;
    resolver->source.free = resolver_free;
    resolver->all.exchanges = g_ptr_array_new_with_free_func(exchange_free);
    resolver->asking = g_ptr_array_new();
    resolver->polled = g_array_new(FALSE, FALSE, sizeof(struct pollfd));
    resolver->buffer = g_malloc(CHANNEL_MESSAGE_MAX);
    g_queue_init(&resolver->all.answered);
    return resolver;
}

/* What follows from the servers, which are known by now. */
static DnsSource *
resolver_ready(Resolver *resolver)
{
    double first = MIN(resolver->seconds / TRIES_A_RUN, resolver->all.servers.timeout);

    resolver->all.first_timeout = MAX((gint64)(first * MICROSECONDS), 1000);
    servers_ports(&resolver->all.servers, resolver->ports);
    return &resolver->source;
}

/* What was learnt about the servers stays learnt. */
static DnsSource *
resolver_again(const DnsSource *self)
{
    const Resolver *before = (const Resolver *)self;
    Resolver *resolver = resolver_of_time(before->seconds);

    resolver->all.servers = before->all.servers;
    return resolver_ready(resolver);
}

DnsSource *
resolver_new(const char *const *nameservers, double timeout, GError **error)
{
    Resolver *resolver = resolver_of_time(timeout);

    if (!nameservers || !*nameservers) {
        servers_from_system(&resolver->all.servers);
    } else if (!servers_from_list(&resolver->all.servers, nameservers, error)) {
        resolver_free(&resolver->source);
        return NULL;
    }
    return resolver_ready(resolver);
}
