/* SPDX-License-Identifier: ISC */
/* Messages are looked at by processes in sandboxes (mailbox/mailbox_run.h), and what these say is
 * printed here. It may be hostile: its text is quoted here, and its JSON must begin with the
 * message that it is about, and hold nothing that ends a line. */
#include "explain_mailbox.h"

#include "ask_advice.h"
#include "command_mailbox.h"
#include "command_run.h"
#include "inspection.h"
#include "mailbox/mailbox_run.h"
#include "mime/quote.h"
#include "report/author_word.h"
#include "report/json.h"
#include "report/json_parts.h"
#include "report/layout.h"
#include "report/message_line.h"
#include "report/page.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

typedef struct {
    const Settings *settings;
    const Dns *dns;
    bool narrow;                            /* lines must fit a terminal */
    bool begun;                             /* something was printed */
    bool doubtful;                          /* of a message more could be known */
    bool unwritten;                         /* standard output takes no more */
    int exit_code;                          /* of the first that failed */
    guint64 verdicts[RESULT_PERMERROR + 1]; /* by Result */
    char *examples[RESULT_PERMERROR + 1];   /* likewise the first of those that may be wrong */
} ExplainRun;

/* --- in the sandbox --- */

/* The row: the verdict's number; "?" where more could be known of the author, else "."; and the
 * line or the cells. */
static void
explain_message(const MailboxMessage *message, GString *row, void *data)
{
    const ExplainRun *run = data;
    const Settings *settings = run->settings;
    Hasher hasher = hasher_missing(BODY_OF_SEVERAL);
    g_autoptr(Dns) dns = dns_again(run->dns);
    g_autoptr(Evidence) evidence = NULL;
    g_autoptr(Verdict) verdict = NULL;
    g_autoptr(AuthorAnswer) answer = NULL;
    g_autofree char *json = NULL;

    dns_set_question_limit(dns, settings->questions);
    evidence = inspect_message(settings, dns, &message->header, &hasher);
    verdict = verdict_of(evidence);
    evidence->file = message->file;
    evidence->number = message->number;
    answer = author_answer_of(evidence, verdict);
    g_string_append_c(row, (char)('0' + (int)verdict->result));
    g_string_append_c(row, answer && answer->unknown.by ? '?' : '.');
    if (settings->json) {
        ask_advice(settings, dns, &message->header, evidence, verdict);
        json = json_text(evidence, verdict);
        g_string_append(row, json);
    } else {
        message_line_cells(evidence, verdict, row);
    }
}

/* --- in this process --- */

static void
note_exit_code(ExplainRun *run, int exit_code)
{
    if (run->exit_code == EX_OK)
        run->exit_code = exit_code;
}

static void
complain_of_unread(ExplainRun *run, const MailboxMessage *message, const char *problem)
{
    static const int exit_codes[] = {
        [MAILBOX_READ] = EX_SOFTWARE, [MAILBOX_UNREADABLE] = EX_NOINPUT,
        [MAILBOX_EMPTY] = EX_NOINPUT, [MAILBOX_NO_MESSAGE] = EX_DATAERR,
        [MAILBOX_LOST] = EX_SOFTWARE, [MAILBOX_LATE] = EX_SOFTWARE,
    };

    note_exit_code(run, command_mailbox_complain(message->file, message->number, problem,
                                                 exit_codes[message->state]));
}

static void
print_line(ExplainRun *run, const char *line)
{
    g_autofree char *finished = page_finished(line);

    run->unwritten |= fputs(finished, stdout) < 0;
}

/* What the JSON of a message begins with: the same octets as in json_text. */
static char *
json_beginning(const MailboxMessage *message)
{
    json_t *object = json_object();
    char *text;

    json_add_text(object, "file", message->file);
    if (message->number > 0)
        json_object_set_new(object, "message", json_integer((json_int_t)message->number));
    text = json_object_line(object);
    text[strlen(text) - strlen("}\n")] = '\0';
    return text;
}

static bool
is_json_line_of(const MailboxMessage *message, const char *line)
{
    g_autofree char *beginning = json_beginning(message);
    size_t len = strlen(line);

    for (const char *at = line; *at != '\0'; at++)
        if (*at < ' ' ? at != line + len - 1 || *at != '\n' : *at > '~')
            return false;
    return g_str_has_prefix(line, beginning) && g_str_has_suffix(line, "}\n");
}

/* For a person: a message to look at, of those whose verdict may show that trust or the DNS is
 * wrong. */
