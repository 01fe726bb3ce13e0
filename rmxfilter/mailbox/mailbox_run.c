/* SPDX-License-Identifier: ISC */
/* One loop over poll(2). Messages wait in a line: the newest are being looked at, the oldest has a
 * row and is taken, or the others wait for it. A process that dies is blamed on the oldest message
 * that it had; the others that it had are handed to another one. */
#include "mailbox/mailbox_run.h"

#include "mailbox/mailbox_worker.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define JOBS_A_WORKER  4                  /* so that no process waits for this one */
#define HELD_MAX       ((size_t)16 << 20) /* octets of frames and rows that wait in the line */
#define JOBS_MAX       4096               /* messages that wait in the line */
#define WAIT_DEFAULT   30000              /* milliseconds */
#define PROGRESS_EVERY 100000             /* microseconds */

/* A message in the line. */
typedef struct {
    MailboxMessage message; /* lends what is below */
    char *file;
    char *problem;  /* NULL: there is none */
    GString *frame; /* until it has a row; NULL then */
    GString *row;   /* NULL: there is none, or not yet */
    bool done;
} Job;

typedef struct {
    const MailboxRun *run;
    MailboxReader *reader;
    MailboxWorker workers[MAILBOX_WORKERS_MAX];
    unsigned count;
    GQueue line;    /* Job *, in the order of the reader */
    GQueue waiting; /* Job *, lent: to be handed over again */
    size_t held;    /* octets in frames and rows */
    bool ended;     /* the reader has no more */
    int failure;    /* errno: no process can be started */
    gint64 told;    /* when progress was called last */
    MailboxCounts taken;
} Run;

/* --- jobs --- */

static size_t
octets_held(const Job *job)
{
    return (job->frame ? job->frame->len : 0) + (job->row ? job->row->len : 0);
}

static void
drop_frame(Run *r, Job *job)
{
    if (!job->frame)
        return;
    r->held -= job->frame->len;
    g_string_free(job->frame, TRUE);
    job->frame = NULL;
}

static Job *
new_job(const MailboxMessage *message)
{
    Job *job = g_new0(Job, 1);

    job->message = *message;
    job->message.file = job->file = g_strdup(message->file);
    job->message.problem = job->problem = g_strdup(message->problem);
    job->message.header = (HeaderBlock){ .octets = "" };
    job->done = message->state != MAILBOX_READ;
    if (!job->done)
        job->frame = mailbox_frame(message);
    return job;
}

static void
free_job(Run *r, Job *job)
{
    r->held -= octets_held(job);
    if (job->frame)
        g_string_free(job->frame, TRUE);
    if (job->row)
        g_string_free(job->row, TRUE);
    g_free(job->file);
    g_free(job->problem);
    g_free(job);
}

static void
fail_job(Run *r, Job *job, MailboxState state, const char *problem)
{
    drop_frame(r, job);
    job->message.state = state;
    job->message.problem = job->problem = g_strdup(problem);
    job->done = true;
}

/* --- handing over --- */

static gint64
due_from_now(const Run *r)
{
    int wait = r->run->wait_ms > 0 ? r->run->wait_ms : WAIT_DEFAULT;

    return g_get_monotonic_time() + (gint64)wait * 1000;
}

static bool
is_worker_free(const MailboxWorker *worker)
{
    return worker->jobs.length < JOBS_A_WORKER && worker->sent < MAILBOX_WORKER_MESSAGES;
}

/* The process with the fewest messages; NULL: none can take one more now. */
static MailboxWorker *
find_free_worker(Run *r)
{
    MailboxWorker *best = NULL;

    for (unsigned i = 0; i < r->count; i++) {
        MailboxWorker *worker = &r->workers[i];

        if (is_worker_free(worker) && (!best || worker->jobs.length < best->jobs.length))
            best = worker;
    }
    return best;
}

