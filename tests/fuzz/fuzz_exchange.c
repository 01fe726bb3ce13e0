/* SPDX-License-Identifier: ISC */
/* The exchange with name servers, over a channel that is made up: the input says, step by step,
 * what the network does to the questions under way. Each of them gets one answer in the end; a
 * message is sent only where something has happened; AD counts only where the server is trusted. */
#include "dns/exchange.h"

#include "dns/trace.h"
#include "dns/wire.h"
#include "mime/cursor.h"

#include <errno.h>
#include <string.h>

#define SERVERS    3
#define QUESTIONS  4
#define SENDS_MAX  24U /* that one event may cause: every question sent to every server, twice */
#define STEPS_MAX  64
#define STEP_WAITS 200 /* rounds of time-outs until the end is reached */

int LLVMFuzzerTestOneInput(const uint8_t *octets, size_t len);

/* These stand in the place of dns/channel.c. */
static struct {
    Cursor input;
    unsigned sends;
    int next_fd;
} network;

/* A bit of the input decides whether a call works; where it has ended, all do. */
static bool
works(int error)
{
    errno = error;
    return cursor_take(&network.input) % 8 != 7;
}

bool
channel_send(Channel *channel, const GByteArray *message)
{
    g_assert_true(channel->fd >= 0 && !channel->tcp && message->len >= 12);
    network.sends++;
    return works(ECONNREFUSED);
}

bool
channel_open(Channel *channel, G_GNUC_UNUSED const NameServer *server, bool tcp,
             const GByteArray *message)
{
    g_assert_true(channel->fd < 0 && message->len >= 12);
    network.sends++;
    if (!works(network.sends % 2 ? EMFILE : ENETUNREACH))
        return false;
    *channel = (Channel){ .fd = network.next_fd++, .tcp = tcp };
    return true;
}

void
channel_close(Channel *channel)
{
    *channel = (Channel){ .fd = -1 };
}

short
channel_events(G_GNUC_UNUSED const Channel *channel)
{
    g_assert_not_reached(); /* the loop's, which is not run here */
}

ChannelEvent
channel_continue(G_GNUC_UNUSED Channel *channel, G_GNUC_UNUSED uint8_t *buffer,
                 G_GNUC_UNUSED size_t *len)
{
    g_assert_not_reached();
}

/* --- what happens --- */

/* What a server may send, with the id that was asked for put in, so that most of it is looked at:
 * the flags are the input's, the question is repeated, and what follows is the input's again. */
static GByteArray *
message_for(const Exchange *exchange, Cursor *input)
{
    int kind = cursor_take(input);
    uint16_t flags = cursor_u16(input);
    GByteArray *message =
        wire_message(exchange->id, flags, &exchange->query->name, exchange->query->type);

    if (kind % 4 == 0)
        message->data[0] ^= 1; /* somebody else's */
    if (kind % 8 == 1) {
        g_autoptr(GByteArray) data = g_byte_array_new();

        wire_put32(data, 0xcb007109);
        wire_add_answer(message, &exchange->query->name, exchange->query->type, data);
    }
    if (kind % 8 == 2) {
        Cursor rest = cursor_sub(input, MIN(cursor_left(input), (size_t)kind));

        g_byte_array_append(message, (const guint8 *)rest.at, (guint)cursor_left(&rest));
    }
    return message;
}

static void
happen(Exchanges *all, Exchange *exchange, Cursor *input)
{
    unsigned before = network.sends;

    switch (cursor_take(input) % 4) {
    case 0:
        exchange_on_timeout(all, exchange);
        break;
    case 1:
        exchange_on_broken(all, exchange);
        break;
    default: {
        g_autoptr(GByteArray) message = message_for(exchange, input);

        exchange_on_message(all, exchange, message->data, message->len);
    }
    }
    g_assert_cmpuint(network.sends - before, <=, SENDS_MAX);
}

static Exchange *
asking(const Exchanges *all, unsigned from)
{
    for (guint i = 0; i < all->exchanges->len; i++) {
        Exchange *exchange = all->exchanges->pdata[(from + i) % all->exchanges->len];

        if (exchange_is_asking(exchange))
            return exchange;
    }
    return NULL;
}

/* Once there is an answer each try has its outcome, and the number of those kept is bounded. */
static void
check_trace(const DnsTrace *trace)
{
    g_assert_cmpuint(trace->tries->len, ==, MIN(trace->sent, DNS_TRIES_MAX));
    for (guint i = 0; i < trace->tries->len; i++)
        g_assert_nonnull(g_array_index(trace->tries, DnsTry, i).outcome);
}

/* Takes what is answered; once each. */
static unsigned
take_answered(Exchanges *all, DnsQuery *queries)
{
    unsigned taken = 0;

    for (DnsQuery *query; (query = g_queue_pop_head(&all->answered)); taken++) {
        g_assert_true(query >= queries && query < queries + QUESTIONS);
        g_assert_true(query->answer && !query->owner);
        g_assert_true(!query->answer->authentic || query->answer->status != DNS_TEMPERROR);
        g_assert_true(!query->answer->authentic || all->servers.list[0].trusted);
        check_trace(query->trace);
        query->owner = query; /* answered */
        answer_free(query->answer);
    }
    return taken;
}

static void
set_up(Exchanges *all, DnsQuery *queries, DnsTrace *traces, unsigned choice)
{
    all->servers = (NameServers){ .count = choice % SERVERS + 1, .timeout = 1 };
    for (unsigned i = 0; i < all->servers.count; i++)
        all->servers.list[i].trusted = choice & 4;
    all->first_timeout = 1000;
    all->exchanges = g_ptr_array_new_with_free_func(exchange_free);
    g_queue_init(&all->answered);
    for (unsigned i = 0; i < QUESTIONS; i++) {
        g_autofree char *name = g_strdup_printf("%u.example", i);

        g_assert_null(name_from_text(name, &queries[i].name));
        queries[i].type = i == 1 ? DNS_MX : i == 2 ? DNS_TXT : DNS_A;
        queries[i].trace = &traces[i];
        trace_init(&traces[i]);
        exchanges_add(all, &queries[i]);
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *octets, size_t len)
{
    DnsQuery queries[QUESTIONS] = { { .type = 0 } };
    DnsTrace traces[QUESTIONS];
    Exchanges all = { .first_timeout = 0 };
    Cursor input = cursor_over(octets, len);
    unsigned answered = 0;
    Exchange *exchange;

    set_up(&all, queries, traces, (unsigned)cursor_take(&input) & 7);
    network.input = cursor_sub(&input, cursor_left(&input) / 4);
    network.sends = 0;
    network.next_fd = 0;
    for (unsigned step = 0; step < STEPS_MAX && cursor_more(&input); step++) {
        exchanges_start(&all);
        exchange = asking(&all, (unsigned)cursor_take(&input));
        if (exchange)
            happen(&all, exchange, &input);
        answered += take_answered(&all, queries);
    }
    /* A server that breaks down is not asked again, so this comes to an end. */
    for (unsigned step = 0; step < STEP_WAITS && answered < QUESTIONS; step++) {
        exchanges_start(&all);
        exchange = asking(&all, step);
        if (exchange)
            exchange_on_broken(&all, exchange);
        answered += take_answered(&all, queries);
    }
    g_assert_cmpuint(answered, ==, QUESTIONS);
    g_ptr_array_unref(all.exchanges);
    for (unsigned i = 0; i < QUESTIONS; i++)
        trace_clear(&traces[i]);
    return 0;
}
