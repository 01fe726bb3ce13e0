/* SPDX-License-Identifier: ISC */
/* `stats`: what a mailbox tells of who was forged. Messages are looked at in sandboxes
 * (mailbox/mailbox_run.h); this process reads a row for each of them, and counts. */
#include "command_file.h"
#include "command_mailbox.h"
#include "command_run.h"
#include "commands.h"
#include "inspection.h"
#include "mailbox/stats_report.h"

#include <sysexits.h>

typedef struct {
    const Settings *settings;
    Dns *dns; /* never asked itself: dns_again; NULL: nobody is asked */
    Stats *stats;
} StatsRun;

/* --- in the sandbox --- */

/* A StatsJudge. The body was not read: of signatures is only known whose they would be. */
static Evidence *
judge_kept_message(const HeaderBlock *header, void *data)
{
    const StatsRun *run = data;
    Hasher hasher = hasher_missing(BODY_OF_SEVERAL);

    dns_set_question_limit(run->dns, run->settings->questions);
    return inspect_message(run->settings, run->dns, header, &hasher);
}

static void
look_for_stats(const MailboxMessage *message, GString *row, void *data)
{
    const StatsRun *run = data;
    g_autoptr(Message) fields = message_new(message->header.octets, message->header.len);
    g_autoptr(Dns) dns = run->dns ? dns_again(run->dns) : NULL;
    StatsRun one = { .settings = run->settings, .dns = dns };
    StatsMessage counted;

    stats_message_look(&message->header, fields, dns ? judge_kept_message : NULL, &one, &counted);
    stats_message_write(&counted, row);
}

/* --- in this process --- */

static void
take_stats(const MailboxMessage *message, const char *row, size_t len, void *data)
{
    Stats *stats = ((StatsRun *)data)->stats;
    StatsMessage counted;

    (void)message;
    if (row && stats_message_read(row, len, &counted))
        stats_add(stats, &counted);
    else
        stats->unreadable++;
}

static int
count_mail(StatsRun *run)
{
    const MailboxRun mailbox = {
        .workers = run->dns && !run->settings->zone ? MAILBOX_WORKERS_ASKING : 0,
        .wait_ms = settings_wait_ms(run->settings),
        .tcp_ports = run->dns ? dns_tcp_ports(run->dns) : NULL,
        .data = run,
        .look = look_for_stats,
        .take = take_stats,
    };
    MailboxCounts counts;

    return command_mailbox(run->settings, "counting", &mailbox, &counts);
}

/* --- the report --- */

static char *
stats_report(const Settings *settings, const Stats *stats)
{
    if (settings->html)
        return stats_html(stats);
    return (settings->json ? stats_json : stats_text)(stats);
}

/* A CommandReport. */
static int
report_stats(const void *data)
{
    const Settings *settings = data;
    int exit_code = EX_OK;
    g_autoptr(Dns) dns = settings->offline ? NULL : command_dns(settings, &exit_code);
    g_autoptr(Stats) stats = stats_new();
    StatsRun run = { .settings = settings, .dns = dns, .stats = stats };
    g_autofree char *text = NULL;

    if (exit_code == EX_OK)
        exit_code = count_mail(&run);
    if (exit_code != EX_OK)
        return exit_code;
    text = stats_report(settings, stats);
    return command_print(text, EX_OK);
}

int
command_stats(int argc, char *const *argv)
{
    int exit_code;
    g_autoptr(Settings) settings = command_settings(COMMAND_STATS, argc, argv, &exit_code);

    if (!settings)
        return exit_code;
    return command_page(settings, "a mailbox", report_stats, settings);
}
