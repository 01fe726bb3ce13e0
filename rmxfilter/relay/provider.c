/* SPDX-License-Identifier: ISC */
/* A provider's fields are known by the names and shapes that its own machines write. A provider
 * that is not in the table needs no row where its inner hops have private addresses, as at Fastmail
 * or GMX.
 *
 * Whoever has an account at a provider can hand in a message that holds any Received field. So a
 * field of the provider's that is neither from inside nor from its border was written about one of
 * its users, and nothing below it is believed. The same holds where the border's client has an
 * address that only a machine of the provider can have. */
#include "relay/provider.h"

#include "dns/name.h"

#include <string.h>

static bool
is_host_in(const char *host, const char *domain)
{
    size_t host_len = host ? strlen(host) : 0, domain_len = strlen(domain);

    return host_len > domain_len && host[host_len - domain_len - 1] == '.' &&
           g_ascii_strcasecmp(host + host_len - domain_len, domain) == 0;
}

static bool
is_host_in_one_of(const char *host, const char *const *domains)
{
    for (; *domains; domains++)
        if (is_host_in(host, *domains))
            return true;
    return false;
}

static bool
is_same_word(const char *one, const char *other)
{
    return one && other && g_ascii_strcasecmp(one, other) == 0;
}

static bool
begins_with_word(const char *text, const char *prefix)
{
    return text && g_ascii_strncasecmp(text, prefix, strlen(prefix)) == 0;
}

static bool
is_in_network(const IpAddress *ip, const char *text)
{
    IpNetwork network;
    bool known = ip_network_parse(text, &network);

    g_assert(known);
    return ip_in_network(ip, &network);
}

static bool
is_in_one_network(const IpAddress *ip, const char *const *networks)
{
    for (; *networks; networks++)
        if (is_in_network(ip, *networks))
            return true;
    return false;
}

/* Whether a name is the text of an address in the network: what some providers' machines call each
 * other. */
static bool
is_address_text_in(const char *name, const char *network)
{
    IpAddress ip;

    return name && ip_parse(name, strlen(name), &ip) && is_in_network(&ip, network);
}

/* A field at the border, about a client that handed the message in. */
static ProviderShape
shape_at_border(const ReceivedHop *hop)
{
    bool from_outside = hop->ip.bits > 0 && !ip_local_network(&hop->ip);

    return from_outside && hop->kind == HOP_SMTP ? PROVIDER_BORDER : PROVIDER_SUBMITTED;
}

/* --- Google: "by 2002:a05:… with SMTP id …" without a from, then "by mx.google.com" --- */

/* The 6to4 form of 10.0.0.0/8 names Google's inner machines; older fields have the bare address.
 * Those that send mail out are called mail-….google.com, and write no from about those inside. */
static bool
google_inside(const ReceivedHop *hop)
{
    if (hop->ip.bits > 0 || hop->helo || !is_same_word(hop->with, "SMTP"))
        return false;
    return is_address_text_in(hop->by, "2002:a00::/24") ||
           is_address_text_in(hop->by, "10.0.0.0/8") ||
           (begins_with_word(hop->by, "mail-") && is_host_in(hop->by, "google.com"));
}

/* Any host may call itself by a private address: what that is to Google only a field above tells.
 */
static ProviderShape
google_shape(const ReceivedHop *hop, const ReceivedHop *above)
{
    if (google_inside(hop))
        return PROVIDER_INSIDE;
    if (is_same_word(hop->by, "mx.google.com"))
        return shape_at_border(hop);
    if (is_host_in(hop->by, "google.com") || is_host_in(hop->by, "gmail.com") ||
        is_address_text_in(hop->by, "2002:a00::/24") ||
        (above && is_address_text_in(hop->by, "10.0.0.0/8")))
        return PROVIDER_SUBMITTED;
    return PROVIDER_STRANGE;
}

/* --- Microsoft 365: inner machines on public IPv6, then "by *.mail.protection.outlook.com" --- */

static const char *const microsoft_hosts[] = {
    "prod.outlook.com",
    "prod.exchangelabs.com",
    "outlook.office365.com",
    "prod.protection.outlook.com",
    NULL,
};

/* Where mailboxes are. */
static const char *const microsoft_stores[] = { "prod.outlook.com", "outlook.office365.com", NULL };

/* Seen between inner machines, the last two rarely. Not the whole of 2603:1000::/24, which holds
 * customers' machines at Azure, whose HELO says what they like. */
static const char *const microsoft_networks[] = {
    "2603:10a6::/32",
    "2603:10b6::/32",
    "2603:1096::/32",
    "2603:10c6::/32",
    "2603:10d6::/32",
    "2603:1026::/32",
    "2603:1036::/32",
    "::1",
    "fe80::/10",
    "10.0.0.0/8",
    NULL,
};

/* Filters hand to mailboxes from here; they hand to the world from here, too. */
static const char *const microsoft_filters[] = { "2a01:111:f400::/48", "2a01:111:f403::/48", NULL };

/* Both ends are inner machines: a client of another name, or with an address from elsewhere, is
 * outside, at whatever machine it came in. */
static bool
microsoft_inside(const ReceivedHop *hop)
{
    if (!is_host_in_one_of(hop->by, microsoft_hosts) ||
        !is_host_in_one_of(hop->helo, microsoft_hosts))
        return false;
    return is_in_one_network(&hop->ip, microsoft_networks) ||
           (is_in_one_network(&hop->ip, microsoft_filters) &&
            is_host_in(hop->helo, "prod.protection.outlook.com") &&
            is_host_in_one_of(hop->by, microsoft_stores));
}

