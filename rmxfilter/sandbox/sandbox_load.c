/* SPDX-License-Identifier: ISC */
/* In one call where the program was made beforehand. Where it was not (the tool that makes it could
 * not run on the machine that built this one), or the kernel does not take it, libseccomp makes it
 * here and asks the kernel what it can do: half a millisecond.
 *
 * A ready program does not depend on the kernel it was made under: it holds numbers of calls, which
 * never change their meaning, and actions that each kernel with filters knows or takes for a kill.
 * It begins with a look at the architecture, so that one for another machine would end the process
 * at its next call, and let nothing through. */
#include "sandbox/sandbox_load.h"

#include "config.h"

#if HAVE_SECCOMP
#include "sandbox/sandbox_ready.h"

#include <errno.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

/* prctl, and not seccomp(2), which is younger than filters are. */
static bool
load_ready(const ReadyFilter *ready)
{
    struct sock_filter program[SANDBOX_READY_MAX];
    const struct sock_fprog whole = { .len = ready->count, .filter = program };

    if (!ready->program)
        return false;
    memcpy(program, ready->program, ready->count * sizeof(program[0]));
    program[ready->process_at].k = (unsigned)getpid();
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &whole) == 0;
}

/* libseccomp returns ECANCELED for most of the kernel's errors; errno still has the kernel's. */
static bool
load_made(SandboxKind kind)
{
    scmp_filter_ctx filter = sandbox_rules_filter(kind, getpid());
    int failed;

    if (!filter)
        return false;
    errno = 0;
    failed = seccomp_load(filter);
    if (failed && errno == 0)
        errno = -failed;
    failed = failed ? errno : 0;
    seccomp_release(filter);
    errno = failed;
    return failed == 0;
}

bool
sandbox_load(SandboxKind kind)
{
    return load_ready(&sandbox_ready[kind]) || load_made(kind);
}
#endif
