/* SPDX-License-Identifier: ISC */
#include "recheck_keepers.h"

#include "mailbox/stop_signals.h"
#include "sandbox/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#define KEEPERS_MAX 16 /* at once: most of the time they wait for the DNS */

/* Of processes[], by the same index. */
typedef struct {
    int report;
    char *path; /* the message, as it was found */
} Keeper;

static struct {
    const Settings *settings;
    KeptTake take;
    void *data;
    Keeper all[KEEPERS_MAX];
    unsigned running;
} keepers;

/* Those that run, for a signal to find them; 0: this place is free. */
static volatile pid_t processes[KEEPERS_MAX];

static volatile sig_atomic_t are_stopped;

void
keepers_begin(const Settings *settings, KeptTake take, void *data)
{
    keepers.settings = settings;
    keepers.take = take;
    keepers.data = data;
}

void
keepers_stop(void)
{
    are_stopped = 1;
    for (unsigned i = 0; i < KEEPERS_MAX; i++)
        if (processes[i] > 0)
            kill(processes[i], SIGTERM);
}

/* --- ending --- */

/* Takes in what a keeper that has ended said. */
static void
end_keeper(Keeper *keeper)
{
    KeptRecord record = { .outcome = KEPT_FAILED,
                          .why = "the process that looked at it ended early" };

    if (read(keeper->report, &record, sizeof(record)) < 0)
        snprintf(record.why, sizeof(record.why), "%s", strerror(errno));
    keepers.take(keeper->path, &record, keepers.data);
    close(keeper->report);
    g_free(keeper->path);
    *keeper = (Keeper){ .report = -1 };
    keepers.running--;
}

/* Waits until one keeper has ended. */
static void
await_keeper(void)
{
    siginfo_t ended = { .si_pid = 0 };

    while (waitid(P_ALL, 0, &ended, WEXITED | WNOWAIT) < 0 && errno == EINTR)
        continue;
    for (unsigned i = 0; i < KEEPERS_MAX; i++) {
        if (ended.si_pid == 0 || processes[i] != ended.si_pid)
            continue;
        /* In this order: no signal is sent to a number that is another process's by then. */
        processes[i] = 0;
        waitpid(ended.si_pid, NULL, 0);
        end_keeper(&keepers.all[i]);
    }
}

void
keepers_await_all(void)
{
    while (keepers.running > 0)
        await_keeper();
}

/* --- starting --- */

static void
become_keeper(const char *path, int report, pid_t parent)
{
    stop_signals_reset();
    signal(SIGTERM, SIG_DFL); /* it comes from the parent, too */
    if (sandbox_die_with_parent(parent))
        recheck_keep(keepers.settings, path, report);
    _exit(EX_OK);
}

/* False with errno. */
static bool
fork_keeper(const char *path, unsigned place, int *report)
{
    pid_t parent = getpid(), child;
    int ends[2], failure;

    if (pipe2(ends, O_CLOEXEC) != 0)
        return false;
    child = fork();
    if (child == 0)
        become_keeper(path, ends[1], parent);
    failure = errno;
    close(ends[1]);
    if (child < 0) {
        close(ends[0]);
        errno = failure;
        return false;
    }
    processes[place] = child;
    *report = ends[0];
    if (are_stopped)
        keepers_stop();
    return true;
}

bool
keepers_start(const char *path)
{
    unsigned place = 0;

    while (keepers.running == KEEPERS_MAX)
        await_keeper();
    while (processes[place] != 0)
        place++;
    if (!fork_keeper(path, place, &keepers.all[place].report))
        return false;
    keepers.all[place].path = g_strdup(path);
    keepers.running++;
    return true;
}
