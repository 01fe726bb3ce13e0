/* SPDX-License-Identifier: ISC */
/* From inside: what is refused by seccomp alone, by Landlock alone, and where a system has neither.
 * Each row runs in a process of its own, which the fence under test holds for good. */
#include "sandbox/sandbox.h"

#include "sandbox/sandbox_capabilities.h"
#include "sandbox/sandbox_filter.h"
#include "sandbox/sandbox_landlock.h"
#include "sandbox_try.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <linux/securebits.h>
#include <seccomp.h>
#include <string.h>
#include <sys/wait.h>
#include <sysexits.h>

/* --- the table --- */

typedef struct {
    const char *name;
    long (*try)(void);
    const char *want_call; /* the call for which seccomp ends the process; NULL: want_errno */
    int want_errno;        /* of seccomp; 0: it is let through */
    int want_landlock;     /* errno of Landlock; 0: not its business */
    int since;             /* version of Landlock; 0: the first */
} Case;

static const Case cases[] = {
    { "open to read", open_to_read, NULL, EACCES, EACCES, 0 },
    { "open to write", open_to_write, "openat", 0, EACCES, 0 },
    { "open to read and write", open_to_read_and_write, "openat", 0, EACCES, 0 },
    { "open to cut", open_to_cut, "openat", 0, EACCES, 0 },
    { "create", create, "openat", 0, EACCES, 0 },
    { "create to read", create_to_read, "openat", 0, EACCES, 0 },
    { "create without a name", create_without_a_name, "openat", 0, EACCES, 0 },
    { "open the new way", open_the_new_way, NULL, ENOSYS, EACCES, 0 },
    { "list a directory", list, NULL, EACCES, EACCES, 0 },
    { "look at a file", look_at, NULL, EACCES, 0, 0 },
    { "look at a file as at a descriptor", look_at_by_descriptor, NULL, EACCES, 0, 0 },
    { "look at a file as at a descriptor, the new way", look_at_new_way, NULL, EACCES, 0, 0 },
    { "look at a descriptor", look_at_descriptor, NULL, 0, 0, 0 },
    { "read what a terminal may be", read_terminal, "read", 0, 0, 0 },
    { "read a link", read_link, NULL, EACCES, 0, 0 },
    { "cut", cut, "truncate", 0, EACCES, 3 },
    { "rename", move, "renameat2", 0, EACCES, 0 },
    { "remove", take_out, "unlinkat", 0, EACCES, 0 },
    { "make a directory", make_directory, "mkdirat", 0, EACCES, 0 },
    { "link", make_link, "linkat", 0, EACCES, 0 },
    { "make a symbolic link", make_symbolic_link, "symlinkat", 0, EACCES, 0 },
    { "make a named pipe", make_pipe, "mknodat", 0, EACCES, 0 },
    { "change a mode", change_mode, "fchmodat", 0, 0, 0 },
    { "change the directory", leave_directory, "chdir", 0, 0, 0 },
    { "mount", mount_something, "mount", 0, EPERM, 0 },
    { "make a file in memory", make_memory_file, "memfd_create", 0, 0, 0 },
    { "run a program", run, "execve", 0, EACCES, 0 },
    { "fork", fork_process, "clone", 0, 0, 0 },
    { "fork with signals blocked", fork_with_signals_blocked, "clone", 0, 0, 0 },
    { "fork the new way", clone_process, "clone3", 0, 0, 0 },
    { "signal the parent", signal_parent, "kill", 0, EPERM, 6 },
    { "signal a thread of the parent", signal_thread_of_parent, "tgkill", 0, EPERM, 6 },
    { "trace the parent", trace, "ptrace", 0, EPERM, 0 },
    { "look for the parent", look_for_parent, "sched_getaffinity", 0, 0, 0 },
    { "watch the parent's clock", watch_parent, "clock_gettime", 0, 0, 0 },
    { "lend priority", lend_priority, "futex", 0, 0, 0 },
    { "read the parent", read_parent, "process_vm_readv", 0, 0, 0 },
    { "use a ring of calls", use_ring, "io_uring_setup", 0, 0, 0 },
    { "load a program into the kernel", load_bpf, "bpf", 0, 0, 0 },
    { "enter a namespace", enter_namespace, "unshare", 0, 0, 0 },
    { "become another user", become_another, "setuid", 0, 0, 0 },
    { "handle the traps", handle_traps, "rt_sigaction", 0, 0, 0 },
    { "set a limit", raise_limit, "prlimit64", 0, 0, 0 },
    { "map code", map_code, "mmap", 0, 0, 0 },
    { "make code", make_code, "mprotect", 0, 0, 0 },
    { "AF_UNIX", local_socket, "socket", 0, 0, 0 },
    { "socketpair", pair_of_sockets, "socketpair", 0, 0, 0 },
    { "AF_NETLINK", kernel_socket, "socket", 0, 0, 0 },
    { "AF_PACKET", packet_socket, "socket", 0, 0, 0 },
    { "SOCK_RAW", raw_socket, "socket", 0, 0, 0 },
    { "SOCK_RAW of no protocol", raw_socket_of_no_protocol, "socket", 0, 0, 0 },
    { "SOCK_SEQPACKET", packets_in_sequence, "socket", 0, 0, 0 },
    { "ICMP", ping_socket, "socket", 0, 0, 0 },
    { "bind", bind_port, "bind", 0, EACCES, 4 },
    { "listen", listen_on_port, "listen", 0, 0, 0 },
    { "send to anybody", send_to_anybody, "sendto", 0, 0, 0 },
    { "ask whose socket it is", ask_peer, NULL, ENOTCONN, 0, 0 },
    { "ask a terminal", ask_terminal, NULL, ENOTTY, 0, 0 },
    { "name a thread", name_thread, NULL, EINVAL, 0, 0 },
    { "DNS over UDP", ask_over_udp, NULL, 0, 0, 0 },
    { "DNS over TCP", ask_over_tcp, NULL, 0, 0, 0 },
    { "DNS over UDP and IPv6", ask_over_udp_and_ipv6, NULL, 0, 0, 0 },
    { "DNS over TCP and IPv6", ask_over_tcp_and_ipv6, NULL, 0, 0, 0 },
    { "memory, clocks, randomness", live, NULL, 0, 0, 0 },
};

