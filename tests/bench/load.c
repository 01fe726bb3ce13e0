/* SPDX-License-Identifier: ISC */
/* Runs a command once for every file of a folder, several at a time, as a mail system does, and
 * says what one run costs.
 *
 *   load [-any] JOBS FOLDER "COMMAND"
 *
 * -any: any exit code will do; without, one that is not 0 ends all.
 * The command is split at blanks, its standard input is the file, its output goes to /dev/null.
 * Prints one line: runs, seconds, CPU milliseconds of one run (processes that it started and waited
 * for included), the median and the 95th percentile of its wall time in milliseconds, and the peak
 * of resident memory of one process, in KiB. */
#include "measure.h"

#include <stdbool.h>
#include <string.h>

typedef struct {
    pid_t pid; /* 0: none */
    gint64 started;
} Job;

typedef struct {
    GArray *ms; /* of double: wall time of each run that ended */
    bool any_code;
    double cpu; /* ms, of all */
    long peak;
} Load;

static GPtrArray *
files_in(const char *folder)
{
    GPtrArray *files = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *name;

    while (dir && (name = g_dir_read_name(dir)))
        g_ptr_array_add(files, g_build_filename(folder, name, NULL));
    return files;
}

/* Waits for one of the jobs to end; returns its place. */
static size_t
end_one(Job *jobs, size_t count, Load *load)
{
    struct rusage usage;
    int status;
    pid_t pid = wait4(-1, &status, 0, &usage);

    for (size_t i = 0; i < count; i++) {
        double ms = (double)(g_get_monotonic_time() - jobs[i].started) / 1000;

        if (pid <= 0 || jobs[i].pid != pid)
            continue;
        if (status != 0 && !load->any_code) {
            fprintf(stderr, "load: a run ended with status %d\n", status);
            exit(1);
        }
        g_array_append_val(load->ms, ms);
        load->cpu += measure_cpu(&usage);
        load->peak = MAX(load->peak, usage.ru_maxrss);
        jobs[i].pid = 0;
        return i;
    }
    perror("load: wait4");
    exit(1);
}

static void
run_all(Load *load, const GPtrArray *files, char *const *argv, size_t count)
{
    g_autofree Job *jobs = g_new0(Job, count);
    size_t running = 0;

    for (guint i = 0; i < files->len; i++) {
        size_t place = running < count ? running++ : end_one(jobs, count, load);

        jobs[place].started = g_get_monotonic_time();
        jobs[place].pid = measure_start(argv, g_ptr_array_index(files, i));
    }
    while (running-- > 0)
        end_one(jobs, count, load);
}

int
main(int argc, char **argv)
{
    bool any_code = argc == 5 && g_str_equal(argv[1], "-any");
    char **words = any_code ? argv + 1 : argv;
    size_t count = any_code || argc == 4 ? strtoul(words[1], NULL, 10) : 0;
    g_autoptr(GPtrArray) files = count > 0 ? files_in(words[2]) : NULL;
    Load load = { .ms = g_array_new(FALSE, FALSE, sizeof(double)), .any_code = any_code };
    g_auto(GStrv) command = NULL;
    gint64 started = g_get_monotonic_time();
    double *ms;

    if (!files || files->len == 0) {
        fputs("usage: load [-any] JOBS FOLDER COMMAND\n", stderr);
        return 1;
    }
    command = g_strsplit(words[3], " ", -1);
    run_all(&load, files, command, count);
    ms = (double *)(void *)load.ms->data;
    started = g_get_monotonic_time() - started;
    printf("%u %.3f %.3f %.2f", files->len, (double)started / G_USEC_PER_SEC, load.cpu / files->len,
           measure_median(ms, files->len));
    printf(" %.2f %ld\n", ms[(files->len - 1) * 95 / 100], load.peak);
    g_array_unref(load.ms);
    return 0;
}
