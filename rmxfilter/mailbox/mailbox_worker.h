/* SPDX-License-Identifier: ISC */
/* One of the processes that look at messages, and what goes to and fro: to it a frame for each
 * message, from it a row. */
#ifndef MAILBOX_WORKER_H
#define MAILBOX_WORKER_H

#include "mailbox/mailbox_run.h"

#include <sys/types.h>

/* A message as octets, without what a process in a sandbox does not need. The caller owns it. */
GString *mailbox_frame(const MailboxMessage *message);

typedef struct {
    pid_t process; /* 0: none runs */
    int socket;    /* does not block */
    unsigned sent; /* messages since it began */
    GQueue jobs;   /* of the caller: what was handed over and has no row yet, the oldest first */
    GQueue out;    /* GString *, lent: frames of the newest jobs, which are not written whole yet */
    size_t written; /* octets of the first of them */
    bool deaf;      /* it takes no more; what it had to say before may still be on its way */
    GString *in;    /* what came of a row */
    gint64 due;     /* when the oldest job must be done, in monotonic microseconds */
} MailboxWorker;

void mailbox_worker_init(MailboxWorker *worker);
void mailbox_worker_clear(MailboxWorker *worker);

/* Hands a message over: job is the caller's, and frame has to live until the job has its row or the
 * process is ended. */
void mailbox_worker_add(MailboxWorker *worker, void *job, GString *frame);

/* Whether something is to be written that it may take. */
bool mailbox_worker_has_more(const MailboxWorker *worker);

/* Whether the oldest job was written whole, so that a row can be its. */
bool mailbox_worker_expects_row(const MailboxWorker *worker);

/* Starts one, which ends with this process. Not for it are the sockets of others, all workers, and
 * what reader has of bodies. False with errno. */
bool mailbox_worker_start(MailboxWorker *worker, const MailboxRun *run, const MailboxWorker *others,
                          unsigned count, MailboxReader *reader);

/* Ends it, and waits until it is gone. Returns its status (wait(2)). */
int mailbox_worker_end(MailboxWorker *worker);

/* Both do what can be done without waiting. False: it is gone, or is not to be trusted any more.
 * That it is gone is found by reading alone, behind the last row that it wrote. */
bool mailbox_worker_write(MailboxWorker *worker);
bool mailbox_worker_read(MailboxWorker *worker);

/* The row that came in, whole, and then is taken out by mailbox_worker_drop_row: len octets, lent.
 * False: there is none yet; *bad: what came is none, and the process is to be ended. */
bool mailbox_worker_row(const MailboxWorker *worker, const char **row, size_t *len, bool *bad);
void mailbox_worker_drop_row(MailboxWorker *worker);

#endif