#define STRAY 40 /* a descriptor that somebody left open */

static const uint16_t no_ports[] = { 0 }, dns_ports[] = { 53, 0 };

/* --- a process inside --- */

typedef struct {
    int status;       /* as waitpid has it */
    char report[200]; /* what came over the reply */
} End;

/* Runs child(data, reply) in a process of its own. */
static End
run_child(void (*child)(const void *data, int reply), const void *data)
{
    End end = { .status = -1 };
    ssize_t got;
    int ends[2];
    pid_t pid;

    cr_assert_eq(pipe(ends), 0);
    pid = fork();
    if (pid == 0) {
        close(ends[0]);
        child(data, ends[1]);
        _exit(EX_SOFTWARE);
    }
    close(ends[1]);
    got = read(ends[0], end.report, sizeof(end.report) - 1);
    end.report[MAX(got, 0)] = '\0';
    close(ends[0]);
    cr_assert_eq(waitpid(pid, &end.status, 0), pid);
    return end;
}

/* A room with the files that the rows need. */
static char *
enter_room(void)
{
    g_autofree char *room = g_dir_make_tmp("sandbox-XXXXXX", NULL);

    cr_assert(room && g_chdir(room) == 0);
    cr_assert(g_file_set_contents("there", "octets", -1, NULL) && symlink("there", "link") == 0);
    return g_steal_pointer(&room);
}

/* The room must be as it was made. */
static void
leave_room(const char *room)
{
    g_autofree char *octets = NULL;

    cr_expect(g_file_get_contents("there", &octets, NULL, NULL) && strcmp(octets, "octets") == 0);
    unlink("link");
    unlink("there");
    cr_expect_eq(rmdir(room), 0, "something was made: %s", strerror(errno));
}

