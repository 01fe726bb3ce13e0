/* SPDX-License-Identifier: ISC */
/* Lets everything fail that can, one after the other, in a real rmxfilter: for each row of rows.c
 * the first such call, the second, and so on to the last that a run makes. Whatever fails,
 * the message comes out whole, or the exit code is not 0; nothing hangs, nothing stays behind, and
 * a forged message does not pass.
 *
 *   drive [-n FAULTS] [-e EVERY] [-s SEED] [-a AGAIN] BUILD ZONE
 *
 *   -n  go round with other messages and settings until so many faults have been injected;
 *       default 1: once round
 *   -e  take every so many-th memory fault, and of the others every tenth of that so many; default
 * 1 -s  of the random ones; default: the time -a  only this run, as a failure has told it
 *
 * Writes TAP, one line for each class of calls in each process. */
#include "rows.h"
#include "run.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#define WORKERS      2
#define RANDOM_ROUND 200 /* signals from outside in one round */
#define MESSAGES_MAX 16
#define HEADER_MAX   (4U << 20) /* octets: longer ones are not inspected */
#define SETTINGS     3
#define OPTIONS_MAX  12
#define NETWORK      2 /* the setting */
#define BASELINE     UINT_MAX

/* A run, so that it can be told and repeated. */
typedef struct {
    unsigned row; /* rows_count: a signal from outside; BASELINE: no fault */
    unsigned process, lasting, nth, message, setting;
} Case;

/* What the workers found, in memory that they share. */
typedef struct {
    _Atomic unsigned faults, whole, refused, killed, wrong;
} Tally;

static struct {
    const char *build;
    char filter[PATH_MAX], library[PATH_MAX], zone[PATH_MAX], server[64];
    unsigned faults, seed;
    unsigned every; /* of the faults of memory; of all others others() */
    unsigned points[MESSAGES_MAX][SETTINGS][PROCESSES][CALLS];
    _Atomic unsigned usual; /* how long a run without a fault takes, in microseconds */
    Message messages[MESSAGES_MAX];
    unsigned messages_count;
    Tally (*tallies)[PROCESSES]; /* CALLS + 2 of them: also from outside, and without a fault */
} drive = { .faults = 1, .every = 1, .usual = 10000 };

static const char *const process_names[PROCESSES] = { "guard", "inspector", "hasher" };

enum { OUTSIDE = CALLS, NO_FAULT, TALLIES };

/* How long it waits: not long for what may be lost. Where nothing fails there has to be a verdict,
 * on a busy machine, too. */
static const char *
patience_of(const Case *c)
{
    return c->row == BASELINE ? "60" : c->setting == NETWORK ? "0.3" : "1";
}

/* Their options lie in options, which ends with NULL. */
static void
options_of(const Case *c, const char *options[OPTIONS_MAX])
{
    static const char *const settings[SETTINGS][OPTIONS_MAX] = {
        { "--zone", drive.zone, "--authserv-id", "mx.example.org" },
        { "--zone", drive.zone, "--schemes", "all", "--headers",
          "status,results,relay,rmx,from,authentication-results,received-spf", "--on-temperror",
          "defer" },
        { "--nameserver", drive.server },
    };
    size_t count = 0;

    for (; settings[c->setting][count]; count++)
        options[count] = settings[c->setting][count];
    options[count++] = "--timeout";
    options[count++] = patience_of(c);
    options[count] = NULL;
}

