/* SPDX-License-Identifier: ISC */
/* How questions were asked of the network, try by try: for people who want to know why an answer
 * took so long, or did not come. Nothing is decided by it. */
#ifndef DNS_TRACE_H
#define DNS_TRACE_H

#include "dns/servers.h"
#include "dns/source.h"

/* The beginning and end of a question's trace. */
void trace_init(DnsTrace *trace);
void trace_clear(DnsTrace *trace);

/* Notes that the query is being sent to this server, over UDP or TCP. Only the first DNS_TRIES_MAX
 * are kept. */
void trace_send(DnsQuery *query, const NameServer *server, bool tcp, bool edns);

/* Notes what came of the last one (a literal), now. The first note of a try stays. */
void trace_outcome(DnsQuery *query, const char *outcome);

/* Notes that a message came in that does not answer the query. */
void trace_foreign(DnsQuery *query);

#endif
