/* SPDX-License-Identifier: ISC */
/* resolv.conf is libresolv's to read, where it tells what it read: it knows the options, the
 * environment and the defaults. */
#include "dns/servers.h"

#include "config.h"
#include "dns/dns.h"
#include "dns/resolv_conf.h"
#include "mime/cursor.h"

#include <arpa/nameser.h>
#include <netinet/in.h>
#include <resolv.h>
#include <string.h>

/* Long enough for a resolver that has to ask others, short enough to leave a dead one soon. */
#define TIMEOUT_SECONDS 2.0

#define PORT_DIGITS_MAX 5

static void
add_server(NameServers *servers, const void *address, socklen_t len, bool trusted)
{
    NameServer *server = &servers->list[servers->count];

    if (servers->count == SERVERS_MAX)
        return;
    *server = (NameServer){ .address_len = len, .trusted = trusted };
    memcpy(&server->address, address, len);
    servers->count++;
}

static void
add_server_ip(NameServers *servers, const IpAddress *ip, uint16_t port)
{
    struct sockaddr_in v4 = { .sin_family = AF_INET, .sin_port = htons(port) };
    struct sockaddr_in6 v6 = { .sin6_family = AF_INET6, .sin6_port = htons(port) };

    memcpy(&v4.sin_addr, ip->octets, sizeof(v4.sin_addr));
    memcpy(&v6.sin6_addr, ip->octets, sizeof(v6.sin6_addr));
    if (ip->bits == 32)
        add_server(servers, &v4, sizeof(v4), true);
    else
        add_server(servers, &v6, sizeof(v6), true);
}

static bool
ends_bare_address(unsigned char octet)
{
    return octet == ':';
}

static bool
ends_bracketed_address(unsigned char octet)
{
    return octet == ']';
}

/* ":PORT", to the end. */
static bool
read_port(Cursor *c, uint16_t *port)
{
    unsigned number;

    if (!cursor_skip(c, ':') || cursor_number(c, PORT_DIGITS_MAX, &number) == 0 || cursor_more(c))
        return false;
    *port = (uint16_t)number;
    return number > 0 && number <= G_MAXUINT16;
}

bool
name_server_parse(const char *text, IpAddress *ip, uint16_t *port)
{
    Cursor c = cursor_over_text(text);
    bool bracketed = cursor_skip(&c, '[');
    const char *address = c.at;
    size_t len;

    *port = NS_DEFAULTPORT;
    if (ip_parse(text, strlen(text), ip)) /* the colons of IPv6 are no port's */
        return true;
    len = cursor_span_until(&c, bracketed ? ends_bracketed_address : ends_bare_address);
    if (!ip_parse(address, len, ip) || (bracketed && !cursor_skip(&c, ']')))
        return false;
    return !cursor_more(&c) || read_port(&c, port);
}

bool
servers_from_list(NameServers *servers, const char *const *list, GError **error)
{
    *servers = (NameServers){ .timeout = TIMEOUT_SECONDS };
    for (; *list; list++) {
        IpAddress ip;
        uint16_t port;

        if (!name_server_parse(*list, &ip, &port)) {
            g_set_error(error, DNS_ERROR, DNS_ERROR_NAMESERVER,
                        "\"%s\": not a name server; right would be 192.0.2.1, 192.0.2.1:5353, "
                        "2001:db8::1 or [2001:db8::1]:5353",
                        *list);
            return false;
        }
        if (servers->count == SERVERS_MAX) {
            g_set_error(error, DNS_ERROR, DNS_ERROR_NAMESERVER,
                        "\"%s\": one name server too many, %d are the most", *list, SERVERS_MAX);
            return false;
        }
        add_server_ip(servers, &ip, port);
    }
    return true;
}