/* A number that looks random: SplitMix64. */
static unsigned
scatter(uint64_t n)
{
    n = (n + drive.seed) * UINT64_C(0x9e3779b97f4a7c15);
    n = (n ^ n >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    n = (n ^ n >> 27) * UINT64_C(0x94d049bb133111eb);
    return (unsigned)(n >> 33);
}

/* --- one run --- */

static unsigned
tally_of(const Case *c)
{
    return c->row == BASELINE ? NO_FAULT : c->row == rows_count ? OUTSIDE : rows[c->row].call;
}

/* The signal that the run may end the guard by; 0: none. */
static int
deadly_signal(const Rig *rig, const Case *c)
{
    if (c->row == rows_count)
        return rig->signal;
    if (c->row == BASELINE || c->process != GUARD)
        return 0;
    if (rows[c->row].effect == EFFECT_SIGNAL)
        return rows[c->row].value;
    /* GLib gives up where memory ends while it sets itself up, before a message is read. */
    return rows[c->row].call == CALL_MEMORY ? SIGTRAP : 0;
}

/* Where memory has ended for good, GLib cannot print that it has, and says so until the stack ends.
 */
static bool
may_crash(const Case *c)
{
    return c->row < rows_count &&
           (rows[c->row].value == SIGSEGV || (rows[c->row].call == CALL_MEMORY && c->lasting));
}

/* Whether 74 is an answer: to what cannot be read or written, and not to what only has to be done
 * once more, or in another way. */
static bool
may_refuse(const Case *c)
{
    const Row *row = &rows[c->row];

    if (c->row >= rows_count || c->process != GUARD)
        return false;
    if (row->call == CALL_CLOSE || row->call == CALL_SETUP)
        return true;
    if (row->effect == EFFECT_SHORT || row->value == EINTR || row->value == EAGAIN)
        return false;
    if (row->call == CALL_PASS) /* else it is done in another way */
        return row->value == EIO || row->value == ENOSPC || row->value == EFBIG ||
               row->value == EPIPE;
    return row->call == CALL_READ || row->call == CALL_WRITE;
}

static const char *
problem_of(const Rig *rig, const Case *c)
{
    const Message *m = &drive.messages[c->message];
    int code = WEXITSTATUS(rig->status);

    if (rig->hung)
        return "hangs";
    if (rig->orphaned)
        return "leaves a process behind";
    if (WIFSIGNALED(rig->status))
        return WTERMSIG(rig->status) == deadly_signal(rig, c) ? NULL : "the guard crashes";
    if (code == EX_IOERR)
        return may_refuse(c) ? NULL : "refused without need";
    if (code != EX_OK && code != EX_TEMPFAIL)
        return "unknown exit code";
    if (message_status_is(m, rig->out, rig->out_len, "error (inspector left early with code 99"))
        return "the sanitizers complain";
    if (message_status_is(m, rig->out, rig->out_len, "error (inspector ended by SIGSEGV") &&
        !may_crash(c))
        return "the inspector crashes";
    if (c->row < rows_count && rows[c->row].call == CALL_CLOSE && c->process == GUARD &&
        c->lasting && c->nth == 1)
        return "no close succeeds, and it does not say so";
    if (message_problem(m, rig->out, rig->out_len))
        return message_problem(m, rig->out, rig->out_len);
    if (c->row == BASELINE && m->shape->header_fill < HEADER_MAX &&
        !message_status_is(m, rig->out, rig->out_len, m->shape->forged ? "fail" : "pass"))
        return "another verdict than expected";
    return NULL;
}

static void
count(const Rig *rig, const Case *c, const char *problem)
{
    Tally *tally = &drive.tallies[tally_of(c)][c->process];

    tally->faults++; /* NOLINT(clang-analyzer-core.NullDereference): main has seen to it */
    if (problem)
        tally->wrong++;
    else if (WIFSIGNALED(rig->status))
        tally->killed++;
    else if (WEXITSTATUS(rig->status) == EX_IOERR)
        tally->refused++;
    else
        tally->whole++;
    if (problem) {
        printf("# %s: %s, %s, value %d, number %u%s, message \"%s\", status %#x, %.*s\n", problem,
               c->row < rows_count ? call_name(rows[c->row].call) : "no call",
               process_names[c->process], c->row < rows_count ? rows[c->row].value : rig->signal,
               c->nth, c->lasting ? " and all behind" : "", drive.messages[c->message].shape->name,
               (unsigned)rig->status, (int)strcspn(rig->out, "\r\n"), rig->out);
        printf("# again: drive -s %u -a %u.%u.%u.%u.%u.%u %s %s\n", drive.seed, c->row, c->process,
               c->lasting, c->nth, c->message, c->setting, drive.build, drive.zone);
        fflush(stdout);
    }
}

/* False where the fault was not reached. */
static bool
try_case(Rig *rig, const Case *c)
{
    static const int signals[] = { SIGTERM, SIGINT, SIGHUP, SIGALRM, SIGPIPE, SIGKILL };
    const char *options[OPTIONS_MAX];
    unsigned dice = scatter(c->nth);

    *rig->plan = (Plan){ .nth = 0 };
    rig->signal = 0;
    if (c->row < rows_count) {
        const Row *row = &rows[c->row];

        *rig->plan = (Plan){ .call = row->call,
                             .effect = row->effect,
                             .value = row->value,
                             .lasting = c->lasting,
                             .nth = c->nth,
                             .process = c->process };
    } else if (c->row == rows_count) {
        rig->signal = signals[dice % (sizeof(signals) / sizeof(signals[0]))];
        rig->delay = dice / 8 % (drive.usual * 3 / 2 + 1);
    }
    options_of(c, options);
    rig_run(rig, &drive.messages[c->message], options);
    if (c->row < rows_count && rig->plan->injected == 0)
        return false;
    count(rig, c, problem_of(rig, c));
    return true;
}

/* --- all of them --- */

static unsigned
others(void)
{
    return drive.every < 20 ? 1 : drive.every / 10;
}

/* How many calls of this kind there are in a run without a fault: as many points there are to try.
 */
static unsigned
points(Rig *rig, const Case *c)
{
    unsigned(*known)[CALLS] = drive.points[c->message][c->setting];

    if (known[GUARD][CALL_ANY] == 0) {
        try_case(rig, &(Case){ .row = BASELINE, .message = c->message, .setting = c->setting });
        for (unsigned p = 0; p < PROCESSES; p++)
            for (unsigned call = 0; call < CALLS; call++)
                known[p][call] = rig->plan->counts[p][call];
    }
    return known[c->process][rows[c->row].call];
}

static void
walk(Rig *rig, Case c, unsigned worker)
{
    unsigned every = rows[c.row].call == CALL_MEMORY ? drive.every : others();
    unsigned last = points(rig, &c);

    while (10 * every > last && every > 1) /* where there are few, none is passed over */
        every /= 2;
    for (c.nth = 1 + worker * every + scatter(c.row * 8U + c.process * 2U + c.lasting) % every;
         c.nth <= last; c.nth += WORKERS * every)
        try_case(rig, &c);
}

/* Whether a message of this shape gets the process to make such calls. */
static bool
shape_suits(const Shape *shape, unsigned process, Call call)
{
    switch (call) {
    case CALL_PASS:
        return shape->body >= 300000 && !(shape->is_signed && shape->is_piped);
    case CALL_KEEP:
        return shape->is_signed && shape->is_piped;
    default:
        return shape->is_signed || process != HASHER;
    }
}

/* The first from this one on, going round, that suits. */
static unsigned
suitable_message(unsigned index, unsigned process, Call call)
{
    for (unsigned i = 0; i < drive.messages_count; i++, index++)
        if (shape_suits(drive.messages[index % drive.messages_count].shape, process, call))
            break;
    /* NOLINTNEXTLINE(clang-analyzer-core.DivideZero): main has seen to it */
    return index % drive.messages_count;
}

static void
walk_row(Rig *rig, unsigned index, unsigned round, unsigned worker)
{
    const Row *row = &rows[index];
    /* Memory, the first row, begins with the long header: else the guard asks for none. */
    unsigned message = index + round + 6;
    /* NOLINTNEXTLINE(clang-analyzer-core.DivideZero): main has seen to it */
    Case c = { .row = index, .message = message % drive.messages_count };

    /* The network is the only one that makes use of sockets. */
    c.setting = row->call >= CALL_SOCKET && row->call <= CALL_RECEIVE
                    ? NETWORK
                    : (index + round / drive.messages_count) % SETTINGS;
    for (c.process = GUARD; c.process < PROCESSES; c.process++) {
        c.message = suitable_message(message, c.process, row->call);
        for (c.lasting = 0; c.lasting < 2; c.lasting++)
            if (row->where & 1U << c.process && row->times & 1U << c.lasting)
                walk(rig, c, worker);
    }
}

static unsigned
faults_so_far(void)
{
    unsigned sum = 0;

    for (unsigned i = 0; i < NO_FAULT; i++)
        for (unsigned p = 0; p < PROCESSES; p++)
            sum += drive.tallies[i][p].faults;
    return sum;
}

static unsigned
now_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (unsigned)(now.tv_sec * 1000000 + now.tv_nsec / 1000);
}

