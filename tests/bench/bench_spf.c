/* SPDX-License-Identifier: ISC */
/* How long SPF takes with the DNS apart: a typical record is read and evaluated over and over, all
 * of its questions answered before. Prints the median of a hundred rounds, in microseconds. */
#include "records/spf/spf_evaluate.h"

#include <stdio.h>
#include <stdlib.h>

#define ROUNDS 101
#define RUNS   200 /* in a round */

static const char zone[] =
    "$ORIGIN .\n"
    "example.net TXT \"v=spf1 ip4:192.0.2.0/28 ip4:198.51.100.64/26 ip6:2001:db8:1::/48 a mx "
    "include:_spf.example.org include:mail.example.com ~all\"\n"
    "example.net A 192.0.2.1\n"
    "example.net MX 10 mx1.example.net\nexample.net MX 20 mx2.example.net\n"
    "mx1.example.net A 192.0.2.17\nmx2.example.net A 192.0.2.18\n"
    "_spf.example.org TXT \"v=spf1 ip4:203.0.113.0/26 ip4:203.0.113.128/27 ip4:198.51.100.0/28 "
    "~all\"\n"
    "mail.example.com TXT \"v=spf1 ip4:192.0.2.128/26 exists:%{ir}.list.%{d} ?all\"\n";

static int
compare(const void *one, const void *other)
{
    double a = *(const double *)one, b = *(const double *)other;

    return (a > b) - (a < b);
}

static double
round_of(Dns *dns, const Claim *claim)
{
    gint64 began = g_get_monotonic_time();

    for (unsigned i = 0; i < RUNS; i++) {
        Finding *finding = g_new0(Finding, 1);

        spf_evaluate(dns, claim, spf_version1, NULL, finding);
        if (finding->result != RESULT_SOFTFAIL)
            g_error("bench: unexpected result");
        finding_free(finding);
    }
    return (double)(g_get_monotonic_time() - began) / RUNS;
}

int
main(void)
{
    g_autoptr(Dns) dns = dns_new_zone_text("bench", zone, NULL);
    Claim claim = { .local = "alice", .domain = "example.net", .receiver = "mx.example.org" };
    double rounds[ROUNDS];

    if (!dns || !ip_parse("203.0.113.99", 12, &claim.client))
        g_error("bench: bad zone");
    for (unsigned i = 0; i < ROUNDS; i++)
        rounds[i] = round_of(dns, &claim);
    qsort(rounds, ROUNDS, sizeof(rounds[0]), compare);
    printf("SPF, 3 records, 13 terms, read and evaluated: %.1f us\n", rounds[ROUNDS / 2]);
    return 0;
}
