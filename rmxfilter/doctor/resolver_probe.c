/* SPDX-License-Identifier: ISC */
/* A server that is named in a list is trusted (dns/servers.h), so the AD bit of its answer shows
 * whether it validates, also where a run of the filter would not believe it. */
#include "doctor/resolver_probe.h"

#include "dns/servers.h"

#include <sys/socket.h>
#include <unistd.h>

#define DNS_SOA     6 /* RFC 1035 section 3.3.13 */
#define SIGNED_NAME "arpa"

static void
resolver_probe_free(void *data)
{
    ResolverProbe *probe = data;

    g_free(probe->address);
    g_free(probe);
}

/* The kernel picks the address from which a server would be asked: for an address of this host,
 * that address itself. A datagram socket that is connected sends nothing. */
static bool
is_on_this_host(const NameServer *server)
{
    NameServer own = { .address_len = sizeof(own.address) };
    int fd = socket(server->address.ss_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    bool here = false;

    if (fd < 0)
        return false;
    if (connect(fd, (const struct sockaddr *)&server->address, server->address_len) == 0 &&
        getsockname(fd, (struct sockaddr *)&own.address, &own.address_len) == 0) {
        IpAddress theirs, ours;
        uint16_t port;

        name_server_address(server, &theirs, &port);
        name_server_address(&own, &ours, &port);
        here = ip_equal(&theirs, &ours);
    }
    close(fd);
    return here;
}

GPtrArray *
resolver_probes(const Settings *settings, GError **error)
{
    g_autoptr(GPtrArray) probes = g_ptr_array_new_with_free_func(resolver_probe_free);
    NameServers servers;

    if (!settings->nameservers)
        servers_from_system(&servers);
    else if (!servers_from_list(&servers, (const char *const *)settings->nameservers, error))
        return NULL;
    for (unsigned i = 0; i < servers.count; i++) {
        ResolverProbe *probe = g_new0(ResolverProbe, 1);

        probe->address = name_server_as_text(&servers.list[i]);
        probe->trusted = servers.list[i].trusted;
        probe->has_zone = name_server_has_zone(&servers.list[i]);
        probe->here = is_on_this_host(&servers.list[i]);
        g_ptr_array_add(probes, probe);
    }
    return g_steal_pointer(&probes);
}

void
resolver_probe_ask(ResolverProbe *probe, double seconds)
{
    const char *const one[] = { probe->address, NULL };
    g_autoptr(GError) error = NULL;
    g_autoptr(Dns) dns = dns_new(one, seconds, &error);
    const DnsAnswer *answer;

    g_assert(!probe->has_zone && dns); /* name_server_as_text wrote it */
    answer = dns_ask(dns, SIGNED_NAME, DNS_SOA);
    probe->resolves = answer->status == DNS_OK;
    probe->denies = !probe->resolves && answer->status != DNS_TEMPERROR;
    probe->validates = probe->resolves && answer->authentic;
    probe->ms = ((const DnsQuestion *)g_ptr_array_index(dns_log(dns), 0))->ms;
    if (answer->status == DNS_TEMPERROR)
        probe->problem = answer->problem ? answer->problem : "no answer in time";
    else if (probe->denies)
        probe->problem =
            "it says that there is no " SIGNED_NAME ": it does not know the names of the Internet";
}
