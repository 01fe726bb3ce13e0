/* SPDX-License-Identifier: ISC */
/* A list of the calls that are allowed, by name: libseccomp knows the numbers on every machine.
 * Names that a machine or a release of libseccomp does not have are skipped. The list is wider than
 * what this program calls on one system, because another C library does the same by other calls,
 * and must not be killed for it.
 *
 * What a library may try, and does not depend on, fails with an error. What only an attacker who
 * controls this process would call ends it, by a trap and its handler. The handler cannot be
 * replaced: rt_sigaction is not on the list. A call of another architecture (i386, x32), whose
 * numbers mean other calls, kills at once: libseccomp does so unasked.
 *
 * This file is also part of what makes the programs while rmxfilter is built
 * (tools/export_filters.c), and so uses nothing but libseccomp. */
#include "sandbox/sandbox_rules.h"

#include "config.h"

#if HAVE_SECCOMP
#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <seccomp.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

/* --- the list --- */

#define NAME_SIZE      24
#define CONDITIONS_MAX 3

/* The name is no pointer: this table is seldom used, and pointers would be made right each time the
 * program starts. */
typedef struct {
    char name[NAME_SIZE];
    int error; /* it fails with; 0: it is let through; PRETENDS: it does nothing, and says 0 */
    struct scmp_arg_cmp conditions[CONDITIONS_MAX]; /* all must hold; the first without an operator
                                                       ends them */
} Call;

#define PRETENDS (-1)

/* clang-format off */
/* True where (argument & mask) == value; arguments are counted from 0. */
#define BITS(argument, mask, value) { argument, SCMP_CMP_MASKED_EQ, mask, value }
#define NOTHING(argument)           { argument, SCMP_CMP_EQ, 0, 0 }
/* clang-format on */

/* The kernel reads 32 bits of an int; the other 32 bits may hold anything. */
#define INT                 UINT32_MAX
#define IS(argument, value) BITS(argument, INT, value)

#define SOCKET_FLAGS  ((unsigned)(SOCK_NONBLOCK | SOCK_CLOEXEC))
#define TYPE_IS(type) BITS(1, INT & ~SOCKET_FLAGS, type)

#define NOT_RUN BITS(2, PROT_EXEC, 0) /* memory that holds data */

/* The clocks of the system and of this process; other numbers are other processes' clocks. */
#define CLOCK(argument) BITS(argument, INT & ~15U, 0)

/* To wait, and to wake. Futexes that inherit priority, which have had holes in the kernel, are out.
 */
#define FUTEX_FLAGS   ((unsigned)(FUTEX_PRIVATE_FLAG | FUTEX_CLOCK_REALTIME))
#define FUTEX_IS(act) BITS(1, INT & ~FUTEX_FLAGS, act)

/* Opening for reading fails with an error; opening for anything else ends the process. */
#define READING(argument) BITS(argument, O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND, 0)

/* To live, and to leave: whatever the process is for. */
static const Call calls_to_live[] = {
    /* memory */
    { .name = "brk" },
    { .name = "madvise" },
    { .name = "mremap" },
    { .name = "munmap" },
    { "mmap", 0, { NOT_RUN } },
    { "mmap2", 0, { NOT_RUN } },
    { "mprotect", 0, { NOT_RUN } },
    /* clocks */
    { "clock_getres", 0, { CLOCK(0) } },
    { "clock_getres_time64", 0, { CLOCK(0) } },
    { "clock_gettime", 0, { CLOCK(0) } },
    { "clock_gettime64", 0, { CLOCK(0) } },
    { .name = "gettimeofday" },
    { .name = "time" },
    { .name = "restart_syscall" },
    { "futex", 0, { FUTEX_IS(FUTEX_WAIT) } },
    { "futex", 0, { FUTEX_IS(FUTEX_WAKE) } },
    { "futex", 0, { FUTEX_IS(FUTEX_WAIT_BITSET) } },
    { "futex", 0, { FUTEX_IS(FUTEX_WAKE_BITSET) } },
    { "futex_time64", 0, { FUTEX_IS(FUTEX_WAIT) } },
    { "futex_time64", 0, { FUTEX_IS(FUTEX_WAKE) } },
    { "futex_time64", 0, { FUTEX_IS(FUTEX_WAIT_BITSET) } },
    { "futex_time64", 0, { FUTEX_IS(FUTEX_WAKE_BITSET) } },
    { .name = "sched_yield" },
    /* itself */
    { .name = "getpid" },
    { .name = "gettid" },
    { .name = "getppid" },
    { .name = "getuid" },
    { .name = "geteuid" },
    { .name = "getgid" },
    { .name = "getegid" },
    { .name = "getrandom" },
    { .name =
          "sysinfo" }, /* qsort and malloc ask how much memory, and how many processors there are */
    { "sched_getaffinity", 0, { IS(0, 0) } },
    /* abort wants it, and goes on without. glibc 2.41 blocks all signals around fork: with the
     * trap's among them the process would end, and not say why. */
    { "rt_sigprocmask", PRETENDS, { { 0 } } },
    { "sigprocmask", PRETENDS, { { 0 } } },
    { .name = "sigaltstack" },
    { .name = "rt_sigreturn" },
    { .name = "sigreturn" },
    { "prlimit64", 0, { IS(0, 0), NOTHING(2) } },
    { "prctl", EINVAL, { { 0 } } }, /* names for memory, for people who look from outside */
    { .name = "exit" },
    { .name = "exit_group" },
};

