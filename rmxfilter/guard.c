/* SPDX-License-Identifier: ISC */
/* Plain POSIX and static buffers: GLib aborts when memory ends, and this process holds the mail.
 * SIGTERM counts while the guard waits, for the inspector or for the body of a signed message:
 * callers stop filters that are slow, and then want the message at once. Everywhere else a signal
 * that ends a program ends the guard, and the caller sees a status that is not 0. */
#include "guard.h"

#include "config.h"
#include "error_field.h"
#include "log.h"
#include "reply.h"
#include "sandbox/sandbox.h"
#include "sandbox/sandbox_filter.h"
#include "transfer.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

/* What ends the inspector, and how many seconds the kernel may take for it. A profiler writes when
 * the inspector ends by itself. */
#ifdef PROFILING
#define END_SIGNAL 0
#define END_WAIT   60
#else
#define END_SIGNAL SIGKILL
#define END_WAIT   1
#endif

static volatile sig_atomic_t stopped;

typedef struct {
    pid_t inspector;    /* -1: none runs */
    int from_inspector; /* read end of the pipe; -1: closed */
    size_t len;         /* octets of the reply that were read */
    Reply reply;
    sigset_t mask; /* what is blocked while the guard waits: not SIGTERM, as everywhere else */
    char reason[ERROR_REASON_MAX + 1]; /* why there is no verdict; "": there is one */
} Guard;

static Guard guard = { .inspector = -1, .from_inspector = -1 };

/* The reply, as far as it was read; one octet more than REPLY_MAX shows that it is too long. Not a
 * member of guard: a static object that is all zeros takes no room in the program's file, and no
 * memory until it is used. */
static char reply_octets[REPLY_MAX + 1];

static void
on_term(int signal)
{
    (void)signal;
    stopped = 1;
}

static void __attribute__((format(printf, 1, 2))) set_reason(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(guard.reason, sizeof(guard.reason), format, arguments);
    va_end(arguments);
}

