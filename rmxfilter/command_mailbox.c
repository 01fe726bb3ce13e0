/* SPDX-License-Identifier: ISC */
#include "command_mailbox.h"

#include "command_run.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

static volatile sig_atomic_t mailbox_stopped; /* the signal; 0: none came */

static const char *mailbox_doing; /* for the line; NULL: there is no terminal */

/* --- signals --- */

static void
note_mailbox_stop(int signal)
{
    mailbox_stopped = signal;
}

/* A signal that the caller ignores (nohup) stays ignored. A second one ends all at once. */
static void
notice_mailbox_signals(void)
{
    static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
    const struct sigaction notice = { .sa_handler = note_mailbox_stop,
                                      .sa_flags = (int)SA_RESETHAND };

    for (size_t i = 0; i < G_N_ELEMENTS(signals); i++) {
        struct sigaction before;

        if (sigaction(signals[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
            sigaction(signals[i], &notice, NULL);
    }
}

/* --- the line --- */

static bool
show_mailbox_progress(const MailboxReader *reader, const MailboxCounts *counts, void *data)
{
    (void)data;
    if (mailbox_doing)
        fprintf(stderr, "\r%s: %" G_GUINT64_FORMAT " messages, %d %%\033[K", mailbox_doing,
                counts->messages, (int)(mailbox_share(reader) * 100));
    return mailbox_stopped == 0;
}

static void
clear_mailbox_line(void)
{
    if (mailbox_doing)
        fputs("\r\033[K", stderr);
}

int
command_mailbox_signal(void)
{
    return mailbox_stopped;
}

int
command_mailbox(const Settings *settings, const char *doing, const MailboxRun *run,
                MailboxCounts *counts)
{
    g_autoptr(MailboxReader) reader = mailbox_open(settings->files, true);
    MailboxRun shown = *run;
    bool done;
    int problem;

    *counts = (MailboxCounts){ .messages = 0 };
    mailbox_doing = isatty(STDERR_FILENO) ? doing : NULL;
    shown.progress = show_mailbox_progress;
    notice_mailbox_signals();
    done = mailbox_run(reader, &shown, counts);
    problem = errno;
    clear_mailbox_line();
    if (mailbox_stopped)
        raise(mailbox_stopped);
    if (!done)
        return command_complain(strerror(problem), EX_OSERR);
    if (counts->messages == 0)
        return command_complain("no message can be read there", EX_NOINPUT);
    return EX_OK;
}
