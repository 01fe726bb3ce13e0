/* SPDX-License-Identifier: ISC */
/* Loaded with LD_PRELOAD before a real rmxfilter: stands before the calls through which the world
 * can fail it, counts them in guard, inspector and hasher apart, and fails the one that the plan
 * names. What does not fail goes to the kernel as it is. */
#include "plan.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define SHORT_PASS 1001 /* octets: one at a time would take too long */

Plan *fault_plan;
static Process self = GUARD;
static time_t wrong_by; /* seconds */
static bool due;        /* the call under way is the one that goes wrong */

static void
take_plan(void)
{
    const char *number = getenv("FAULT_PLAN");
    int fd = number ? (int)strtol(number, NULL, 10) : -1;
    void *page;

    page =
        fd < 0 ? MAP_FAILED : mmap(NULL, sizeof(Plan), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (page == MAP_FAILED)
        return;
    syscall(SYS_close, fd);
    fault_plan = page;
}

typedef int (*Main)(int argc, char **argv, char **environment);
typedef int (*StartMain)(Main program, int argc, char **argv, void (*init)(void),
                         void (*fini)(void), void (*loader_fini)(void), void *stack_end);

static Main real_main;

static int
begin(int argc, char **argv, char **environment)
{
    take_plan();
    return real_main(argc, argv, environment);
}

/* Where the C library calls main. What libraries do before that is not counted, as GLib, which
 * takes memory for its tables: nothing is read by then. */
int __libc_start_main(Main program, int argc,
                      char **argv, /* NOLINT(bugprone-reserved-identifier) */
                      void (*init)(void), void (*fini)(void), void (*loader_fini)(void),
                      void *stack_end);

int
__libc_start_main(Main program, int argc, char **argv, /* NOLINT(bugprone-reserved-identifier) */
                  void (*init)(void), void (*fini)(void), void (*loader_fini)(void),
                  void *stack_end)
{
    union {
        void *symbol;
        StartMain call;
    } library = { .symbol = dlsym(RTLD_NEXT, "__libc_start_main") };

    real_main = program;
    return library.call(begin, argc, argv, init, fini, loader_fini, stack_end);
}

bool
fault_due(Call call)
{
    Plan *plan = fault_plan;
    unsigned count;

    if (!plan)
        return false;
    count = ++plan->counts[self][call];
    if (plan->process != self || plan->call != call || plan->nth == 0 ||
        (plan->lasting ? count < plan->nth : count != plan->nth))
        return false;
    plan->injected++;
    return true;
}

/* Whether this call fails with an errno, which is set then. Signals come here too. */
static bool
fails(Call call)
{
    if (fault_due(CALL_ANY) && fault_plan->effect == EFFECT_SIGNAL)
        raise(fault_plan->value);
    due = fault_due(call);
    if (!due || fault_plan->effect != EFFECT_ERRNO)
        return false;
    errno = fault_plan->value;
    return true;
}

/* Whether the call that fails has just asked is to go wrong in another way. */
static bool
has_effect(Effect effect)
{
    return due && fault_plan->effect == effect;
}

/* glibc's headers name parameters as only glibc may.
 * NOLINTBEGIN(readability-inconsistent-declaration-parameter-name) */

/* --- octets --- */

ssize_t
read(int fd, void *buffer, size_t size)
{
    if (fails(CALL_READ))
        return -1;
    return syscall(SYS_read, fd, buffer, has_effect(EFFECT_SHORT) && size > 1 ? 1 : size);
}

ssize_t
write(int fd, const void *octets, size_t len)
{
    if (fails(CALL_WRITE))
        return -1;
    if (has_effect(EFFECT_ZERO))
        return 0;
    return syscall(SYS_write, fd, octets, has_effect(EFFECT_SHORT) && len > 1 ? 1 : len);
}

ssize_t
splice(int in, off64_t *in_at, int out, off64_t *out_at, size_t len, unsigned flags)
{
    if (fails(CALL_PASS))
        return -1;
    if (has_effect(EFFECT_ZERO))
        return 0;
    len = has_effect(EFFECT_SHORT) && len > SHORT_PASS ? SHORT_PASS : len;
    return syscall(SYS_splice, in, in_at, out, out_at, len, flags);
}

ssize_t
sendfile(int out, int in, off_t *at, size_t len)
{
    return fails(CALL_PASS) ? -1 : syscall(SYS_sendfile, out, in, at, len);
}

ssize_t
copy_file_range(int in, off64_t *in_at, int out, off64_t *out_at, size_t len, unsigned flags)
{
    if (fails(CALL_PASS))
        return -1;
    if (has_effect(EFFECT_ZERO))
        return 0;
    len = has_effect(EFFECT_SHORT) && len > SHORT_PASS ? SHORT_PASS : len;
    return syscall(SYS_copy_file_range, in, in_at, out, out_at, len, flags);
}

ssize_t
pread(int fd, void *buffer, size_t size, off_t at)
{
    if (fails(CALL_READ))
        return -1;
    return syscall(SYS_pread64, fd, buffer, has_effect(EFFECT_SHORT) && size > 1 ? 1 : size, at);
}

ssize_t
pwrite(int fd, const void *octets, size_t len, off_t at)
{
    if (fails(CALL_KEEP))
        return -1;
    if (has_effect(EFFECT_ZERO))
        return 0;
    return syscall(SYS_pwrite64, fd, octets, has_effect(EFFECT_SHORT) && len > 1 ? 1 : len, at);
}

/* A close that fails has closed all the same. */
int
close(int fd)
{
    bool failed = fails(CALL_CLOSE);
    int saved = errno, result = (int)syscall(SYS_close, fd);

    errno = failed ? saved : errno;
    return failed ? -1 : result;
}

/* --- files and processes --- */

int
open(const char *path, int flags, ...) /* NOLINT(cert-dcl50-cpp): as in POSIX */
{
    va_list arguments;
    mode_t mode;

    va_start(arguments, flags);
    /* NOLINTNEXTLINE(clang-analyzer-valist.Uninitialized): LLVM 14 does not see va_start */
    mode = flags & O_CREAT || (flags & O_TMPFILE) == O_TMPFILE ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    if (fault_plan && fault_plan->no_tmpfile && (flags & O_TMPFILE) == O_TMPFILE) {
        errno = EOPNOTSUPP;
        return -1;
    }
    return fails(CALL_OPEN) ? -1 : (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

int
mkostemp(char *template, int flags)
{
    static int (*original)(char *, int);

    if (!original)
        *(void **)&original = dlsym(RTLD_NEXT, "mkostemp");
    return fails(CALL_OPEN) ? -1 : original(template, flags);
}

FILE *
fopen(const char *path, const char *mode)
{
    static FILE *(*original)(const char *, const char *);

    if (!original) /* other libraries may call this before begin() */
        *(void **)&original = dlsym(RTLD_NEXT, "fopen");
    return fails(CALL_OPEN) ? NULL : original(path, mode);
}

int
linkat(int from_folder, const char *from, int to_folder, const char *to, int flags)
{
    return fails(CALL_NAME) ? -1
                            : (int)syscall(SYS_linkat, from_folder, from, to_folder, to, flags);
}

int
rename(const char *from, const char *to)
{
    return fails(CALL_NAME) ? -1 : (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int
fsync(int fd)
{
    return fails(CALL_NAME) ? -1 : (int)syscall(SYS_fsync, fd);
}

int
pipe2(int ends[2], int flags)
{
    return fails(CALL_PIPE) ? -1 : (int)syscall(SYS_pipe2, ends, flags);
}

pid_t
fork(void)
{
    pid_t pid = fails(CALL_FORK) ? -1 : _Fork();

    if (pid == 0)
        self = self == GUARD ? INSPECTOR : HASHER;
    return pid;
}

pid_t
waitpid(pid_t pid, int *status, int options)
{
    return fails(CALL_REAP) ? -1 : (pid_t)syscall(SYS_wait4, pid, status, options, NULL);
}

int
sigtimedwait(const sigset_t *set, siginfo_t *info, const struct timespec *patience)
{
    return fails(CALL_REAP) ? -1
                            : (int)syscall(SYS_rt_sigtimedwait, set, info, patience, _NSIG / 8);
}

/* --- waiting and time --- */

int
ppoll(struct pollfd *fds, nfds_t count, const struct timespec *patience, const sigset_t *mask)
{
    struct timespec left = patience ? *patience : (struct timespec){ .tv_sec = 0 };

    return fails(CALL_WAIT)
               ? -1
               : (int)syscall(SYS_ppoll, fds, count, patience ? &left : NULL, mask, _NSIG / 8);
}

int
poll(struct pollfd *fds, nfds_t count, int milliseconds)
{
    struct timespec patience = { .tv_sec = milliseconds / 1000,
                                 .tv_nsec = milliseconds % 1000 * 1000000L };

    return ppoll(fds, count, milliseconds < 0 ? NULL : &patience, NULL);
}

int
clock_gettime(clockid_t clock, struct timespec *now)
{
    static int (*original)(clockid_t, struct timespec *);

    if (!original)
        *(void **)&original = dlsym(RTLD_NEXT, "clock_gettime");
    if (fails(CALL_CLOCK))
        return -1;
    if (has_effect(EFFECT_JUMP))
        wrong_by += fault_plan->value;
    original(clock, now);
    now->tv_sec += wrong_by;
    return 0;
}

/* --- the network --- */

int
socket(int domain, int type, int protocol)
{
    return fails(CALL_SOCKET) ? -1 : (int)syscall(SYS_socket, domain, type, protocol);
}

int
connect(int fd, __CONST_SOCKADDR_ARG address, socklen_t len)
{
    return fails(CALL_SOCKET) ? -1 : (int)syscall(SYS_connect, fd, address.__sockaddr__, len);
}

static ssize_t
send_out(int fd, const void *octets, size_t len, int flags, const void *address,
         socklen_t address_len)
{
    if (fails(CALL_SEND))
        return -1;
    if (has_effect(EFFECT_LOSE))
        return (ssize_t)len;
    return syscall(SYS_sendto, fd, octets, len, flags, address, address_len);
}

/* A log daemon of the test's own: its socket's path stands in FAULT_LOG. */
static const struct sockaddr_un *
log_daemon(void)
{
    static struct sockaddr_un daemon = { .sun_family = AF_UNIX };
    const char *path = getenv("FAULT_LOG");

    if (!path)
        return NULL;
    snprintf(daemon.sun_path, sizeof(daemon.sun_path), "%s", path);
    return &daemon;
}

ssize_t
sendto(int fd, const void *octets, size_t len, int flags, __CONST_SOCKADDR_ARG address,
       socklen_t address_len)
{
    const struct sockaddr_un *daemon = log_daemon();

    return address.__sockaddr__ && address.__sockaddr__->sa_family == AF_UNIX && daemon
               ? send_out(fd, octets, len, flags, daemon, sizeof(*daemon))
               : send_out(fd, octets, len, flags, address.__sockaddr__, address_len);
}

ssize_t
send(int fd, const void *octets, size_t len, int flags)
{
    return send_out(fd, octets, len, flags, NULL, 0);
}

/* What arrived as the network, or a server that is out of its mind, may hand it over. None of it
 * can make a record authorize more: then it would be an answer to be believed. */
static ssize_t
spoil(unsigned char *octets, ssize_t got)
{
    switch (fault_plan->effect) {
    case EFFECT_CUT:
        return got / 2;
    case EFFECT_OTHER:
        octets[0] ^= 0xff;
        return got;
    case EFFECT_NOISE:
        for (ssize_t i = fault_plan->value; i < got; i++)
            octets[i] = 0xff;
        return got;
    default:
        return got;
    }
}

ssize_t
recv(int fd, void *buffer, size_t size, int flags)
{
    ssize_t got;
    if (fails(CALL_RECEIVE))
        return -1;
    got = syscall(SYS_recvfrom, fd, buffer, size, flags, NULL, NULL);
    return due && got > 0 ? spoil(buffer, got) : got;
}

/* --- getting ready --- */

int
dup2(int from, int to)
{
    return fails(CALL_SETUP) ? -1 : (int)syscall(SYS_dup3, from, to, 0);
}

int
prctl(int option, ...) /* NOLINT(cert-dcl50-cpp): as in Linux */
{
    unsigned long argument[4];
    va_list arguments;

    va_start(arguments, option);
    for (size_t i = 0; i < sizeof(argument) / sizeof(argument[0]); i++)
        argument[i] = va_arg(arguments, unsigned long);
    va_end(arguments);
    return fails(CALL_SETUP) ? -1
                             : (int)syscall(SYS_prctl, option, argument[0], argument[1],
                                            argument[2], argument[3]);
}

int
fcntl(int fd, int command, ...) /* NOLINT(cert-dcl50-cpp): as in POSIX */
{
    va_list arguments;
    unsigned long argument;

    va_start(arguments, command);
    /* NOLINTNEXTLINE(clang-analyzer-valist.Uninitialized): as above */
    argument = va_arg(arguments, unsigned long);
    va_end(arguments);
    return fails(CALL_SETUP) ? -1 : (int)syscall(SYS_fcntl, fd, command, argument);
}

int
fstat(int fd, struct stat *about)
{
    return fails(CALL_SETUP) ? -1 : (int)syscall(SYS_newfstatat, fd, "", about, AT_EMPTY_PATH);
}

off_t
lseek(int fd, off_t offset, int from)
{
    return fails(CALL_SETUP) ? -1 : syscall(SYS_lseek, fd, offset, from);
}

int
unlink(const char *path)
{
    return fails(CALL_SETUP) ? -1 : (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
}

int
kill(pid_t pid, int signal)
{
    return fails(CALL_SETUP) ? -1 : (int)syscall(SYS_kill, pid, signal);
}

int
setrlimit(__rlimit_resource_t what, const struct rlimit *limit)
{
    return fails(CALL_SETUP) ? -1 : (int)syscall(SYS_prlimit64, 0, what, limit, NULL);
}

/* NOLINTEND(readability-inconsistent-declaration-parameter-name) */