static _Noreturn void
leave_with_errno(const Case *one)
{
    _exit(one->try() < 0 ? errno : 0);
}

/* The two ways of the filter into the kernel, told apart by another filter that was there before,
 * as some service managers have one. It refuses the call of the other way. */
typedef struct {
    const char *name;
    const char *refused;
    struct scmp_arg_cmp condition;
    unsigned conditions;
} Way;

static const Way ways[] = {
    { "ready", "seccomp", { 0 }, 0 },
    { "made", "prctl", { 0, SCMP_CMP_EQ, PR_SET_SECCOMP, 0 }, 1 },
};

static const Way *way = &ways[0];

static bool
leave_one_way(void)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    bool left = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
                seccomp_rule_add_array(filter, SCMP_ACT_ERRNO(EINVAL),
                                       seccomp_syscall_resolve_name(way->refused), way->conditions,
                                       &way->condition) == 0 &&
                seccomp_load(filter) == 0;

    seccomp_release(filter);
    return left;
}

static void
try_behind_filter(const void *data, int reply)
{
    if (leave_one_way() && sandbox_filter(true, reply))
        leave_with_errno(data);
}

static void
try_behind_landlock(const void *data, int reply)
{
    (void)reply;
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && sandbox_landlock(no_ports) > 0)
        leave_with_errno(data);
}

static void
expect_errno(const Case *one, const End *end, int want)
{
    cr_expect(WIFEXITED(end->status) && WEXITSTATUS(end->status) == want,
              "%s, %s: status %x, %s, want errno %d", way->name, one->name, (unsigned)end->status,
              end->report, want);
}

/* The call of which the process told before it ended; "": none. */
static void
forbidden_call(const End *end, char *name, size_t size)
{
    int number = -1;

    *name = '\0';
    if (g_str_has_prefix(end->report, "sandbox "))
        number = (int)g_ascii_strtoll(end->report + strlen("sandbox "), NULL, 10);
    if (number >= 0)
        sandbox_call_name(number, name, size);
}

static void
expect_behind_filter(const Case *one)
{
    End end = run_child(try_behind_filter, one);
    char name[64];

    if (!one->want_call) {
        expect_errno(one, &end, one->want_errno);
        return;
    }
    forbidden_call(&end, name, sizeof(name));
    cr_expect(strcmp(name, one->want_call) == 0, "%s, %s: got %s %s", way->name, one->name, name,
              end.report);
    cr_expect(WIFEXITED(end.status) && WEXITSTATUS(end.status) == EX_SOFTWARE, "%s, %s: status %x",
              way->name, one->name, (unsigned)end.status);
}

Test(sandbox, seccomp_alone)
{
    g_autofree char *room = enter_room();

    for (way = ways; way < ways + G_N_ELEMENTS(ways); way++)
        for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
            expect_behind_filter(&cases[i]);
    leave_room(room);
}

static void
tell_version(const void *data, int reply)
{
    (void)data;
    (void)reply;
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    _exit(sandbox_landlock(no_ports));
}

Test(sandbox, landlock_alone)
{
    End end = run_child(tell_version, NULL);
    int version = WIFEXITED(end.status) ? WEXITSTATUS(end.status) : 0;
    g_autofree char *room = NULL;

    if (version == 0)
        cr_skip_test("this kernel has no Landlock");
    room = enter_room();
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        if (cases[i].want_landlock == 0 || version < cases[i].since)
            continue;
        end = run_child(try_behind_landlock, &cases[i]);
        expect_errno(&cases[i], &end, cases[i].want_landlock);
    }
    leave_room(room);
}

/* --- the hasher --- */

static void
try_as_hasher(const void *data, int reply)
{
    dup2(reply, STDOUT_FILENO);
    dup2(memfd_create("body", 0), STDIN_FILENO);
    if (leave_one_way() && sandbox_filter_hasher())
        leave_with_errno(data);
}

