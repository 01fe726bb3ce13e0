/* SPDX-License-Identifier: ISC */
/* The name servers that are asked, and what this run has learned about each. */
#ifndef DNS_SERVERS_H
#define DNS_SERVERS_H

#include "mime/ip.h"

#include <sys/socket.h>

#define SERVERS_MAX 16 /* resolv.conf's further ones are not asked */

typedef struct {
    struct sockaddr_storage address;
    socklen_t address_len;
    bool trusted; /* its AD bit is believed */
    bool no_edns; /* it answered that it does not understand EDNS */
    bool silent;  /* a question timed out during which it sent nothing, or it cannot be reached */
    gint64 heard; /* when it last sent an answer, in monotonic microseconds; 0: never */
} NameServer;

typedef struct {
    NameServer list[SERVERS_MAX];
    unsigned count; /* 1 and more */
    double timeout; /* seconds to wait for one answer, at most */
} NameServers;

/* Reads "ADDR", "[ADDR]", "ADDR:PORT" or "[ADDR]:PORT"; an IPv6 address with a port needs its
 * brackets. PORT is decimal, of one to five digits, 1 to 65535; without one it is 53. There are no
 * zone indices ("fe80::1%eth0"). False: text is none of that. */
bool name_server_parse(const char *text, IpAddress *ip, uint16_t *port);

/* From a list of such texts, up to NULL. All servers are trusted: whoever names them means them.
 * False, with the bad entry in *error, where one is none, or where there are more than SERVERS_MAX.
 */
bool servers_from_list(NameServers *servers, const char *const *list, GError **error);

/* From resolv.conf(5), with its options timeout, rotate and trust-ad. Without that file: the server
 * on this host, as libresolv has it. */
void servers_from_system(NameServers *servers);

/* Where the server is. */
void name_server_address(const NameServer *server, IpAddress *ip, uint16_t *port);

/* "192.0.2.53:53", "[2001:db8::53]:53". The caller frees. */
char *name_server_place(const IpAddress *ip, uint16_t port);

/* A server's address, and its port unless that is 53, as name_server_parse reads it. The caller
 * frees. */
char *name_server_as_text(const NameServer *server);

/* True where the address is one of many (link-local), told apart by a network interface, which
 * name_server_as_text does not say. */
bool name_server_has_zone(const NameServer *server);

/* Writes down the servers' ports, each once, in host order, and 0 behind the last. */
void servers_ports(const NameServers *servers, uint16_t ports[SERVERS_MAX + 1]);

#endif
