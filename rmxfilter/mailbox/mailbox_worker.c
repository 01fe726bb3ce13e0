/* SPDX-License-Identifier: ISC */
/* In the sandbox standard input is the only place that can be read, and no file can be opened. So a
 * pair of sockets is standard input and output of the process. */
#include "mailbox/mailbox_worker.h"

#include "mailbox/stop_signals.h"
#include "mime/descriptor.h"
#include "sandbox/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#define READ_PIECE ((size_t)64 << 10)

/* Stands before the octets of the path and those of the header block. */
typedef struct {
    guint64 number, offset, length;
    guint32 file_len, header_len;
    guint32 cut;
} FrameHead;

GString *
mailbox_frame(const MailboxMessage *message)
{
    const FrameHead head = {
        .number = message->number,
        .offset = message->offset,
        .length = message->length,
        .file_len = (guint32)strlen(message->file),
        .header_len = (guint32)message->header.len,
        .cut = message->header.cut,
    };
    GString *frame = g_string_sized_new(sizeof(head) + head.file_len + head.header_len + 1);

    g_string_append_len(frame, (const char *)&head, sizeof(head));
    g_string_append_len(frame, message->file, head.file_len);
    g_string_append_len(frame, message->header.octets, head.header_len);
    return frame;
}

/* --- in the new process --- */

/* False: there is no more. */
static bool
read_from_parent(void *octets, size_t len)
{
    char *at = octets;

    while (len > 0) {
        ssize_t got = read(STDIN_FILENO, at, len);

        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        at += got;
        len -= (size_t)got;
    }
    return true;
}

static void
write_to_parent(const void *octets, size_t len)
{
    if (!descriptor_write(STDOUT_FILENO, octets, len))
        _exit(EX_IOERR);
}

static void
write_row(const GString *row)
{
    const guint32 len = (guint32)MIN(row->len, (gsize)G_MAXUINT32);

    write_to_parent(&len, sizeof(len));
    write_to_parent(row->str, len);
}

/* Reads one message into octets. False: there is none. */
static bool
read_frame(GString *octets, MailboxMessage *message)
{
    FrameHead head;

    if (!read_from_parent(&head, sizeof(head)))
        return false;
    g_string_set_size(octets, (gsize)head.file_len + 1 + head.header_len);
    if (!read_from_parent(octets->str, head.file_len) ||
        !read_from_parent(octets->str + head.file_len + 1, head.header_len))
        return false;
    octets->str[head.file_len] = '\0';
    *message = (MailboxMessage){
        .file = octets->str,
        .number = head.number,
        .offset = head.offset,
        .length = head.length,
        .header = { .octets = octets->str + head.file_len + 1,
                    .len = head.header_len,
                    .cut = head.cut != 0 },
    };
    return true;
}

static void
look_at_messages(const MailboxRun *run)
{
    static const uint16_t no_ports[] = { 0 };
    g_autoptr(GString) octets = g_string_new(NULL);
    g_autoptr(GString) row = g_string_new(NULL);
    MailboxMessage message;

    sandbox_enter(run->tcp_ports ? run->tcp_ports : no_ports);
    while (read_frame(octets, &message)) {
        g_string_truncate(row, 0);
        run->look(&message, row, run->data);
        write_row(row);
    }
}

/* What the command does on a signal is not for this process. */
static void
reset_worker_signals(void)
{
    static const int signals[] = { SIGPIPE, SIGALRM, SIGWINCH };

    stop_signals_reset();

    for (size_t i = 0; i < G_N_ELEMENTS(signals); i++)
        signal(signals[i], SIG_DFL);
}

static void
become_worker(int socket, const MailboxRun *run, pid_t parent)
{
    reset_worker_signals();
    if (dup2(socket, STDIN_FILENO) < 0 || dup2(socket, STDOUT_FILENO) < 0)
        _exit(EX_OSERR);
    close(socket);
    if (sandbox_die_with_parent(parent))
        look_at_messages(run);
    _exit(EX_OK);
}

/* --- in this process --- */

