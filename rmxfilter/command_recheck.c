/* SPDX-License-Identifier: ISC */
/* `recheck`: messages that were marked temperror are asked again, and marked anew in place. Three
 * kinds of processes. The first goes through the Maildir and looks only at the place and the first
 * words of this program's own fields. For each message to be asked again a keeper does what the
 * guard does for one that comes in: it takes the old fields out, lets an inspector in a sandbox
 * look at what it then is, checks the reply, and writes. */
#include "command_recheck.h"
#include "command_run.h"
#include "commands.h"
#include "error_field.h"
#include "guard.h"
#include "inspection.h"
#include "mailbox/mailbox.h"
#include "mailbox/recheck_replace.h"
#include "mime/quote.h"
#include "reply_write.h"
#include "report/author_word.h"
#include "report/marks.h"
#include "sandbox/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#define KEEPERS_MAX 16 /* at once: most of the time they wait for the DNS */

/* --- the inspector --- */

/* What a keeper and its inspector, which it forks, both know. */
static struct {
    const Settings *settings;
    char *own; /* the octets of this program's own fields, which stand in the message no more */
    size_t own_len;
} recheck;

/* The old fields, read as strictly as their place proves them. The caller owns them. */
static Marks *
read_old_marks(const HeaderBlock *header)
{
    size_t skip = header_from_line(header->octets, header->len);
    g_autoptr(GString) octets = g_string_new_len(recheck.own, (gssize)recheck.own_len);
    g_autoptr(Message) message = NULL;

    g_string_append_len(octets, header->octets + skip, (gssize)(header->len - skip));
    message = message_new(octets->str, octets->len);
    return marks_read(message);
}

/* Whether the new words say more than the old ones. */
static bool
says_more(const Marks *old, const Evidence *evidence, const Verdict *verdict)
{
    g_autoptr(AuthorAnswer) answer = author_answer_of(evidence, verdict);
    bool is_aligned = answer && answer->word == AUTHOR_ALIGNED;

    if (!old->marked || old->error)
        return false;
    if (old->result == RESULT_TEMPERROR && verdict->result != RESULT_TEMPERROR)
        return true;
    if (is_aligned && !(old->has_author && old->word == AUTHOR_ALIGNED))
        return true;
    return old->unknown && verdict->result != RESULT_TEMPERROR && !(answer && answer->unknown.by);
}

static void
write_reply_now(int fd, const Evidence *evidence, const Verdict *verdict)
{
    g_autoptr(AuthorAnswer) answer = author_answer_of(evidence, verdict);
    g_autoptr(GString) text = g_string_new("now ");

    g_string_append(text, result_text(verdict->result));
    if (answer)
        g_string_append_printf(text, " %s", author_word_text(answer->word));
    g_string_append_c(text, '\n');
    reply_write(fd, text);
}

/* An Inspect. Where there is nothing to change the reply has no "now". */
static void
inspect_kept(const HeaderBlock *header, HeldBody *body, int fd, int argc, char *const *argv)
{
    const Settings *settings = recheck.settings;
    Hasher hasher = hasher_start(header, body);
    g_autoptr(GError) error = NULL;
    g_autoptr(Dns) dns = inspection_dns(settings, &error);
    g_autoptr(Evidence) evidence = NULL;
    g_autoptr(Verdict) verdict = NULL;
    g_autoptr(Marks) old = NULL;
    g_autofree char *fields = NULL;

    (void)argc;
    (void)argv;
    if (!dns)
        return;
    reply_write_preamble(fd, settings);
    sandbox_enter_behind_guard(dns_tcp_ports(dns), fd);
    evidence = inspect_message(settings, dns, header, &hasher);
    verdict = verdict_of(evidence);
    old = read_old_marks(header);
    fields = fields_text(evidence, verdict, settings->fields);
    if (says_more(old, evidence, verdict)) {
        write_reply_now(fd, evidence, verdict);
        reply_write_strip(fd, settings, evidence);
    }
    reply_write_fields(fd, fields);
}

/* --- the keeper --- */

