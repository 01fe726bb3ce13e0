/* SPDX-License-Identifier: ISC */
/* Several fences; each holds where another is missing. sandbox_filter.c: which system calls there
 * are. sandbox_landlock.c: which files, ports and processes they reach. Here: how much of the
 * machine they may use.
 *
 * No file is needed inside, and so none can be opened. iconv would load a module for every charset
 * that a display name claims, so that a message chose whose code runs: display names are read
 * without it (mime/shown.c). */
#include "sandbox/sandbox.h"

#include "config.h"
#include "sandbox/sandbox_capabilities.h"
#include "sandbox/sandbox_filter.h"
#include "sandbox/sandbox_landlock.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#if HAVE_LINUX
#include <sys/prctl.h>
#endif
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

/* --- with AddressSanitizer --- */

/* AddressSanitizer's shadow memory takes 16 TiB of addresses. Its search for leaks, at the exit of
 * a subcommand, clones and traces this process, which the filter must refuse: so the search is left
 * out, and the filter is the same in both builds. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WITH_ADDRESS_SANITIZER 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(WITH_ADDRESS_SANITIZER)
#define MEMORY_MAX RLIM_INFINITY

int __lsan_is_turned_off(void); /* NOLINT: its name, not ours */

int
__lsan_is_turned_off(void) /* NOLINT: likewise */
{
    return sandbox_state() != NULL;
}
#else
#define MEMORY_MAX                                                                                 \
    ((rlim_t)512 << 20) /* octets of addresses; a header block of 4 MiB took 66 MiB of memory */
#endif

/* --- for profiling --- */

/* perf and callgrind look into the process, open files and take memory: `make profile`. */
#ifdef PROFILING
static const bool for_profiling = true;
#else
static const bool for_profiling = false;
#endif

/* --- limits --- */

#define PROCESSOR_MAX  30 /* seconds; a header block of 4 MiB took a fifth of one */
#define DESCRIPTOR_MAX 64 /* the DNS has 32 sockets open at most (dns/exchange.c) */

typedef struct {
    int resource;
    rlim_t most;
} Limit;

static const Limit limits[] = {
    { RLIMIT_CORE, 0 }, /* it would hold somebody's mail */
    { RLIMIT_NPROC, 0 },       { RLIMIT_CPU, PROCESSOR_MAX }, { RLIMIT_NOFILE, DESCRIPTOR_MAX },
    { RLIMIT_AS, MEMORY_MAX },
};

/* An enumeration in glibc, an int elsewhere. */
#ifdef __GLIBC__
#define RESOURCE(number) ((__rlimit_resource_t)(number))
#else
#define RESOURCE(number) (number)
#endif

/* Lowers a limit: one that is lower already stays. */
static bool
lower_limit(int resource, rlim_t most)
{
    struct rlimit limit;

    if (getrlimit(RESOURCE(resource), &limit) != 0)
        return false;
    limit.rlim_max = limit.rlim_max < most ? limit.rlim_max : most;
    limit.rlim_cur = limit.rlim_cur < most ? limit.rlim_cur : most;
    return setrlimit(RESOURCE(resource), &limit) == 0;
}

/* --- the steps --- */

typedef struct {
    Sandbox state;
    const uint16_t *tcp_ports;
    int reply;   /* -1: no guard listens */
    bool hashes; /* the process is a hasher */
    bool entered;
} Entry;

static Entry entry = { .reply = -1 };

/* Only Linux has these. */
#if HAVE_LINUX
static bool
renounce_privileges(void)
{
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
}

/* Another process of the same user can no longer look into this one. */
static bool
forbid_tracing(void)
{
    return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0;
}

static bool
ask_for_end(void)
{
    return prctl(PR_SET_PDEATHSIG, SIGKILL) == 0;
}
#else
static bool
renounce_privileges(void)
{
    errno = ENOSYS;
    return false;
}

static bool
forbid_tracing(void)
{
    errno = ENOSYS;
    return false;
}

static bool
ask_for_end(void)
{
    return true;
}
#endif

/* Where there is no call for it, one by one, by the numbers that this process may have. */
static bool
close_between(unsigned first, unsigned last)
{
#if HAVE_CLOSE_RANGE
    return close_range(first, last, 0) == 0;
#else
    long count = sysconf(_SC_OPEN_MAX);

    for (unsigned one = first; one <= last && (long)one < count; one++)
        close((int)one);
    return true;
#endif
}