void
mailbox_worker_init(MailboxWorker *worker)
{
    *worker = (MailboxWorker){ .socket = -1, .in = g_string_new(NULL) };
    g_queue_init(&worker->jobs);
    g_queue_init(&worker->out);
}

void
mailbox_worker_clear(MailboxWorker *worker)
{
    mailbox_worker_end(worker);
    g_string_free(worker->in, TRUE);
    g_queue_clear(&worker->jobs);
}

void
mailbox_worker_add(MailboxWorker *worker, void *job, GString *frame)
{
    g_queue_push_tail(&worker->jobs, job);
    g_queue_push_tail(&worker->out, frame);
    worker->sent++;
}

bool
mailbox_worker_has_more(const MailboxWorker *worker)
{
    return worker->out.length > 0 && !worker->deaf;
}

bool
mailbox_worker_expects_row(const MailboxWorker *worker)
{
    return worker->jobs.length > worker->out.length;
}

bool
mailbox_worker_start(MailboxWorker *worker, const MailboxRun *run, const MailboxWorker *others,
                     unsigned count, MailboxReader *reader)
{
    pid_t parent = getpid();
    int ends[2];

    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return false;
    fflush(NULL); /* else both processes would write it */
    worker->process = fork();
    if (worker->process == 0) {
        close(ends[0]);
        for (unsigned i = 0; i < count; i++)
            if (others[i].socket >= 0)
                close(others[i].socket);
        mailbox_forget(reader);
        become_worker(ends[1], run, parent);
    }
    close(ends[1]);
    if (worker->process < 0 || fcntl(ends[0], F_SETFL, O_NONBLOCK) != 0) {
        worker->process = MAX(worker->process, 0);
        close(ends[0]);
        return false;
    }
    worker->socket = ends[0];
    return true;
}

int
mailbox_worker_end(MailboxWorker *worker)
{
    int status = 0;

    if (worker->socket >= 0)
        close(worker->socket);
    worker->socket = -1;
    if (worker->process > 0) {
        kill(worker->process, SIGKILL);
        while (waitpid(worker->process, &status, 0) < 0 && errno == EINTR)
            continue;
    }
    worker->process = 0;
    worker->sent = 0;
    g_queue_clear(&worker->out);
    worker->written = 0;
    worker->deaf = false;
    g_string_truncate(worker->in, 0);
    return status;
}

bool
mailbox_worker_write(MailboxWorker *worker)
{
    const GString *frame;

    while ((frame = g_queue_peek_head(&worker->out)) != NULL) {
        ssize_t sent = send(worker->socket, frame->str + worker->written,
                            frame->len - worker->written, MSG_NOSIGNAL);

        if (sent < 0) {
            worker->deaf = errno == EPIPE || errno == ECONNRESET;
            return worker->deaf || errno == EAGAIN || errno == EINTR;
        }
        worker->written += (size_t)sent;
        if (worker->written == frame->len) {
            g_queue_pop_head(&worker->out);
            worker->written = 0;
        }
    }
    return true;
}

bool
mailbox_worker_read(MailboxWorker *worker)
{
    size_t had = worker->in->len;
    ssize_t got;

    g_string_set_size(worker->in, had + READ_PIECE);
    got = recv(worker->socket, worker->in->str + had, READ_PIECE, 0);
    g_string_set_size(worker->in, had + (size_t)MAX(got, 0));
    return got > 0 || (got < 0 && (errno == EAGAIN || errno == EINTR));
}

bool
mailbox_worker_row(const MailboxWorker *worker, const char **row, size_t *len, bool *bad)
{
    guint32 stated = 0;

    *bad = false;
    if (worker->in->len < sizeof(stated))
        return false;
    memcpy(&stated, worker->in->str, sizeof(stated));
    *bad = stated > MAILBOX_ROW_MAX;
    *row = worker->in->str + sizeof(stated);
    *len = stated;
    return !*bad && worker->in->len >= sizeof(stated) + stated;
}

void
mailbox_worker_drop_row(MailboxWorker *worker)
{
    guint32 stated = 0;

    memcpy(&stated, worker->in->str, sizeof(stated));
    g_string_erase(worker->in, 0, (gssize)(sizeof(stated) + stated));
}