/* To look at a message. */
static const Call calls_to_inspect[] = {
    /* waiting */
    { "clock_nanosleep", 0, { CLOCK(0) } },
    { "clock_nanosleep_time64", 0, { CLOCK(0) } },
    { .name = "nanosleep" },
    { .name = "poll" },
    { .name = "ppoll" },
    { .name = "ppoll_time64" },
    /* descriptors that are open: standard input and output, the reply, the DNS's. Standard input
     * is /dev/null, or what the hasher writes to. Standard error may be a terminal, at which
     * somebody types. */
    { "read", 0, { IS(0, STDIN_FILENO) } },
    { "readv", 0, { IS(0, STDIN_FILENO) } },
    { .name = "write" },
    { .name = "writev" },
    { .name = "close" },
    { .name = "lseek" },
    { .name = "_llseek" },
    { .name = "fstat" },
    { .name = "fstat64" },
    /* tried by libraries that go on without */
    { "open", EACCES, { READING(1) } },
    { "openat", EACCES, { READING(2) } },
    { "openat2", ENOSYS, { { 0 } } }, /* its flags cannot be seen; the C library falls back */
    /* also of a descriptor, as the C library's fstat is in places: AT_EMPTY_PATH does not keep a
     * path from being looked at, and paths cannot be seen. stdio then takes its usual buffer. */
    { "newfstatat", EACCES, { { 0 } } },
    { "fstatat64", EACCES, { { 0 } } },
    { "statx", EACCES, { { 0 } } },
    { "stat", EACCES, { { 0 } } },
    { "stat64", EACCES, { { 0 } } },
    { "lstat", EACCES, { { 0 } } },
    { "lstat64", EACCES, { { 0 } } },
    { "access", EACCES, { { 0 } } },
    { "faccessat", EACCES, { { 0 } } },
    { "faccessat2", EACCES, { { 0 } } },
    { "readlink", EACCES, { { 0 } } },
    { "readlinkat", EACCES, { { 0 } } },
    { "getcwd", EACCES, { { 0 } } },
    { "uname", EPERM, { { 0 } } },
    { "ioctl", ENOTTY, { { 0 } } },         /* whether standard output is a terminal */
    { "getpeername", ENOTCONN, { { 0 } } }, /* whether standard error is the journal (GLib) */
    { "fcntl", EPERM, { { 0 } } },
    { "fcntl64", EPERM, { { 0 } } },
};

/* To turn the body into digests. */
static const Call calls_to_hash[] = {
    { "pread64", 0, { IS(0, STDIN_FILENO) } },
    { "write", 0, { IS(0, STDOUT_FILENO) } },
};

