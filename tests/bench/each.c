/* SPDX-License-Identifier: ISC */
/* Runs several commands in turn, as whole processes, and says what each costs beside what it could
 * cost at best.
 *
 *   each RUNS BEST FILE TITLE "COMMAND" [TITLE "COMMAND"]...
 *
 * FILE is their standard input, output goes to /dev/null, and any exit code will do. Each command
 * is split at blanks. Prints the median wall time of each, and its ratio to BEST milliseconds. */
#include "measure.h"

enum { RUNS = 1, BEST, INPUT, FIRST };

typedef struct {
    const char *title;
    char **argv;
    double *ms;
} Row;

static Row *
read_rows(char **words, size_t count, size_t runs)
{
    Row *rows = g_new(Row, count);

    for (size_t i = 0; i < count; i++)
        rows[i] = (Row){ .title = words[2 * i],
                         .argv = g_strsplit(words[2 * i + 1], " ", -1),
                         .ms = g_new(double, runs) };
    return rows;
}

static void
free_rows(Row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        g_strfreev(rows[i].argv);
        g_free(rows[i].ms);
    }
    g_free(rows);
}

int
main(int argc, char **argv)
{
    size_t runs = argc > FIRST ? strtoul(argv[RUNS], NULL, 10) : 0;
    double best = argc > FIRST ? g_ascii_strtod(argv[BEST], NULL) : 0;
    size_t count = runs > 0 ? (size_t)(argc - FIRST) / 2 : 0;
    Row *rows;

    if (count == 0 || best <= 0) {
        fputs("usage: each RUNS BEST FILE TITLE COMMAND...\n", stderr);
        return 1;
    }
    rows = read_rows(argv + FIRST, count, runs);
    for (size_t run = 0; run < runs; run++)
        for (size_t i = 0; i < count; i++)
            rows[i].ms[run] = measure_run(rows[i].argv, argv[INPUT]).ms;
    for (size_t i = 0; i < count; i++) {
        double median = measure_median(rows[i].ms, runs);

        printf("  %-32s %8.1f ms  %6.2f of %.0f ms\n", rows[i].title, median, median / best, best);
    }
    free_rows(rows, count);
    return 0;
}
