/* SPDX-License-Identifier: ISC */
/* Plain POSIX and static buffers: GLib aborts when memory ends, and this process holds the mail.
 * SIGTERM counts while the guard waits: callers stop filters that are slow, and then want the
 * message at once. */
#include "guard.h"

#include "reply.h"
#include "transfer.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

#define WAIT_DEFAULT                                                                               \
    9000               /* milliseconds, until the inspector has read the settings and says better */
#define REASON_MAX 200 /* octets */

static volatile sig_atomic_t stopped;

typedef struct {
    pid_t inspector;    /* -1: none runs */
    int from_inspector; /* read end of the pipe; -1: closed */
    char
        octets[REPLY_MAX + 1]; /* the reply as far as it came; one more shows that it is too long */
    size_t len;
    Reply reply;
    char reason[REASON_MAX + 1]; /* why there is no verdict; "": there is one */
} Guard;

static Guard guard = { .inspector = -1, .from_inspector = -1 };

static void
on_term(int signal)
{
    (void)signal;
    stopped = 1;
}

static void __attribute__((format(printf, 1, 2))) give_up(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(guard.reason, sizeof(guard.reason), format, arguments);
    va_end(arguments);
}

static long
now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* --- the inspector --- */

/* In the child: nothing that the inspector or a library prints may reach the message, and it dies
 * with the guard. Standard error stays where a person reads it: getmail takes any output there for
 * a failure. */
static void
become_inspector(pid_t parent, int fd, const sigset_t *mask)
{
    int null = open("/dev/null", O_RDWR);

    signal(SIGTERM, SIG_DFL);
    signal(SIGPIPE, SIG_DFL);
    sigprocmask(SIG_SETMASK, mask, NULL);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (null < 0 || fd <= STDERR_FILENO || getppid() != parent)
        _exit(EX_OSERR);
    dup2(null, STDIN_FILENO);
    dup2(null, STDOUT_FILENO);
    if (!isatty(STDERR_FILENO))
        dup2(null, STDERR_FILENO);
    close(null);
}

static void
start_inspector(Inspect inspect, const Transfer *t, int argc, char *const *argv,
                const sigset_t *mask)
{
    pid_t parent = getpid();
    int ends[2];

    if (pipe2(ends, O_CLOEXEC) != 0) {
        give_up("no pipe: %s", strerror(errno));
        return;
    }
    guard.inspector = fork();
    if (guard.inspector == 0) {
        close(ends[0]);
        become_inspector(parent, ends[1], mask);
        inspect(t->octets, t->header_len, ends[1], argc, argv);
        _exit(EX_OK);
    }
    if (guard.inspector < 0)
        give_up("no process: %s", strerror(errno));
    close(ends[1]);
    guard.from_inspector = ends[0];
}

/* Reads the reply until it ends, the bound is reached, or SIGTERM comes. */
static void
hear_inspector(const sigset_t *mask)
{
    long started = now_ms();

    while (guard.from_inspector >= 0) {
        struct pollfd one = { .fd = guard.from_inspector, .events = POLLIN };
        int wait = guard.reply.wait ? guard.reply.wait : WAIT_DEFAULT;
        long left = started + wait - now_ms();
        struct timespec bound = { .tv_sec = left / 1000, .tv_nsec = left % 1000 * 1000000 };
        ssize_t got;

        if (stopped || left <= 0) {
            give_up("%s", stopped ? "stopped" : "no result in time");
            return;
        }
        if (ppoll(&one, 1, &bound, mask) <= 0)
            continue;
        got =
            read(guard.from_inspector, guard.octets + guard.len, sizeof(guard.octets) - guard.len);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return;
        guard.len += (size_t)got;
        if (reply_read(guard.octets, guard.len, &guard.reply) || guard.reply.complete)
            return;
    }
}

/* Ends the inspector whatever it is doing. A process that is dying already keeps the status that it
 * died with, so that this tells a crash from a hang. */
