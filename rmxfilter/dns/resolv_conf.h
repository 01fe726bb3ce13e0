/* SPDX-License-Identifier: ISC */
/* resolv.conf(5), for systems whose C library does not tell what it read there. */
#ifndef DNS_RESOLV_CONF_H
#define DNS_RESOLV_CONF_H

#include "mime/ip.h"

#include <stdbool.h>

#define RESOLV_CONF_SERVERS_MAX 3 /* as in the C libraries */

typedef struct {
    IpAddress servers[RESOLV_CONF_SERVERS_MAX];
    unsigned count;
    unsigned timeout; /* seconds, 1 to 30; 0: not said */
    bool rotate;
    bool trust_ad;
} ResolvConf;

/* Reads "nameserver ADDRESS" and "options timeout:N rotate trust-ad". Passes over everything else,
 * further servers, and addresses with a zone index. */
void resolv_conf_parse(const char *text, ResolvConf *conf);

#endif