static void
note_example(ExplainRun *run, const MailboxMessage *message, Result result)
{
    static const bool may_be_wrong[RESULT_PERMERROR + 1] = {
        [RESULT_FAIL] = true,
        [RESULT_SOFTFAIL] = true,
        [RESULT_TEMPERROR] = true,
        [RESULT_PERMERROR] = true,
    };
    g_autofree char *file = NULL;

    if (!run->narrow || !may_be_wrong[result] || run->examples[result] ||
        g_str_equal(message->file, MAILBOX_STANDARD_INPUT) ||
        mailbox_path(message->file) != MAILBOX_PATH_FILE)
        return;
    file = quote_words_text(message->file, QUOTE_ALL);
    run->examples[result] = message->number > 0
                                ? g_strdup_printf("%s:%" G_GUINT64_FORMAT, file, message->number)
                                : g_steal_pointer(&file);
}

/* Returns false where the row is none that explain_message writes. */
static bool
print_row(ExplainRun *run, const MailboxMessage *message, const char *row, size_t len)
{
    g_autofree char *line = NULL, *titles = NULL;

    if (len < 2 || *row < '0' || *row > '0' + (char)RESULT_PERMERROR)
        return false;
    if (run->settings->json)
        line = g_strndup(row + 2, len - 2);
    else
        line = message_line_text(row + 2, len - 2, run->narrow);
    if (run->settings->json && !is_json_line_of(message, line))
        return false;
    if (!run->begun && !run->settings->json)
        titles = message_line_titles(run->narrow);
    if (titles)
        print_line(run, titles);
    run->begun = true;
    run->doubtful |= row[1] == '?';
    run->verdicts[*row - '0']++;
    note_example(run, message, (Result)(*row - '0'));
    print_line(run, line);
    return true;
}

static void
take_explanation(const MailboxMessage *message, const char *row, size_t len, void *data)
{
    ExplainRun *run = data;

    if (message->state != MAILBOX_READ)
        complain_of_unread(run, message, message->problem);
    else if (!print_row(run, message, row, len))
        complain_of_unread(run, message, "the process that looked at it wrote nonsense");
}

/* Lines come out while others are being looked at. */
static bool
go_on_explaining(const MailboxReader *reader, const MailboxCounts *counts, void *data)
{
    ExplainRun *run = data;

    (void)reader;
    (void)counts;
    run->unwritten |= fflush(stdout) != 0;
    return !run->unwritten;
}

static void
append_total(GString *text, guint64 count, const char *what)
{
    if (count > 0)
        g_string_append_printf(text, "%s%" G_GUINT64_FORMAT " %s",
                               text->len > 0 && text->str[text->len - 1] != ' ' ? ", " : "", count,
                               what);
}

static void
append_examples(GString *text, ExplainRun *run)
{
    bool begun = false;

    for (int i = 0; i <= RESULT_PERMERROR; i++) {
        g_autofree char *example = g_steal_pointer(&run->examples[i]);

        if (!example)
            continue;
        if (!begun)
            g_string_append(text, "rmxfilter explain FILE tells why, for example of\n");
        begun = true;
        g_string_append_printf(text, "  %-9s %s\n", result_text((Result)i), example);
    }
}

static void
print_total(ExplainRun *run, const MailboxCounts *counts)
{
    g_autoptr(GString) text = g_string_new(NULL);
    guint64 all = 0;

    for (int i = 0; i <= RESULT_PERMERROR; i++)
        all += run->verdicts[i];
    g_string_append_printf(text, "%s%" G_GUINT64_FORMAT " message%s: ", run->begun ? "\n" : "", all,
                           all == 1 ? "" : "s");
    for (int i = 0; i <= RESULT_PERMERROR; i++)
        append_total(text, run->verdicts[i], result_text((Result)i));
    if (all == 0)
        g_string_truncate(text, text->len - strlen(": "));
    append_total(text, counts->problems, "not read");
    append_total(text, counts->vanished, "gone meanwhile");
    g_string_append_c(text, '\n');
    append_examples(text, run);
    if (run->doubtful) {
        layout_words(text, 0,
                     "?: it may be the author's all the same. Of several messages only the "
                     "headers are read; explain FILE checks its signatures, too");
        g_string_append_c(text, '\n');
    }
    print_line(run, text->str);
}

int
explain_mailbox(const Settings *settings, const Dns *dns, MailboxReader *reader)
{
    ExplainRun explain = { .settings = settings, .dns = dns, .narrow = isatty(STDOUT_FILENO) == 1 };
    const MailboxRun run = {
        .workers = settings->zone ? 0 : MAILBOX_WORKERS_ASKING,
        .wait_ms = 2 * settings_wait_ms(settings),
        .tcp_ports = dns_tcp_ports(dns),
        .data = &explain,
        .look = explain_message,
        .take = take_explanation,
        .progress = go_on_explaining,
    };
    MailboxCounts counts;

    if (!mailbox_run(reader, &run, &counts) && errno != 0)
        return command_complain(g_strerror(errno), EX_OSERR);
    if (!settings->json)
        print_total(&explain, &counts);
    for (int i = 0; i <= RESULT_PERMERROR; i++)
        g_free(explain.examples[i]);
    if (explain.unwritten)
        return command_complain("cannot write to standard output", EX_IOERR);
    return command_print("", explain.exit_code);
}
