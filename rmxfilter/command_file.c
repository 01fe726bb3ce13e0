/* SPDX-License-Identifier: ISC */
/* This process looks at nothing that the other one writes: it waits, and gives the file its name.
 * Signals wait meanwhile, so that none leaves a half file behind. */
#include "command_file.h"

#include "command_run.h"
#include "mailbox/stop_signals.h"
#include "report/html.h"
#include "sandbox/sandbox.h"
#include "whole_file.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

/* Those that end a process at a person's wish, unless the caller has them ignored (nohup), and the
 * one that says that a child has ended. */
static void
awaited_signals(sigset_t *set)
{
    static const int numbers[] = { SIGINT, SIGQUIT, SIGTERM, SIGHUP };

    sigemptyset(set);
    sigaddset(set, SIGCHLD);
    for (size_t i = 0; i < G_N_ELEMENTS(numbers); i++)
        if (!stop_signals_ignore(numbers[i]))
            sigaddset(set, numbers[i]);
}

/* Waits until the child has ended; a signal that this process gets is passed on. Returns what
 * waitpid says of the child. *stopped is that signal, 0: none came. */
static int
await_child(pid_t child, const sigset_t *awaited, int *stopped)
{
    int status = 0;

    *stopped = 0;
    for (;;) {
        pid_t ended = waitpid(child, &status, WNOHANG);
        int number;

        if (ended == child)
            return status;
        if (ended < 0 && errno == EINTR)
            continue;
        if (ended < 0)
            return EX_OSERR << 8; /* as of one that left with that; musl has no W_EXITCODE */
        if (sigwait(awaited, &number) == 0 && number != SIGCHLD) {
            *stopped = number;
            kill(child, SIGKILL); /* it holds nothing that must be put in order */
        }
    }
}

static _Noreturn void
report_into(const WholeFile *file, const sigset_t *mask, pid_t parent, CommandReport report,
            const void *data)
{
    if (!sandbox_die_with_parent(parent) || dup2(file->descriptor, STDOUT_FILENO) < 0)
        _exit(EX_OSERR);
    sigprocmask(SIG_SETMASK, mask, NULL);
    exit(report(data));
}

static int
child_exit_code(const char *path, int status)
{
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGPIPE)
        return EX_IOERR;
    if (WIFSIGNALED(status))
        return command_complain_of_file(path, 0, strsignal(WTERMSIG(status)), EX_SOFTWARE);
    return WEXITSTATUS(status);
}

/* Gives the file its name, or drops it. Returns the exit code. */
static int
conclude_file(WholeFile *file, int exit_code)
{
    if (exit_code == EX_OK && !whole_file_finish(file))
        return command_complain_of_file(file->path, 0, strerror(errno), EX_IOERR);
    whole_file_drop(file);
    return exit_code == EX_IOERR
               ? command_complain_of_file(file->path, 0, "the page could not be written", EX_IOERR)
               : exit_code;
}

/* Runs the report; signals are blocked but for mask. Returns the exit code. */
static int
run_into(WholeFile *file, const sigset_t *mask, const sigset_t *awaited, CommandReport report,
         const void *data)
{
    int status, stopped = 0;
    pid_t parent = getpid();
    pid_t child = fork();

    if (child == 0)
        report_into(file, mask, parent, report, data);
    if (child < 0)
        return conclude_file(file,
                             command_complain_of_file(file->path, 0, strerror(errno), EX_OSERR));
    status = await_child(child, awaited, &stopped);
    if (stopped == 0)
        return conclude_file(file, child_exit_code(file->path, status));
    whole_file_drop(file);
    raise(stopped); /* when it is let through again */
    return EX_SOFTWARE;
}

/* Whether a file is there that is no page: whoever forgets to name the page names his mail. What
 * is no regular file is never replaced, and of a link only the link. */
static bool
is_other_file(const char *path)
{
    char octets[sizeof(HTML_BEGINNING) - 1];
    struct stat about;
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | O_NOFOLLOW);
    bool other;

    if (file < 0)
        return false;
    other = fstat(file, &about) == 0 && S_ISREG(about.st_mode) && about.st_size > 0 &&
            (read(file, octets, sizeof(octets)) != (ssize_t)sizeof(octets) ||
             memcmp(octets, HTML_BEGINNING, sizeof(octets)) != 0);
    close(file);
    return other;
}

int
command_to_file(const char *path, CommandReport report, const void *data)
{
    sigset_t awaited, mask;
    WholeFile file;
    int exit_code;

    if (is_other_file(path))
        return command_complain_of_file(
            path, 0,
            "is there and is no page, so it is not replaced; the word behind "
            "--html names the page",
            EX_CANTCREAT);
    awaited_signals(&awaited);
    signal(SIGCHLD, SIG_DFL);
    signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is a write that fails, here and there */
    fflush(stdout);
    sigprocmask(SIG_BLOCK, &awaited, &mask);
    exit_code = whole_file_open(&file, path)
                    ? run_into(&file, &mask, &awaited, report, data)
                    : command_complain_of_file(path, 0, strerror(errno), EX_CANTCREAT);
    sigprocmask(SIG_SETMASK, &mask, NULL);
    return exit_code;
}

/* --- pages --- */

static bool
stat_operand(const char *path, struct stat *about)
{
    return (g_str_equal(path, "-") ? fstat(STDIN_FILENO, about) : stat(path, about)) == 0;
}

static bool
is_file_of_page(const struct stat *page, const char *path)
{
    struct stat about;

    return stat_operand(path, &about) && page->st_dev == about.st_dev &&
           page->st_ino == about.st_ino;
}

/* The operand whose place the page would take; NULL: there is none. Lent. */
static const char *
find_operand_of_page(const Settings *settings)
{
    struct stat page;

    if (stat(settings->html, &page) != 0 || !S_ISREG(page.st_mode))
        return NULL;
    if (settings->files->len == 0)
        return is_file_of_page(&page, "-") ? "-" : NULL;
    for (guint i = 0; i < settings->files->len; i++)
        if (is_file_of_page(&page, settings->files->pdata[i]))
            return settings->files->pdata[i];
    return NULL;
}

int
command_page(const Settings *settings, const char *what, CommandReport report, const void *data)
{
    const char *operand;
    g_autofree char *complaint = NULL;

    if (!settings->html || g_str_equal(settings->html, "-"))
        return report(data);
    operand = find_operand_of_page(settings);
    if (!operand)
        return command_to_file(settings->html, report, data);
    complaint = g_strdup_printf("the page would take the place of %s", what);
    return command_complain_of_file(operand, 0, complaint, EX_USAGE);
}