void
name_server_address(const NameServer *server, IpAddress *ip, uint16_t *port)
{
    const struct sockaddr_in *v4 = (const struct sockaddr_in *)&server->address;
    const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)&server->address;
    bool is_v6 = server->address.ss_family == AF_INET6;

    *ip = is_v6 ? ip_from_octets(&v6->sin6_addr, sizeof(v6->sin6_addr))
                : ip_from_octets(&v4->sin_addr, sizeof(v4->sin_addr));
    *port = ntohs(is_v6 ? v6->sin6_port : v4->sin_port);
}

char *
name_server_place(const IpAddress *ip, uint16_t port)
{
    g_autofree char *text = ip_text(ip);

    return g_strdup_printf(ip->bits == 32 ? "%s:%u" : "[%s]:%u", text, port);
}

char *
name_server_as_text(const NameServer *server)
{
    IpAddress ip;
    uint16_t port;

    name_server_address(server, &ip, &port);
    return port == NS_DEFAULTPORT ? ip_text(&ip) : name_server_place(&ip, port);
}

bool
name_server_has_zone(const NameServer *server)
{
    return server->address.ss_family == AF_INET6 &&
           ((const struct sockaddr_in6 *)&server->address)->sin6_scope_id != 0;
}

void
servers_ports(const NameServers *servers, uint16_t ports[SERVERS_MAX + 1])
{
    unsigned count = 0;

    for (unsigned i = 0; i < servers->count; i++) {
        IpAddress ip;
        uint16_t port;
        unsigned at = 0;

        name_server_address(&servers->list[i], &ip, &port);
        while (at < count && ports[at] != port)
            at++;
        if (at == count)
            ports[count++] = port;
    }
    ports[count] = 0;
}

/* "options rotate" spreads the load of many programs: each begins at another server. */
static void
rotate_servers(NameServers *servers)
{
    unsigned first = (unsigned)g_random_int_range(0, (gint32)servers->count);
    NameServers before = *servers;

    for (unsigned i = 0; i < servers->count; i++)
        servers->list[i] = before.list[(first + i) % servers->count];
}

#if HAVE_RES_NINIT
static void
read_resolv_conf(NameServers *servers)
{
    struct __res_state state = { .options = 0 };
    bool trusted;

    if (res_ninit(&state) != 0)
        return;
    trusted = state.options & RES_TRUSTAD;
    for (int i = 0; i < state.nscount; i++) {
        const struct sockaddr_in6 *v6 = state._u._ext.nsaddrs[i];

        if (state.nsaddr_list[i].sin_family == AF_INET)
            add_server(servers, &state.nsaddr_list[i], sizeof(state.nsaddr_list[i]), trusted);
        else if (v6)
            add_server(servers, v6, sizeof(*v6), trusted);
    }
    servers->timeout = MIN(TIMEOUT_SECONDS, state.retrans);
    if (servers->count > 0 && state.options & RES_ROTATE)
        rotate_servers(servers);
    res_nclose(&state);
}
#else
static void
read_resolv_conf(NameServers *servers)
{
    g_autofree char *text = NULL;
    ResolvConf conf;

    if (!g_file_get_contents("/etc/resolv.conf", &text, NULL, NULL))
        return;
    resolv_conf_parse(text, &conf);
    for (unsigned i = 0; i < conf.count; i++) {
        add_server_ip(servers, &conf.servers[i], NS_DEFAULTPORT);
        servers->list[i].trusted = conf.trust_ad;
    }
    if (conf.timeout > 0)
        servers->timeout = MIN(TIMEOUT_SECONDS, conf.timeout);
    if (servers->count > 0 && conf.rotate)
        rotate_servers(servers);
}
#endif

void
servers_from_system(NameServers *servers)
{
    *servers = (NameServers){ .timeout = TIMEOUT_SECONDS };
    read_resolv_conf(servers);
    if (servers->count == 0)
        add_server_ip(servers, &(IpAddress){ .octets = { 127, 0, 0, 1 }, .bits = 32 },
                      NS_DEFAULTPORT);
}
