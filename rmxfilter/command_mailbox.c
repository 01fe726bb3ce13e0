/* SPDX-License-Identifier: ISC */
#include "command_mailbox.h"

#include "command_run.h"
#include "mailbox/stop_signals.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#define LINE_EVERY 50000 /* microseconds at the least from one to the next */

static volatile sig_atomic_t mailbox_stopped; /* the signal; 0: none came */

static void (*stop_more)(void); /* what else is to be stopped; NULL: nothing */

static const char *mailbox_doing; /* for the line; NULL: there is no terminal */

static gint64 line_shown; /* when, in monotonic microseconds; 0: none is shown */

static void
note_mailbox_stop(int signal)
{
    mailbox_stopped = signal;
    if (stop_more)
        stop_more();
}

int
command_mailbox_signal(void)
{
    return mailbox_stopped;
}

void
command_mailbox_begin(const char *doing, void (*stop)(void))
{
    mailbox_doing = isatty(STDERR_FILENO) ? doing : NULL;
    stop_more = stop;
    stop_signals_notice(note_mailbox_stop);
}

/* --- the line --- */

static void
show_mailbox_line(const MailboxReader *reader, const MailboxCounts *counts)
{
    gint64 now = g_get_monotonic_time();

    if (now - line_shown < LINE_EVERY)
        return;
    line_shown = now;
    fprintf(stderr, "\r%s: %" G_GUINT64_FORMAT " messages, %d %%\033[K", mailbox_doing,
            counts->messages, (int)(mailbox_share(reader) * 100));
}

bool
command_mailbox_progress(const MailboxReader *reader, const MailboxCounts *counts, void *data)
{
    (void)data;
    if (mailbox_doing)
        show_mailbox_line(reader, counts);
    return mailbox_stopped == 0;
}

void
command_mailbox_end(void)
{
    if (line_shown > 0)
        fputs("\r\033[K", stderr);
    line_shown = 0;
}

int
command_mailbox_complain(const char *file, guint64 number, const char *what, int exit_code)
{
    command_mailbox_end();
    fflush(stdout);
    return command_complain_of_file(file, number, what, exit_code);
}

/* --- all of it --- */

/* A mailbox whose name is mistyped must not pass for an empty one. Returns 0, or complains of the
 * first path that cannot be opened. */
static int
check_mailbox_paths(const GPtrArray *paths)
{
    for (guint i = 0; i < paths->len; i++) {
        const char *path = paths->pdata[i];

        if (!g_str_equal(path, MAILBOX_STANDARD_INPUT) && access(path, R_OK) != 0)
            return command_complain_of_file(path, 0, strerror(errno), EX_NOINPUT);
    }
    return EX_OK;
}

static int
complain_of_no_mail(const GPtrArray *paths)
{
    static const char what[] = "no message can be read there";

    return paths->len == 1 ? command_complain_of_file(paths->pdata[0], 0, what, EX_NOINPUT)
                           : command_complain(what, EX_NOINPUT);
}

int
command_mailbox(const Settings *settings, const char *doing, const MailboxRun *run,
                MailboxCounts *counts)
{
    g_autoptr(MailboxReader) reader = mailbox_open(settings->files, true);
    MailboxRun shown = *run;
    int problem = check_mailbox_paths(settings->files);
    bool done;

    *counts = (MailboxCounts){ .messages = 0 };
    if (problem != EX_OK)
        return problem;
    shown.progress = command_mailbox_progress;
    command_mailbox_begin(doing, NULL);
    done = mailbox_run(reader, &shown, counts);
    problem = errno;
    command_mailbox_end();
    if (mailbox_stopped)
        raise(mailbox_stopped);
    if (!done)
        return command_complain(strerror(problem), EX_OSERR);
    if (counts->messages == 0)
        return complain_of_no_mail(settings->files);
    return EX_OK;
}
