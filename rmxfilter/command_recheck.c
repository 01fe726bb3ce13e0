/* SPDX-License-Identifier: ISC */
/* `recheck`: messages that were marked temperror are asked again, and marked anew in place. This
 * process goes through the Maildirs and looks only at the place and the first words of this
 * program's own fields; a keeper (recheck_keeper.h) does the rest for each message that is worth
 * it. */
#include "command_recheck.h"
#include "command_mailbox.h"
#include "command_run.h"
#include "commands.h"
#include "mailbox/mailbox.h"
#include "recheck_keepers.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

typedef struct {
    const Settings *settings;
    RecheckReport *report;
    int exit_code;
} Recheck;

static void
note_recheck_failure(Recheck *run, const char *path, const char *what, int exit_code)
{
    command_mailbox_complain(path, 0, what, exit_code);
    if (run->exit_code == EX_OK)
        run->exit_code = exit_code;
}

/* --- what keepers say --- */

static void
note_change(RecheckReport *report, const char *file, const KeptRecord *record)
{
    g_autofree char *folder = g_path_get_dirname(file);
    g_autofree char *maildir = g_path_get_dirname(folder);
    g_autofree char *path =
        g_build_filename(maildir, record->in_new ? "new" : "cur", record->name.text, NULL);
    g_auto(GStrv) words = g_strsplit(record->now, " ", 2);

    recheck_report_add(report, path, 0, record->own.status, words[0] ? words[0] : "",
                       record->own.from, words[0] && words[1] ? words[1] : "");
}

/* A KeptTake. */
static void
take_kept(const char *path, const KeptRecord *record, void *data)
{
    Recheck *run = data;

    if (record->outcome == KEPT_CHANGED) {
        note_change(run->report, path, record);
    } else if (record->outcome == KEPT_LEFT || command_mailbox_signal()) {
        run->report->left++;
    } else {
        run->report->failed++;
        note_recheck_failure(run, path, record->why, EX_IOERR);
    }
}

/* --- which messages are asked about --- */

/* Whether the message is marked so that it is worth asking again. */
static bool
is_marked_temporary(const Recheck *run, const HeaderBlock *header)
{
    const OwnRules rules = recheck_own_rules(run->settings);
    OwnFields own = own_fields_find(header->octets, header->len, !header->cut, &rules);

    return own_fields_are_temporary(&own);
}

static void
start_keeper(Recheck *run, const char *file)
{
    if (keepers_start(file)) {
        run->report->asked++;
    } else {
        run->report->failed++;
        note_recheck_failure(run, file, strerror(errno), EX_OSERR);
    }
}

/* What is empty, or no message, bears no mark. */
static void
recheck_message(Recheck *run, const MailboxMessage *message)
{
    if (message->state == MAILBOX_READ) {
        run->report->messages++;
        if (is_marked_temporary(run, &message->header))
            start_keeper(run, message->file);
    } else if (message->state == MAILBOX_UNREADABLE) {
        run->report->failed++;
        note_recheck_failure(run, message->file, message->problem, EX_NOINPUT);
    }
}

/* The paths that are Maildirs; the others are complained of. The caller owns the array. */
static GPtrArray *
choose_maildirs(Recheck *run)
{
    GPtrArray *maildirs = g_ptr_array_new();

    for (guint i = 0; i < run->settings->files->len; i++) {
        char *path = run->settings->files->pdata[i];

        if (mailbox_path(path) == MAILBOX_PATH_MAILDIR)
            g_ptr_array_add(maildirs, path);
        else
            note_recheck_failure(
                run, path,
                access(path, F_OK) == 0
                    ? "is no Maildir, and only Maildirs are marked anew: it has no "
                      "folders cur and new"
                    : strerror(errno),
                EX_NOINPUT);
    }
    return maildirs;
}

static int
recheck_in_place(const Settings *settings, RecheckReport *report)
{
    Recheck run = { .settings = settings, .report = report };
    g_autoptr(GPtrArray) maildirs = choose_maildirs(&run);
    g_autoptr(MailboxReader) reader = mailbox_open(maildirs, true);
    const MailboxMessage *message;

    keepers_begin(settings, take_kept, &run);
    while (command_mailbox_progress(reader, mailbox_counts(reader), NULL) &&
           (message = mailbox_next(reader)) != NULL)
        recheck_message(&run, message);
    keepers_await_all();
    return run.exit_code;
}

/* --- */

static int
print_recheck(const Settings *settings, RecheckReport *report, int exit_code)
{
    g_autofree char *text = NULL;

    recheck_report_sort(report);
    text = (settings->json ? recheck_json : recheck_text)(report);
    if (!settings->json && isatty(STDERR_FILENO)) {
        g_autofree char *summary = recheck_summary(report, settings->what_if);

        fprintf(stderr, "rmxfilter: %s\n", summary);
    }
    return command_print(text, exit_code);
}

int
command_recheck(int argc, char *const *argv)
{
    g_autoptr(Dns) dns = NULL;
    int exit_code;
    g_autoptr(Settings) settings = command_begin(COMMAND_RECHECK, argc, argv, &dns, &exit_code);
    g_autoptr(RecheckReport) report = recheck_report_new();

    if (!settings)
        return exit_code;
    command_mailbox_begin("asking again", settings->what_if ? NULL : keepers_stop);
    exit_code = settings->what_if ? what_if_recheck(settings, dns, report)
                                  : recheck_in_place(settings, report);
    command_mailbox_end();
    exit_code = print_recheck(settings, report, exit_code);
    if (command_mailbox_signal())
        raise(command_mailbox_signal());
    return exit_code;
}
