/* SPDX-License-Identifier: ISC */
/* What a record costs at a DNS that takes 30 ms for each answer: 15 questions, the longest chain
 * that depends on each other 5. Side by side that is 150 ms, one after another 450.
 *
 * The names make a tree: the TXT record of each lists the questions that follow from it. */
#include "dns/dns.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define DELAY_MS 30
#define CHAIN    5
#define RUNS     15

static const char zone_text[] = "$ORIGIN example.\n"
                                "plain     TXT \"\"\n"
                                "root      TXT \"TXT:one TXT:two TXT:three MX:root\"\n"
                                "          MX  10 mx1\n"
                                "          MX  20 mx2\n"
                                "one       TXT \"TXT:one.one TXT:one.two\"\n"
                                "two       TXT \"A:a1 A:a2\"\n"
                                "three     TXT \"A:a3\"\n"
                                "one.one   TXT \"TXT:one.one.one\"\n"
                                "one.two   TXT \"A:a4\"\n"
                                "one.one.one TXT \"A:a5\"\n"
                                "mx1 A 192.0.2.1\n"
                                "mx2 A 192.0.2.2\n"
                                "a1  A 192.0.2.3\n"
                                "a2  A 192.0.2.4\n"
                                "a3  A 192.0.2.5\n"
                                "a4  A 192.0.2.6\n"
                                "a5  A 192.0.2.7\n";

typedef void (*Follow)(Dns *dns, const char *name, uint16_t type);

static void prefetch(Dns *dns, const char *name, uint16_t type);
static void ask(Dns *dns, const char *name, uint16_t type);

/* Does what follows from an answer: for each name that it lists, or each host of an MX. */
static void
follow(Dns *dns, const DnsAnswer *answer, Follow what)
{
    for (guint i = 0; i < answer->records->len; i++) {
        const DnsRecord *record = answer->records->pdata[i];
        g_auto(GStrv) words = g_strsplit(record->name ? "" : record->data->str, " ", -1);

        if (record->name)
            what(dns, record->name, DNS_A);
        for (char **word = words; !record->ip.bits && *word; word++) {
            g_auto(GStrv) parts = g_strsplit(*word, ":", 2);
            g_autofree char *name = parts[0] ? g_strconcat(parts[1], ".example", NULL) : NULL;

            if (name)
                what(dns, name, *parts[0] == 'T' ? DNS_TXT : *parts[0] == 'M' ? DNS_MX : DNS_A);
        }
    }
}

static void
prefetched(Dns *dns, G_GNUC_UNUSED const char *name, const DnsAnswer *answer,
           G_GNUC_UNUSED void *data)
{
    follow(dns, answer, prefetch);
}

static void
prefetch(Dns *dns, const char *name, uint16_t type)
{
    dns_prefetch_then(dns, name, type, prefetched, NULL);
}

static void
ask(Dns *dns, const char *name, uint16_t type)
{
    follow(dns, dns_ask(dns, name, type), ask);
}

static int
compare(const void *one, const void *other)
{
    double a = *(const double *)one, b = *(const double *)other;

    return (a > b) - (a < b);
}

static void
measure(const char *title, const char *server, const char *name, bool side_by_side, double best)
{
    const char *servers[] = { server, NULL };
    double ms[RUNS], median;
    guint questions = 0;

    for (size_t i = 0; i < RUNS; i++) {
        gint64 began = g_get_monotonic_time();
        g_autoptr(Dns) dns = dns_new(servers, 8, NULL);

        if (side_by_side)
            prefetch(dns, name, DNS_TXT);
        ask(dns, name, DNS_TXT);
        ms[i] = (double)(g_get_monotonic_time() - began) / 1000;
        questions = dns_log(dns)->len;
    }
    qsort(ms, RUNS, sizeof(*ms), compare);
    median = ms[RUNS / 2];
    printf("%-32s %3u questions  %6.1f ms  %.2f of %.0f ms\n", title, questions, median,
           median / best, best);
}

/* Starts the slow name server, which stands beside this program's folder. Its address is the
 * caller's; NULL: it did not start. */
static char *
start_server(const char *self, GPid *pid)
{
    g_autofree char *dir = g_path_get_dirname(self);
    g_autofree char *program = g_build_filename(dir, "..", "dns", "serve", NULL);
    g_autofree char *delay = g_strdup_printf("%d", DELAY_MS);
    g_autofree char *zone = NULL;
    char port[16] = "";
    int out = -1;
    int file = g_file_open_tmp("bench_dns.XXXXXX", &zone, NULL);
    char *argv[] = { program, zone, delay, NULL };

    if (file < 0 || write(file, zone_text, sizeof(zone_text) - 1) < 0 ||
        !g_spawn_async_with_pipes(NULL, argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, pid,
                                  NULL, &out, NULL, NULL) ||
        read(out, port, sizeof(port) - 1) <= 0)
        return NULL;
    close(file);
    unlink(zone);
    return g_strdup_printf("127.0.0.1:%s", g_strchomp(port));
}

int
main(G_GNUC_UNUSED int argc, char **argv)
{
    GPid pid = 0;
    g_autofree char *server = start_server(argv[0], &pid);

    if (!server) {
        fputs("bench_dns: no name server\n", stderr);
        return 1;
    }
    printf("DNS: %d ms an answer, medians of %d runs\n", DELAY_MS, RUNS);
    measure("one plain record", server, "plain.example", true, DELAY_MS);
    measure("15 questions, side by side", server, "root.example", true, DELAY_MS * CHAIN);
    measure("15 questions, one after another", server, "root.example", false, DELAY_MS * CHAIN);
    kill(pid, SIGTERM);
    waitpid(pid, NULL, 0);
    return 0;
}
