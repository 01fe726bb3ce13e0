/* SPDX-License-Identifier: ISC */
/* Runs several commands in turn, as whole processes, and says how long each run took.
 *
 *   each ROUNDS FILE EVERY "COMMAND" [EVERY "COMMAND"]...
 *
 * FILE is their standard input, output goes to /dev/null, and any exit code will do. Each command
 * is split at blanks. A command runs in every EVERYth round: a slow one need not run as often.
 * Which command is the first moves on from round to round, so that none always follows the same
 * one. Prints a line for each command: for each round its wall time and, behind a slash, its CPU
 * time in milliseconds, "-" where it did not run. */
#include "measure.h"

enum { ROUNDS = 1, INPUT, FIRST };

typedef struct {
    size_t every;
    char **argv;
    Cost *costs; /* one for each round; ms is below zero where it did not run */
} Row;

static Row *
read_rows(char **words, size_t count, size_t rounds)
{
    Row *rows = g_new(Row, count);

    for (size_t i = 0; i < count; i++)
        rows[i] = (Row){ .every = MAX(strtoul(words[2 * i], NULL, 10), 1),
                         .argv = g_strsplit(words[2 * i + 1], " ", -1),
                         .costs = g_new(Cost, rounds) };
    return rows;
}

static void
free_rows(Row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        g_strfreev(rows[i].argv);
        g_free(rows[i].costs);
    }
    g_free(rows);
}

static void
run_round(Row *rows, size_t count, size_t round, const char *file)
{
    for (size_t i = 0; i < count; i++) {
        Row *row = &rows[(i + round) % count];

        row->costs[round] =
            round % row->every == 0 ? measure_run(row->argv, file) : (Cost){ .ms = -1 };
    }
}

static void
print_row(const Row *row, size_t rounds)
{
    for (size_t round = 0; round < rounds; round++) {
        if (round > 0)
            putchar(' ');
        if (row->costs[round].ms < 0)
            putchar('-');
        else
            printf("%.3f/%.3f", row->costs[round].ms, row->costs[round].cpu);
    }
    putchar('\n');
}

int
main(int argc, char **argv)
{
    size_t rounds = argc > FIRST ? strtoul(argv[ROUNDS], NULL, 10) : 0;
    size_t count = rounds > 0 ? (size_t)(argc - FIRST) / 2 : 0;
    Row *rows;

    if (count == 0) {
        fputs("usage: each ROUNDS FILE EVERY COMMAND...\n", stderr);
        return 1;
    }
    rows = read_rows(argv + FIRST, count, rounds);
    for (size_t round = 0; round < rounds; round++)
        run_round(rows, count, round, argv[INPUT]);
    for (size_t i = 0; i < count; i++)
        print_row(&rows[i], rounds);
    free_rows(rows, count);
    return 0;
}