typedef enum {
    KEPT_CHANGED,
    KEPT_LEFT,   /* nothing more is known, or the message is gone or another by now */
    KEPT_FAILED, /* it is as it was; why says why */
} KeptOutcome;

/* What a keeper says to the process that started it. */
typedef struct {
    KeptOutcome outcome;
    const char *folder; /* where a changed message is: a literal, the same in both processes */
    MaildirName name;
    OwnFields own;
    char now[REPLY_NOW_MAX + 1];
    char why[ERROR_REASON_MAX + 1];
} KeptRecord;

static void
set_failure(KeptRecord *record, const char *what, const char *why)
{
    record->outcome = KEPT_FAILED;
    snprintf(record->why, sizeof(record->why), "%s: %s", what, why);
}

/* What is written in place of the message. */
typedef struct {
    Transfer *transfer;
    const Reply *reply;
} NewFields;

/* A ReplaceFill. */
static bool
write_message(int out, void *data)
{
    const NewFields *fields = data;
    const Reply *reply = fields->reply;
    Transfer *t = fields->transfer;
    size_t from = (size_t)reply->strip_from;

    t->out = out;
    if (transfer_finish(t, reply->fields, reply->fields_len, *reply->strip ? reply->strip : NULL,
                        MIN(from, t->header_len)))
        return true;
    errno = t->failure;
    return false;
}

/* Takes the old fields out of what was read, and keeps them for the inspector. */
static void
take_own_fields_out(Transfer *t, const OwnFields *own)
{
    recheck.own = g_memdup2(t->octets + own->at, own->len);
    recheck.own_len = own->len;
    memmove(t->octets + own->at, t->octets + own->at + own->len, t->len - own->at - own->len);
    t->len -= own->len;
    t->header_len -= own->len;
}

OwnRules
recheck_own_rules(const Settings *settings)
{
    return (OwnRules){
        .authserv_id =
            settings->fields & FIELD_AUTHENTICATION_RESULTS ? settings->authserv_id : NULL,
        .received_spf = (settings->fields & FIELD_RECEIVED_SPF) != 0,
    };
}

/* Once the message is changed, the process that started this one must hear of it. */
static void
hold_signals(void)
{
    sigset_t all;

    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, NULL);
}

static void
replace_message(MaildirMessage *message, Transfer *t, const Reply *reply, KeptRecord *record)
{
    NewFields fields = { .transfer = t, .reply = reply };

    hold_signals();
    switch (maildir_message_replace(message, write_message, &fields)) {
    case REPLACE_DONE:
        record->outcome = KEPT_CHANGED;
        snprintf(record->now, sizeof(record->now), "%s", reply->now);
        break;
    case REPLACE_GONE:
    case REPLACE_CHANGED:
        break;
    case REPLACE_FAILED:
        set_failure(record, "cannot be written anew", strerror(errno));
    }
    record->folder = message->folder;
    record->name = message->name;
}

static void
ask_again(MaildirMessage *message, KeptRecord *record)
{
    static Transfer t;
    const OwnRules rules = recheck_own_rules(recheck.settings);
    GuardAnswer answer;

    if (!transfer_begin(&t, message->file, -1)) {
        set_failure(record, "cannot be read", strerror(t.failure));
        return;
    }
    record->own = own_fields_find(t.octets, t.header_len, t.held, &rules);
    if (!own_fields_are_temporary(&record->own))
        return; /* another process was faster */
    if (record->own.problem) {
        set_failure(record, "is left as it is", record->own.problem);
        return;
    }
    take_own_fields_out(&t, &record->own);
    if (!guard_ask(inspect_kept, &t, &answer))
        set_failure(record, "cannot be read", strerror(t.failure));
    else if (answer.reason)
        set_failure(record, "cannot be looked at", answer.reason);
    else if (*answer.reply->now)
        replace_message(message, &t, answer.reply, record);
}

