/* SPDX-License-Identifier: ISC */
/* What is noted of tries: which of them, how many, and what came of each. */
#include "dns/trace.h"

#include <criterion/criterion.h>
#include <string.h>

static NameServer
server_at(const char *text)
{
    const char *const list[] = { text, NULL };
    NameServers servers;

    cr_assert(servers_from_list(&servers, list, NULL), "%s", text);
    return servers.list[0];
}

Test(dns_trace, tries)
{
    const NameServer first = server_at("192.0.2.53"), second = server_at("[2001:db8::53]:5353");
    DnsTrace trace = { .sent = 0 };
    DnsQuery query = { .trace = &trace };
    const DnsTry *tries;
    g_autofree char *ip = NULL;

    trace_init(&trace);
    trace_send(&query, &first, false, true);
    trace_foreign(&query);
    trace_outcome(&query, "no answer in time");
    trace_outcome(&query, "told again");
    trace_send(&query, &second, true, false);
    cr_assert_eq(trace.sent, 2);
    cr_assert_eq(trace.tries->len, 2);
    tries = (const DnsTry *)(void *)trace.tries->data;
    cr_expect_eq(tries[0].port, 53);
    cr_expect_not(tries[0].tcp);
    cr_expect(tries[0].edns);
    cr_expect_str_eq(tries[0].outcome, "no answer in time", "the first word stays");
    cr_expect_eq(tries[0].foreign, 1);
    ip = ip_text(&tries[1].ip);
    cr_expect_str_eq(ip, "2001:db8::53");
    cr_expect_eq(tries[1].port, 5353);
    cr_expect(tries[1].tcp);
    cr_expect_not(tries[1].edns);
    cr_expect_null(tries[1].outcome);
    cr_expect_eq(tries[1].foreign, 0);
    cr_expect(tries[1].started >= tries[0].started + tries[0].ms);
    trace_clear(&trace);
}

/* What comes of a try that is not kept is not taken for what came of another. */
Test(dns_trace, bounded)
{
    const NameServer server = server_at("192.0.2.53");
    DnsTrace trace = { .sent = 0 };
    DnsQuery query = { .trace = &trace };

    trace_init(&trace);
    for (unsigned i = 0; i < 2 * DNS_TRIES_MAX; i++) {
        trace_send(&query, &server, false, true);
        if (i >= DNS_TRIES_MAX) {
            trace_foreign(&query);
            trace_outcome(&query, "too late");
        }
    }
    cr_expect_eq(trace.sent, 2 * DNS_TRIES_MAX);
    cr_assert_eq(trace.tries->len, DNS_TRIES_MAX);
    for (guint i = 0; i < trace.tries->len; i++) {
        cr_expect_null(g_array_index(trace.tries, DnsTry, i).outcome);
        cr_expect_eq(g_array_index(trace.tries, DnsTry, i).foreign, 0);
    }
    trace_clear(&trace);
}