static int64_t
now_ms(void)
{
    struct timespec now = { .tv_sec = 0 };

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* --- the inspector --- */

/* In the child, with null open to /dev/null: nothing that the inspector or a library prints may
 * reach the message, and it dies with the guard. Standard error stays where a person reads it:
 * getmail takes any output there for a failure. */
static void
become_inspector(pid_t parent, int null)
{
    sigset_t none;

    signal(SIGTERM, SIG_DFL);
    signal(SIGPIPE, SIG_DFL);
    signal(SIGXFSZ, SIG_DFL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    if (!sandbox_die_with_parent(parent))
        _exit(EX_OSERR);
    if (dup2(null, STDIN_FILENO) < 0 || dup2(null, STDOUT_FILENO) < 0 ||
        (!isatty(STDERR_FILENO) && dup2(null, STDERR_FILENO) < 0))
        _exit(EX_OSERR);
    close(null);
}

static void
start_inspector(Inspect inspect, const Transfer *t, HeldBody *body, int argc, char *const *argv)
{
    const HeaderBlock header = { .octets = t->octets, .len = t->header_len, .cut = !t->held };
    pid_t parent = getpid();
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    int ends[2];

    if (null < 0) { /* a chroot may lack it */
        set_reason("cannot open /dev/null: %s", strerror(errno));
        return;
    }
    if (pipe2(ends, O_CLOEXEC) != 0) {
        set_reason("no pipe: %s", strerror(errno));
        close(null);
        return;
    }
    guard.inspector = fork();
    if (guard.inspector == 0) {
        close(ends[0]);
        transfer_forget_body(t, body);
        become_inspector(parent, null);
        inspect(&header, body, ends[1], argc, argv);
        _exit(EX_OK);
    }
    if (guard.inspector < 0)
        set_reason("no process: %s", strerror(errno));
    close(null);
    close(ends[1]);
    guard.from_inspector = ends[0];
}

/* Waits for more of the reply, at most left milliseconds, which the kernel counts: a clock that is
 * wrong does not make it longer. SIGTERM comes through only here: no gap in which it could be
 * missed. Positive: there is something to read; 0: try again; negative: the wait is over, and
 * guard.reason says why. */
static int
wait_for_inspector(int64_t left)
{
    struct pollfd one = { .fd = guard.from_inspector, .events = POLLIN };
    struct timespec bound = { .tv_sec = left / 1000, .tv_nsec = left % 1000 * 1000000 };
    int ready = ppoll(&one, 1, &bound, &guard.mask);

    if (stopped)
        set_reason("stopped");
    else if (ready == 0)
        set_reason("no result in time");
    else if (ready < 0 && errno != EINTR)
        set_reason("cannot wait: %s", strerror(errno));
    else
        return ready > 0;
    return -1;
}

/* Reads more of the reply. False: it is complete, cannot be used, or has ended. */
static bool
read_reply(void)
{
    size_t room = guard.len < sizeof(reply_octets) ? sizeof(reply_octets) - guard.len : 0;
    ssize_t got = read(guard.from_inspector, reply_octets + guard.len, room);

    if (got < 0)
        return errno == EINTR;
    guard.len += (size_t)got;
    return got > 0 && !reply_read(reply_octets, guard.len, &guard.reply) && !guard.reply.complete;
}

/* Reads the reply until it ends, the bound is reached, or SIGTERM comes. A guard that was itself
 * stopped (SIGSTOP) for longer than the bound still uses what the inspector has written by then. */
static void
await_reply(void)
{
    int64_t looked = now_ms(), passed = 0;
    bool more = guard.from_inspector >= 0;

    while (more) {
        int64_t wait = guard.reply.wait ? guard.reply.wait : REPLY_WAIT_DEFAULT, now = now_ms();
        int ready;

        passed += now > looked ? now - looked : 0;
        looked = now;
        ready = wait_for_inspector(passed < wait ? wait - passed : 0);
        more = ready == 0 || (ready > 0 && read_reply());
        if (ready > 0 && more && passed >= wait) {
            set_reason("no result in time");
            return;
        }
    }
}

/* Waits until the inspector has ended, which it was told to. A process that has died already keeps
 * its status, so that a crash can be told from a hang. False: its status is not known, because
 * there is no inspector, somebody else took the status, or the kernel holds the process (a dead
 * disk or file server) and it ends later. */
static bool
see_inspector_end(int *status)
{
    const struct timespec end_wait = { .tv_sec = END_WAIT };
    sigset_t child;
    pid_t ended;

    if (guard.inspector < 0)
        return false;
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    while ((ended = waitpid(guard.inspector, status, WNOHANG)) <= 0) {
        if (ended < 0 && errno != EINTR)
            break;
        if (ended == 0 && sigtimedwait(&child, NULL, &end_wait) < 0 && errno == EAGAIN) {
            ended = waitpid(guard.inspector, status, WNOHANG);
            break;
        }
    }
    guard.inspector = -1;
    return ended > 0;
}

/* What was read of the message does not wait for this. */
static void
leave_no_inspector(void)
{
    int status = 0;

    see_inspector_end(&status);
}

static void
set_reason_of_call(int number)
{
    char name[ERROR_REASON_MAX / 2];

    sandbox_call_name(number, name, sizeof(name));
    set_reason("sandbox: %s", name);
}

static void
set_reason_of_signal(int signal)
{
#if HAVE_SIGABBREV_NP
    const char *name = sigabbrev_np(signal);

    if (name) {
        set_reason("inspector ended by SIG%s", name);
        return;
    }
#endif
    set_reason("inspector ended by signal %d", signal);
}

/* Why the inspector left without a whole reply, for which it was waited. */
static void
set_reason_of_end(void)
{
    int status = 0;

    if (!see_inspector_end(&status))
        set_reason("inspector left early");
    else if (!WIFSIGNALED(status))
        set_reason("inspector left early with code %d", WEXITSTATUS(status));
    else if (WTERMSIG(status) == SIGSYS) /* of another architecture, or with the signal blocked */
        set_reason("sandbox: a forbidden system call");
    else
        set_reason_of_signal(WTERMSIG(status));
}

/* Decides whether the reply can be used; if not, sets the reason. */
static void
judge_reply(void)
{
    const char *problem = reply_read(reply_octets, guard.len, &guard.reply);

    if (*guard.reason || (!problem && guard.reply.complete))
        return;
    if (problem)
        set_reason("bad reply from the inspector: %s", problem);
    else if (guard.reply.call_forbidden)
        set_reason_of_call(guard.reply.call);
    else
        set_reason_of_end();
}

/* A BodyWait. SIGTERM ends it also where there is always something to read: then ppoll lets none
 * through. */
static bool
wait_for_body(int in)
{
    struct pollfd one = { .fd = in, .events = POLLIN };
    sigset_t pending;

    sigpending(&pending);
    if (sigismember(&pending, SIGTERM) > 0)
        stopped = 1;
    else
        ppoll(&one, 1, NULL, &guard.mask); /* if it fails, read says why */
    return !stopped;
}

/* When this returns true the inspector was told to end, whatever it was doing, and guard has its
 * reply, or a reason why not. False: the message cannot be read. */
static bool
consult_inspector(Inspect inspect, Transfer *t, int argc, char *const *argv)
{
    struct sigaction on = { .sa_handler = on_term }, before;
    HeldBody body;
    sigset_t term;

    sigemptyset(&term);
    sigaddset(&term, SIGTERM);
    sigprocmask(SIG_BLOCK, &term, &guard.mask);
    sigaction(SIGTERM, &on, &before);
    if (!transfer_hold(t, wait_for_body, &body))
        return false;
    if (stopped)
        set_reason("stopped");
    else
        start_inspector(inspect, t, &body, argc, argv);
    await_reply();
    if (guard.inspector > 0)
        kill(guard.inspector, END_SIGNAL);
    judge_reply();
    /* In this order: a SIGTERM that came after the last look means the same, the message at once.
     */
    sigprocmask(SIG_SETMASK, &guard.mask, NULL);
    sigaction(SIGTERM, &before, NULL);
    return true;
}

/* --- the whole run --- */

static void
report_problem(const char *text, int exit_code)
{
    log_warning(text);
    if (exit_code != EX_OK || isatty(STDERR_FILENO))
        fprintf(stderr, "rmxfilter: %s\n", text);
}

static int
fail_run(const char *what, int failure)
{
    char text[ERROR_REASON_MAX + 1];

    snprintf(text, sizeof(text), "%s: %s", what, strerror(failure));
    report_problem(text, EX_IOERR);
    return EX_IOERR;
}

/* What the caller had ignored or blocked is inherited, often by accident. SIGCHLD ignored would
 * make the kernel reap the inspector, and its number could be somebody else's by the time it is
 * killed; it is blocked so that see_inspector_end can wait for it. Broken pipes and size limits
 * make write fail. Other signals end the guard as they end any program; one that was blocked and
 * pending does so here, before anything is read. */
static void
reset_signals(void)
{
    sigset_t child;

    signal(SIGCHLD, SIG_DFL);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    sigprocmask(SIG_SETMASK, &child, NULL);
}

/* Opens something in the place of standard error to which no text can be written: /dev/null, or if
 * there is none, the reading end of a pipe. */
static bool
occupy_standard_error(void)
{
    int ends[2];

    if (open("/dev/null", O_RDWR) == STDERR_FILENO)
        return true;
    return pipe(ends) == 0 && close(ends[1]) == 0 && ends[0] == STDERR_FILENO;
}

/* No pipe of this process may take the place of a closed standard descriptor: the message would end
 * up in it. */
static bool
check_descriptors(void)
{
    if (fcntl(STDIN_FILENO, F_GETFD) < 0 || fcntl(STDOUT_FILENO, F_GETFD) < 0)
        return false;
    return fcntl(STDERR_FILENO, F_GETFD) >= 0 || occupy_standard_error();
}

/* True where output would overwrite input, or be read as input. */
static bool
output_is_input(void)
{
    struct stat in, out;

    return fstat(STDIN_FILENO, &in) == 0 && fstat(STDOUT_FILENO, &out) == 0 &&
           S_ISREG(in.st_mode) && in.st_dev == out.st_dev && in.st_ino == out.st_ino;
}

/* The fields to write on top: the inspector's, or the field that says why there are none. */
static const char *
fields_to_write(size_t *len)
{
    static char octets[ERROR_FIELD_MAX];

    if (!*guard.reason) {
        *len = guard.reply.fields_len;
        return guard.reply.fields;
    }
    *len = error_field(octets, guard.reason);
    return octets;
}

/* Where stripping of Authentication-Results begins: at the start, unless the inspector has done its
 * work. An inspector that lies here has more to lie with: the field of that name on top. */
static size_t
strip_from(const Transfer *t)
{
    size_t from = *guard.reason ? 0 : (size_t)guard.reply.strip_from;

    return from < t->header_len ? from : t->header_len;
}

bool
guard_ask(Inspect inspect, Transfer *t, GuardAnswer *answer)
{
    reset_signals();
    if (!consult_inspector(inspect, t, 0, NULL))
        return false;
    answer->reply = &guard.reply;
    answer->reason = *guard.reason ? guard.reason : NULL;
    leave_no_inspector();
    return true;
}

int
guard_run(Inspect inspect, int argc, char *const *argv)
{
    static Transfer t;
    const char *fields, *complaint;
    size_t len;
    bool passed;

    reset_signals();
    if (!check_descriptors())
        return fail_run("standard input or output is closed", EBADF);
    if (output_is_input())
        return fail_run("cannot filter a file into itself", EINVAL);
    if (!transfer_begin(&t, STDIN_FILENO, STDOUT_FILENO))
        return fail_run("cannot read the message", t.failure);
    if (!consult_inspector(inspect, &t, argc, argv))
        return fail_run("cannot read the message", t.failure);
    fields = fields_to_write(&len);
    if (!t.held) /* the top has no end yet, and may be long in coming */
        leave_no_inspector();
    passed = transfer_put_top(&t, fields, len, *guard.reply.strip ? guard.reply.strip : NULL,
                              strip_from(&t));
    leave_no_inspector();
    if (!passed || !transfer_put_rest(&t))
        return fail_run("cannot pass the message on", t.failure);
    complaint = *guard.reason ? guard.reason : guard.reply.complaint;
    if (*complaint)
        report_problem(complaint, EX_OK);
    if (!*guard.reason && *guard.reply.log)
        log_message(guard.reply.log);
    return *guard.reason ? EX_OK : guard.reply.exit_code;
}