/* No fault: each message with all settings. */
static void
run_untroubled(Rig *rig)
{
    unsigned started = now_us(), runs = drive.messages_count * SETTINGS;

    for (unsigned i = 0; i < runs; i++)
        points(rig, &(Case){ .message = i / SETTINGS, .setting = i % SETTINGS });
    drive.usual = (now_us() - started) / (runs ? runs : 1);
}

static void
work(unsigned worker, const Case *only)
{
    Rig rig;

    rig_begin(&rig, drive.filter, drive.library);
    if (only) {
        if (!try_case(&rig, only))
            puts("# the fault is not reached");
        return;
    }
    run_untroubled(&rig);
    for (unsigned round = 0; round == 0 || faults_so_far() < drive.faults; round++) {
        for (unsigned row = 0; row < rows_count; row++)
            walk_row(&rig, row, round, worker);
        for (unsigned i = worker; i < RANDOM_ROUND / others(); i += WORKERS)
            /* NOLINTNEXTLINE(clang-analyzer-core.DivideZero): as above */
            try_case(&rig, &(Case){ .row = rows_count,
                                    .nth = round * RANDOM_ROUND + i,
                                    .message = i % drive.messages_count,
                                    .setting = i / 2 % SETTINGS });
    }
}

/* --- around them --- */

