/* SPDX-License-Identifier: ISC */
/* `explain`: what was seen in a message, and why; of several messages a line each
 * (explain_mailbox.c). A single one is looked at in this process. It reads the message as the guard
 * does, finding out only where parts of it begin and end, and whether it is one; gives the body to
 * the hasher; closes the sandbox; and only then looks at the message. */
#include "ask_advice.h"
#include "command_file.h"
#include "command_run.h"
#include "commands.h"
#include "explain_mailbox.h"
#include "inspection.h"
#include "mailbox/mailbox.h"
#include "mailbox/mailbox_input.h"
#include "mime/no_header.h"
#include "relay/trust_leads.h"
#include "report/html_explain.h"
#include "report/json.h"
#include "report/page.h"
#include "report/text.h"
#include "sandbox/sandbox.h"
#include "transfer.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

/* The message that is to be looked at. */
typedef struct {
    const Settings *settings;
    Dns *dns;
    const char *path; /* MAILBOX_STANDARD_INPUT too */
    bool numbered;    /* path is that of an mbox, a colon, and the message's number in it */
} ExplainInput;

static bool
is_input_file(const ExplainInput *input)
{
    return !g_str_equal(input->path, MAILBOX_STANDARD_INPUT);
}

/* --- opening --- */

/* One message of an mbox: as a file of its own. */
static int
open_numbered(const ExplainInput *input)
{
    guint64 number;
    g_autofree char *file = mailbox_input_numbered(input->path, &number);

    if (mailbox_input_take(file, number))
        return EX_OK;
    return command_complain_of_file(
        file, number, errno == ENOMSG ? "there is no such message" : strerror(errno), EX_NOINPUT);
}