/* Opens MAILDIR/cur/NAME, or what has become of it. False with errno. */
static bool
open_kept(const char *path, MaildirMessage *message)
{
    g_autofree char *folder = g_path_get_dirname(path);
    g_autofree char *maildir = g_path_get_dirname(folder);
    g_autofree char *name = g_path_get_basename(path);
    int descriptor = open(maildir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    return descriptor >= 0 &&
           maildir_message_open(message, descriptor,
                                g_str_has_suffix(folder, "/new") ? "new" : "cur", name);
}

static void
keep_message(const char *path, int report)
{
    static KeptRecord record = { .outcome = KEPT_LEFT };
    MaildirMessage message;

    if (open_kept(path, &message))
        ask_again(&message, &record);
    else if (errno != ENOENT)
        set_failure(&record, "cannot be read", strerror(errno));
    /* Less than a pipe takes at once. */
    if (write(report, &record, sizeof(record)) != (ssize_t)sizeof(record))
        _exit(EX_IOERR);
}

/* --- the first process --- */

/* Of processes[], by the same index. */
typedef struct {
    int report;
    char *file; /* the message, as it was found */
} Keeper;

typedef struct {
    const Settings *settings;
    RecheckReport *report;
    Keeper keepers[KEEPERS_MAX];
    unsigned running;
    int exit_code;
} Recheck;

static volatile sig_atomic_t recheck_stopped; /* the signal; 0: none came */

/* The keepers that run, for a signal to find them; 0: this place is free. */
static volatile pid_t processes[KEEPERS_MAX];

/* Keepers that only wait need not wait any longer. */
static void
stop_keepers(void)
{
    for (unsigned i = 0; i < KEEPERS_MAX; i++)
        if (processes[i] > 0)
            kill(processes[i], SIGTERM);
}

static void
note_stop(int signal)
{
    recheck_stopped = signal;
    stop_keepers();
}

/* Once is enough: the second one ends the process, as it ends any. */
static void
notice_stop_signals(void)
{
    static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
    const struct sigaction notice = { .sa_handler = note_stop, .sa_flags = (int)SA_RESETHAND };

    for (size_t i = 0; i < G_N_ELEMENTS(signals); i++)
        sigaction(signals[i], &notice, NULL);
}

static void
complain_of_message(Recheck *run, const char *path, const char *what, int exit_code)
{
    g_autofree char *name = quote_words_text(path, QUOTE_ALL);
    g_autofree char *whole = g_strdup_printf("%s: %s", name, what);

    command_complain(whole, exit_code);
    if (run->exit_code == EX_OK)
        run->exit_code = exit_code;
}

static void
note_change(Recheck *run, const char *file, const KeptRecord *record)
{
    g_autofree char *folder = g_path_get_dirname(file);
    g_autofree char *maildir = g_path_get_dirname(folder);
    g_autofree char *path = g_build_filename(maildir, record->folder, record->name.text, NULL);
    g_auto(GStrv) words = g_strsplit(record->now, " ", 2);

    recheck_report_add(run->report, path, 0, record->own.status, words[0] ? words[0] : "",
                       record->own.from, words[0] && words[1] ? words[1] : "");
}

static void
note_record(Recheck *run, const char *file, const KeptRecord *record)
{
    if (record->outcome == KEPT_CHANGED) {
        note_change(run, file, record);
    } else if (record->outcome == KEPT_LEFT || recheck_stopped) {
        run->report->left++;
    } else {
        run->report->failed++;
        complain_of_message(run, file, record->why, EX_IOERR);
    }
}

/* Takes in what a keeper that has ended said. */
static void
end_keeper(Recheck *run, Keeper *keeper)
{
    KeptRecord record = { .outcome = KEPT_FAILED,
                          .why = "the process that looked at it ended early" };

    if (read(keeper->report, &record, sizeof(record)) < 0)
        snprintf(record.why, sizeof(record.why), "%s", strerror(errno));
    note_record(run, keeper->file, &record);
    close(keeper->report);
    g_free(keeper->file);
    *keeper = (Keeper){ .report = -1 };
    run->running--;
}

/* Waits until one keeper has ended. */
static void
await_keeper(Recheck *run)
{
    siginfo_t ended = { .si_pid = 0 };

    while (waitid(P_ALL, 0, &ended, WEXITED | WNOWAIT) < 0 && errno == EINTR)
        continue;
    for (unsigned i = 0; i < KEEPERS_MAX; i++) {
        if (ended.si_pid == 0 || processes[i] != ended.si_pid)
            continue;
        /* In this order: no signal is sent to a number that is another process's by then. */
        processes[i] = 0;
        waitpid(ended.si_pid, NULL, 0);
        end_keeper(run, &run->keepers[i]);
    }
}

static void
become_keeper(const char *file, int report, pid_t parent)
{
    signal(SIGINT, SIG_DFL);
    signal(SIGTERM, SIG_DFL);
    signal(SIGHUP, SIG_DFL);
    if (sandbox_die_with_parent(parent))
        keep_message(file, report);
    _exit(EX_OK);
}

/* False where there is no process to be had. */
static bool
fork_keeper(const char *file, unsigned place, int *report)
{
    pid_t parent = getpid(), child;
    int ends[2];

    if (pipe2(ends, O_CLOEXEC) != 0)
        return false;
    child = fork();
    if (child == 0)
        become_keeper(file, ends[1], parent);
    close(ends[1]);
    if (child < 0) {
        close(ends[0]);
        return false;
    }
    processes[place] = child;
    *report = ends[0];
    if (recheck_stopped)
        stop_keepers();
    return true;
}

static void
start_keeper(Recheck *run, const char *file)
{
    unsigned place = 0;

    while (run->running == KEEPERS_MAX)
        await_keeper(run);
    while (processes[place] != 0)
        place++;
    if (!fork_keeper(file, place, &run->keepers[place].report)) {
        run->report->failed++;
        complain_of_message(run, file, strerror(errno), EX_OSERR);
        return;
    }
    run->keepers[place].file = g_strdup(file);
    run->running++;
    run->report->asked++;
}

/* Whether the message is marked so that it is worth asking again. */
static bool
is_marked_temporary(const Recheck *run, const HeaderBlock *header)
{
    const OwnRules rules = recheck_own_rules(run->settings);
    OwnFields own = own_fields_find(header->octets, header->len, !header->cut, &rules);

    return own_fields_are_temporary(&own);
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
        complain_of_message(run, message->file, message->problem, EX_NOINPUT);
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
            complain_of_message(run, path,
                                access(path, F_OK) == 0
                                    ? "is no Maildir, and only Maildirs are marked anew: it has no "
                                      "folders cur and new"
                                    : strerror(errno),
                                EX_NOINPUT);
    }
    return maildirs;
}