/* r->failure: no process could be started. */
static void
hand_job_over(Run *r, MailboxWorker *worker, Job *job)
{
    if (worker->process == 0 &&
        !mailbox_worker_start(worker, r->run, r->workers, r->count, r->reader)) {
        r->failure = errno;
        return;
    }
    if (worker->jobs.length == 0)
        worker->due = due_from_now(r);
    mailbox_worker_add(worker, job, job->frame);
}

/* The next message that is to be handed over: one that comes again, or a new one. NULL: there is
 * none, or no room in the line. */
static Job *
next_job(Run *r)
{
    Job *job = g_queue_pop_head(&r->waiting);
    const MailboxMessage *message;

    while (!job && !r->ended && r->held < HELD_MAX && r->line.length < JOBS_MAX) {
        message = mailbox_next(r->reader);
        r->ended = !message;
        if (!message)
            break;
        job = new_job(message);
        r->held += octets_held(job);
        g_queue_push_tail(&r->line, job);
        if (job->done)
            job = NULL;
    }
    return job;
}

/* Reads on, as long as a process can take a message. */
static void
hand_jobs_over(Run *r)
{
    MailboxWorker *worker;
    Job *job;

    while (!r->failure && (worker = find_free_worker(r)) != NULL && (job = next_job(r)) != NULL)
        hand_job_over(r, worker, job);
}

/* --- what comes back --- */

static char *
end_text(int status)
{
    if (WIFSIGNALED(status))
        return g_strdup_printf("the process that looked at it ended early: %s",
                               strsignal(WTERMSIG(status)));
    return g_strdup("the process that looked at it ended early");
}

/* Ends a process, and has others look at the messages that it had. Returns its status. */
static int
replace_worker(Run *r, MailboxWorker *worker)
{
    int status = mailbox_worker_end(worker);
    Job *job;

    while ((job = g_queue_pop_tail(&worker->jobs)) != NULL)
        g_queue_push_head(&r->waiting, job);
    return status;
}

/* Ends a process; the oldest message that it had is to blame. */
static void
blame_oldest_job(Run *r, MailboxWorker *worker, MailboxState state, const char *problem)
{
    Job *job = g_queue_pop_head(&worker->jobs);
    g_autofree char *ended = end_text(replace_worker(r, worker));

    if (job)
        fail_job(r, job, state, problem ? problem : ended);
}

/* Ends a process that answers what it was not asked. A message that it had before made it do so;
 * where it had none one is blamed, so that no message starts processes for ever. */
static void
end_unasked(Run *r, MailboxWorker *worker)
{
    if (worker->sent > worker->jobs.length)
        replace_worker(r, worker);
    else
        blame_oldest_job(r, worker, MAILBOX_LOST, NULL);
}

static void
take_rows_in(Run *r, MailboxWorker *worker)
{
    const char *row;
    size_t len;
    bool bad;

    while (mailbox_worker_row(worker, &row, &len, &bad) || bad) {
        Job *job;

        if (!mailbox_worker_expects_row(worker)) {
            end_unasked(r, worker);
            return;
        }
        if (bad) {
            blame_oldest_job(r, worker, MAILBOX_LOST, "what was found out about it is too long");
            return;
        }
        job = g_queue_pop_head(&worker->jobs);
        drop_frame(r, job);
        job->row = g_string_new_len(row, (gssize)len);
        r->held += len;
        job->done = true;
        mailbox_worker_drop_row(worker);
        worker->due = due_from_now(r);
    }
    if (worker->jobs.length == 0 && worker->sent >= MAILBOX_WORKER_MESSAGES)
        mailbox_worker_end(worker);
}

/* --- waiting --- */

static int
poll_timeout(const Run *r)
{
    gint64 wake = g_get_monotonic_time() + PROGRESS_EVERY, now = g_get_monotonic_time();

    for (unsigned i = 0; i < r->count; i++)
        if (r->workers[i].jobs.length > 0)
            wake = MIN(wake, r->workers[i].due);
    return (int)((MAX(wake - now, 0) + 999) / 1000);
}

