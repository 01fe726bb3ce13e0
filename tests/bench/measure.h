/* SPDX-License-Identifier: ISC */
/* What it costs to run a command, as a whole process. */
#ifndef BENCH_MEASURE_H
#define BENCH_MEASURE_H

#include <fcntl.h>
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct {
    double ms;
    double cpu; /* milliseconds, of the process and of those that it waited for */
    long peak;  /* KiB of resident memory, of the process alone */
    int status;
} Cost;

/* Starts argv with the file as its standard input; what it prints goes to /dev/null. */
static pid_t
measure_start(char *const *argv, const char *file)
{
    pid_t pid = fork();

    if (pid == 0) {
        int in = open(file, O_RDONLY), out = open("/dev/null", O_WRONLY);

        dup2(in, STDIN_FILENO);
        dup2(out, STDOUT_FILENO);
        execvp(argv[0], argv);
        _exit(127);
    }
    if (pid < 0) {
        perror("fork");
        exit(1);
    }
    return pid;
}

G_GNUC_UNUSED static double
measure_cpu(const struct rusage *usage)
{
    return (double)(usage->ru_utime.tv_sec + usage->ru_stime.tv_sec) * 1000 +
           (double)(usage->ru_utime.tv_usec + usage->ru_stime.tv_usec) / 1000;
}

/* The same, to its end. */
G_GNUC_UNUSED static Cost
measure_run(char *const *argv, const char *file)
{
    gint64 started = g_get_monotonic_time();
    struct rusage usage;
    int status;

    if (wait4(measure_start(argv, file), &status, 0, &usage) < 0) {
        perror("wait4");
        exit(1);
    }
    return (Cost){ .ms = (double)(g_get_monotonic_time() - started) / 1000,
                   .cpu = measure_cpu(&usage),
                   .peak = usage.ru_maxrss,
                   .status = status };
}

static int
measure_by_size(const void *one, const void *other)
{
    double a = *(const double *)one, b = *(const double *)other;

    return (a > b) - (a < b);
}

/* Sorts the values; there is one at least. */
G_GNUC_UNUSED static double
measure_median(double *values, size_t count)
{
    qsort(values, count, sizeof(*values), measure_by_size);
    return values[count / 2];
}

#endif