static void
expect_hasher_ended(const Case *one)
{
    End end;

    if (one->try == name_thread)
        return; /* fails, as for the inspector */
    end = run_child(try_as_hasher, one);
    cr_expect(WIFSIGNALED(end.status) && WTERMSIG(end.status) == SIGSYS, "%s, %s: status %x",
              way->name, one->name, (unsigned)end.status);
    cr_expect_str_eq(end.report, "", "%s, %s", way->name, one->name);
}

/* All that the inspector may not do, and nearly all that it may. */
Test(sandbox, hasher_can_do_nothing_else)
{
    static const Case more[] = {
        { .name = "read", .try = read_input },
        { .name = "read by offset what is not the body", .try = read_elsewhere },
        { .name = "write elsewhere", .try = write_elsewhere },
        { .name = "wait", .try = wait_a_while },
        { .name = "close", .try = close_input },
    };
    g_autofree char *room = enter_room();

    for (way = ways; way < ways + G_N_ELEMENTS(ways); way++) {
        for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
            expect_hasher_ended(&cases[i]);
        for (size_t i = 0; i < G_N_ELEMENTS(more); i++)
            expect_hasher_ended(&more[i]);
    }
    leave_room(room);
}

Test(sandbox, hasher_can_hash)
{
    static const Case needed[] = {
        { .name = "read by offset", .try = read_input_by_offset },
        { .name = "write", .try = write_output },
        { .name = "memory", .try = take_memory },
    };

    for (way = ways; way < ways + G_N_ELEMENTS(ways); way++)
        for (size_t i = 0; i < G_N_ELEMENTS(needed); i++) {
            End end = run_child(try_as_hasher, &needed[i]);

            expect_errno(&needed[i], &end, 0);
        }
}

static void
enter_as_hasher(const void *data, int reply)
{
    char text[64];
    struct rlimit size;

    (void)data;
    dup2(STDIN_FILENO, STRAY);
    dup2(reply, STDOUT_FILENO);
    sandbox_enter_hasher();
    getrlimit(RLIMIT_FSIZE, &size);
    g_snprintf(text, sizeof(text), "%d %d %d %d", sandbox_state()->seccomp, sandbox_state()->limits,
               (int)size.rlim_max, sandbox_state()->tcp_ports[0]);
    if (write(STDOUT_FILENO, text, strlen(text)) < 0)
        _exit(EX_SOFTWARE);
    /* by the descriptor's number: what is closed is not there, and fstat is no call of its own */
    for (int fd = STDERR_FILENO; fd <= STRAY; fd++)
        if (mmap(NULL, 1, PROT_READ, MAP_PRIVATE, fd, 0) != MAP_FAILED || errno != EBADF)
            _exit(EX_SOFTWARE);
    _exit(EX_OK);
}

Test(sandbox, hasher_has_two_descriptors)
{
    End end = run_child(enter_as_hasher, NULL);

    cr_expect_str_eq(end.report, "1 1 0 0");
    cr_expect(WIFEXITED(end.status) && WEXITSTATUS(end.status) == EX_OK, "status %x",
              (unsigned)end.status);
}

/* --- the network --- */

/* Rows that ask, where there is nobody to ask. */
static void
try_without_sockets(const void *data, int reply)
{
    if (leave_one_way() && sandbox_filter(false, reply))
        leave_with_errno(data);
}

Test(sandbox, no_sockets_where_nobody_is_asked)
{
    static const Case asking[] = {
        { "UDP", ask_over_udp, NULL, 0, 0, 0 },
        { "TCP", ask_over_tcp, NULL, 0, 0, 0 },
        { "UDP and IPv6", ask_over_udp_and_ipv6, NULL, 0, 0, 0 },
        { "TCP and IPv6", ask_over_tcp_and_ipv6, NULL, 0, 0, 0 },
    };

    for (way = ways; way < ways + G_N_ELEMENTS(ways); way++)
        for (size_t i = 0; i < G_N_ELEMENTS(asking); i++) {
            End end = run_child(try_without_sockets, &asking[i]);
            char name[64];

            forbidden_call(&end, name, sizeof(name));
            cr_expect_str_eq(name, "socket", "%s, %s: %s", way->name, asking[i].name, end.report);
        }
}

