/* SPDX-License-Identifier: ISC */
/* Told by names and shapes that the provider's own machines write. A provider not in the table
 * needs no profile where its inner hops have private addresses, as at Fastmail or GMX. */
#include "relay/provider.h"

#include <string.h>

static bool
ends_in(const char *host, const char *domain)
{
    size_t host_len = host ? strlen(host) : 0, domain_len = strlen(domain);

    return host_len > domain_len && host[host_len - domain_len - 1] == '.' &&
           g_ascii_strcasecmp(host + host_len - domain_len, domain) == 0;
}

static bool
in_network(const IpAddress *ip, const char *text)
{
    IpNetwork network;
    bool known = ip_network_parse(text, &network);

    g_assert(known);
    return ip_in_network(ip, &network);
}

/* Whether a name is the text of an address in the network: what some providers' machines call each
 * other. */
static bool
is_address_in(const char *name, const char *network)
{
    IpAddress ip;

    return name && ip_parse(name, strlen(name), &ip) && in_network(&ip, network);
}

/* --- Google: "by 2002:a05:… with SMTP id …" without a from, then "by mx.google.com" --- */

/* The 6to4 form of 10.0.0.0/8 names Google's inner machines; older fields have the bare address. */
static bool
google_inside(const ReceivedHop *hop)
{
    return hop->ip.bits == 0 && !hop->helo &&
           (is_address_in(hop->by, "2002:a00::/24") || is_address_in(hop->by, "10.0.0.0/8")) &&
           hop->with && g_ascii_strcasecmp(hop->with, "SMTP") == 0;
}

static bool
google_own(const ReceivedHop *hop)
{
    return google_inside(hop) || ends_in(hop->by, "google.com") || ends_in(hop->by, "gmail.com");
}

static bool
google_border(const ReceivedHop *hop)
{
    return hop->by && g_ascii_strcasecmp(hop->by, "mx.google.com") == 0;
}

/* --- Microsoft 365: inner machines on public IPv6, then "by *.mail.protection.outlook.com" --- */

static bool
microsoft_host(const char *host)
{
    static const char *const domains[] = {
        "prod.outlook.com",
        "prod.exchangelabs.com",
        "outlook.office365.com",
        "prod.protection.outlook.com",
    };

    for (size_t i = 0; i < G_N_ELEMENTS(domains); i++)
        if (ends_in(host, domains[i]))
            return true;
    return false;
}

/* Both ends are inner machines: a client of another name, or with an address from elsewhere, is
 * outside, at whatever machine it came in. */
static bool
microsoft_inside(const ReceivedHop *hop)
{
    return microsoft_host(hop->by) && microsoft_host(hop->helo) &&
           (in_network(&hop->ip, "2603:1000::/24") || in_network(&hop->ip, "fe80::/10") ||
            in_network(&hop->ip, "10.0.0.0/8"));
}

static bool
microsoft_own(const ReceivedHop *hop)
{
    return microsoft_host(hop->by) || ends_in(hop->by, "mail.protection.outlook.com");
}

static bool
microsoft_border(const ReceivedHop *hop)
{
    return ends_in(hop->by, "mail.protection.outlook.com");
}

/* --- Yahoo and AOL: "from 10.… by atlas….yahoo.com … with HTTPS", then "by 10.…" --- */

static bool
yahoo_inside(const ReceivedHop *hop)
{
    return hop->ip.bits == 0 && is_address_in(hop->helo, "10.0.0.0/8") && hop->by &&
           g_ascii_strncasecmp(hop->by, "atlas", strlen("atlas")) == 0 &&
           ends_in(hop->by, "yahoo.com");
}

/* Its border calls itself by a private address; any other host's field that does stands where the
 * walk has not come through an inner hop, and is not asked about. */
static bool
yahoo_border(const ReceivedHop *hop)
{
    return is_address_in(hop->by, "10.0.0.0/8");
}

static const Provider providers[] = {
    {
        .name = "google",
        .is_inside = google_inside,
        .is_own = google_own,
        .is_border = google_border,
    },
    {
        .name = "microsoft",
        .is_inside = microsoft_inside,
        .is_own = microsoft_own,
        .is_border = microsoft_border,
        .sender_in_results = true,
    },
    {
        .name = "yahoo",
        .is_inside = yahoo_inside,
        .is_own = yahoo_border,
        .is_border = yahoo_border,
    },
};

const Provider *
provider_named(const char *name)
{
    for (size_t i = 0; i < G_N_ELEMENTS(providers); i++)
        if (g_ascii_strcasecmp(name, providers[i].name) == 0)
            return &providers[i];
    return NULL;
}

const Provider *
provider_of_top(const ReceivedHop *hop)
{
    for (size_t i = 0; i < G_N_ELEMENTS(providers); i++)
        if (providers[i].is_inside(hop))
            return &providers[i];
    return NULL;
}

char *
provider_names(void)
{
    GString *names = g_string_new(NULL);

    for (size_t i = 0; i < G_N_ELEMENTS(providers); i++)
        g_string_append_printf(names, "%s%s", i > 0 ? ", " : "", providers[i].name);
    return g_string_free(names, FALSE);
}
