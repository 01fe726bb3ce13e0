/* SPDX-License-Identifier: ISC */
/* `trust`: which relays are the user's, learnt from mail that came in so far. The mail is read once
 * for each layer of relays, and once more for what the entries would change. Messages are looked at
 * in sandboxes (mailbox_run.h), and so are the answers of the DNS, in a process for each judgement:
 * this one reads rows and plans, and is the only one that may write. */
#include "command_mailbox.h"
#include "command_run.h"
#include "commands.h"
#include "inspection.h"
#include "mailbox/trust_report.h"
#include "mime/descriptor.h"
#include "mime/quote.h"
#include "report/page.h"
#include "report/verdict.h"
#include "sandbox/sandbox.h"
#include "settings/settings_write.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

/* Questions of a judgement, which is about hundreds of clients and senders, and how much longer
 * than a message it may take for them. */
#define JUDGEMENT_QUESTIONS 20000
#define JUDGEMENT_TIME      15

/* Octets of a plan on its way. */
#define PLAN_MAX ((size_t)16 << 20)

typedef struct {
    const Settings *settings;
    Dns *dns;             /* never asked itself: dns_again */
    TrustList *believing; /* the settings', and the relays of the plan */
    TrustList *after;     /* likewise with the entries of the plan */
    TrustPlan *plan;
    TrustTally *tally; /* of this pass */
    bool unsure;       /* a sender may have written what looks like messages of an mbox */
    TrustReport report;
} TrustRun;

/* --- in the sandbox --- */

static TrustRow *
row_of_message(const TrustRun *run, const MailboxMessage *message)
{
    g_autoptr(Dns) dns = dns_again(run->dns);
    g_auto(MessageWay) way = { NULL, NULL, NULL };

    dns_set_question_limit(dns, run->settings->questions);
    way = inspect_way(run->settings, run->believing, dns, &message->header);
    return trust_row_new(way.message, way.walk, way.sender);
}

static void
append_trust_row(GString *out, const TrustRow *row)
{
    g_autoptr(GBytes) octets = trust_row_write(row);

    g_string_append_len(out, g_bytes_get_data(octets, NULL), (gssize)g_bytes_get_size(octets));
}

/* One layer: the row alone. */
static void
look_for_row(const MailboxMessage *message, GString *out, void *data)
{
    g_autoptr(TrustRow) row = row_of_message(data, message);

    append_trust_row(out, row);
}

static char
letter_of_result(const TrustRun *run, const TrustList *trust, const MailboxMessage *message)
{
    g_autoptr(Dns) dns = dns_again(run->dns);
    g_autoptr(Evidence) evidence = NULL;
    g_autoptr(Verdict) verdict = NULL;

    dns_set_question_limit(dns, run->settings->questions);
    evidence = inspect_origin(run->settings, trust, dns, &message->header);
    verdict = verdict_of(evidence);
    return (char)('a' + verdict->result);
}

/* The last time: letters for the results now and with the entries, then the row. Only mail that
 * came through the relays can have another result. */
static void
look_for_change(const MailboxMessage *message, GString *out, void *data)
{
    const TrustRun *run = data;
    g_autoptr(TrustRow) row = row_of_message(run, message);
    bool asked = !run->settings->offline && row->via->len > 0;

    g_string_append_c(out, asked ? letter_of_result(run, run->settings->trust, message) : '-');
    g_string_append_c(out, asked ? letter_of_result(run, run->after, message) : '-');
    append_trust_row(out, row);
}

/* --- what comes back --- */

static char *
message_place(const MailboxMessage *message)
{
    return message->number > 0
               ? g_strdup_printf("%s, message %" G_GUINT64_FORMAT, message->file, message->number)
               : g_strdup(message->file);
}

static void
take_row(const MailboxMessage *message, const char *octets, size_t len, void *data)
{
    TrustRun *run = data;
    g_autofree char *place = message_place(message);
    g_autoptr(TrustRow) row = octets ? trust_row_read(octets, len) : NULL;

    if (row)
        trust_tally_add(run->tally, row, place);
}

static void
count_changed_verdict(TrustRun *run, char was, char now, const char *place)
{
    TrustChange *change;

    if (was < 'a' || was >= 'a' + (char)TRUST_RESULTS || now < 'a' ||
        now >= 'a' + (char)TRUST_RESULTS)
        return;
    change = &run->report.changes[was - 'a'][now - 'a'];
    change->messages++;
    if (!change->example)
        change->example = g_strdup(place);
}

static void
take_change(const MailboxMessage *message, const char *octets, size_t len, void *data)
{
    TrustRun *run = data;
    g_autofree char *place = message_place(message);
    g_autoptr(TrustRow) row = octets && len > 2 ? trust_row_read(octets + 2, len - 2) : NULL;

    if (row && trust_plan_count(run->plan, row))
        count_changed_verdict(run, octets[0], octets[1], place);
}

/* --- one pass --- */