static int
end_inspector(void)
{
    int status = 0;

    if (guard.inspector > 0) {
        kill(guard.inspector, SIGKILL);
        while (waitpid(guard.inspector, &status, 0) < 0 && errno == EINTR)
            continue;
    }
    guard.inspector = -1;
    return status;
}

/* Decides whether the reply can be used; else says why not. */
static void
judge_reply(void)
{
    const char *problem = reply_read(guard.octets, guard.len, &guard.reply);
    int status;

    if (*guard.reason || (!problem && guard.reply.complete))
        return;
    status = end_inspector();
    if (problem)
        give_up("bad reply from the inspector: %s", problem);
    else if (WIFSIGNALED(status))
        give_up("inspector ended by SIG%s", sigabbrev_np(WTERMSIG(status)));
    else
        give_up("inspector left early with code %d", WEXITSTATUS(status));
}

static void
consult_inspector(Inspect inspect, const Transfer *t, int argc, char *const *argv)
{
    struct sigaction on = { .sa_handler = on_term }, before;
    sigset_t term, mask;

    /* SIGTERM comes through only inside ppoll: no gap in which it could be missed. */
    sigemptyset(&term);
    sigaddset(&term, SIGTERM);
    sigprocmask(SIG_BLOCK, &term, &mask);
    sigaction(SIGTERM, &on, &before);
    start_inspector(inspect, t, argc, argv, &mask);
    hear_inspector(&mask);
    judge_reply();
    sigaction(SIGTERM, &before, NULL);
    sigprocmask(SIG_SETMASK, &mask, NULL);
}

/* --- the whole run --- */

static void
complain(const char *text, int exit_code)
{
    syslog(LOG_MAIL | LOG_WARNING, "%s", text);
    if (exit_code != EX_OK || isatty(STDERR_FILENO))
        fprintf(stderr, "rmxfilter: %s\n", text);
}

/* A pipe must not take the place of a closed standard descriptor: the message would end up in it.
 */
static bool
descriptors_open(void)
{
    if (fcntl(STDERR_FILENO, F_GETFD) < 0 && open("/dev/null", O_RDWR) < 0)
        return false;
    return fcntl(STDIN_FILENO, F_GETFD) >= 0 && fcntl(STDOUT_FILENO, F_GETFD) >= 0;
}

static int
give_back(const char *what, int failure)
{
    char text[REASON_MAX + 1];

    snprintf(text, sizeof(text), "%s: %s", what, strerror(failure));
    complain(text, EX_IOERR);
    return EX_IOERR;
}

int
guard_run(Inspect inspect, int argc, char *const *argv)
{
    static char error_field[REASON_MAX + sizeof("X-RMX-Status: error ()\n")];
    static Transfer t;
    const char *fields = error_field;
    size_t len;
    int exit_code = EX_OK;

    openlog("rmxfilter", LOG_PID, LOG_MAIL);
    signal(SIGPIPE, SIG_IGN);
    if (!descriptors_open())
        return give_back("standard input or output is closed", EBADF);
    if (!transfer_begin(&t, STDIN_FILENO, STDOUT_FILENO))
        return give_back("cannot read the message", t.failure);
    if (t.held)
        consult_inspector(inspect, &t, argc, argv);
    else
        give_up("header block too long for the memory there is, or over %zu octets", HEADER_MAX);

    if (*guard.reason) {
        len = (size_t)snprintf(error_field, sizeof(error_field), "X-RMX-Status: error (%s)\n",
                               guard.reason);
        complain(guard.reason, EX_OK);
    } else {
        fields = guard.reply.fields;
        len = guard.reply.fields_len;
        exit_code = guard.reply.exit_code;
        if (*guard.reply.complaint)
            complain(guard.reply.complaint, EX_OK);
    }
    if (!transfer_finish(&t, fields, len, *guard.reply.strip ? guard.reply.strip : NULL))
        exit_code = give_back("cannot pass the message on", t.failure);
    end_inspector();
    return exit_code;
}
