/* SPDX-License-Identifier: ISC */
/* Loaded with LD_PRELOAD before a real rmxfilter: makes calls of the guard's fail, or takes the
 * place of seccomp_release, which only a process calls that has just closed itself in, right before
 * it looks at the message, and does there what a message that took it over might do. FAULT in the
 * environment says which. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static const char *fault; /* kept, because the sandbox empties the environment */

static int
is_fault(const char *name)
{
    return fault && strcmp(fault, name) == 0;
}

/* What this file took the place of. */
static void
release(scmp_filter_ctx filter)
{
    union {
        void *symbol;
        void (*call)(scmp_filter_ctx filter);
    } library = { .symbol = dlsym(RTLD_NEXT, "seccomp_release") };

    library.call(filter);
}

/* What an old kernel has not, or a container forbids. Under valgrind, which makes calls of its own,
 * the program runs only so: FAULT=refused, and this library preloaded. */
static void
refuse_sandbox(void)
{
    const struct scmp_arg_cmp seccomp = { 0, SCMP_CMP_EQ, PR_SET_SECCOMP, 0 };
    scmp_filter_ctx system = seccomp_init(SCMP_ACT_ALLOW);

    seccomp_rule_add_array(system, SCMP_ACT_ERRNO(EINVAL), SCMP_SYS(prctl), 1, &seccomp);
    seccomp_rule_add(system, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(seccomp), 0);
    seccomp_rule_add(system, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(landlock_create_ruleset), 0);
    seccomp_load(system); /* fails where a program that called this one has done it */
    release(system);
}

static void __attribute__((constructor)) begin(void)
{
    fault = getenv("FAULT");
    if (is_fault("refused"))
        refuse_sandbox();
}

/* The guard's calls: no more processes, no more descriptors. */
pid_t
fork(void)
{
    errno = EAGAIN;
    return is_fault("fork") ? -1 : _Fork();
}

int
pipe2(int ends[2], int flags) /* NOLINT(readability-inconsistent-declaration-parameter-name) */
{
    errno = EMFILE;
    return is_fault("pipe") ? -1 : (int)syscall(SYS_pipe2, ends, flags);
}

/* Writes text to every pipe there is: one of them leads to the guard. */
static void
tell_guard(const char *text)
{
    struct stat about;

    for (int fd = 3; fd < 64; fd++)
        if (fstat(fd, &about) == 0 && S_ISFIFO(about.st_mode) && write(fd, text, strlen(text)) < 0)
            continue;
}

static void
flood_guard(void)
{
    tell_guard("fields\n");
    for (int i = 0; i < 100000; i++)
        tell_guard("X-RMX-Relay: a\n\tb\n");
}

/* What the sandbox is there to refuse: each must end the process, or at least do nothing. */
static void
break_out(void)
{
    static _Alignas(4096) char page[4096];

    if (is_fault("execve"))
        execl("/bin/sh", "sh", "-c", "echo taken over", (char *)NULL);
    if (is_fault("openat"))
        syscall(SYS_openat, AT_FDCWD, "taken-over", O_WRONLY | O_CREAT, 0600);
    if (is_fault("openat-to-read") && open("/etc/passwd", O_RDONLY) < 0)
        tell_guard("fields\nX-RMX-Status: none (not opened)\n.\n");
    if (is_fault("socket"))
        socket(AF_UNIX, SOCK_STREAM, 0);
    if (is_fault("clone"))
        _Fork();
    if (is_fault("kill"))
        kill(getppid(), SIGKILL);
    if (is_fault("ptrace"))
        ptrace(PTRACE_TRACEME, 0, NULL, NULL);
    if (is_fault("unlink"))
        syscall(SYS_unlinkat, AT_FDCWD, "out", 0);
    if (is_fault("mprotect"))
        mprotect(page, sizeof(page), PROT_READ | PROT_EXEC);
    if (is_fault("rt_sigaction"))
        signal(SIGSYS, SIG_IGN);
#ifdef __x86_64__
    if (is_fault("x32"))
        syscall(0x40000000 | SYS_getpid);
#endif
}

void
seccomp_release(scmp_filter_ctx ctx)
{
    release(ctx);
    if (!fault || is_fault("refused"))
        return;
    break_out();
    if (is_fault("crash"))
        raise(SIGSEGV);
    if (is_fault("abort"))
        abort();
    if (is_fault("hang"))
        for (;;)
            poll(NULL, 0, -1);
    if (is_fault("exit"))
        _exit(3);
    if (is_fault("stdout") && write(STDOUT_FILENO, "Subject: taken over\n\n", 21) < 0)
        _exit(3);
    if (is_fault("lie"))
        tell_guard("fields\nSubject: taken over\n.\n");
    if (is_fault("body"))
        tell_guard("fields\nX-RMX-Status: pass\n\ntaken over\n.\n");
    if (is_fault("half")) {
        tell_guard("fields\nX-RMX-Status: pass\n");
        raise(SIGKILL);
    }
    if (is_fault("flood"))
        flood_guard();
    _exit(0);
}