static void
recheck_each(Recheck *run)
{
    g_autoptr(GPtrArray) maildirs = choose_maildirs(run);
    g_autoptr(MailboxReader) reader = mailbox_open(maildirs, true);
    const MailboxMessage *message;

    while (!recheck_stopped && (message = mailbox_next(reader)) != NULL)
        recheck_message(run, message);
    while (run->running > 0)
        await_keeper(run);
}

static int
print_recheck(const Recheck *run)
{
    g_autofree char *text = NULL;

    recheck_report_sort(run->report);
    text = (run->settings->json ? recheck_json : recheck_text)(run->report);
    if (!run->settings->json && isatty(STDERR_FILENO)) {
        g_autofree char *summary = recheck_summary(run->report);

        fprintf(stderr, "rmxfilter: %s\n", summary);
    }
    return command_print(text, run->exit_code);
}

int
command_recheck(int argc, char *const *argv)
{
    g_autoptr(Dns) dns = NULL;
    int exit_code;
    g_autoptr(Settings) settings = command_begin(COMMAND_RECHECK, argc, argv, &dns, &exit_code);
    g_autoptr(RecheckReport) report = recheck_report_new();
    Recheck run = { .settings = settings, .report = report };

    if (!settings)
        return exit_code;
    recheck.settings = settings;
    notice_stop_signals();
    if (settings->what_if)
        run.exit_code = what_if_recheck(settings, dns, &recheck_stopped, report);
    else
        recheck_each(&run);
    exit_code = print_recheck(&run);
    if (recheck_stopped)
        raise(recheck_stopped);
    return exit_code;
}
