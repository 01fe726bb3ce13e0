/* SPDX-License-Identifier: ISC */
/* What a process inside the sandbox may try, a function each: some of it this program does, the
 * rest whoever has taken it over would. Each returns as system calls do, -1 with errno. Calls that
 * the C library might make in several ways are made by their number, so that their names are known.
 */
#ifndef TESTS_SANDBOX_TRY_H
#define TESTS_SANDBOX_TRY_H

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <linux/futex.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define TRY(name, expression)                                                                      \
    static long name(void)                                                                         \
    {                                                                                              \
        return expression;                                                                         \
    }

TRY(open_to_read, syscall(SYS_openat, AT_FDCWD, "there", O_RDONLY))
TRY(open_to_write, syscall(SYS_openat, AT_FDCWD, "there", O_WRONLY))
TRY(open_to_read_and_write, syscall(SYS_openat, AT_FDCWD, "there", O_RDWR))
TRY(open_to_cut, syscall(SYS_openat, AT_FDCWD, "there", O_RDONLY | O_TRUNC))
TRY(create, syscall(SYS_openat, AT_FDCWD, "new", O_WRONLY | O_CREAT, 0600))
TRY(create_to_read, syscall(SYS_openat, AT_FDCWD, "new", O_RDONLY | O_CREAT, 0600))
TRY(create_without_a_name, syscall(SYS_openat, AT_FDCWD, ".", O_RDWR | O_TMPFILE, 0600))
TRY(open_the_new_way,
    syscall(SYS_openat2, AT_FDCWD, "there", &(uint64_t[3]){ O_RDWR }, sizeof(uint64_t[3])))
TRY(list, syscall(SYS_openat, AT_FDCWD, ".", O_RDONLY | O_DIRECTORY))

static long
look_at(void)
{
    struct stat about;

    return stat("there", &about);
}

static long
look_at_by_descriptor(void)
{
    struct stat about;

    return syscall(SYS_newfstatat, AT_FDCWD, "there", &about, AT_EMPTY_PATH);
}

static long
look_at_new_way(void)
{
    struct statx about;

    return syscall(SYS_statx, AT_FDCWD, "there", AT_EMPTY_PATH, STATX_SIZE, &about);
}

static long
look_at_descriptor(void)
{
    struct stat about;

    return syscall(SYS_fstat, STDIN_FILENO, &about);
}

static long
read_link(void)
{
    char text[16];

    return readlink("link", text, sizeof(text));
}

TRY(cut, truncate("there", 0))
TRY(move, syscall(SYS_renameat2, AT_FDCWD, "there", AT_FDCWD, "elsewhere", 0))
TRY(take_out, syscall(SYS_unlinkat, AT_FDCWD, "there", 0))
TRY(make_directory, syscall(SYS_mkdirat, AT_FDCWD, "new", 0700))
TRY(make_link, syscall(SYS_linkat, AT_FDCWD, "there", AT_FDCWD, "new", 0))
TRY(make_symbolic_link, syscall(SYS_symlinkat, "there", AT_FDCWD, "new"))
TRY(make_pipe, syscall(SYS_mknodat, AT_FDCWD, "new", S_IFIFO | 0600, 0))
TRY(change_mode, syscall(SYS_fchmodat, AT_FDCWD, "there", 0777))
TRY(leave_directory, chdir("/"))
TRY(mount_something, mount("none", ".", "tmpfs", 0, NULL))
TRY(make_memory_file, memfd_create("code", 0))
/* Not execl: in a build that measures coverage its wrapper opens a file first. */
TRY(run, syscall(SYS_execve, "/bin/true", NULL, NULL))

static long
fork_process(void)
{
    pid_t child = fork();

    if (child == 0)
        _exit(0);
    return child;
}

/* As glibc does from version 2.41 on. */
static long
fork_with_signals_blocked(void)
{
    sigset_t all, before;
    long child;

    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, &before);
    child = fork_process();
    sigprocmask(SIG_SETMASK, &before, NULL);
    return child;
}

TRY(clone_process, syscall(SYS_clone3, NULL, 0))
TRY(signal_parent, kill(getppid(), 0))
TRY(signal_thread_of_parent, syscall(SYS_tgkill, getppid(), getppid(), 0))
TRY(trace, ptrace(PTRACE_SEIZE, getppid(), NULL, NULL))
TRY(look_for_parent,
    syscall(SYS_sched_getaffinity, getppid(), sizeof(cpu_set_t), &(cpu_set_t){ 0 }))

/* The number of a process's clock, as clock_getcpuclockid(3) makes it. */
TRY(watch_parent,
    syscall(SYS_clock_gettime, (int)(~(unsigned)getppid() << 3 | 2), &(struct timespec){ 0 }))
TRY(lend_priority, syscall(SYS_futex, &(uint32_t){ 0 }, FUTEX_LOCK_PI, 0, NULL, NULL, 0))
TRY(read_terminal, read(STDERR_FILENO, &(char){ 0 }, 1))
TRY(read_parent, syscall(SYS_process_vm_readv, getppid(), NULL, 0, NULL, 0, 0))
TRY(use_ring, syscall(SYS_io_uring_setup, 1, NULL))
TRY(load_bpf, syscall(SYS_bpf, 0, NULL, 0))
TRY(enter_namespace, unshare(CLONE_NEWUSER))
TRY(become_another, syscall(SYS_setuid, 65534))
TRY(change_root, chroot("."))
TRY(leave_groups, syscall(SYS_setgroups, 0, NULL))
TRY(change_scheduler,
    sched_setscheduler(0, SCHED_FIFO, &(const struct sched_param){ .sched_priority = 1 }))
