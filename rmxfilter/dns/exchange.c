/* SPDX-License-Identifier: ISC */
/* Three ways to fail are kept apart. A server that keeps silent may answer the next try. One that
 * cannot be reached need not be tried again. One that was heard and cannot answer (SERVFAIL) has a
 * verdict, which stands unless another server does better. */
#include "dns/exchange.h"

#include "dns/trace.h"
#include "dns/wire.h"

#include <errno.h>
#include <sys/random.h>

#define IN_FLIGHT_MAX    32
#define DOUBLINGS_MAX    16 /* of the patience, which doubles from round to round */
#define ROUNDS_WITH_EDNS 2  /* then without: some paths drop what they do not know */

bool
exchange_is_asking(const Exchange *exchange)
{
    return exchange->channel.fd >= 0;
}

static unsigned
count_asking(const Exchanges *all)
{
    unsigned count = 0;

    for (guint i = 0; i < all->exchanges->len; i++)
        count += exchange_is_asking(all->exchanges->pdata[i]);
    return count;
}

static void
finish(Exchanges *all, Exchange *exchange, DnsAnswer *answer)
{
    channel_close(&exchange->channel);
    exchange->query->answer = answer;
    g_queue_push_tail(&all->answered, exchange->query);
    exchange->query = NULL;
}

/* --- asking --- */

/* Chooses whom to ask next; false: nobody is left who is worth the time. Servers that have been
 * silent this run are asked only where no other is left, so that a dead one costs its time-out
 * once, and not at all where one that is alive has said that it cannot answer. */
static bool
choose_server(const Exchanges *all, Exchange *exchange)
{
    uint32_t left = 0, lively = 0, untried;

    for (unsigned i = 0; i < all->servers.count; i++) {
        uint32_t bit = UINT32_C(1) << i & ~exchange->failed;

        left |= bit;
        lively |= all->servers.list[i].silent ? 0 : bit;
    }
    if (left == 0 || (lively == 0 && exchange->verdict))
        return false;
    if (lively != 0)
        left = lively;
    untried = left & ~exchange->tried;
    if (untried == 0) {
        exchange->round++;
        exchange->tried = 0;
        untried = left;
    }
    exchange->server = (unsigned)g_bit_nth_lsf(untried, -1);
    exchange->tried |= UINT32_C(1) << exchange->server;
    return true;
}

static uint16_t
random_id(void)
{
    uint16_t id;

    return getrandom(&id, sizeof(id), 0) == sizeof(id) ? id : (uint16_t)g_random_int();
}

/* Sends the question to the chosen server: again on the socket that is open to it, with the same
 * id, so that a late answer to the first try still counts; else on a new one. False with errno. */
static bool
send_question(Exchanges *all, Exchange *exchange, bool tcp)
{
    const NameServer *server = &all->servers.list[exchange->server];
    unsigned doublings = MIN(exchange->round, DOUBLINGS_MAX) + (tcp ? 1 : 0);
    bool again = exchange_is_asking(exchange);
    g_autoptr(GByteArray) message = NULL;

    if (!again)
        exchange->id = random_id();
    exchange->edns = !server->no_edns && exchange->round < ROUNDS_WITH_EDNS;
    exchange->asked = g_get_monotonic_time();
    exchange->until = exchange->asked + (all->patience << doublings);
    message =
        wire_message(exchange->id, FLAG_RECURSION_DESIRED | (server->trusted ? FLAG_AUTHENTIC : 0),
                     &exchange->query->name, exchange->query->type);
    if (exchange->edns)
        wire_add_edns(message);
    trace_send(exchange->query, server, tcp, exchange->edns);
    return again ? channel_send(&exchange->channel, message)
                 : channel_open(&exchange->channel, server, tcp, message);
}

static bool
is_out_of_sockets(int error)
{
    return error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM;
}

/* Notes that this server need not be asked again. */
static void
strike_server(Exchange *exchange, const char *problem)
{
    channel_close(&exchange->channel);
    exchange->failed |= UINT32_C(1) << exchange->server;
    exchange->problem = problem;
    trace_outcome(exchange->query, problem);
}

static void
give_up(Exchanges *all, Exchange *exchange)
{
    DnsAnswer *answer = g_steal_pointer(&exchange->verdict);

    finish(all, exchange, answer ? answer : answer_new(DNS_TEMPERROR, exchange->problem));
}

/* Asks the next server, whichever takes the question. */
static void
ask_next_server(Exchanges *all, Exchange *exchange)
{
    for (;;) {
        unsigned before = exchange->server;

        if (!choose_server(all, exchange)) {
            give_up(all, exchange);
            return;
        }
        if (exchange->server != before || exchange->channel.tcp)
            channel_close(&exchange->channel);
        if (send_question(all, exchange, false))
            return;
        if (is_out_of_sockets(errno) && count_asking(all) > 0) {
            trace_outcome(exchange->query, "no socket is free: to be asked again");
            exchange->tried = 0;
            exchange->queued = true;
            return;
        }
        strike_server(exchange, is_out_of_sockets(errno) ? "no socket to be had"
                                                         : "name server cannot be reached");
    }
}