/* A server on loopback, of this family; *port gets where. Returns -1 where there is no such family.
 */
static int
open_server(int family, uint16_t *port)
{
    struct sockaddr_in6 any = { .sin6_family = (sa_family_t)family,
                                .sin6_addr = IN6ADDR_LOOPBACK_INIT };
    struct sockaddr_in any4 = { .sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) } };
    const struct sockaddr *address =
        family == AF_INET ? (const struct sockaddr *)&any4 : (const struct sockaddr *)&any;
    socklen_t len = family == AF_INET ? sizeof(any4) : sizeof(any);
    int fd = socket(family, SOCK_STREAM, 0);

    if (fd < 0 || bind(fd, address, len) != 0 || listen(fd, 4) != 0)
        return -1;
    len = sizeof(any);
    getsockname(fd, (struct sockaddr *)&any, &len);
    *port = ntohs(any.sin6_port); /* where sin_port is, too */
    return fd;
}

typedef struct {
    int server; /* listens, and says whereto to connect */
    uint16_t ports[3];
} Connection;

static void
connect_behind_landlock(const void *data, int reply)
{
    const Connection *connection = data;
    struct sockaddr_storage address;
    socklen_t len = sizeof(address);
    int fd;

    (void)reply;
    getsockname(connection->server, (struct sockaddr *)&address, &len);
    fd = socket(address.ss_family, SOCK_STREAM, 0);
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    if (sandbox_landlock(connection->ports) > 0)
        _exit(connect(fd, (const struct sockaddr *)&address, len) == 0 ? 0 : errno);
}

static void
expect_connection(int family)
{
    uint16_t port = 0;
    int server = open_server(family, &port);
    const struct {
        const char *name;
        uint16_t ports[3];
        int want;
    } rows[] = {
        { "none", { 0 }, EACCES },
        { "another", { (uint16_t)(port ^ 1), 0 }, EACCES },
        { "the octets the wrong way round", { htons(port), 0 }, EACCES },
        { "this", { port, 0 }, 0 },
        { "this besides another", { 53, port, 0 }, 0 },
    };

    for (size_t i = 0; server >= 0 && i < G_N_ELEMENTS(rows); i++) {
        Connection connection = { .server = server };
        End end;

        if (rows[i].want && rows[i].ports[0] == port)
            continue; /* a port that is the same both ways */
        memcpy(connection.ports, rows[i].ports, sizeof(connection.ports));
        end = run_child(connect_behind_landlock, &connection);
        cr_expect(WIFEXITED(end.status) && WEXITSTATUS(end.status) == rows[i].want,
                  "family %d, allowed %s: status %x", family, rows[i].name, (unsigned)end.status);
    }
    close(server);
}

Test(sandbox, tcp_to_the_ports_of_the_dns_only)
{
    End end = run_child(tell_version, NULL);

    if (!WIFEXITED(end.status) || WEXITSTATUS(end.status) < SANDBOX_LANDLOCK_PORTS)
        cr_skip_test("Landlock of this kernel knows no ports");
    expect_connection(AF_INET);
    expect_connection(AF_INET6);
}

/* --- what root could do --- */

/* What /proc shows of the capabilities of a process: five lines of 16 digits. */
static char *
capabilities_of(pid_t pid)
{
    g_autofree char *path = g_strdup_printf("/proc/%d/status", (int)pid), *status = NULL;
    GString *text = g_string_new(NULL);

    g_file_get_contents(path, &status, NULL, NULL);
    g_auto(GStrv) lines = g_strsplit(status ? status : "", "\n", 0);
    for (size_t i = 0; lines[i]; i++)
        if (g_str_has_prefix(lines[i], "Cap"))
            g_string_append_printf(text, "%s\n", lines[i]);
    return g_string_free(text, FALSE);
}

#define NO_CAPABILITY "0000000000000000\n"