/* The DNS: sockets that are connected, so that no call names an address but connect. */
static const Call calls_to_ask[] = {
    { "socket", 0, { IS(0, AF_INET), TYPE_IS(SOCK_DGRAM), IS(2, 0) } },
    { "socket", 0, { IS(0, AF_INET), TYPE_IS(SOCK_STREAM), IS(2, 0) } },
    { "socket", 0, { IS(0, AF_INET6), TYPE_IS(SOCK_DGRAM), IS(2, 0) } },
    { "socket", 0, { IS(0, AF_INET6), TYPE_IS(SOCK_STREAM), IS(2, 0) } },
    { .name = "connect" },
    { .name = "send" },
    { .name = "recv" },
    { "sendto", 0, { NOTHING(4) } },
    { "recvfrom", 0, { NOTHING(4) } },
};

/* --- making the filter --- */

static uint32_t
call_action(const Call *call)
{
    if (call->error == 0)
        return SCMP_ACT_ALLOW;
    return SCMP_ACT_ERRNO(call->error == PRETENDS ? 0U : (uint32_t)call->error);
}

/* libseccomp's errors are negative errno values. */
static int
add_call(scmp_filter_ctx filter, const Call *call)
{
    int number = seccomp_syscall_resolve_name(call->name);
    unsigned count = 0;

    if (number == __NR_SCMP_ERROR) /* not known yet; one that this machine lacks is passed over */
        return 0;
    while (count < CONDITIONS_MAX && call->conditions[count].op)
        count++;
    return seccomp_rule_add_array(filter, call_action(call), number, count, call->conditions);
}

typedef struct {
    const Call *calls; /* NULL: the end of the lists */
    size_t count;
} CallList;

#define LISTS_MAX 4

/* clang-format off */
#define CALL_LIST(calls) { calls, sizeof(calls) / sizeof((calls)[0]) }
/* clang-format on */

static const struct {
    uint32_t otherwise; /* what is on none of the lists ends as this says */
    CallList lists[LISTS_MAX];
} kinds[SANDBOX_KINDS] = {
    [SANDBOX_INSPECTS] = { SCMP_ACT_TRAP,
                           { CALL_LIST(calls_to_live), CALL_LIST(calls_to_inspect) } },
    [SANDBOX_ASKS] = { SCMP_ACT_TRAP,
                       { CALL_LIST(calls_to_live), CALL_LIST(calls_to_inspect),
                         CALL_LIST(calls_to_ask) } },
    [SANDBOX_HASHES] = { SCMP_ACT_KILL_PROCESS,
                         { CALL_LIST(calls_to_live), CALL_LIST(calls_to_hash) } },
};

static int
add_calls(scmp_filter_ctx filter, const CallList *list)
{
    int failed = 0;

    for (size_t i = 0; !failed && i < list->count; i++)
        failed = add_call(filter, &list->calls[i]);
    return failed;
}

/* raise and abort signal this process by its number. */
static int
add_own_signals(scmp_filter_ctx filter, pid_t process)
{
    const Call tgkill = { "tgkill", 0, { IS(0, (scmp_datum_t)process) } };

    return add_call(filter, &tgkill);
}

/* A tree is through with most calls sooner than a list. It counts most where the process makes the
 * program itself: the kernel runs that once for each number of a call when it takes it, and a list
 * takes twice as long. Where libseccomp is too old for
 * it (before 2.5) it stays a list. */
static void
ask_for_tree(scmp_filter_ctx filter)
{
#if SCMP_VER_MAJOR > 2 || (SCMP_VER_MAJOR == 2 && SCMP_VER_MINOR >= 5)
    seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2);
#else
    (void)filter;
#endif
}

void *
sandbox_rules_filter(SandboxKind kind, pid_t process)
{
    const CallList *list = kinds[kind].lists;
    scmp_filter_ctx filter = seccomp_init(kinds[kind].otherwise);
    int failed = filter ? add_own_signals(filter, process) : -ENOMEM;

    for (; !failed && list->calls; list++)
        failed = add_calls(filter, list);
    if (!failed) {
        ask_for_tree(filter);
        return filter;
    }
    if (filter)
        seccomp_release(filter);
    errno = -failed;
    return NULL;
}

const char *
sandbox_rules_unknown(SandboxKind kind)
{
    for (const CallList *list = kinds[kind].lists; list->calls; list++)
        for (size_t i = 0; i < list->count; i++)
            if (seccomp_syscall_resolve_name(list->calls[i].name) == __NR_SCMP_ERROR)
                return list->calls[i].name;
    return NULL;
}
#endif
