/* SPDX-License-Identifier: ISC */
/* Lets every call fail, one after the other, in a real `explain --html`, and kills it before each:
 * the page at its path is the one that was there, or the new one, whole; the exit code is 0 for the
 * new one alone; and nothing else is left in the folder, but where the program says so
 * (whole_file.h).
 *
 *   pages EVERY BUILD ZONE FOLDER       takes every so many-th call; FOLDER is empty, and there
 *
 * Writes TAP. */
#include "rows.h"
#include "run.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#define PAGE   "page.html"
#define BEFORE "<!DOCTYPE html>before\n"
#define END    "</html>\n"

/* What the run begins with. */
typedef struct {
    const char *name;
    bool is_there;  /* a page is */
    bool has_names; /* the file system knows no files without names */
} Beginning;

static const Beginning beginnings[] = {
    { "nothing there", false, false },
    { "a page there", true, false },
    { "a page there, and no file without a name", true, true },
};

static const struct {
    Call call;
    Effect effect;
    int value;
} faults[] = {
    { CALL_ANY, EFFECT_SIGNAL, SIGKILL }, { CALL_OPEN, EFFECT_ERRNO, EMFILE },
    { CALL_NAME, EFFECT_ERRNO, ENOSPC },  { CALL_CLOSE, EFFECT_ERRNO, EIO },
    { CALL_FORK, EFFECT_ERRNO, EAGAIN },  { CALL_REAP, EFFECT_ERRNO, EINTR },
    { CALL_SETUP, EFFECT_ERRNO, EPERM },  { CALL_READ, EFFECT_ERRNO, EIO },
};

static unsigned kept; /* times that something lawful was left beside the page */

/* --- the folder --- */

/* Reads a file, up to the size of buffer; its length, or -1. */
static ssize_t
read_page(const char *path, char *buffer, size_t size)
{
    FILE *file = fopen(path, "r");
    size_t len;

    if (!file)
        return -1;
    len = fread(buffer, 1, size - 1, file);
    buffer[len] = '\0';
    fclose(file);
    return (ssize_t)len;
}

static bool
is_whole_page(const char *text, ssize_t len)
{
    return len > (ssize_t)strlen(END) && strncmp(text, "<!DOCTYPE html>", 15) == 0 &&
           strcmp(text + len - strlen(END), END) == 0;
}

static void
prepare(const Beginning *beginning)
{
    FILE *file;

    unlink(PAGE);
    if (!beginning->is_there)
        return;
    file = fopen(PAGE, "w");
    if (!file || fputs(BEFORE, file) < 0 || fclose(file) != 0) {
        perror(PAGE);
        exit(EX_CANTCREAT);
    }
}

/* Looks at, and removes, what stands beside the page. NULL: all is well. */
static const char *
problem_beside(const Beginning *beginning, bool killed)
{
    static char text[1 << 20];
    const char *problem = NULL;
    DIR *folder = opendir(".");

    for (const struct dirent *entry; folder && (entry = readdir(folder)) != NULL;) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0 ||
            strcmp(entry->d_name, PAGE) == 0)
            continue;
        kept++;
        if (!killed || !beginning->is_there)
            problem = "something is left beside the page";
        else if (!beginning->has_names &&
                 !is_whole_page(text, read_page(entry->d_name, text, sizeof(text))))
            problem = "half a page is left beside the page";
        unlink(entry->d_name);
    }
    if (folder)
        closedir(folder);
    return problem;
}

/* --- a run --- */

static const char *
problem_of_run(const Rig *rig, const Beginning *beginning)
{
    static char text[1 << 20];
    ssize_t len = read_page(PAGE, text, sizeof(text));
    bool is_new = is_whole_page(text, len), killed = WIFSIGNALED(rig->status);
    bool is_old = beginning->is_there ? len >= 0 && strcmp(text, BEFORE) == 0 : len < 0;

    if (rig->hung)
        return "hangs";
    if (rig->orphaned)
        return "leaves a process behind";
    if (!is_new && !is_old)
        return "the page is neither the old one nor the new one";
    if (!killed && (WEXITSTATUS(rig->status) == EX_OK) != is_new)
        return "the exit code does not say which page it is";
    return problem_beside(beginning, killed);
}

