/* SPDX-License-Identifier: ISC */
/* How name servers are written, and which ports come of a list of them. */
#include "dns/servers.h"

#include <criterion/criterion.h>
#include <string.h>

static const struct {
    const char *text, *want; /* want "IP PORT"; NULL: no name server */
} servers[] = {
    { "127.0.0.1", "127.0.0.1 53" },
    { "127.0.0.1:5353", "127.0.0.1 5353" },
    { "127.0.0.1:1", "127.0.0.1 1" },
    { "127.0.0.1:65535", "127.0.0.1 65535" },
    { "127.0.0.1:00053", "127.0.0.1 53" },
    { "[127.0.0.1]", "127.0.0.1 53" },
    { "[127.0.0.1]:5353", "127.0.0.1 5353" },
    { "::1", "::1 53" },
    { "[::1]", "::1 53" },
    { "[::1]:5353", "::1 5353" },
    { "2001:DB8::53", "2001:db8::53 53" },
    { "2001:db8::53:5353", "2001:db8::53:5353 53" },
    { "::ffff:192.0.2.53", "192.0.2.53 53" },
    { "[::ffff:192.0.2.53]:54", "192.0.2.53 54" },
    { .text = "" },
    { .text = "localhost" },
    { .text = "ns.example:53" },
    { .text = "127.0.0.1:" },
    { .text = "127.0.0.1:0" },
    { .text = "127.0.0.1:00000" },
    { .text = "127.0.0.1:65536" },
    { .text = "127.0.0.1:99999" },
    { .text = "127.0.0.1:000053" },
    { .text = "127.0.0.1:4294967349" },
    { .text = "127.0.0.1:+53" },
    { .text = "127.0.0.1:-53" },
    { .text = "127.0.0.1: 53" },
    { .text = "127.0.0.1:53 " },
    { .text = "127.0.0.1:53:53" },
    { .text = "127.0.0.1:x" },
    { .text = "127.0.0.1 53" },
    { .text = "127.0.0.1#53" },
    { .text = " 127.0.0.1" },
    { .text = "127.0.0.1]" },
    { .text = "127.0.0.1]:53" },
    { .text = "127.0.1:53" },
    { .text = ":53" },
    { .text = "[]" },
    { .text = "[]:53" },
    { .text = "[" },
    { .text = "[::1" },
    { .text = "[::1:53" },
    { .text = "[::1]53" },
    { .text = "[::1]:" },
    { .text = "[::1]:0" },
    { .text = "[::1]]:53" },
    { .text = "[[::1]]:53" },
    { .text = "[[::1]:53" },
    { .text = "::1]:53" },
    { .text = "1:2:3:4:5:6:7:8:53" },
    { .text = "fe80::1%lo" },
    { .text = "fe80::1%1" },
    { .text = "[fe80::1%lo]" },
    { .text = "[fe80::1%lo]:53" },
};

Test(servers, parse)
{
    for (size_t i = 0; i < G_N_ELEMENTS(servers); i++) {
        IpAddress ip;
        uint16_t port;
        bool parsed = name_server_parse(servers[i].text, &ip, &port);
        g_autofree char *address = parsed ? ip_text(&ip) : NULL;
        g_autofree char *got = parsed ? g_strdup_printf("%s %u", address, port) : NULL;

        cr_expect(g_strcmp0(got, servers[i].want) == 0, "%s: got %s, want %s", servers[i].text, got,
                  servers[i].want);
    }
}

/* What is parsed is what is asked: address, port and family of the socket, all of them trusted. */
Test(servers, from_list)
{
    static const char *const list[] = { "[::1]:5353", "127.0.0.1:5353", "::1", "[::1]", NULL };
    static const uint16_t want_ports[] = { 5353, 53, 0 };
    uint16_t ports[SERVERS_MAX + 1];
    NameServers read;

    cr_assert(servers_from_list(&read, list, NULL));
    cr_assert_eq(read.count, 4);
    for (unsigned i = 0; i < read.count; i++) {
        cr_expect_eq(read.list[i].address.ss_family, i == 1 ? AF_INET : AF_INET6, "%s", list[i]);
        cr_expect(read.list[i].trusted, "%s", list[i]);
    }
    servers_ports(&read, ports);
    cr_expect_arr_eq(ports, want_ports, sizeof(want_ports));
}

/* What is written is what was read. */
Test(servers, text)
{
    static const char *const list[] = { "127.0.0.1", "192.0.2.1:5353", "::1", "[2001:db8::1]:5353",
                                        NULL };
    NameServers read;

    cr_assert(servers_from_list(&read, list, NULL));
    for (unsigned i = 0; i < read.count; i++) {
        g_autofree char *text = name_server_as_text(&read.list[i]);

        cr_expect_str_eq(text, list[i]);
        cr_expect_not(name_server_has_zone(&read.list[i]));
    }
}

Test(servers, too_many)
{
    const char *list[SERVERS_MAX + 2] = { NULL };
    g_autoptr(GError) error = NULL;
    NameServers read;

    for (size_t i = 0; i < SERVERS_MAX; i++)
        list[i] = "192.0.2.53";
    cr_expect(servers_from_list(&read, list, NULL));
    list[SERVERS_MAX] = "192.0.2.54";
    cr_expect_not(servers_from_list(&read, list, &error));
    cr_assert_not_null(error);
    cr_expect_not_null(strstr(error->message, "\"192.0.2.54\": one name server too many"), "%s",
                       error->message);
}
