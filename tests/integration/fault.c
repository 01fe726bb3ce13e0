/* SPDX-License-Identifier: ISC */
/* Loaded with LD_PRELOAD before a real rmxfilter: makes calls of the guard's fail, or waits for the
 * call by which a process closes itself in, right before it looks at the message, and does then
 * what a message that took it over might do. FAULT in the environment says which. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/futex.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <seccomp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const char *fault; /* a copy, because the sandbox wipes the environment */

static int
is_fault(const char *name)
{
    return fault && strcmp(fault, name) == 0;
}

#define HASHER_ROWS 132 /* octets that a hasher writes */

/* What an old kernel has not, or a container forbids. Under valgrind, which makes calls of its own,
 * the program runs only so: FAULT=refused, and this library preloaded. */
static void
refuse_sandbox(void)
{
    const struct scmp_arg_cmp seccomp = { 0, SCMP_CMP_EQ, PR_SET_SECCOMP, 0 };
    scmp_filter_ctx system = seccomp_init(SCMP_ACT_ALLOW);

    seccomp_rule_add_array(system, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(prctl), 1, &seccomp);
    seccomp_rule_add(system, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(seccomp), 0);
    seccomp_rule_add(system, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(landlock_create_ruleset), 0);
    seccomp_load(system); /* fails where a program that called this one has done it */
    seccomp_release(system);
}