/* The caller may have left anything open: a terminal, a mailbox, a socket to a server. */
static bool
close_descriptors(void)
{
    unsigned first = entry.hashes ? STDERR_FILENO : STDERR_FILENO + 1;

    if (entry.reply > STDERR_FILENO) {
        if (entry.reply > (int)first && !close_between(first, (unsigned)entry.reply - 1))
            return false;
        first = (unsigned)entry.reply + 1;
    }
    return close_between(first, UINT_MAX);
}

static bool
drop_capabilities(void)
{
    entry.state.no_capabilities = sandbox_drop_capabilities();
    return entry.state.no_capabilities;
}

static bool
forget_environment(void)
{
#if HAVE_CLEARENV
    return clearenv() == 0;
#else
    *environ = NULL;
    return true;
#endif
}

/* GCONV_PATH, G_MESSAGES_DEBUG and the like change what libraries do; other variables hold
 * passwords. clearenv forgets where the text is and leaves it in memory, so that it is wiped first.
 * TZ stays: without it localtime(3) would want to open /etc/localtime, which it no longer can. */
static bool
empty_environment(void)
{
    const char *zone = getenv("TZ");
    char *kept = zone ? strdup(zone) : NULL;
    bool emptied;

    tzset();
    for (char **one = environ; one && *one; one++)
        explicit_bzero(*one, strlen(*one));
    emptied = forget_environment() && (!zone || (kept && setenv("TZ", kept, 1) == 0));
    free(kept);
    return emptied;
}

static bool
lower_limits(void)
{
    bool all = true;

    for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++)
        all &= lower_limit(limits[i].resource, limits[i].most);
    /* A subcommand's standard output may be a file. */
    if (entry.reply >= 0 || entry.hashes)
        all &= lower_limit(RLIMIT_FSIZE, 0);
    entry.state.limits = all;
    return all;
}

static bool
enter_landlock(void)
{
    entry.state.landlock = sandbox_landlock(entry.tcp_ports);
    if (entry.state.landlock >= SANDBOX_LANDLOCK_PORTS)
        entry.state.tcp_ports = entry.tcp_ports;
    return entry.state.landlock > 0;
}

static bool
enter_filter(void)
{
    bool asks = *entry.tcp_ports != 0;

    entry.state.seccomp =
        entry.hashes ? sandbox_filter_hasher() : sandbox_filter(asks, entry.reply);
    if (entry.state.seccomp && !asks)
        entry.state.tcp_ports = entry.tcp_ports;
    return entry.state.seccomp;
}

/* In this order: Landlock and seccomp need no_new_privs first, and the seccomp filter, last,
 * refuses the calls that the other steps make. Each returns false with errno. */
static const struct {
    const char *name;
    bool (*enter)(void);
} steps[] = {
    { "no new privileges", renounce_privileges },
    { "capabilities", drop_capabilities },
    { "descriptors", close_descriptors },
    { "environment", empty_environment },
    { "limits", lower_limits },
    { "not traceable", forbid_tracing },
    { "landlock", enter_landlock },
    { "seccomp", enter_filter },
};

static void
note_refusal(const char *name, int error)
{
    char *problem = entry.state.problem;
    size_t len = strlen(problem);

    snprintf(problem + len, sizeof(entry.state.problem) - len, "%s%s: %s", len > 0 ? "; " : "",
             name, strerror(error));
}

static void
take_steps(void)
{
    entry.entered = true;
    if (for_profiling) {
        snprintf(entry.state.problem, sizeof(entry.state.problem),
                 "any of it, because this build is for profiling");
        return;
    }
    for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
        errno = 0;
        if (!steps[i].enter())
            note_refusal(steps[i].name, errno);
    }
}

void
sandbox_enter_behind_guard(const uint16_t *tcp_ports, int reply)
{
    entry.tcp_ports = tcp_ports;
    entry.reply = reply;
    take_steps();
}

void
sandbox_enter(const uint16_t *tcp_ports)
{
    sandbox_enter_behind_guard(tcp_ports, -1);
}

void
sandbox_enter_hasher(void)
{
    static const uint16_t no_ports[] = { 0 };

    entry.tcp_ports = no_ports;
    entry.hashes = true;
    take_steps();
}

const Sandbox *
sandbox_state(void)
{
    return entry.entered ? &entry.state : NULL;
}

bool
sandbox_die_with_parent(pid_t parent)
{
    /* Looked at last: a parent that dies before is noticed here. */
    return ask_for_end() && getppid() == parent;
}