/* Hands all messages to look and take. Returns 0, or complains. */
static int
read_mail(TrustRun *run, const char *doing,
          void (*look)(const MailboxMessage *message, GString *row, void *data),
          void (*take)(const MailboxMessage *message, const char *row, size_t len, void *data))
{
    const MailboxRun mailbox = {
        .workers = look == look_for_change ? MAILBOX_WORKERS_ASKING : 0,
        .wait_ms = 2 * settings_wait_ms(run->settings),
        .tcp_ports = dns_tcp_ports(run->dns),
        .data = run,
        .look = look,
        .take = take,
    };
    MailboxCounts counts;
    int exit_code = command_mailbox(run->settings, doing, &mailbox, &counts);

    run->report.unreadable = (guint)counts.problems;
    run->unsure = counts.unsure > 0;
    return exit_code;
}

/* Adds the settings' entries. */
static void
add_entries_of_settings(const Settings *settings, TrustList *trust)
{
    trust_list_set_records(trust, &settings->records);
    for (unsigned i = 0; i < trust_list_len(settings->trust); i++) {
        bool added = trust_list_add(trust, trust_list_entry(settings->trust, i).text, NULL);

        g_assert(added);
    }
}

/* --- judgements --- */

/* In the sandbox: the plan with the next layer, or finished, for the process that waits. */
static void
judge_in_sandbox(TrustRun *run, bool finish, int out)
{
    g_autoptr(Dns) dns = run->settings->offline ? NULL : dns_again(run->dns);
    const TrustQuestion question = { .tally = run->tally,
                                     .records = &run->settings->records,
                                     .dns = dns };
    g_autoptr(GBytes) plan = NULL;
    const char *octets;
    gsize len;

    if (dns) {
        dns_set_question_limit(dns, JUDGEMENT_QUESTIONS);
        dns_set_prefetch_limit(dns, JUDGEMENT_QUESTIONS);
    }
    sandbox_enter_behind_guard(dns_tcp_ports(run->dns), out);
    if (finish)
        trust_plan_finish(run->plan, &run->settings->records, dns);
    else
        trust_plan_add_layer(run->plan, &question);
    plan = trust_plan_write(run->plan);
    octets = g_bytes_get_data(plan, &len);
    if (!descriptor_write(out, octets, len))
        _exit(EX_IOERR);
}

/* Reads to the end; NULL: it does not come, or too late. */
static GByteArray *
read_plan_octets(int in)
{
    g_autoptr(GByteArray) octets = g_byte_array_new();
    guint8 piece[4096];
    ssize_t got = 1;

    while (got != 0 && octets->len <= PLAN_MAX && !command_mailbox_signal()) {
        got = read(in, piece, sizeof(piece));
        if (got < 0 && errno != EINTR)
            return NULL;
        if (got > 0)
            g_byte_array_append(octets, piece, (guint)got);
    }
    return got == 0 && octets->len > 0 ? g_steal_pointer(&octets) : NULL;
}

/* Replaces the plan by what another process makes of it. Returns 0, or complains. */
static int
judge(TrustRun *run, bool finish)
{
    g_autoptr(GByteArray) octets = NULL;
    int ends[2];
    pid_t child;

    if (pipe(ends) != 0)
        return command_complain(strerror(errno), EX_OSERR);
    child = fork();
    if (child == 0) {
        close(ends[0]);
        judge_in_sandbox(run, finish, ends[1]);
        _exit(EX_OK);
    }
    close(ends[1]);
    octets = child > 0 ? read_plan_octets(ends[0]) : NULL;
    close(ends[0]);
    if (child > 0 && !octets)
        kill(child, SIGKILL);
    while (child > 0 && waitpid(child, NULL, 0) < 0 && errno == EINTR)
        continue;
    if (command_mailbox_signal())
        raise(command_mailbox_signal());
    if (!octets)
        return command_complain("the process that asks the DNS about relays ended early",
                                EX_SOFTWARE);
    trust_plan_free(run->plan);
    run->plan = trust_plan_read(octets->data, octets->len);
    return EX_OK;
}

/* Reads the mail as if the relays found so far were trusted, and judges it. *more: others were
 * found. */
static int
learn_layer(TrustRun *run, bool *more)
{
    g_autoptr(TrustList) trust = trust_list_new();
    guint before = run->plan->relays->len;
    int exit_code;

    add_entries_of_settings(run->settings, trust);
    trust_plan_believe(run->plan, trust);
    run->believing = trust;
    run->tally = trust_tally_new();
    exit_code = read_mail(run, "looking for relays", look_for_row, take_row);
    if (exit_code == EX_OK)
        exit_code = judge(run, false);
    g_clear_pointer(&run->tally, trust_tally_free);
    *more = run->plan->relays->len > before;
    return exit_code;
}

/* Counts what came through the entries, and what they would change. */
static int
count_changes(TrustRun *run)
{
    g_autoptr(TrustList) relays = trust_list_new(), entries = trust_list_new();

    add_entries_of_settings(run->settings, relays);
    add_entries_of_settings(run->settings, entries);
    trust_plan_believe(run->plan, relays);
    for (guint i = 0; i < run->plan->entries->len; i++)
        trust_list_add(entries, ((const TrustPlanEntry *)run->plan->entries->pdata[i])->entry,
                       NULL);
    run->believing = relays;
    run->after = entries;
    return read_mail(run, "counting what would change", look_for_change, take_change);
}

