/* SPDX-License-Identifier: ISC */
/* There are three ways to fail. A server that is silent may answer the next try. A server that
 * cannot be reached is not asked again. A server that says that it cannot answer (SERVFAIL) is not
 * asked again either; what it said is the result if no other server has an answer.
 *
 * An example: TXT of foo.example, two servers A and B, of which A is dead; 8 s for the run, so that
 * a first try waits 1 s.
 *
 *     what happens              what is done                            state afterwards
 *     exchanges_add             the question is put in the queue        queued
 *     exchanges_start           choose_server: A;                       asking A over UDP, round 0,
 *                               send_question: UDP, EDNS                tried {A}
 *     1 s: exchange_on_timeout  A was not heard meanwhile: silent;      asking B over UDP, round 0,
 *                               ask_next_server: B, on a new socket     tried {A, B}
 *     exchange_on_message:      ask_same_server: TCP to B, 2 s          asking B over TCP
 *       ANSWER_TRUNCATED
 *     exchange_on_message:      end_exchange: the query has its         answered, query is NULL
 *       ANSWER_COMPLETE         answer, the socket is closed
 *
 * Had B answered SERVFAIL, accept_failure would have kept that answer and ruled B out; A is the
 * only server left, and silent, so that end_without_answer gives SERVFAIL at once. Had B been
 * silent too, round 1 would begin with A: no server left that answers, so silent ones are asked
 * again, for 2 s each. From round 2 on the messages have no EDNS. */
#include "dns/exchange.h"

#include "dns/trace.h"
#include "dns/wire.h"

#include <errno.h>
#include <sys/random.h>

G_STATIC_ASSERT(SERVERS_MAX <= 32); /* tried and failed have a bit for each */

#define IN_FLIGHT_MAX    32
#define DOUBLINGS_MAX    16 /* of the time-out, which doubles from round to round */
#define ROUNDS_WITH_EDNS 2  /* later ones are without: some firewalls drop messages with EDNS */

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
end_exchange(Exchanges *all, Exchange *exchange, DnsAnswer *answer)
{
    channel_close(&exchange->channel);
    exchange->query->answer = answer;
    g_queue_push_tail(&all->answered, exchange->query);
    exchange->query = NULL;
}

/* --- asking --- */

/* Chooses the server to ask next; false: there is none. Servers that were silent in this run are
 * asked only if no other is left, so that a dead server costs its time-out once. They are not asked
 * at all if a server has said that it cannot answer. */
static bool
choose_server(const Exchanges *all, Exchange *exchange)
{
    uint32_t left = 0, responsive = 0, untried;

    for (unsigned i = 0; i < all->servers.count; i++) {
        uint32_t bit = UINT32_C(1) << i & ~exchange->failed;

        left |= bit;
        responsive |= all->servers.list[i].silent ? 0 : bit;
    }
    if (left == 0 || (responsive == 0 && exchange->last_failure))
        return false;
    if (responsive != 0)
        left = responsive;
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

/* How long to wait for an answer, in microseconds: longer from round to round, and for TCP, which
 * has to connect first. */
static gint64
try_timeout(const Exchanges *all, const Exchange *exchange, bool tcp)
{
    return all->first_timeout << (MIN(exchange->round, DOUBLINGS_MAX) + (tcp ? 1 : 0));
}

/* Sends the question to the chosen server. If a socket to it is open, that one is used, with the
 * same id, so that a late answer to the first try still counts; else a new socket. False with
 * errno.
 */
static bool
send_question(Exchanges *all, Exchange *exchange, bool tcp)
{
    const NameServer *server = &all->servers.list[exchange->server];
    bool again = exchange_is_asking(exchange);
    g_autoptr(GByteArray) message = NULL;

    if (!again)
        exchange->id = random_id();
    exchange->edns = !server->no_edns && exchange->round < ROUNDS_WITH_EDNS;
    exchange->sent_at = g_get_monotonic_time();
    exchange->timeout_at = exchange->sent_at + try_timeout(all, exchange, tcp);
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

/* The server being asked is not asked again. */
static void
rule_out_server(Exchange *exchange, const char *problem)
{
    channel_close(&exchange->channel);
    exchange->failed |= UINT32_C(1) << exchange->server;
    exchange->problem = problem;
    trace_outcome(exchange->query, problem);
}

static void
end_without_answer(Exchanges *all, Exchange *exchange)
{
    DnsAnswer *answer = g_steal_pointer(&exchange->last_failure);

    end_exchange(all, exchange, answer ? answer : answer_new(DNS_TEMPERROR, exchange->problem));
}

/* Asks the next server to which the question can be sent; ends the exchange if there is none. */
static void
ask_next_server(Exchanges *all, Exchange *exchange)
{
    for (;;) {
        unsigned before = exchange->server;

        if (!choose_server(all, exchange)) {
            end_without_answer(all, exchange);
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
        rule_out_server(exchange, is_out_of_sockets(errno) ? "no socket to be had"
                                                           : "name server cannot be reached");
    }
}

/* Asks the same server again, over TCP or without EDNS. If it cannot be sent, problem says why. */
static void
ask_same_server(Exchanges *all, Exchange *exchange, bool tcp, const char *problem)
{
    channel_close(&exchange->channel);
    if (send_question(all, exchange, tcp))
        return;
    rule_out_server(exchange, problem);
    ask_next_server(all, exchange);
}

/* --- what is received, and what is not --- */

static const char no_tcp[] = "answer is too long for UDP, and none came over TCP";
static const char no_answer[] = "no answer in time";

/* All questions that wait for this silent server ask another one, if there is one that answers. */
static void
leave_silent_server(Exchanges *all, unsigned left)
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
    bool silent = !exchange->channel.tcp && all->servers.list[server].heard < exchange->sent_at;

    g_assert(exchange_is_asking(exchange));
    exchange->problem = exchange->channel.tcp ? no_tcp : no_answer;
    trace_outcome(exchange->query, no_answer);
    if (silent)
        all->servers.list[server].silent = true;
    ask_next_server(all, exchange);
    if (silent)
        leave_silent_server(all, server);
}

void
exchange_on_broken(Exchanges *all, Exchange *exchange)
{
    unsigned server = exchange->server;
    bool tcp = exchange->channel.tcp;

    g_assert(exchange_is_asking(exchange));
    rule_out_server(exchange, tcp ? no_tcp : "name server cannot be reached");
    if (!tcp)
        all->servers.list[server].silent = true;
    ask_next_server(all, exchange);
    if (!tcp)
        leave_silent_server(all, server);
}

/* The server says that it cannot answer. Takes ownership of answer. */
static void
accept_failure(Exchanges *all, Exchange *exchange, DnsAnswer *answer)
{
    if (exchange->last_failure)
        answer_free(exchange->last_failure);
    exchange->last_failure = answer;
    rule_out_server(exchange, answer->problem);
    ask_next_server(all, exchange);
}

/* What came back, for the trace. */
static const char *
outcome_text(AnswerKind kind, const DnsAnswer *answer)
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
    AnswerKind kind;

    g_assert(exchange_is_asking(exchange));
    kind = answer_read(octets, len, exchange->id, &exchange->query->name, exchange->query->type,
                       &answer);

    if (kind == ANSWER_FOREIGN && !tcp) {
        trace_foreign(exchange->query);
        return;
    }
    trace_outcome(exchange->query, outcome_text(kind, answer));
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
        end_exchange(all, exchange, answer);
    } else {
        accept_failure(all, exchange, answer);
    }
}

/* --- the beginning and end of exchanges --- */

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
    if (exchange->last_failure)
        answer_free(exchange->last_failure);
    g_free(exchange);
}
