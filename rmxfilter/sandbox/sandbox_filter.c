/* SPDX-License-Identifier: ISC */
/* What happens when a call is made that is on none of the lists (sandbox_rules.c): a trap, whose
 * handler says which call it was. */
#include "sandbox/sandbox_filter.h"

#include "config.h"

#include <errno.h>

#if HAVE_SECCOMP
#include "sandbox/sandbox_load.h"

#include <seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

/* --- when a forbidden call is made --- */

static int report_to; /* -1: standard error */

/* Writes a number in decimal; text has room for any, and is not ended. Returns its octets. */
static size_t
put_number(char *text, unsigned number)
{
    size_t len = 1;

    for (unsigned rest = number / 10; rest > 0; rest /= 10)
        len++;
    for (size_t i = len; i > 0; i--, number /= 10)
        text[i - 1] = (char)('0' + number % 10);
    return len;
}

/* Uses nothing but the stack: who made the call may have corrupted all other memory. */
static void
tell_guard(int number)
{
    char line[sizeof("sandbox 4294967295\n")] = "sandbox ";
    size_t len = strlen(line);

    len += put_number(line + len, (unsigned)number);
    line[len++] = '\n';
    if (write(report_to, line, len) < 0)
        return; /* the guard sees the exit code */
}

/* Without a guard the name is looked up here. libseccomp allocates: at worst, if the heap is
 * corrupt, this crashes and the name is not told. */
static void
tell_person(int number)
{
    char name[64], line[sizeof("rmxfilter: sandbox: \n") + sizeof(name)];

    sandbox_call_name(number, name, sizeof(name));
    snprintf(line, sizeof(line), "rmxfilter: sandbox: %s\n", name);
    if (write(STDERR_FILENO, line, strlen(line)) < 0)
        return;
}

static void
on_forbidden_call(int signal, siginfo_t *about, void *context)
{
    (void)signal;
    (void)context;
    if (report_to >= 0)
        tell_guard(about->si_syscall);
    else
        tell_person(about->si_syscall);
    _exit(EX_SOFTWARE);
}

/* A SIGSYS that is blocked would kill the process without a word. */
static bool
listen_for_traps(void)
{
    struct sigaction action = { .sa_sigaction = on_forbidden_call, .sa_flags = SA_SIGINFO };
    sigset_t traps;

    sigemptyset(&traps);
    sigaddset(&traps, SIGSYS);
    return sigaction(SIGSYS, &action, NULL) == 0 && sigprocmask(SIG_UNBLOCK, &traps, NULL) == 0;
}

bool
sandbox_filter(bool asks, int reply)
{
    report_to = reply;
    return listen_for_traps() && sandbox_load(asks ? SANDBOX_ASKS : SANDBOX_INSPECTS);
}

bool
sandbox_filter_hasher(void)
{
    return sandbox_load(SANDBOX_HASHES);
}

void
sandbox_call_name(int number, char *name, size_t size)
{
    char *known = seccomp_syscall_resolve_num_arch(SCMP_ARCH_NATIVE, number);

    if (known)
        snprintf(name, size, "%s", known);
    else
        snprintf(name, size, "call %d", number);
    free(known);
}
#else
#include <stdio.h>

bool
sandbox_filter(bool asks, int reply)
{
    (void)asks;
    (void)reply;
    errno = ENOSYS;
    return false;
}

bool
sandbox_filter_hasher(void)
{
    errno = ENOSYS;
    return false;
}

void
sandbox_call_name(int number, char *name, size_t size)
{
    snprintf(name, size, "call %d", number);
}
#endif