static void
serve_worker(Run *r, MailboxWorker *worker, short events)
{
    bool good = true;

    if (events & (POLLIN | POLLHUP | POLLERR))
        good = mailbox_worker_read(worker);
    if (good && events & POLLOUT)
        good = mailbox_worker_write(worker);
    take_rows_in(r, worker);
    if (worker->process > 0 && !good)
        blame_oldest_job(r, worker, MAILBOX_LOST, NULL);
    else if (worker->jobs.length > 0 && worker->due <= g_get_monotonic_time())
        blame_oldest_job(r, worker, MAILBOX_LATE, "took too long");
}

/* Waits until a process can be served, and serves all that can. */
static void
serve_workers(Run *r)
{
    struct pollfd polled[MAILBOX_WORKERS_MAX] = { 0 };

    for (unsigned i = 0; i < r->count; i++) {
        polled[i].fd = r->workers[i].socket; /* -1: passed over */
        polled[i].events =
            (short)(POLLIN | (mailbox_worker_has_more(&r->workers[i]) ? POLLOUT : 0));
    }
    if (poll(polled, r->count, poll_timeout(r)) < 0)
        return;
    for (unsigned i = 0; i < r->count; i++)
        if (r->workers[i].process > 0)
            serve_worker(r, &r->workers[i], polled[i].revents);
}

/* --- the line --- */

static void
count_taken(Run *r, const MailboxMessage *message)
{
    if (message->state == MAILBOX_READ)
        r->taken.messages++;
    else
        r->taken.problems++;
    r->taken.vanished = mailbox_counts(r->reader)->vanished;
    r->taken.unsure = mailbox_counts(r->reader)->unsure;
}

static void
take_finished_jobs(Run *r)
{
    Job *job;

    while ((job = g_queue_peek_head(&r->line)) != NULL && job->done) {
        g_queue_pop_head(&r->line);
        count_taken(r, &job->message);
        r->run->take(&job->message, job->row ? job->row->str : NULL, job->row ? job->row->len : 0,
                     r->run->data);
        free_job(r, job);
    }
}

/* False: the command wants no more. */
static bool
tell_progress(Run *r)
{
    gint64 now = g_get_monotonic_time();

    if (!r->run->progress || now - r->told < PROGRESS_EVERY)
        return true;
    r->told = now;
    return r->run->progress(r->reader, &r->taken, r->run->data);
}

static bool
run_to_end(Run *r)
{
    do {
        hand_jobs_over(r);
        take_finished_jobs(r);
        if (r->line.length == 0 && r->ended)
            return true;
        if (r->line.length > 0) /* the oldest one is with a process */
            serve_workers(r);
        take_finished_jobs(r);
    } while (!r->failure && tell_progress(r));
    return false;
}

bool
mailbox_run(MailboxReader *reader, const MailboxRun *run, MailboxCounts *counts)
{
    g_autofree Run *r = g_new0(Run, 1);
    Job *job;
    bool all;

    r->run = run;
    r->reader = reader;
    r->count =
        CLAMP(run->workers > 0 ? run->workers : g_get_num_processors(), 1, MAILBOX_WORKERS_MAX);
    g_queue_init(&r->line);
    g_queue_init(&r->waiting);
    for (unsigned i = 0; i < r->count; i++)
        mailbox_worker_init(&r->workers[i]);
    all = run_to_end(r);
    for (unsigned i = 0; i < r->count; i++)
        mailbox_worker_clear(&r->workers[i]);
    while ((job = g_queue_pop_head(&r->line)) != NULL)
        free_job(r, job);
    g_queue_clear(&r->waiting);
    r->taken.vanished = mailbox_counts(reader)->vanished;
    r->taken.unsure = mailbox_counts(reader)->unsure;
    if (counts)
        *counts = r->taken;
    errno = r->failure;
    return all;
}
