/* SPDX-License-Identifier: ISC */
/* The network without one: name servers as people write them, and what a run costs the process. */
#include "dns/dns.h"
#include "dns/servers.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <dirent.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/resource.h>

#define PATIENCE 10000 /* milliseconds, for what is on its way */

/* --- time --- */

/* The linker puts these in the place of GLib's and the system's (-Wl,--wrap). */
gint64 __real_g_get_monotonic_time(void);
gint64 __wrap_g_get_monotonic_time(void);
int __real_poll(struct pollfd *fds, nfds_t count, int milliseconds);
int __wrap_poll(struct pollfd *fds, nfds_t count, int milliseconds);

/* In microseconds: it passes while somebody waits for what does not come, and at no other time. So
 * what takes how long is known exactly, however busy the machine is. 0: it is the machine's. */
static gint64 own_time;

static bool is_answered; /* what is waited for is on its way */

gint64
__wrap_g_get_monotonic_time(void)
{
    return own_time ? own_time : __real_g_get_monotonic_time();
}

int
__wrap_poll(struct pollfd *fds, nfds_t count, int milliseconds)
{
    int ready = __real_poll(fds, count, is_answered ? PATIENCE : own_time ? 0 : milliseconds);

    if (own_time && ready == 0)
        own_time += (gint64)milliseconds * 1000;
    return ready;
}

static void
begin_own_time(void)
{
    own_time = G_USEC_PER_SEC;
}

TestSuite(dns_resolver, .init = begin_own_time);

/* --- name servers --- */

static const struct {
    const char *text, *want_address;
    uint16_t want_port;
} entries[] = {
    { "192.0.2.1", "192.0.2.1", 53 },
    { "192.0.2.1:5353", "192.0.2.1", 5353 },
    { "192.0.2.1:65535", "192.0.2.1", 65535 },
    { "[192.0.2.1]:5353", "192.0.2.1", 5353 },
    { "2001:db8::1", "2001:db8::1", 53 },
    { "[2001:db8::1]", "2001:db8::1", 53 },
    { "[2001:db8::1]:5353", "2001:db8::1", 5353 },
    { "2001:db8::1:5353", "2001:db8::1:5353", 53 },
    { "::ffff:192.0.2.1", "192.0.2.1", 53 },
    { .text = "" },
    { .text = "localhost" },
    { .text = "192.0.2" },
    { .text = "192.0.2.1:" },
    { .text = "192.0.2.1:0" },
    { .text = "192.0.2.1:65536" },
    { .text = "192.0.2.1:+53" },
    { .text = "192.0.2.1:53 " },
    { .text = " 192.0.2.1" },
    { .text = "[2001:db8::1" },
    { .text = "[2001:db8::1]5353" },
    { .text = "[2001:db8::1]:" },
    { .text = "[]:53" },
    { .text = ":53" },
};

Test(dns_resolver, servers)
{
    for (size_t i = 0; i < G_N_ELEMENTS(entries); i++) {
        const char *list[] = { entries[i].text, NULL };
        g_autoptr(GError) error = NULL;
        char address[INET6_ADDRSTRLEN] = "";
        NameServers servers;

        if (!servers_from_list(&servers, list, &error)) {
            cr_expect_null(entries[i].want_address, "%s: not read", entries[i].text);
            cr_expect(error && strstr(error->message, entries[i].text));
            continue;
        }

        const struct sockaddr_in *v4 = (void *)&servers.list[0].address;
        const struct sockaddr_in6 *v6 = (void *)&servers.list[0].address;
        bool is_v4 = v4->sin_family == AF_INET;

        inet_ntop(v4->sin_family, is_v4 ? (const void *)&v4->sin_addr : &v6->sin6_addr, address,
                  sizeof(address));
        cr_expect(g_strcmp0(entries[i].want_address, address) == 0, "%s: got %s", entries[i].text,
                  address);
        cr_expect_eq(ntohs(is_v4 ? v4->sin_port : v6->sin6_port), entries[i].want_port, "%s",
                     entries[i].text);
        cr_expect(servers.list[0].trusted, "%s", entries[i].text);
    }
}

Test(dns_resolver, too_many_servers)
{
    const char *list[SERVERS_MAX + 2] = { NULL };
    g_autoptr(GError) error = NULL;
    NameServers servers;

    for (size_t i = 0; i <= SERVERS_MAX; i++)
        list[i] = "192.0.2.1";
    cr_expect(!servers_from_list(&servers, list, &error));
    cr_expect(error && strstr(error->message, "too many"));
}

/* A socket that takes questions and never answers; its address goes to text. */
static int
open_mute_server(char text[static 32])
{
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t len = sizeof(address);
    int fd = socket(AF_INET, SOCK_DGRAM, 0);

    cr_assert(fd >= 0 && bind(fd, (struct sockaddr *)&address, len) == 0);
    cr_assert_eq(getsockname(fd, (struct sockaddr *)&address, &len), 0);
    g_snprintf(text, 32, "127.0.0.1:%u", ntohs(address.sin_port));
    return fd;
}

static unsigned
count_open_files(void)
{
    DIR *files = opendir("/proc/self/fd");
    unsigned count = 0;

    while (readdir(files))
        count++;
    closedir(files);
    return count;
}

/* Takes the next question at fd, for which it waits so many milliseconds, and answers it: no data.
 * False: there is none. */