Test(sandbox, no_capability_is_left)
{
    g_autofree char *within = NULL;
    int ends[2], hold[2];
    char octet;
    pid_t pid;

    cr_assert(pipe(ends) == 0 && pipe(hold) == 0);
    pid = fork();
    if (pid == 0) {
        close(hold[1]);
        dup2(hold[0], STDIN_FILENO);
        sandbox_enter_behind_guard(dns_ports, ends[1]);
        _exit(write(ends[1], "", 1) == 1 && sandbox_state()->no_capabilities &&
                      read(STDIN_FILENO, &octet, 1) == 0
                  ? EX_OK
                  : EX_SOFTWARE);
    }
    close(ends[1]);
    cr_assert_eq(read(ends[0], &octet, 1), 1);
    within = capabilities_of(pid);
    cr_expect_neq(strstr(within, "CapInh:\t" NO_CAPABILITY "CapPrm:\t" NO_CAPABILITY
                                 "CapEff:\t" NO_CAPABILITY),
                  NULL, "%s", within);
    cr_expect_neq(strstr(within, "CapAmb:\t" NO_CAPABILITY), NULL, "%s", within);
    close(hold[1]);
    cr_assert(waitpid(pid, &(int){ 0 }, 0) == pid);
}

/* What a caller may have set for good (capabilities(7)): it stays. */
static const unsigned long held_bits[] = {
    0,
    SECBIT_KEEP_CAPS_LOCKED,
    SECBIT_NO_CAP_AMBIENT_RAISE,
    SECBIT_NO_SETUID_FIXUP | SECBIT_NO_SETUID_FIXUP_LOCKED,
    SECBIT_NOROOT | SECBIT_NOROOT_LOCKED,
};

/* A program that it ran would have none, as root too: without the other fences, which let none be
 * run, or let none gain anything. */
static void
run_program(const void *data, int reply)
{
    unsigned long held = *(const unsigned long *)data, bits;

    (void)reply;
    if (prctl(PR_SET_SECUREBITS, held, 0, 0, 0) != 0)
        held = 0; /* not root */
    if (!sandbox_drop_capabilities())
        _exit(EX_UNAVAILABLE);
    bits = (unsigned long)prctl(PR_GET_SECUREBITS, 0, 0, 0, 0);
    if ((bits & held) != held)
        _exit(EX_PROTOCOL);
    execlp("grep", "grep", "-q", "^CapPrm:.0*$", "/proc/self/status", (char *)NULL);
    _exit(EX_OSERR);
}

Test(sandbox, a_program_gains_no_capability)
{
    for (size_t i = 0; i < G_N_ELEMENTS(held_bits); i++) {
        End end = run_child(run_program, &held_bits[i]);

        cr_expect(WIFEXITED(end.status) && WEXITSTATUS(end.status) == EX_OK, "bits %lx, status %x",
                  held_bits[i], (unsigned)end.status);
    }
}

/* What needs one fails: without seccomp, which would not let it be tried. */
static void
use_capabilities(const void *data, int reply)
{
    long (*const tries[])(void) = { change_root, change_scheduler, leave_groups };

    (void)data;
    (void)reply;
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    if (!sandbox_drop_capabilities())
        _exit(EX_UNAVAILABLE);
    for (size_t i = 0; i < G_N_ELEMENTS(tries); i++)
        if (tries[i]() != -1 || errno != EPERM)
            _exit((int)i + 1);
    _exit(EX_OK);
}

Test(sandbox, capabilities_are_of_no_use)
{
    End end = run_child(use_capabilities, NULL);

    cr_expect(WIFEXITED(end.status) && WEXITSTATUS(end.status) == EX_OK, "status %x",
              (unsigned)end.status);
}

/* --- ends that no handler sees --- */

static void
abort_behind_filter(const void *data, int reply)
{
    (void)data;
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    if (sandbox_filter(true, reply))
        abort();
}

Test(sandbox, abort_stays_abort)
{
    End end = run_child(abort_behind_filter, NULL);

    cr_expect(WIFSIGNALED(end.status) && WTERMSIG(end.status) == SIGABRT, "status %x",
              (unsigned)end.status);
}