/* Makes the file standard input, where the sandbox lets it be read. Returns 0, or complains. */
static int
open_input(const ExplainInput *input)
{
    int descriptor;

    if (input->numbered)
        return open_numbered(input);
    if (!is_input_file(input)) {
        if (isatty(STDIN_FILENO))
            command_tell_of_terminal();
        return EX_OK;
    }
    descriptor = open(input->path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (descriptor < 0)
        return command_complain_of_file(input->path, 0, strerror(errno), EX_NOINPUT);
    if (descriptor != STDIN_FILENO) {
        if (dup2(descriptor, STDIN_FILENO) < 0)
            return command_complain_of_file(input->path, 0, strerror(errno), EX_NOINPUT);
        close(descriptor);
    }
    return EX_OK;
}

/* --- reading --- */

static int
refuse_no_message(const ExplainInput *input, const NoHeader *why)
{
    g_autofree char *what = no_header_text(why);

    return command_complain_of_file(input->path, 0, what, EX_DATAERR);
}

/* What was read of a message. */
typedef struct {
    Transfer transfer;
    HeldBody body;
} ExplainMessage;

/* Reads the header block. Returns 0, or complains. */
static int
read_header(const ExplainInput *input, Transfer *t)
{
    NoHeader why;

    if (!transfer_begin(t, STDIN_FILENO, -1))
        return command_complain_of_file(input->path, 0, strerror(t->failure), EX_NOINPUT);
    if (t->len == 0)
        return command_complain_of_file(input->path, 0, "is empty: no message", EX_NOINPUT);
    if (no_header(t->octets, t->len, &why))
        return refuse_no_message(input, &why);
    return EX_OK;
}

/* Reads what is needed of standard input. Of the body this process has nothing then but what is
 * lent. Returns 0, or complains. */
static int
read_message(const ExplainInput *input, ExplainMessage *message)
{
    Transfer *t = &message->transfer;
    int exit_code = read_header(input, t);

    if (exit_code != EX_OK)
        return exit_code;
    if (!transfer_hold(t, body_file_wait, &message->body))
        return command_complain_of_file(input->path, 0, strerror(t->failure), EX_NOINPUT);
    transfer_forget_body(t, &message->body);
    return EX_OK;
}

/* --- telling --- */

/* Questions that trust entries may ask, besides those that the message may. */
#define TRUST_QUESTIONS_MAX 200

/* Trust entries are the user's own, and the same for each message: a wrong one is told of wherever
 * the walk could have asked it. The verdict is known by now, and does not depend on what is asked
 * here. */
static void
warn_of_trust_entries(const Settings *settings, Dns *dns, const Walk *walk)
{
    if (settings->hops > 0 || walk->steps->len == 0)
        return;
    dns_set_question_limit(dns, settings->questions + TRUST_QUESTIONS_MAX);
    trust_leads_warn(settings->trust, dns, walk->warnings);
}

/* The whole report in the form that is wanted. The caller frees. */
static char *
explanation_text(const Settings *settings, const Evidence *evidence, const Verdict *verdict)
{
    if (settings->html)
        return html_explain(evidence, verdict);
    return (settings->json ? json_text : text_explain)(evidence, verdict);
}

static int
print_explanation(const ExplainInput *input, const HeaderBlock *header, Hasher *hasher)
{
    const Settings *settings = input->settings;
    Dns *dns = input->dns;
    g_autoptr(Evidence) evidence = inspect_message(settings, dns, header, hasher);
    g_autoptr(Verdict) verdict = verdict_of(evidence);
    g_autofree char *text = NULL;

    warn_of_trust_entries(settings, dns, evidence->walk);
    ask_advice(settings, dns, header, evidence, verdict);
    text = explanation_text(settings, evidence, verdict);
    return command_print_report(settings, dns, text, EX_OK);
}

/* Looks at the message on standard input, in this process, which can do nothing else afterwards. */
static int
explain_one(const ExplainInput *input)
{
    static ExplainMessage message;
    const Transfer *t = &message.transfer;
    HeaderBlock header;
    Hasher hasher;
    int exit_code = read_message(input, &message);

    if (exit_code != EX_OK)
        return exit_code;
    header = (HeaderBlock){ .octets = t->octets, .len = t->header_len, .cut = !t->held };
    hasher = hasher_start(&header, &message.body);
    if (hasher.missing)
        close(STDIN_FILENO); /* the body, or what somebody types */
    sandbox_enter(dns_tcp_ports(input->dns));
    return print_explanation(input, &header, &hasher);
}

/* reader: of the messages that input begins with. */
static int
explain_several(const ExplainInput *input, MailboxReader *reader)
{
    if (input->settings->html)
        return command_complain_of_file(input->path, 0,
                                        "has several messages, and a page shows one", EX_USAGE);
    if (input->settings->verbose)
        return command_complain("option --verbose: it shows each try of a DNS question of one "
                                "message, and here are several",
                                EX_USAGE);
    return explain_mailbox(input->settings, input->dns, reader);
}

/* Likewise of all that the command was given, each under its name. */
static int
explain_operands(const ExplainInput *input)
{
    g_autoptr(MailboxReader) reader = mailbox_open(input->settings->files, true);

    return explain_several(input, reader);
}

static bool
is_numbered_path(const char *path)
{
    guint64 number;
    g_autofree char *file = mailbox_input_numbered(path, &number);

    return file != NULL;
}

static bool
is_folder_path(const char *path)
{
    MailboxPath kind = mailbox_path(path);

    return kind == MAILBOX_PATH_MAILDIR || kind == MAILBOX_PATH_FOLDER;
}

/* A single file, or standard input: one message, or an mbox. */
static int
explain_input(const ExplainInput *input)
{
    g_autoptr(MailboxReader) several = NULL;
    bool by_name = is_input_file(input) && mailbox_path(input->path) == MAILBOX_PATH_FILE;
    int exit_code;

    signal(SIGXFSZ, SIG_IGN); /* without room for the body the rest can be explained */
    exit_code = open_input(input);
    if (exit_code != EX_OK)
        return exit_code;
    if (input->numbered)
        return explain_one(input);
    if (!mailbox_input_look_ahead(&several))
        return command_complain_of_file(input->path, 0, strerror(errno), EX_NOINPUT);
    if (!several)
        return explain_one(input);
    return by_name ? explain_operands(input) : explain_several(input, several);
}

/* --- */

/* A CommandReport. */
static int
report_explanation(const void *data)
{
    return explain_input(data);
}

int
command_explain(int argc, char *const *argv)
{
    g_autoptr(Dns) dns = NULL;
    int exit_code;
    g_autoptr(Settings) settings = command_begin(COMMAND_EXPLAIN, argc, argv, &dns, &exit_code);
    ExplainInput one = { .settings = settings, .dns = dns, .path = MAILBOX_STANDARD_INPUT };

    if (!settings)
        return exit_code;
    if (settings->files->len > 0)
        one.path = settings->files->pdata[0];
    one.numbered = is_numbered_path(one.path);
    if (settings->files->len > 1 || is_folder_path(one.path))
        return explain_operands(&one);
    return command_page(settings, "the message", report_explanation, &one);
}