static bool
answer_one(int fd, int milliseconds)
{
    struct pollfd one = { .fd = fd, .events = POLLIN };
    struct sockaddr_in from;
    socklen_t len = sizeof(from);
    uint8_t message[512];
    ssize_t got;

    if (__real_poll(&one, 1, milliseconds) != 1)
        return false;
    got = recvfrom(fd, message, sizeof(message), 0, (struct sockaddr *)&from, &len);
    cr_assert(got > 3);
    message[2] |= 0x80; /* a response */
    message[3] |= 0x80; /* of one who looks up for others */
    cr_assert_eq(sendto(fd, message, (size_t)got, 0, (struct sockaddr *)&from, len), got);
    return true;
}

/* The caller may take its time between the wish and the question. */
Test(dns_resolver, an_answer_that_is_there_is_in_time)
{
    char text[32];
    const char *list[] = { text, NULL };
    int fd = open_mute_server(text);
    g_autoptr(Dns) dns = dns_new(list, 0.8, NULL);

    cr_assert(dns);
    dns_prefetch(dns, "a.example", DNS_A);
    cr_assert(answer_one(fd, PATIENCE));
    own_time += 200000; /* longer than a first try waits */
    is_answered = true;
    cr_expect_eq(dns_ask(dns, "a.example", DNS_A)->status, DNS_NODATA);
    cr_expect(!answer_one(fd, 0), "asked again, with the answer there");
}

/* What the sandbox lets TCP through to. */
Test(dns_resolver, ports)
{
    const char *list[] = { "192.0.2.1:5353", "192.0.2.1",         "[2001:db8::1]:5353",
                           "2001:db8::1",    "[2001:db8::1]:853", NULL };
    const uint16_t want[] = { 5353, 53, 853, 0 };
    g_autoptr(Dns) network = dns_new(list, 0.1, NULL), zone = dns_new_zone_text("x", "", NULL);

    cr_assert(network && zone);
    cr_expect_arr_eq(dns_tcp_ports(network), want, sizeof(want));
    cr_expect_eq(dns_tcp_ports(zone)[0], 0);
}

static Dns *
ask_mute_server(double timeout)
{
    char text[32];
    const char *list[] = { text, NULL };
    GError *error = NULL;
    Dns *dns;

    open_mute_server(text);
    dns = dns_new(list, timeout, &error);
    cr_assert(dns, "%s", error ? error->message : "");
    return dns;
}

Test(dns_resolver, nothing_outlives_the_run)
{
    Dns *dns = ask_mute_server(0.2);
    unsigned before = count_open_files();

    for (char name[] = "a.example"; name[0] <= 't'; name[0]++)
        dns_prefetch(dns, name, DNS_A);
    cr_expect_eq(count_open_files(), before + 20, "twenty questions in flight");
    dns_free(dns);
    cr_expect_eq(count_open_files(), before);
}

/* Whether what began then took so many seconds; poll counts whole milliseconds. */
static bool
took(gint64 began, double seconds)
{
    gint64 late = own_time - began - (gint64)(seconds * G_USEC_PER_SEC);

    return late >= 0 && late < 1000;
}

static const double timeouts[] = { -1, 0, 0.001, 0.1, 0.3 };

Test(dns_resolver, the_deadline_is_exact)
{
    for (size_t i = 0; i < G_N_ELEMENTS(timeouts); i++) {
        g_autoptr(Dns) dns = ask_mute_server(timeouts[i]);
        gint64 began = own_time;
        const DnsAnswer *first = dns_ask(dns, "a.example", DNS_A);
        const DnsAnswer *second = dns_ask(dns, "b.example", DNS_A);

        cr_expect_eq(first->status, DNS_TEMPERROR);
        cr_expect_eq(second->status, DNS_TEMPERROR);
        cr_expect_str_eq(first->problem, "no answer in time");
        cr_expect(took(began, MAX(timeouts[i], 0)), "%g s: took %g s", timeouts[i],
                  (double)(own_time - began) / G_USEC_PER_SEC);
    }
}

/* The next run has its own deadline, also where the time of the first one is over. */
Test(dns_resolver, again_with_all_the_time)
{
    g_autoptr(Dns) first = ask_mute_server(0.2);

    dns_ask(first, "a.example", DNS_A);
    for (int i = 0; i < 2; i++) {
        g_autoptr(Dns) dns = dns_again(first);
        gint64 began = own_time;
        const DnsAnswer *answer = dns_ask(dns, "a.example", DNS_A);

        cr_expect_str_eq(answer->problem, "no answer in time");
        cr_expect(took(began, 0.2), "took %g s", (double)(own_time - began) / G_USEC_PER_SEC);
        cr_expect_eq(dns_tcp_ports(dns)[0], dns_tcp_ports(first)[0]);
    }
}

Test(dns_resolver, no_socket_to_be_had)
{
    g_autoptr(Dns) dns = ask_mute_server(1);
    struct rlimit files;
    rlim_t before;

    cr_assert_eq(getrlimit(RLIMIT_NOFILE, &files), 0);
    before = files.rlim_cur;
    files.rlim_cur = 0;
    cr_assert_eq(setrlimit(RLIMIT_NOFILE, &files), 0);

    const DnsAnswer *answer = dns_ask(dns, "a.example", DNS_A);

    files.rlim_cur = before;
    setrlimit(RLIMIT_NOFILE, &files);
    cr_expect_eq(answer->status, DNS_TEMPERROR);
    cr_expect(g_strcmp0(answer->problem, "no socket to be had") == 0, "%s", answer->problem);
}

Test(dns_resolver, prefetched_and_never_answered)
{
    g_autoptr(Dns) dns = ask_mute_server(0.05);

    dns_prefetch(dns, "a.example", DNS_A);
    dns_ask(dns, "b.example", DNS_A);
    cr_expect_eq(dns_log(dns)->len, 2);
    cr_expect_null(((const DnsQuestion *)dns_log(dns)->pdata[0])->answer);
}
