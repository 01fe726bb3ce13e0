/* SPDX-License-Identifier: ISC */
/* A question that goes round many silent servers makes many tries, and a run has many questions: so
 * each keeps its first tries, and counts the others. */
#include "dns/trace.h"

void
trace_init(DnsTrace *trace)
{
    *trace = (DnsTrace){
        .began = g_get_monotonic_time(),
        .tries = g_array_new(FALSE, FALSE, sizeof(DnsTry)),
    };
}

void
trace_clear(DnsTrace *trace)
{
    g_array_unref(trace->tries);
}

static double
milliseconds_of(const DnsTrace *trace)
{
    return (double)(g_get_monotonic_time() - trace->began) / 1000;
}

/* The try that is under way; NULL: it is one of those that are not kept. */
static DnsTry *
last_try(const DnsTrace *trace)
{
    g_assert(trace->sent > 0);
    return trace->sent == trace->tries->len ? &g_array_index(trace->tries, DnsTry, trace->sent - 1)
                                            : NULL;
}

void
trace_send(DnsQuery *query, const NameServer *server, bool tcp, bool edns)
{
    DnsTrace *trace = query->trace;
    DnsTry one = { .started = milliseconds_of(trace), .tcp = tcp, .edns = edns };

    name_server_address(server, &one.ip, &one.port);
    if (trace->sent++ < DNS_TRIES_MAX)
        g_array_append_val(trace->tries, one);
}

void
trace_outcome(DnsQuery *query, const char *outcome)
{
    DnsTry *last = last_try(query->trace);

    if (!last || last->outcome)
        return;
    last->outcome = outcome;
    last->ms = milliseconds_of(query->trace) - last->started;
}

void
trace_foreign(DnsQuery *query)
{
    DnsTry *last = last_try(query->trace);

    if (last)
        last->foreign++;
}