static int
learn(TrustRun *run)
{
    int exit_code = EX_OK;
    bool more = true;

    for (int layer = 0; layer < TRUST_LAYERS_MAX && more && exit_code == EX_OK; layer++)
        exit_code = learn_layer(run, &more);
    if (exit_code == EX_OK)
        exit_code = judge(run, true);
    if (run->unsure)
        trust_plan_doubt_all(run->plan, "a message of an mbox has a Content-Length that does not "
                                        "say where it ends: whoever sent it may have written "
                                        "what looks like messages behind it");
    if (exit_code == EX_OK && run->plan->entries->len > 0)
        exit_code = count_changes(run);
    return exit_code;
}

/* --- writing --- */

/* Whether the user, at his terminal, says yes. */
static bool
user_agrees(const char *question)
{
    char answer[16] = "";

    fprintf(stderr, "%s [y/N] ", question);
    return fgets(answer, sizeof(answer), stdin) && (answer[0] == 'y' || answer[0] == 'Y');
}

/* The entries to write (const char *, up to NULL): of those with a doubt only what the user agrees
 * to. */
static GPtrArray *
entries_to_write(const TrustPlan *plan, bool at_terminal)
{
    GPtrArray *entries = g_ptr_array_new();

    for (guint i = 0; i < plan->entries->len; i++) {
        const TrustPlanEntry *entry = plan->entries->pdata[i];
        g_autofree char *doubt =
            entry->doubt ? quote_words_text(entry->doubt, QUOTE_REASON_MAX) : NULL;
        g_autofree char *question =
            doubt ? g_strdup_printf("%s: %s. Is it yours?", entry->entry, doubt) : NULL;

        if (doubt && !at_terminal)
            fprintf(stderr, "rmxfilter: not written: %s: %s\n", entry->entry, doubt);
        else if (!doubt || user_agrees(question))
            g_ptr_array_add(entries, entry->entry);
    }
    g_ptr_array_add(entries, NULL);
    return entries;
}

/* Shows the difference. The user may still say no. */
static bool
agree_to_change(const SettingsChange *change, bool at_terminal)
{
    g_autofree char *difference = settings_edit_difference(change->edit);
    g_autofree char *path = quote_words_text(change->path, QUOTE_ALL);

    fprintf(stderr, "%s%s, %s", path, change->exists ? "" : " (new)", difference);
    return !at_terminal || user_agrees("Write this?");
}

static int
write_settings(const TrustRun *run)
{
    bool at_terminal = isatty(STDIN_FILENO) && isatty(STDERR_FILENO);
    g_autoptr(GPtrArray) entries = entries_to_write(run->plan, at_terminal);
    g_autofree char *path = settings_write_path(run->settings->config), *backup = NULL;
    g_autoptr(GError) error = NULL;
    g_autoptr(SettingsChange) change = NULL;

    if (entries->len == 1)
        return EX_OK;
    if (!path)
        return command_complain("no settings file: HOME is not set; give one with -c", EX_CONFIG);
    change = settings_change_new(path, (const char *const *)entries->pdata, &error);
    if (!change)
        return command_complain(error->message, EX_CONFIG);
    if (!agree_to_change(change, at_terminal))
        return EX_OK;
    if (!settings_change_write(change, &backup, &error))
        return command_complain(error->message, EX_IOERR);
    fprintf(stderr, "rmxfilter: written%s%s\n", backup ? "; as it was before: " : "",
            backup ? backup : "");
    return EX_OK;
}

/* --- all --- */

static int
tell_and_write(TrustRun *run)
{
    g_autofree char *text = NULL;
    int exit_code;

    run->report.plan = run->plan;
    run->report.asked = !run->settings->offline;
    text = (run->settings->json ? trust_json : trust_text)(&run->report);
    exit_code = command_print(text, EX_OK);
    return exit_code == EX_OK && run->settings->write ? write_settings(run) : exit_code;
}

/* Where nothing is asked, no name exists. */
static Dns *
trust_dns(const Settings *settings, int *exit_code)
{
    return settings->offline ? dns_new_zone_text("offline", "", NULL)
                             : command_dns(settings, exit_code);
}

int
command_trust(int argc, char *const *argv)
{
    int exit_code;
    g_autoptr(Settings) settings = command_settings(COMMAND_TRUST, argc, argv, &exit_code);
    g_autoptr(Dns) dns = settings ? trust_dns(settings, &exit_code) : NULL;
    TrustRun run = { .settings = settings, .dns = dns };

    if (!dns)
        return exit_code;
    run.plan = trust_plan_new();
    exit_code = learn(&run);
    if (exit_code == EX_OK)
        exit_code = tell_and_write(&run);
    trust_report_clear(&run.report);
    trust_plan_free(run.plan);
    return exit_code;
}
