/* SPDX-License-Identifier: ISC */
/* Asks the DNS through the program's own room, for tests of that room alone:
 *
 *   ask [-n SERVER]... [-z ZONE] [-t SECONDS] NAME TYPE [NAME TYPE]...
 *   ask [...] -1 NAME TYPE...       one after another, nothing prefetched
 *   ask [...] -r ADDRESS            confirmed reverse names
 *
 * One line for each question, in the order given: name, type, status, then "ad" where authentic,
 * the records, or the problem in parentheses; at last "asked N in MS ms". */
#include "dns/dns.h"
#include "dns/reverse.h"
#include "dns/types.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const status_words[] = { "ok", "nodata", "nxdomain", "temperror" };

static void
print_data(const GString *data)
{
    if (data->len > 100) {
        printf(" %zu octets", data->len);
        return;
    }
    putchar(' ');
    for (size_t i = 0; i < data->len; i++)
        printf(g_ascii_isprint(data->str[i]) ? "%c" : "\\%03o", (guchar)data->str[i]);
}

static void
print_answer(const char *name, const char *type, const DnsAnswer *answer)
{
    printf("%s %s %s%s", name, type, status_words[answer->status], answer->authentic ? " ad" : "");
    for (guint i = 0; i < answer->records->len; i++) {
        const DnsRecord *record = answer->records->pdata[i];
        g_autofree char *ip = ip_text(&record->ip);

        if (record->name)
            printf(" %u:%s", record->preference, record->name);
        else if (ip)
            printf(" %s", ip);
        else
            print_data(record->data);
    }
    if (answer->problem)
        printf(" (%s)", answer->problem);
    putchar('\n');
}

static int
usage(const char *problem)
{
    fprintf(stderr, "ask: %s\n", problem);
    return 64;
}

static void
print_reverse(Dns *dns, const char *text)
{
    g_autoptr(ReverseNames) reverse = NULL;
    IpAddress ip;

    if (!ip_parse(text, strlen(text), &ip))
        exit(usage("not an address"));
    reverse = reverse_names(dns, &ip, NULL);
    printf("%s%s%s", text, reverse->unknown ? " unknown" : "", reverse->authentic ? " ad" : "");
    for (guint i = 0; i < reverse->names->len; i++)
        printf(" %s", (const char *)reverse->names->pdata[i]);
    putchar('\n');
}

static uint16_t
read_type(const char *text)
{
    uint16_t type;

    if (!type_from_text(text, &type))
        exit(usage("not a type"));
    return type;
}

int
main(int argc, char **argv)
{
    g_autoptr(GPtrArray) servers = g_ptr_array_new();
    g_autoptr(GError) error = NULL;
    g_autoptr(Dns) dns = NULL;
    const char *zone = NULL, *reverse = NULL;
    double timeout = 8;
    bool prefetch = true;
    gint64 began = g_get_monotonic_time();
    int option;

    while ((option = getopt(argc, argv, "n:z:t:1r:")) >= 0) {
        if (option == 'n')
            g_ptr_array_add(servers, optarg);
        else if (option == 'z')
            zone = optarg;
        else if (option == 't')
            timeout = g_ascii_strtod(optarg, NULL);
        else if (option == '1')
            prefetch = false;
        else if (option == 'r')
            reverse = optarg;
        else
            return usage("unknown option");
    }
    g_ptr_array_add(servers, NULL);
    if ((argc - optind) % 2 != 0)
        return usage("NAME TYPE come in pairs");
    dns = zone ? dns_new_zone(zone, &error)
               : dns_new(servers->len > 1 ? (const char *const *)servers->pdata : NULL, timeout,
                         &error);
    if (!dns)
        return usage(error->message);
    for (int i = optind; prefetch && i < argc; i += 2)
        dns_prefetch(dns, argv[i], read_type(argv[i + 1]));
    for (int i = optind; i < argc; i += 2)
        print_answer(argv[i], argv[i + 1], dns_ask(dns, argv[i], read_type(argv[i + 1])));
    if (reverse)
        print_reverse(dns, reverse);
    printf("asked %u in %.0f ms\n", dns_log(dns)->len,
           (double)(g_get_monotonic_time() - began) / 1000);
    return 0;
}