static ProviderShape
microsoft_shape(const ReceivedHop *hop, G_GNUC_UNUSED const ReceivedHop *above)
{
    if (hop->kind != HOP_SUBMISSION && microsoft_inside(hop))
        return PROVIDER_INSIDE;
    if (is_host_in(hop->by, "mail.protection.outlook.com"))
        return shape_at_border(hop);
    return is_host_in_one_of(hop->by, microsoft_hosts) ? PROVIDER_SUBMITTED : PROVIDER_STRANGE;
}

/* --- Yahoo and AOL: "from 10.… by atlas….yahoo.com … with HTTP", then "by 10.…" --- */

/* Its stores take the mail from a proxy of their own host, "from 127.0.0.1", where they did not
 * take it from the border itself. */
static bool
yahoo_inside(const ReceivedHop *hop)
{
    return hop->ip.bits == 0 &&
           (is_address_text_in(hop->helo, "10.0.0.0/8") ||
            is_address_text_in(hop->helo, "127.0.0.0/8")) &&
           begins_with_word(hop->by, "atlas") && is_host_in(hop->by, "yahoo.com");
}

/* Its border calls itself by a private address, as any host may: it counts below an inner
 * hop. */
static ProviderShape
yahoo_shape(const ReceivedHop *hop, const ReceivedHop *above)
{
    if (yahoo_inside(hop))
        return PROVIDER_INSIDE;
    if (above && is_address_text_in(hop->by, "10.0.0.0/8"))
        return shape_at_border(hop);
    return is_host_in(hop->by, "yahoo.com") ? PROVIDER_SUBMITTED : PROVIDER_STRANGE;
}

/* --- iCloud: "from BORDER by pNN-mailgateway-smtp-… (mailgateway …)", then "by BORDER" --- */

static bool
icloud_inside(const ReceivedHop *hop)
{
    return hop->ip.bits == 0 && hop->helo && begins_with_word(hop->by, "p") &&
           strstr(hop->by, "-mailgateway-smtp-") &&
           begins_with_word(hop->by_comment, "mailgateway");
}

/* Mail of its own users comes in by such a host, too: "from outbound.ci.icloud.com (unknown
 * [127.0.0.2])". */
static ProviderShape
icloud_shape(const ReceivedHop *hop, const ReceivedHop *above)
{
    if (icloud_inside(hop))
        return above ? PROVIDER_STRANGE : PROVIDER_INSIDE;
    return above && is_same_word(hop->by, above->helo) ? shape_at_border(hop) : PROVIDER_STRANGE;
}

/* --- Yandex: "by … (notsolitesrv)", "by postback….mail.yandex.net (Yandex)", then "(mxfront)" ---
 */

static bool
yandex_inside(const ReceivedHop *hop)
{
    return is_in_network(&hop->ip, "2a02:6b8::/32") && is_host_in(hop->rdns, "yandex.net") &&
           is_host_in(hop->by, "yandex.net") && hop->kind != HOP_SUBMISSION &&
           (is_same_word(hop->by_comment, "notsolitesrv") ||
            is_same_word(hop->by_comment, "Yandex"));
}

/* What its own users send comes in by "(mxback)" and its like. */
static ProviderShape
yandex_shape(const ReceivedHop *hop, G_GNUC_UNUSED const ReceivedHop *above)
{
    if (yandex_inside(hop))
        return PROVIDER_INSIDE;
    if (!is_host_in(hop->by, "yandex.net"))
        return PROVIDER_STRANGE;
    return is_same_word(hop->by_comment, "mxfront") ||
                   is_same_word(hop->by_comment, "mxfront/Yandex")
               ? shape_at_border(hop)
               : PROVIDER_SUBMITTED;
}

/* --- the table --- */

static const char *const google_domains[] = { "google.com", "gmail.com", "googlemail.com", NULL };
static const char *const microsoft_domains[] = { "outlook.com", "office365.com", "hotmail.com",
                                                 "mx.microsoft", NULL };
static const char *const yahoo_domains[] = { "yahoo.com", "yahoodns.net", "aol.com", NULL };
static const char *const icloud_domains[] = { "icloud.com", "me.com", "mac.com", NULL };
static const char *const yandex_domains[] = { "yandex.net", "yandex.ru", "yandex.com", NULL };

static const Provider providers[] = {
    { "google", SENDER_IN_RETURN_PATH, google_domains, google_shape },
    { "microsoft", SENDER_IN_RESULTS, microsoft_domains, microsoft_shape },
    { "yahoo", SENDER_IN_RETURN_PATH, yahoo_domains, yahoo_shape },
    { "icloud", SENDER_IN_RETURN_PATH, icloud_domains, icloud_shape },
    { "yandex", SENDER_BELOW, yandex_domains, yandex_shape },
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
provider_of(const ReceivedHop *hop)
{
    for (size_t i = 0; i < G_N_ELEMENTS(providers); i++) {
        ProviderShape shape = providers[i].shape(hop, NULL);

        if (shape == PROVIDER_INSIDE || shape == PROVIDER_SUBMITTED)
            return &providers[i];
    }
    return NULL;
}

const Provider *
provider_of_name(const char *name)
{
    for (size_t i = 0; i < G_N_ELEMENTS(providers); i++)
        for (const char *const *domain = providers[i].domains; *domain; domain++)
            if (domain_within(name, *domain))
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
