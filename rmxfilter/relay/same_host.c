/* SPDX-License-Identifier: ISC */
/* A host may appear under two names: the one that it gives itself, and the one that the user gave
 * it in a setting. */
#include "relay/same_host.h"

#include <string.h>

/* Lines of a queue or its filter name no host, or another one than the field below. Their format
 * proves that one host wrote both; no other format does. */
static bool
is_queue_line(const ReceivedHop *hop)
{
    static const char *const formats[] = { "qmail queue", "nullmailer", "qmail-scanner", "simscan",
                                           NULL };

    return hop->kind == HOP_LOCAL && hop->format && g_strv_contains(formats, hop->format);
}

/* Names and addresses, also in brackets, by which every host calls itself. */
static bool
is_loopback_name(const char *name)
{
    static const char *const names[] = { "localhost", "localhost.localdomain", "localhost6",
                                         "ip6-localhost" };
    bool bracket = *name == '[';
    const char *address = name + bracket;
    size_t len = strlen(address) - (bracket && g_str_has_suffix(name, "]"));
    IpAddress ip;

    for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
        if (g_ascii_strcasecmp(name, names[i]) == 0)
            return true;
    if (g_ascii_strncasecmp(address, "IPv6:", strlen("IPv6:")) == 0) {
        address += strlen("IPv6:");
        len -= strlen("IPv6:");
    }
    return ip_parse(address, len, &ip) && ip_is_loopback(&ip);
}

/* An LMTP field without an address was written at a local socket. The client there gave the name
 * that it also writes into its own fields. */
static bool
is_lmtp_from(const ReceivedHop *hop, const char *name)
{
    return g_strcmp0(hop->format, "LMTP") == 0 && hop->helo &&
           g_ascii_strcasecmp(hop->helo, name) == 0;
}

bool
same_host(const ReceivedHop *hop, const ReceivedHop *below, const char *const *own_names)
{
    if (is_queue_line(hop))
        return true;
    if (!hop->by || !below->by)
        return hop->by && is_queue_line(below);
    return g_ascii_strcasecmp(hop->by, below->by) == 0 || is_loopback_name(hop->by) ||
           is_loopback_name(below->by) || is_lmtp_from(hop, below->by) ||
           (host_is_one_of(own_names, hop->by) && host_is_one_of(own_names, below->by));
}

bool
host_is_one_of(const char *const *names, const char *name)
{
    for (; names && *names; names++)
        if (g_ascii_strcasecmp(*names, name) == 0)
            return true;
    return false;
}
