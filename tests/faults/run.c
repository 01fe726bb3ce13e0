/* SPDX-License-Identifier: ISC */
/* Orphans are found because they come to this process, and ended by their process group. */
#include "run.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define HANG_MS    20000 /* the guard waits 9 s before it knows its settings */
#define ORPHAN_MS  3000
#define WORDS_MAX  32
#define CODE_ASAN  "99" /* told apart from codes of the program's own */
#define SANITIZERS "verify_asan_link_order=0:handle_segv=0:handle_abort=0:exitcode=" CODE_ASAN

static void
need(bool there, const char *what)
{
    if (there)
        return;
    perror(what);
    exit(2);
}

void
rig_begin(Rig *rig, const char *filter, const char *library)
{
    const struct rlimit nothing = { .rlim_cur = 0, .rlim_max = 0 };
    sigset_t child;

    *rig = (Rig){ .filter = filter,
                  .library = library,
                  .plan_fd = memfd_create("plan", 0),
                  .in_fd = memfd_create("in", MFD_CLOEXEC),
                  .out_fd = memfd_create("out", MFD_CLOEXEC) };
    need(rig->plan_fd >= 0 && rig->in_fd >= 0 && rig->out_fd >= 0, "memfd_create");
    need(ftruncate(rig->plan_fd, sizeof(Plan)) == 0, "ftruncate");
    rig->plan = mmap(NULL, sizeof(Plan), PROT_READ | PROT_WRITE, MAP_SHARED, rig->plan_fd, 0);
    need(rig->plan != MAP_FAILED, "mmap");
    need(prctl(PR_SET_CHILD_SUBREAPER, 1) == 0, "prctl");
    setrlimit(RLIMIT_CORE, &nothing);
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    sigprocmask(SIG_BLOCK, &child, NULL);
}

static void
put_message(Rig *rig, const Message *m)
{
    need(ftruncate(rig->in_fd, 0) == 0 && ftruncate(rig->out_fd, 0) == 0, "ftruncate");
    for (size_t at = 0; at < m->in_len;) {
        ssize_t put = pwrite(rig->in_fd, m->in + at, m->in_len - at, (off_t)at);

        need(put > 0, "pwrite");
        at += (size_t)put;
    }
    lseek(rig->in_fd, 0, SEEK_SET);
    lseek(rig->out_fd, 0, SEEK_SET);
}

static void
take_output(Rig *rig)
{
    struct stat about;

    need(fstat(rig->out_fd, &about) == 0, "fstat");
    rig->out_len = (size_t)about.st_size;
    if (rig->out_len >= rig->out_size) {
        rig->out_size = rig->out_len + 1;
        rig->out = realloc(rig->out, rig->out_size);
        need(rig->out != NULL, "realloc");
    }
    need(pread(rig->out_fd, rig->out, rig->out_len, 0) == about.st_size, "pread");
    rig->out[rig->out_len] = '\0';
}

/* The reading end of a pipe that has all of the message already. */
static int
fill_pipe(const Message *m)
{
    int ends[2];

    need(pipe2(ends, O_CLOEXEC) == 0, "pipe2");
    need(fcntl(ends[1], F_SETPIPE_SZ, 1 << 20) >= 0, "F_SETPIPE_SZ");
    need(write(ends[1], m->in, m->in_len) == (ssize_t)m->in_len, "write");
    close(ends[1]);
    return ends[0];
}

static pid_t
start(const Rig *rig, int in, const char *const *options)
{
    char load[4096], plan[32];
    char *words[WORDS_MAX] = { strdup(rig->filter) };
    size_t count = 1;
    char home[] = "HOME=/nonexistent", zone[] = "TZ=UTC0", asan[] = "ASAN_OPTIONS=" SANITIZERS,
         ubsan[] = "UBSAN_OPTIONS=exitcode=" CODE_ASAN;
    char *environment[] = { load, plan, home, zone, asan, ubsan, NULL };
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none;
    pid_t pid;

    sigemptyset(&none);
    snprintf(load, sizeof(load), "LD_PRELOAD=%s", rig->library);
    snprintf(plan, sizeof(plan), "FAULT_PLAN=%d", rig->plan_fd);
    for (; options[count - 1] && count + 1 < WORDS_MAX; count++)
        words[count] = strdup(options[count - 1]);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, rig->out_fd, STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", 1 /* O_WRONLY */, 0);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK);
    posix_spawnattr_setsigmask(&attributes, &none);
    need(posix_spawn(&pid, rig->filter, &actions, &attributes, words, environment) == 0,
         rig->filter);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    while (count-- > 0)
        free(words[count]);
    return pid;
}

static long
now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Waits for pid, or any process with -1, to end; whoever is stopped goes on. False: not in time. */
static bool
await(pid_t pid, int *status, long milliseconds)
{
    const struct timespec step = { .tv_nsec = 50000000 };
    long until = now_ms() + milliseconds;
    sigset_t child;

    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    for (;;) {
        pid_t got = waitpid(pid, status, WNOHANG | WUNTRACED);

        if (got < 0)
            return true;
        if (got > 0 && WIFSTOPPED(*status))
            kill(got, SIGCONT);
        else if (got > 0 && pid > 0)
            return true;
        else if (got == 0 && now_ms() >= until)
            return false;
        else if (got == 0)
            sigtimedwait(&child, NULL, &step);
    }
}

void
rig_run(Rig *rig, const Message *m, const char *const *options)
{
    int status, in;
    pid_t pid;

    rig->plan->injected = 0;
    put_message(rig, m);
    in = m->shape->is_piped ? fill_pipe(m) : rig->in_fd;
    pid = start(rig, in, options);
    if (m->shape->is_piped)
        close(in);
    if (rig->signal) {
        const struct timespec delay = { .tv_nsec = (long)rig->delay * 1000 };

        nanosleep(&delay, NULL);
        kill(pid, rig->signal);
    }
    rig->hung = !await(pid, &rig->status, HANG_MS);
    if (rig->hung) {
        kill(-pid, SIGKILL);
        await(pid, &rig->status, HANG_MS);
    }
    rig->orphaned = !await(-1, &status, ORPHAN_MS);
    if (rig->orphaned) {
        kill(-pid, SIGKILL);
        await(-1, &status, ORPHAN_MS);
    }
    take_output(rig);
}