TRY(handle_traps, sigaction(SIGSYS, &(const struct sigaction){ .sa_handler = SIG_IGN }, NULL))
TRY(raise_limit, setrlimit(RLIMIT_CORE, &(const struct rlimit){ .rlim_cur = 0, .rlim_max = 0 }))

static long
map_code(void)
{
    void *at = mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    return at == MAP_FAILED ? -1 : 0;
}

static long
make_code(void)
{
    void *at = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    return mprotect(at, 4096, PROT_READ | PROT_EXEC);
}

TRY(local_socket, socket(AF_UNIX, SOCK_STREAM, 0))

static long
pair_of_sockets(void)
{
    int ends[2];

    return socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
}

TRY(kernel_socket, socket(AF_NETLINK, SOCK_DGRAM, 0))
TRY(raw_socket, socket(AF_INET, SOCK_RAW, IPPROTO_UDP))
TRY(raw_socket_of_no_protocol, socket(AF_INET, SOCK_RAW, 0))
TRY(packets_in_sequence, socket(AF_INET6, SOCK_SEQPACKET, 0))
TRY(packet_socket, socket(AF_PACKET, SOCK_DGRAM, 0))
TRY(ping_socket, socket(AF_INET, SOCK_DGRAM, IPPROTO_ICMP))

static long
bind_port(void)
{
    const struct sockaddr_in any = { .sin_family = AF_INET,
                                     .sin_addr = { htonl(INADDR_LOOPBACK) } };

    return bind(socket(AF_INET, SOCK_STREAM, 0), (const struct sockaddr *)&any, sizeof(any));
}

TRY(listen_on_port, listen(socket(AF_INET, SOCK_STREAM, 0), 1))

static long
send_to_anybody(void)
{
    const struct sockaddr_in anybody = { .sin_family = AF_INET,
                                         .sin_port = htons(9),
                                         .sin_addr = { htonl(INADDR_LOOPBACK) } };

    return sendto(socket(AF_INET, SOCK_DGRAM, 0), "", 1, 0, (const struct sockaddr *)&anybody,
                  sizeof(anybody));
}

static long
ask_peer(void)
{
    struct sockaddr_storage peer;
    socklen_t len = sizeof(peer);

    return getpeername(STDERR_FILENO, (struct sockaddr *)&peer, &len);
}

TRY(ask_terminal, ioctl(STDIN_FILENO, FIONREAD, &(int){ 0 }))
TRY(name_thread, prctl(PR_SET_NAME, "another"))

/* What the hasher does, and what it does not. */
TRY(read_input, read(STDIN_FILENO, &(char){ 0 }, 1))
TRY(read_input_by_offset, pread(STDIN_FILENO, &(char){ 0 }, 1, 5))
TRY(read_elsewhere, pread(STDERR_FILENO, &(char){ 0 }, 1, 0))
TRY(write_output, write(STDOUT_FILENO, "", 1))
TRY(write_elsewhere, write(STDERR_FILENO, "", 1))
TRY(wait_a_while, poll(NULL, 0, 1))
TRY(close_input, close(STDIN_FILENO))

static long
take_memory(void)
{
    g_autofree char *much = g_malloc0((size_t)8 << 20);

    much = g_realloc(much, (size_t)16 << 20);
    return much[100] == '\0' ? 0 : -1;
}

/* What the DNS does. */
static long
ask(int family, int type)
{
    union {
        struct sockaddr any;
        struct sockaddr_in v4;
        struct sockaddr_in6 v6;
    } to = { .v4 = { .sin_family = AF_INET,
                     .sin_port = htons(9),
                     .sin_addr = { htonl(INADDR_LOOPBACK) } } };
    socklen_t len = sizeof(to.v4);
    int fd = socket(family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    struct pollfd one = { .fd = fd, .events = POLLIN | POLLOUT };
    char octet;

    if (family == AF_INET6) {
        to.v6 = (struct sockaddr_in6){ .sin6_family = AF_INET6,
                                       .sin6_port = htons(9),
                                       .sin6_addr = IN6ADDR_LOOPBACK_INIT };
        len = sizeof(to.v6);
    }
    if (fd < 0)
        return errno == EAFNOSUPPORT ? 0 : -1; /* no IPv6 here */
    if (connect(fd, &to.any, len) == 0)
        send(fd, "", 1, MSG_NOSIGNAL);
    poll(&one, 1, 0);
    recv(fd, &octet, 1, 0);
    return close(fd);
}

TRY(ask_over_udp, ask(AF_INET, SOCK_DGRAM))
TRY(ask_over_tcp, ask(AF_INET, SOCK_STREAM))
TRY(ask_over_udp_and_ipv6, ask(AF_INET6, SOCK_DGRAM))
TRY(ask_over_tcp_and_ipv6, ask(AF_INET6, SOCK_STREAM))

static long
live(void)
{
    g_autofree char *much = g_malloc0((size_t)8 << 20);
    struct timespec now, nap = { .tv_nsec = 1000 };
    uint32_t word = 0;
    time_t then = 0;
    struct tm local;
    char id[2];

    much = g_realloc(much, (size_t)16 << 20);
    much[0] = 'x';
    localtime_r(&then, &local);
    if (clock_gettime(CLOCK_REALTIME, &now) != 0 || nanosleep(&nap, NULL) != 0 ||
        getrandom(id, sizeof(id), 0) != sizeof(id))
        return -1;
    return syscall(SYS_futex, &word, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}

#endif