static pid_t
start_server(const char *zone)
{
    char path[PATH_MAX], port[16];
    int ends[2];
    ssize_t got;
    pid_t pid;

    snprintf(path, sizeof(path), "%s/dns/serve", drive.build);
    if (pipe(ends) != 0 || (pid = fork()) < 0) {
        perror("drive");
        exit(EX_OSERR);
    }
    if (pid == 0) {
        dup2(ends[1], STDOUT_FILENO);
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        execl(path, path, zone, (char *)NULL);
        perror(path);
        _exit(EX_UNAVAILABLE);
    }
    close(ends[1]);
    got = read(ends[0], port, sizeof(port) - 1);
    close(ends[0]);
    if (got <= 0)
        exit(EX_UNAVAILABLE);
    port[strcspn((port[got] = '\0', port), "\n")] = '\0';
    snprintf(drive.server, sizeof(drive.server), "127.0.0.1:%s", port);
    return pid;
}

static int
report(double seconds)
{
    unsigned number = 0, wrong = 0;

    for (unsigned i = 0; i < TALLIES; i++)
        for (unsigned p = 0; p < PROCESSES; p++) {
            const Tally *t = &drive.tallies[i][p];

            if (t->faults == 0) /* NOLINT(clang-analyzer-core.NullDereference): as above */
                continue;
            wrong += t->wrong;
            printf("%s %u - %s%s%s: %u runs, %u whole, %u refused, %u killed, %u wrong\n",
                   t->wrong ? "not ok" : "ok", ++number,
                   i == OUTSIDE    ? "signals from outside"
                   : i == NO_FAULT ? "no fault"
                                   : call_name(i),
                   i >= CALLS ? "" : " in the ", i >= CALLS ? "" : process_names[p], t->faults,
                   t->whole, t->refused, t->killed, t->wrong);
        }
    printf("1..%u\n# %u faults injected in %.1f s, seed %u\n", number, faults_so_far(), seconds,
           drive.seed);
    if (drive.tallies[CALL_MEMORY][INSPECTOR].faults == 0 && faults_so_far() > 0)
        puts("# no memory faults: AddressSanitizer has an allocator of its own");
    return wrong > 0 || number == 0;
}

