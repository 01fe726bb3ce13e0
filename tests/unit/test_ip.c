/* SPDX-License-Identifier: ISC */
/* Addresses and networks: what is one, what is none, and how they read back. */
#include "mime/ip.h"

#include <criterion/criterion.h>
#include <string.h>

static const struct {
    const char *text, *want, *want_reversed; /* want NULL: no address */
} addresses[] = {
    { "192.0.2.1", "192.0.2.1", "1.2.0.192" },
    { "255.255.255.255", "255.255.255.255", "255.255.255.255" },
    { "2001:DB8::1", "2001:db8::1",
      "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2" },
    { "::ffff:192.0.2.1", "192.0.2.1", "1.2.0.192" },
    { "::ffff:c000:201", "192.0.2.1", "1.2.0.192" },
    { "::", "::", "0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0" },
    { .text = "" },
    { .text = "192.0.2" },
    { .text = "192.0.2.01" },
    { .text = "192.0.2.256" },
    { .text = "192.0.2.1 " },
    { .text = "3221225985" },
    { .text = "0x7f.1" },
    { .text = "[192.0.2.1]" },
    { .text = "192.0.2.1.25" },
    { .text = "fe80::1%eth0" },
    { .text = "2001:db8::1::2" },
    { .text = "mail.example" },
    { .text = "1111:2222:3333:4444:5555:6666:7777:8888:9999:aaaa:bbbb:cccc" },
};

Test(ip, addresses)
{
    for (size_t i = 0; i < G_N_ELEMENTS(addresses); i++) {
        const char *text = addresses[i].text;
        IpAddress ip = { .bits = 0 };
        bool got = ip_parse(text, strlen(text), &ip);
        g_autofree char *back = ip_text(&ip);

        cr_expect(got == (addresses[i].want != NULL), "%s", text);
        cr_expect(g_strcmp0(back, addresses[i].want) == 0, "%s: got %s", text, back);
        if (got && addresses[i].want_reversed) {
            g_autofree char *reversed = ip_reversed(&ip);

            cr_expect(strcmp(reversed, addresses[i].want_reversed) == 0, "%s: got %s", text,
                      reversed);
        }
    }
}

Test(ip, counts_octets)
{
    IpAddress ip;

    cr_expect(ip_parse("192.0.2.17", 9, &ip));
    cr_expect_eq(ip.octets[3], 1);
    cr_expect(!ip_parse("192.0.2.1\0", 10, &ip), "a NUL inside is no address");
}

static const struct {
    const char *text, *want, *inside, *outside;
} networks[] = {
    { "192.0.2.7/24", "192.0.2.0/24", "192.0.2.255", "192.0.3.0" },
    { "192.0.2.7", "192.0.2.7", "192.0.2.7", "192.0.2.8" },
    { "192.0.2.7/32", "192.0.2.7", "192.0.2.7", "192.0.2.6" },
    { "0.0.0.0/0", "0.0.0.0/0", "203.0.113.9", "2001:db8::1" },
    { "10.0.0.0/9", "10.0.0.0/9", "10.127.255.255", "10.128.0.0" },
    { "2001:db8:ffff::/33", "2001:db8:8000::/33", "2001:db8:8000::1", "2001:db8:7fff::1" },
    { "::/0", "::/0", "2001:db8::1", "192.0.2.1" },
    { "::ffff:192.0.2.0/120", "192.0.2.0/24", "192.0.2.9", "192.0.3.9" },
    { .text = "192.0.2.0/33" },
    { .text = "192.0.2.0/" },
    { .text = "192.0.2.0/-1" },
    { .text = "192.0.2.0/024" },
    { .text = "192.0.2.0/ 8" },
    { .text = "192.0.2.0/8x" },
    { .text = "2001:db8::/129" },
    { .text = "2001:db8::/1000" },
    { .text = "::ffff:192.0.2.0/24" },
    { .text = "/24" },
    { .text = "" },
    { .text = "mail.example/24" },
};

Test(ip, networks)
{
    for (size_t i = 0; i < G_N_ELEMENTS(networks); i++) {
        const char *text = networks[i].text;
        IpNetwork network;

        if (!ip_network_parse(text, &network)) {
            cr_expect_null(networks[i].want, "%s: not read", text);
            continue;
        }

        g_autofree char *back = ip_network_text(&network);
        IpAddress inside, outside;

        cr_expect(g_strcmp0(back, networks[i].want) == 0, "%s: got %s", text, back);
        if (!networks[i].want)
            continue;
        cr_assert(ip_parse(networks[i].inside, strlen(networks[i].inside), &inside));
        cr_assert(ip_parse(networks[i].outside, strlen(networks[i].outside), &outside));
        cr_expect(ip_in_network(&inside, &network), "%s holds %s", text, networks[i].inside);
        cr_expect(!ip_in_network(&outside, &network), "%s: not %s", text, networks[i].outside);
    }
}

Test(ip, unset_is_in_no_network)
{
    IpAddress none = { .bits = 0 };
    IpNetwork all;

    cr_assert(ip_network_parse("0.0.0.0/0", &all));
    cr_expect(!ip_in_network(&none, &all));
    cr_expect_null(ip_text(&none));
}