/* Runs it once; false where something is wrong. */
static bool
run_once(Rig *rig, const Beginning *beginning, const Message *message, const char *const *options)
{
    const char *problem;

    rig->plan->no_tmpfile = beginning->has_names;
    prepare(beginning);
    rig_run(rig, message, options);
    problem = problem_of_run(rig, beginning);
    if (problem)
        printf("# %s: %s, %s, call %u, process %d, status %#x\n", beginning->name, problem,
               call_name(rig->plan->call), rig->plan->nth, (int)rig->plan->process,
               (unsigned)rig->status);
    return !problem;
}

/* All faults of one class in one process. Returns how many runs went wrong; adds to *runs. */
static unsigned
run_faults(Rig *rig, size_t fault, Process process, unsigned calls, unsigned every,
           const Beginning *beginning, const Message *message, const char *const *options,
           unsigned *runs)
{
    unsigned wrong = 0;

    for (unsigned nth = 1; nth <= calls; nth += calls > 10 * every ? every : 1) {
        *rig->plan = (Plan){ .call = faults[fault].call,
                             .effect = faults[fault].effect,
                             .value = faults[fault].value,
                             .nth = nth,
                             .process = process };
        wrong += !run_once(rig, beginning, message, options);
        ++*runs;
    }
    return wrong;
}

static bool
try_beginning(Rig *rig, unsigned every, unsigned number, const Message *message,
              const char *const *options)
{
    const Beginning *beginning = &beginnings[number];
    unsigned counts[PROCESSES][CALLS], wrong, runs = 1;

    kept = 0;
    *rig->plan = (Plan){ .nth = 0 };
    wrong = !run_once(rig, beginning, message, options) || WEXITSTATUS(rig->status) != EX_OK;
    for (unsigned process = 0; process < PROCESSES; process++)
        for (unsigned call = 0; call < CALLS; call++)
            counts[process][call] = rig->plan->counts[process][call];
    for (size_t fault = 0; fault < sizeof(faults) / sizeof(faults[0]); fault++)
        for (unsigned process = GUARD; process <= INSPECTOR; process++)
            wrong += run_faults(rig, fault, process, counts[process][faults[fault].call], every,
                                beginning, message, options, &runs);
    printf("%s %u - %s: %u runs, %u wrong, %u with something beside the page\n",
           wrong ? "not ok" : "ok", number + 1, beginning->name, runs, wrong, kept);
    return wrong == 0;
}

int
main(int argc, char **argv)
{
    static char filter[PATH_MAX], library[PATH_MAX];
    const unsigned all = sizeof(beginnings) / sizeof(beginnings[0]);
    bool good = true;
    Message message;
    Rig rig;

    if (argc != 5 || chdir(argv[4]) != 0 || !message_make(&message, 0)) {
        fprintf(stderr, "usage: pages EVERY BUILD ZONE FOLDER\n");
        return EX_USAGE;
    }
    const char *const options[] = { "explain", "--html", PAGE, "--zone", argv[3], NULL };

    snprintf(filter, sizeof(filter), "%s/rmxfilter", argv[2]);
    snprintf(library, sizeof(library), "%s/faults/faults.so", argv[2]);
    rig_begin(&rig, filter, library);
    printf("1..%u\n", all);
    for (unsigned i = 0; i < all; i++)
        good &= try_beginning(&rig, (unsigned)strtoul(argv[1], NULL, 10), i, &message, options);
    unlink(PAGE);
    message_clear(&message);
    free(rig.out);
    return good ? EX_OK : EX_SOFTWARE;
}