/* Asks the same server in another way. */
static void
ask_same_server(Exchanges *all, Exchange *exchange, bool tcp, const char *problem)
{
    channel_close(&exchange->channel);
    if (send_question(all, exchange, tcp))
        return;
    strike_server(exchange, problem);
    ask_next_server(all, exchange);
}

/* --- what comes back, or does not --- */

static const char no_tcp[] = "answer is too long for UDP, and none came over TCP";
static const char no_answer[] = "no answer in time";

/* Nobody needs to wait for this server any more, if there is another. */
static void
leave_server(Exchanges *all, unsigned left)
{
    bool others = false;

    all->servers.list[left].silent = true;
    for (unsigned i = 0; i < all->servers.count; i++)
        others |= !all->servers.list[i].silent;
    for (guint i = 0; others && i < all->exchanges->len; i++) {
        Exchange *exchange = all->exchanges->pdata[i];

        if (!exchange_is_asking(exchange) || exchange->channel.tcp || exchange->server != left)
            continue;
        trace_outcome(exchange->query, "not waited for: this name server is silent");
        ask_next_server(all, exchange);
    }
}

void
exchange_on_timeout(Exchanges *all, Exchange *exchange)
{
    unsigned server = exchange->server;
    bool silent = !exchange->channel.tcp && all->servers.list[server].heard < exchange->asked;

    exchange->problem = exchange->channel.tcp ? no_tcp : no_answer;
    trace_outcome(exchange->query, no_answer);
    if (silent)
        all->servers.list[server].silent = true;
    ask_next_server(all, exchange);
    if (silent)
        leave_server(all, server);
}

void
exchange_on_broken(Exchanges *all, Exchange *exchange)
{
    unsigned server = exchange->server;
    bool tcp = exchange->channel.tcp;

    strike_server(exchange, tcp ? no_tcp : "name server cannot be reached");
    if (!tcp)
        all->servers.list[server].silent = true;
    ask_next_server(all, exchange);
    if (!tcp)
        leave_server(all, server);
}

/* The server was heard, and cannot answer. Takes answer over. */
static void
on_failure(Exchanges *all, Exchange *exchange, DnsAnswer *answer)
{
    if (exchange->verdict)
        answer_free(exchange->verdict);
    exchange->verdict = answer;
    strike_server(exchange, answer->problem);
    ask_next_server(all, exchange);
}

/* What came back, for the trace. */
static const char *
outcome_of(AnswerKind kind, const DnsAnswer *answer)
{
    switch (kind) {
    case ANSWER_FOREIGN:
        return "answer to another question";
    case ANSWER_TRUNCATED:
        return "truncated answer";
    case ANSWER_NO_EDNS:
    case ANSWER_FAILED:
        return answer->problem;
    case ANSWER_COMPLETE:
        return "answer";
    }
    g_assert_not_reached();
}

void
exchange_on_message(Exchanges *all, Exchange *exchange, const uint8_t *octets, size_t len)
{
    NameServer *server = &all->servers.list[exchange->server];
    bool tcp = exchange->channel.tcp;
    DnsAnswer *answer;
    AnswerKind kind = answer_read(octets, len, exchange->id, &exchange->query->name,
                                  exchange->query->type, &answer);

    if (kind == ANSWER_FOREIGN && !tcp) {
        trace_foreign(exchange->query);
        return;
    }
    trace_outcome(exchange->query, outcome_of(kind, answer));
    server->heard = g_get_monotonic_time();
    server->silent = false;
    if (kind == ANSWER_FOREIGN || (kind == ANSWER_TRUNCATED && tcp)) {
        exchange_on_broken(all, exchange);
    } else if (kind == ANSWER_TRUNCATED) {
        ask_same_server(all, exchange, true, no_tcp);
    } else if (kind == ANSWER_NO_EDNS && exchange->edns) {
        server->no_edns = true;
        ask_same_server(all, exchange, false, answer->problem);
        answer_free(answer);
    } else if (kind == ANSWER_COMPLETE) {
        answer->authentic &= server->trusted;
        finish(all, exchange, answer);
    } else {
        on_failure(all, exchange, answer);
    }
}

/* --- their beginning and end --- */

void
exchanges_add(Exchanges *all, DnsQuery *query)
{
    Exchange *exchange = g_new0(Exchange, 1);

    exchange->query = query;
    exchange->queued = true;
    exchange->channel.fd = -1;
    g_ptr_array_add(all->exchanges, exchange);
}

void
exchanges_start(Exchanges *all)
{
    unsigned asking = count_asking(all);

    for (guint i = 0; i < all->exchanges->len && asking < IN_FLIGHT_MAX; i++) {
        Exchange *exchange = all->exchanges->pdata[i];

        if (!exchange->queued)
            continue;
        exchange->queued = false;
        ask_next_server(all, exchange);
        if (exchange->queued) /* still no socket */
            return;
        asking++;
    }
}

void
exchange_free(gpointer data)
{
    Exchange *exchange = data;

    channel_close(&exchange->channel);
    if (exchange->verdict)
        answer_free(exchange->verdict);
    g_free(exchange);
}
