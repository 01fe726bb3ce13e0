/* SPDX-License-Identifier: ISC */
/* Runs two commands in turn, as whole processes, and says what each costs and how they compare.
 *
 *   pair RUNS FILE "COMMAND" "OTHER COMMAND"
 *
 * FILE is their standard input, output goes to /dev/null. Each command is split at blanks. Prints
 * the median wall time and the peak of resident memory of each, and the median of the ratios taken
 * pair by pair, so that a machine whose speed drifts does not spoil the comparison. */
#include <fcntl.h>
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct {
    double ms;
    long peak; /* KiB of resident memory, of the process alone */
} Cost;

static Cost
run(char *const *argv, const char *file)
{
    gint64 started = g_get_monotonic_time();
    struct rusage usage;
    int status;
    pid_t pid = fork();

    if (pid == 0) {
        int in = open(file, O_RDONLY), out = open("/dev/null", O_WRONLY);

        dup2(in, STDIN_FILENO);
        dup2(out, STDOUT_FILENO);
        execvp(argv[0], argv);
        _exit(127);
    }
    if (pid < 0 || wait4(pid, &status, 0, &usage) < 0 || status != 0) {
        fprintf(stderr, "pair: %s failed\n", argv[0]);
        exit(1);
    }
    return (Cost){ .ms = (double)(g_get_monotonic_time() - started) / 1000,
                   .peak = usage.ru_maxrss };
}

static int
by_size(const void *one, const void *other)
{
    double a = *(const double *)one, b = *(const double *)other;

    return (a > b) - (a < b);
}

static double
median(double *values, size_t count)
{
    qsort(values, count, sizeof(*values), by_size);
    return values[count / 2];
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
           "first", median(ms, runs), peak, "second", median(other_ms, runs), other_peak,
           median(ratio, runs), runs);
    return 0;
}
