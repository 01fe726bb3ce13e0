/* SPDX-License-Identifier: ISC */
/* Runs two commands in turn, as whole processes, and says what each costs and how they compare.
 *
 *   pair RUNS FILE "COMMAND" "OTHER COMMAND"
 *
 * FILE is their standard input, output goes to /dev/null. Each command is split at blanks. Prints
 * the median wall time and the peak of resident memory of each, and the median of the ratios taken
 * pair by pair, so that a machine whose speed drifts does not spoil the comparison. */
#include "measure.h"

static Cost
run(char *const *argv, const char *file)
{
    Cost cost = measure_run(argv, file);

    if (cost.status != 0) {
        fprintf(stderr, "pair: %s failed\n", argv[0]);
        exit(1);
    }
    return cost;
}

int
main(int argc, char **argv)
{
    size_t runs = argc == 5 ? strtoul(argv[1], NULL, 10) : 0;
    g_auto(GStrv) one = NULL, other = NULL;
    g_autofree double *ms = NULL, *other_ms = NULL, *ratio = NULL;
    long peak = 0, other_peak = 0;

    if (runs == 0) {
        fputs("usage: pair RUNS FILE COMMAND OTHER-COMMAND\n", stderr);
        return 1;
    }
    one = g_strsplit(argv[3], " ", -1);
    other = g_strsplit(argv[4], " ", -1);
    ms = g_new(double, runs);
    other_ms = g_new(double, runs);
    ratio = g_new(double, runs);
    run(one, argv[2]);
    run(other, argv[2]);
    for (size_t i = 0; i < runs; i++) {
        Cost a = run(one, argv[2]), b = run(other, argv[2]);

        ms[i] = a.ms;
        other_ms[i] = b.ms;
        ratio[i] = a.ms / b.ms;
        peak = MAX(peak, a.peak);
        other_peak = MAX(other_peak, b.peak);
    }
    printf("  %-10s %8.2f ms  %6ld KiB\n  %-10s %8.2f ms  %6ld KiB\n  ratio      %8.2f     "
           "(medians of %zu runs each, in turn)\n",
           "first", measure_median(ms, runs), peak, "second", measure_median(other_ms, runs),
           other_peak, measure_median(ratio, runs), runs);
    return 0;
}