/* The one run that text names. */
static bool
read_case(const char *text, Case *c)
{
    unsigned *numbers[] = { &c->row, &c->process, &c->lasting, &c->nth, &c->message, &c->setting };
    char *end;

    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
        *numbers[i] = (unsigned)strtoul(text, &end, 10);
        text = *end == '.' ? end + 1 : end;
    }
    return (c->row <= rows_count || c->row == BASELINE) && c->message < drive.messages_count &&
           c->setting < SETTINGS && c->process < PROCESSES;
}

/* only: NULL, or the only run there shall be. */
static int
run_workers(const Case *only)
{
    unsigned count = only ? 1 : WORKERS;
    pid_t workers[WORKERS];
    int failed = 0, status;

    fflush(stdout);
    for (unsigned i = 0; i < count; i++) {
        workers[i] = fork();
        if (workers[i] == 0) {
            work(i, only);
            fflush(stdout);
            _exit(0);
        }
    }
    for (unsigned i = 0; i < count; i++)
        failed |= workers[i] < 0 || waitpid(workers[i], &status, 0) < 0 || status != 0;
    return failed;
}

static const char *
read_options(int argc, char **argv)
{
    const char *only = NULL;

    drive.seed = (unsigned)time(NULL);
    for (int option; (option = getopt(argc, argv, "n:e:s:a:")) != -1;)
        switch (option) {
        case 'n':
            drive.faults = (unsigned)strtoul(optarg, NULL, 10);
            break;
        case 'e':
            drive.every = (unsigned)strtoul(optarg, NULL, 10);
            break;
        case 's':
            drive.seed = (unsigned)strtoul(optarg, NULL, 10);
            break;
        case 'a':
            only = optarg;
            break;
        default:
            exit(EX_USAGE);
        }
    if (argc - optind != 2 || drive.every == 0) {
        fputs("drive: which build and zone?\n", stderr);
        exit(EX_USAGE);
    }
    drive.build = argv[optind];
    snprintf(drive.zone, sizeof(drive.zone), "%s", argv[optind + 1]);
    return only;
}

int
main(int argc, char **argv)
{
    const char *only = read_options(argc, argv);
    time_t started = time(NULL);
    pid_t server = start_server(drive.zone);
    Case one;
    int result;

    snprintf(drive.filter, sizeof(drive.filter), "%s/rmxfilter", drive.build);
    snprintf(drive.library, sizeof(drive.library), "%s/faults/faults.so", drive.build);
    drive.tallies = mmap(NULL, sizeof(*drive.tallies) * TALLIES, PROT_READ | PROT_WRITE,
                         MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (drive.tallies == MAP_FAILED)
        return EX_OSERR;
    while (drive.messages_count < MESSAGES_MAX &&
           message_make(&drive.messages[drive.messages_count], drive.messages_count))
        drive.messages_count++;
    if (drive.messages_count == 0 || (only && !read_case(only, &one)))
        return EX_USAGE;
    result = run_workers(only ? &one : NULL);
    result |= report(difftime(time(NULL), started));
    for (unsigned i = 0; i < drive.messages_count; i++)
        message_clear(&drive.messages[i]);
    kill(server, SIGTERM);
    waitpid(server, NULL, 0);
    return result;
}