static void __attribute__((constructor)) begin(void)
{
    fault = getenv("FAULT");
    fault = fault ? strdup(fault) : NULL;
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

/* What was read of the message must not wait for the inspector's end: FAULT=wait, with a file as
 * standard output. */
pid_t
waitpid(pid_t pid, int *status, /* NOLINT(readability-inconsistent-declaration-parameter-name) */
        int options)
{
    if (is_fault("wait") && lseek(STDOUT_FILENO, 0, SEEK_CUR) == 0)
        abort();
    return (pid_t)syscall(SYS_wait4, pid, status, options, NULL);
}

/* Writes text to every pipe there is: one of them leads to the guard; a subcommand has none, and
 * writes to standard output. fstat(3) may be a call that the sandbox refuses. */
static void
tell_guard(const char *text)
{
    struct stat about;
    int pipes = 0;

    for (int fd = 3; fd < 64; fd++)
        if (syscall(SYS_fstat, fd, &about) == 0 && S_ISFIFO(about.st_mode))
            pipes += write(fd, text, strlen(text)) > 0;
    if (pipes == 0 && write(STDOUT_FILENO, text, strlen(text)) < 0)
        return;
}

/* --- what is in memory --- */

static char maps[256 << 10]; /* as /proc/self/maps had them, right before the sandbox closed */

/* What the message and the environment hold in each place. Here it stands disguised, so that what
 * is found is not this. */
static const struct {
    const char *place, *text;
} secrets[] = { { "header", "tfdsfu.pg.uif.ifbefs" },
                { "body", "tfdsfu.pg.uif.cpez" },
                { "environment", "tfdsfu.pg.uif.fowjsponfou" } };

enum { PAGE = 4096, SECRETS = sizeof(secrets) / sizeof(secrets[0]) };

static int
stands_at(const char *at, const char *end, const char *text)
{
    for (; *text && at < end && *at == *text - 1; text++)
        at++;
    return !*text;
}

/* Whether the word there is 0 is asked of the kernel, which does not fall over what is not there.
 */
static int
can_be_read(const char *at)
{
    return syscall(SYS_futex, at, FUTEX_WAIT_PRIVATE, 0, &(struct timespec){ 0 }) == 0 ||
           errno != EFAULT;
}

/* Notes in found which of the secrets are there. */
static void
search_page(const char *page, const char *end, int *found)
{
    if (!can_be_read(page))
        return;
    for (const char *at = page; at < page + PAGE; at++)
        for (size_t i = 0; i < SECRETS; i++)
            found[i] |= stands_at(at, end, secrets[i].text);
}

/* Everything that can be read, but for what is the kernel's and the sparse tables of a sanitizer:
 * heap and libraries are smaller. */
static void
search_memory(void)
{
    char text[200] = "now none\nfields\nX-RMX-Status: none (found:";
    int found[SECRETS] = { 0 }, len = (int)strlen(text);
    char *rest = maps, *line;

    while ((line = strsep(&rest, "\n"))) {
        char *dash = NULL;
        uintptr_t begin = strtoul(line, &dash, 16),
                  end = *dash == '-' ? strtoul(dash + 1, NULL, 16) : 0;

        if (strstr(line, "[v") || end - begin > (size_t)64 << 20)
            continue;
        for (uintptr_t page = begin; page < end; page += PAGE)
            search_page((const char *)page, (const char *)end, found); /* NOLINT: an address */
    }
    for (size_t i = 0; i < SECRETS; i++)
        if (found[i])
            len += snprintf(text + len, sizeof(text) - (size_t)len, " %s", secrets[i].place);
    snprintf(text + len, sizeof(text) - (size_t)len, ")\n.\n");
    tell_guard(text);
}

/* The filter reads the time zone while it closes itself in, and can still open files then. */
void
tzset(void)
{
    union {
        void *symbol;
        void (*call)(void);
    } library = { .symbol = dlsym(RTLD_NEXT, "tzset") };
    size_t len = 0;
    int fd;

    library.call();
    if (!is_fault("search"))
        return;
    fd = open("/proc/self/maps", O_RDONLY);
    for (ssize_t got = 1; got > 0; len += (size_t)got)
        got = read(fd, maps + len, sizeof(maps) - 1 - len);
    close(fd);
}

static void
flood_guard(void)
{
    tell_guard("fields\n");
    for (int i = 0; i < 100000; i++)
        tell_guard("X-RMX-Relay: a\n\tb\n");
}

static void
tell_long_line(void)
{
    tell_guard("log ");
    for (int i = 0; i < 100; i++)
        tell_guard("status=pass ");
    tell_guard("\nfields\n.\n");
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
    if (is_fault("inet"))
        socket(AF_INET, SOCK_DGRAM, 0);
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

/* What a body could do that took the hasher over. */
static void
break_out_of_hasher(void)
{
    static char ones[100000];

    memset(ones, 1, sizeof(ones));
    if (is_fault("hasher-crash"))
        raise(SIGSEGV);
    if (is_fault("hasher-exit"))
        _exit(0);
    if (is_fault("hasher-hang"))
        for (;;)
            syscall(SYS_futex, &(uint32_t){ 0 }, FUTEX_WAIT_PRIVATE, 0, NULL);
    if (is_fault("hasher-socket"))
        socket(AF_INET, SOCK_DGRAM, 0);
    if (is_fault("hasher-open"))
        open("/etc/passwd", O_RDONLY);
    if (is_fault("hasher-stderr") && write(STDERR_FILENO, ones, 1) < 0)
        _exit(0);
    if (is_fault("hasher-lie") && write(STDOUT_FILENO, ones, HASHER_ROWS) == HASHER_ROWS)
        _exit(0);
    if (is_fault("hasher-flood") && write(STDOUT_FILENO, ones, sizeof(ones)) > 0)
        _exit(0);
}

static void
break_out_of_inspector(void)
{
    if (!fault || is_fault("refused") || is_fault("wait") || strncmp(fault, "hasher", 6) == 0)
        return;
    break_out();
    if (is_fault("search"))
        search_memory();
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
    if (is_fault("log-control"))
        tell_guard("log status=pass\x1b[2K\nfields\n.\n");
    if (is_fault("log-half")) {
        tell_guard("log status=pass\n");
        raise(SIGKILL);
    }
    if (is_fault("log-long"))
        tell_long_line();
    if (is_fault("flood"))
        flood_guard();
    _exit(0);
}

/* The filter of the hasher is the one that kills at once. */
static bool
kills_process(const struct sock_fprog *filter)
{
    for (unsigned i = 0; i < filter->len; i++)
        if (filter->filter[i].code == (BPF_RET | BPF_K) &&
            filter->filter[i].k == SECCOMP_RET_KILL_PROCESS)
            return true;
    return false;
}

int
prctl(int option,
      ...) /* NOLINT(cert-dcl50-cpp,readability-inconsistent-declaration-parameter-name) */
{
    unsigned long argument[4];
    va_list arguments;
    int result;

    va_start(arguments, option);
    for (size_t i = 0; i < sizeof(argument) / sizeof(argument[0]); i++)
        argument[i] = va_arg(arguments, unsigned long);
    va_end(arguments);
    result = (int)syscall(SYS_prctl, option, argument[0], argument[1], argument[2], argument[3]);
    if (option != PR_SET_SECCOMP || result != 0)
        return result;
    if (kills_process((const struct sock_fprog *)argument[1])) /* NOLINT: an address */
        break_out_of_hasher();
    else
        break_out_of_inspector();
    return 0;
}