#ifdef __x86_64__
/* write of the x32 ABI: the number of an allowed call, with a bit more. */
static void
call_another_architecture(const void *data, int reply)
{
    (void)data;
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    if (sandbox_filter(true, reply))
        syscall(0x40000000 | SYS_write, reply, "x", 1);
}

Test(sandbox, another_architecture_kills)
{
    End end = run_child(call_another_architecture, NULL);

    cr_expect(WIFSIGNALED(end.status) && WTERMSIG(end.status) == SIGSYS, "status %x",
              (unsigned)end.status);
    cr_expect_str_eq(end.report, "");
}
#endif

/* --- the whole --- */

static void
enter_whole(const void *data, int reply)
{
    struct rlimit files, core, size;
    char text[64] = "";

    (void)data;
    setenv("TZ", "EST5", 1);
    setenv("GCONV_PATH", "/tmp", 1);
    dup2(STDIN_FILENO, STRAY);
    sandbox_enter_behind_guard(dns_ports, reply);
    getrlimit(RLIMIT_NOFILE, &files);
    getrlimit(RLIMIT_CORE, &core);
    getrlimit(RLIMIT_FSIZE, &size);
    g_snprintf(text, sizeof(text), "%d %d %d %s %s %d %d %d %s", sandbox_state()->seccomp,
               sandbox_state()->landlock > 0, sandbox_state()->limits, getenv("TZ"),
               getenv("GCONV_PATH") ? "kept" : "gone", (int)files.rlim_cur, (int)core.rlim_max,
               (int)size.rlim_max, sandbox_state()->problem);
    if (write(reply, text, strlen(text)) < 0)
        _exit(EX_SOFTWARE);
    _exit(close(STRAY) < 0 && errno == EBADF ? EX_OK : EX_SOFTWARE);
}

Test(sandbox, whole)
{
    End end = run_child(enter_whole, NULL);
    End version = run_child(tell_version, NULL);
    g_autofree char *want =
        WEXITSTATUS(version.status) > 0
            ? g_strdup("1 1 1 EST5 gone 64 0 0 ")
            : g_strdup_printf("1 0 1 EST5 gone 64 0 0 landlock: %s", strerror(ENOSYS));

    cr_expect_str_eq(end.report, want);
    cr_expect(WIFEXITED(end.status) && WEXITSTATUS(end.status) == EX_OK, "status %x",
              (unsigned)end.status);
    cr_expect_null(sandbox_state(), "the test itself is not inside");
}

/* An old kernel, or a container that lets nobody build fences: everything is tried, and said. */
static void
enter_where_refused(const void *data, int reply)
{
    const struct scmp_arg_cmp filters = { 0, SCMP_CMP_EQ, PR_SET_SECCOMP, 0 };
    scmp_filter_ctx system = seccomp_init(SCMP_ACT_ALLOW);
    const Sandbox *state = NULL;

    (void)data;
    seccomp_rule_add_array(system, SCMP_ACT_ERRNO(EINVAL), SCMP_SYS(prctl), 1, &filters);
    seccomp_rule_add(system, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(seccomp), 0);
    seccomp_rule_add(system, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(landlock_create_ruleset), 0);
    if (seccomp_load(system) != 0)
        _exit(EX_UNAVAILABLE);
    sandbox_enter_behind_guard(dns_ports, reply);
    state = sandbox_state();
    if (write(reply, state->problem, strlen(state->problem)) < 0)
        _exit(EX_SOFTWARE);
    _exit(!state->seccomp && state->landlock == 0 && state->limits ? EX_OK : EX_SOFTWARE);
}

Test(sandbox, refused_by_the_system)
{
    End end = run_child(enter_where_refused, NULL);

    cr_expect_str_eq(end.report,
                     "landlock: Function not implemented; seccomp: Function not implemented");
    cr_expect(WIFEXITED(end.status) && WEXITSTATUS(end.status) == EX_OK, "status %x",
              (unsigned)end.status);
}