static const struct {
    const char *ip, *want; /* NULL: public */
    bool loopback;
} locals[] = {
    { "126.255.255.255", NULL, false },
    { "127.0.0.1", "loopback", true },
    { "127.255.255.255", "loopback", true },
    { "128.0.0.0", NULL, false },
    { "::1", "loopback", true },
    { "::2", NULL, false },
    { "::ffff:127.0.0.1", "loopback", true },
    { "9.255.255.255", NULL, false },
    { "10.0.0.0", "private (RFC 1918)", false },
    { "11.0.0.0", NULL, false },
    { "172.15.255.255", NULL, false },
    { "172.16.0.0", "private (RFC 1918)", false },
    { "172.31.255.255", "private (RFC 1918)", false },
    { "172.32.0.0", NULL, false },
    { "192.167.255.255", NULL, false },
    { "192.168.0.1", "private (RFC 1918)", false },
    { "192.169.0.0", NULL, false },
    { "100.63.255.255", NULL, false },
    { "100.64.0.0", NULL, false },
    { "100.127.255.255", NULL, false },
    { "64:ff9b::7f00:1", NULL, false },
    { "64:ff9b::a00:1", NULL, false },
    { "100.128.0.0", NULL, false },
    { "169.254.1.1", "link-local (RFC 3927)", false },
    { "169.255.0.0", NULL, false },
    { "fe7f::1", NULL, false },
    { "fe80::1", "link-local (RFC 4291)", false },
    { "febf::1", "link-local (RFC 4291)", false },
    { "fec0::1", NULL, false },
    { "fbff::1", NULL, false },
    { "fc00::1", "unique local (RFC 4193)", false },
    { "fdff::1", "unique local (RFC 4193)", false },
    { "fe00::1", NULL, false },
    { "192.0.2.1", NULL, false },
    { "2001:db8::1", NULL, false },
};

Test(ip, local_networks)
{
    for (size_t i = 0; i < G_N_ELEMENTS(locals); i++) {
        const IpLocalNetwork *local;
        IpAddress ip;

        cr_assert(ip_parse(locals[i].ip, strlen(locals[i].ip), &ip));
        local = ip_local_network(&ip);
        cr_expect(g_strcmp0(local ? local->what : NULL, locals[i].want) == 0, "%s: got %s",
                  locals[i].ip, local ? local->what : "public");
        cr_expect_eq(ip_is_loopback(&ip), locals[i].loopback, "%s", locals[i].ip);
    }
    cr_expect_null(ip_local_network(&(IpAddress){ .bits = 0 }));
}

static const struct {
    const char *text, *want;
} clients[] = {
    { "192.0.2.1", "192.0.2.1" },
    { "2001:db8::1", "2001:db8::1" },
    { "::ffff:192.0.2.1", "192.0.2.1" },
    { "64:ff9b::192.0.2.1", "192.0.2.1" },
    { "64:FF9B:0:0:0:0:cb00:7109", "203.0.113.9" },
    { "64:ff9b::808:808", "8.8.8.8" },
    { "64:ff9b::100.63.255.255", "100.63.255.255" },
    { "64:ff9b::223.255.255.255", "223.255.255.255" },
    /* not in the well-known prefix, or in one whose form is the site's */
    { "64:ff9b::1:c000:201", "64:ff9b::1:c000:201" },
    { "64:ff9b:1::c000:201", "64:ff9b:1::c000:201" },
    { "64:ff9a::c000:201", "64:ff9a::c000:201" },
    { "164:ff9b::c000:201", "164:ff9b::c000:201" },
    /* what would be trusted, or is nobody's */
    { "64:ff9b::127.0.0.1", "64:ff9b::7f00:1" },
    { "64:ff9b::127.255.255.254", "64:ff9b::7fff:fffe" },
    { "64:ff9b::10.0.0.1", "64:ff9b::a00:1" },
    { "64:ff9b::172.16.0.1", "64:ff9b::ac10:1" },
    { "64:ff9b::172.31.255.255", "64:ff9b::ac1f:ffff" },
    { "64:ff9b::192.168.0.1", "64:ff9b::c0a8:1" },
    { "64:ff9b::169.254.1.1", "64:ff9b::a9fe:101" },
    { "64:ff9b::100.64.0.1", "64:ff9b::6440:1" },
    { "64:ff9b::", "64:ff9b::" },
    { "64:ff9b::1", "64:ff9b::1" },
    { "64:ff9b::192.0.0.8", "64:ff9b::c000:8" },
    { "64:ff9b::198.19.0.1", "64:ff9b::c613:1" },
    { "64:ff9b::224.0.0.1", "64:ff9b::e000:1" },
    { "64:ff9b::255.255.255.255", "64:ff9b::ffff:ffff" },
    { .text = "64:ff9b::192.0.2.1/128" },
    { .text = "" },
};

Test(ip, clients)
{
    for (size_t i = 0; i < G_N_ELEMENTS(clients); i++) {
        IpAddress ip = { .bits = 0 };
        bool got = ip_parse_client(clients[i].text, strlen(clients[i].text), &ip);
        g_autofree char *back = ip_text(&ip);

        cr_expect_eq(got, clients[i].want != NULL, "%s", clients[i].text);
        cr_expect(g_strcmp0(back, clients[i].want) == 0, "%s: got %s", clients[i].text, back);
    }
}

/* Records and trust entries name networks: the prefix of all NAT64 is not all of IPv4. */
Test(ip, networks_are_not_translated)
{
    IpNetwork network;
    IpAddress client;

    cr_assert(ip_network_parse("64:ff9b::/96", &network));
    cr_assert(ip_parse_client("64:ff9b::192.0.2.1", strlen("64:ff9b::192.0.2.1"), &client));
    cr_expect_eq(network.address.bits, 128);
    cr_expect(!ip_in_network(&client, &network));
}
