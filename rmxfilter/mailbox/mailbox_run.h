/* SPDX-License-Identifier: ISC */
/* Looks at all messages of mailboxes by several processes side by side, each in a sandbox. This
 * process goes through the mailboxes and hands header blocks over; the others look at them, and
 * give back a few octets for each, the row, which this process takes in the order of the messages.
 *
 *     static void look_x(const MailboxMessage *message, GString *row, void *data);  in the sandbox
 *     static void take_x(const MailboxMessage *message, const char *row, size_t len, void *data);
 *
 *     const MailboxRun run = { .look = look_x, .take = take_x, .data = &x, ... };
 *     g_autoptr(MailboxReader) reader = mailbox_open(settings->files, true);
 *     bool done = mailbox_run(reader, &run);
 *
 * What a message makes of a process in the sandbox ends with it: another one is started, the
 * message is counted as lost, and the others are looked at. But rows of the MAILBOX_WORKER_MESSAGES
 * messages that one process looks at may be what an earlier one of them wanted them to be, if it
 * took the process over: take has to read every row as hostile octets. */
#ifndef MAILBOX_RUN_H
#define MAILBOX_RUN_H

#include "mailbox/mailbox.h"

#include <stdint.h>

#define MAILBOX_WORKER_MESSAGES 256               /* then a new process comes in its place */
#define MAILBOX_ROW_MAX         ((size_t)1 << 20) /* octets; a longer row is no row */
#define MAILBOX_WORKERS_MAX     32

typedef struct {
    unsigned workers; /* processes at once; 0: as many as there are processors. Who asks the DNS
                         wants more: they wait most of the time */
    int wait_ms;      /* that a message may take, in milliseconds; 0: 30 seconds */
    const uint16_t *tcp_ports; /* for sandbox_enter: where name servers are (dns_tcp_ports); NULL:
                                  nothing is asked of the network */
    void *data;                /* for the functions below; what was in it when a process started is
                                  there, too, as a copy of its own (settings; a Dns, of which dns_again makes one
                                  for each message) */

    /* In a sandbox. Looks at a message that was read, and appends its row to the empty row. */
    void (*look)(const MailboxMessage *message, GString *row, void *data);

    /* In this process, for each message in the order of the reader: the row (len octets, lent), or
     * NULL where there is none (message->state, message->problem). The header is empty by now. */
    void (*take)(const MailboxMessage *message, const char *row, size_t len, void *data);

    /* In this process, about ten times a second, and when a signal came in; NULL: never. False:
     * stop now; what was not looked at yet is left out. */
    bool (*progress)(const MailboxReader *reader, const MailboxCounts *counts, void *data);
} MailboxRun;

/* Runs until all is taken, and leaves no process behind. Where this process ends by a signal all
 * others do. False: stopped, or no process could be started (errno; 0: stopped). counts, if not
 * NULL, says what was taken. */
bool mailbox_run(MailboxReader *reader, const MailboxRun *run, MailboxCounts *counts);

#endif
