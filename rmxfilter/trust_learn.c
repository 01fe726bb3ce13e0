/* SPDX-License-Identifier: ISC */
/* The mail is read once to find the relays, however many layers of them there are, and once more
 * for what the entries would change. Messages are looked at in sandboxes (mailbox_run.h), and so
 * are the answers of the DNS (trust_process.h): this process reads paths, results and plans. */
#include "trust_learn.h"

#include "command_mailbox.h"
#include "command_run.h"
#include "mailbox/trust_kept.h"
#include "mailbox/trust_path.h"
#include "trust_look.h"
#include "trust_process.h"

#include <errno.h>
#include <string.h>
#include <sysexits.h>

typedef struct {
    const Settings *settings;
    Dns *dns;             /* never asked itself: dns_again */
    TrustList *believing; /* the settings', and the relays of the plan */
    TrustList *after;     /* likewise with the entries of the plan */
    TrustPlan *plan;
    TrustReport *report;
    TrustKept *kept; /* the paths of all messages */
    int kept_errno;  /* why not all are in it; 0: they are */
    bool unsure;     /* a sender may have written what looks like messages of an mbox */
} TrustRun;

/* --- in the sandbox --- */

static void
look_for_path(const MailboxMessage *message, GString *out, void *data)
{
    const TrustRun *run = data;

    trust_look_for_path(run->settings, run->dns, &message->header, out);
}

static void
look_for_change(const MailboxMessage *message, GString *out, void *data)
{
    const TrustRun *run = data;
    const TrustLists lists = { run->believing, run->after };

    trust_look_for_change(run->settings, &lists, run->dns, &message->header, out);
}

/* --- what comes back --- */

static char *
message_place(const MailboxMessage *message)
{
    return message->number > 0
               ? g_strdup_printf("%s:%" G_GUINT64_FORMAT, message->file, message->number)
               : g_strdup(message->file);
}

static void
keep_path(const MailboxMessage *message, const char *octets, size_t len, void *data)
{
    TrustRun *run = data;
    g_autofree char *place = message_place(message);

    if (octets && run->kept_errno == 0 && !trust_kept_add(run->kept, place, octets, len))
        run->kept_errno = errno;
}

static void
take_change(const MailboxMessage *message, const char *octets, size_t len, void *data)
{
    TrustRun *run = data;
    g_autofree char *place = message_place(message);
    g_autoptr(TrustRow) row = NULL;
    TrustVerdicts verdicts;

    if (!octets)
        return;
    row = trust_change_read(octets, len, &verdicts);
    if (trust_plan_count(run->plan, row, &verdicts, place))
        trust_changes_add(&run->report->changes, &verdicts, place);
}

/* --- passes --- */

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

    run->report->unreadable = (guint)counts.problems;
    run->unsure |= counts.unsure > 0;
    return exit_code;
}

static int
complain_of_kept(int problem)
{
    g_autofree char *what = g_strdup_printf("what was learnt of each message cannot be kept in a "
                                            "file in TMPDIR or /var/tmp: %s",
                                            strerror(problem));

    return command_complain(what, EX_IOERR);
}

/* Reads the mail, and keeps the paths. */
static int
keep_paths(TrustRun *run)
{
    int exit_code;

    run->kept = trust_kept_new();
    if (!run->kept)
        return complain_of_kept(errno);
    exit_code = read_mail(run, "looking for relays", look_for_path, keep_path);
    return run->kept_errno == 0 ? exit_code : complain_of_kept(run->kept_errno);
}

/* The mail as if the relays found so far were trusted. NULL, and *exit_code: it complained. */
static TrustTally *
tally_layer(TrustRun *run, int *exit_code)
{
    g_autoptr(TrustTally) tally = trust_tally_new();
    bool good = trust_kept_rewind(run->kept);
    const TrustKeptMessage *message;

    while (good && (message = trust_kept_next(run->kept))) {
        g_autoptr(TrustRow) row = trust_path_read(message->octets, message->len, run->plan->relays);

        trust_tally_add(tally, row, message->place);
    }
    *exit_code = good && errno == 0 ? EX_OK : complain_of_kept(errno);
    return *exit_code == EX_OK ? g_steal_pointer(&tally) : NULL;
}

/* Judges one layer. *more: relays were found. */
static int
learn_layer(TrustRun *run, bool *more)
{
    guint before = run->plan->relays->len;
    int exit_code;
    g_autoptr(TrustTally) tally = tally_layer(run, &exit_code);

    if (tally)
        exit_code = trust_process(run->settings, run->dns, tally, &run->plan);
    *more = run->plan->relays->len > before;
    return exit_code;
}

/* Counts what came through the entries, and what they would change. */
static int
count_changes(TrustRun *run)
{
    g_autoptr(TrustList) relays = NULL, entries = NULL;

    for (guint i = 0; i < run->plan->relays->len; i++)
        trust_believe(&relays, run->settings, &g_array_index(run->plan->relays, IpAddress, i));
    for (guint i = 0; i < run->plan->entries->len; i++) {
        const TrustPlanEntry *entry = run->plan->entries->pdata[i];
        TrustList *with = trust_list_with(entries ? entries : run->settings->trust, entry->entry);

        g_clear_pointer(&entries, trust_list_free);
        entries = with;
    }
    run->believing = relays;
    run->after = entries;
    return read_mail(run, "counting what would change", look_for_change, take_change);
}

static int
learn_all(TrustRun *run)
{
    int exit_code = keep_paths(run);
    bool more = true;

    for (int layer = 0; layer < TRUST_LAYERS_MAX && more && exit_code == EX_OK; layer++)
        exit_code = learn_layer(run, &more);
    g_clear_pointer(&run->kept, trust_kept_free);
    if (exit_code == EX_OK)
        exit_code = trust_process(run->settings, run->dns, NULL, &run->plan);
    if (run->unsure)
        trust_plan_doubt_all(run->plan, "a message of an mbox has a Content-Length that does not "
                                        "say where it ends: whoever sent it may have written "
                                        "what looks like messages behind it");
    if (exit_code == EX_OK && run->plan->entries->len > 0)
        exit_code = count_changes(run);
    return exit_code;
}

int
trust_learn(const Settings *settings, Dns *dns, TrustPlan **plan, TrustReport *report)
{
    TrustRun run = { .settings = settings, .dns = dns, .plan = trust_plan_new(), .report = report };
    int exit_code = learn_all(&run);

    *plan = run.plan;
    report->plan = run.plan;
    report->asked = !settings->offline;
    report->trusting = trust_list_len(settings->trust) > 0;
    report->writing = settings->write;
    return exit_code;
}
