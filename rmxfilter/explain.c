/* SPDX-License-Identifier: ISC */
/* `explain`: what was seen in messages, and why. Each message of several is looked at by a process
 * of its own, so that none can touch what is said about another, and each has the whole time for
 * its questions. It reads the message as the guard does, finding out only where parts of it begin
 * and end, and whether it is one; gives the body to the hasher; closes the sandbox; and only then
 * looks at the message. */
#include "ask_advice.h"
#include "command_file.h"
#include "command_run.h"
#include "commands.h"
#include "inspection.h"
#include "mime/mbox.h"
#include "mime/no_header.h"
#include "mime/quote.h"
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
#include <sys/stat.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#define STANDARD_INPUT  "-" /* as a file's name */
#define STANDARD_OUTPUT "-" /* as a page's */

/* One of the messages that are to be looked at. */
typedef struct {
    const Settings *settings;
    const char *path; /* STANDARD_INPUT too */
    unsigned number;  /* of several, whose names stand above: counted from 1; 0: the only one */
} ExplainInput;

static bool
is_input_file(const ExplainInput *input)
{
    return !g_str_equal(input->path, STANDARD_INPUT);
}

/* Says what is wrong with it; returns exit_code. */
static int
complain_of_input(const ExplainInput *input, const char *what, int exit_code)
{
    g_autofree char *name = is_input_file(input) ? quote_words_text(input->path, QUOTE_NAME_MAX)
                                                 : g_strdup("standard input");
    g_autofree char *whole = g_strdup_printf("%s: %s", name, what);

    return command_complain(whole, exit_code);
}

/* --- opening --- */

static int
refuse_folder(const ExplainInput *input)
{
    g_autofree char *read = g_build_filename(input->path, "cur", NULL);
    bool is_maildir = g_file_test(read, G_FILE_TEST_IS_DIR);
    g_autofree char *name = quote_words_text(is_maildir ? read : input->path, QUOTE_NAME_MAX);
    g_autofree char *what =
        g_strdup_printf("is a %s: mailboxes are not read yet; give its messages, as in rmxfilter "
                        "explain %s/*, or of an mbox formail -s rmxfilter explain < MBOX",
                        is_maildir ? "Maildir" : "directory", name);

    return complain_of_input(input, what, EX_NOINPUT);
}

/* Makes the file standard input, where the sandbox lets it be read. Returns 0, or complains. */
static int
open_input(const ExplainInput *input)
{
    struct stat file;
    int descriptor;

    if (!is_input_file(input)) {
        if (isatty(STDIN_FILENO))
            command_tell_of_terminal();
        return EX_OK;
    }
    descriptor = open(input->path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (descriptor < 0 || fstat(descriptor, &file) != 0)
        return complain_of_input(input, strerror(errno), EX_NOINPUT);
    if (S_ISDIR(file.st_mode)) {
        close(descriptor);
        return refuse_folder(input);
    }
    if (descriptor != STDIN_FILENO) {
        if (dup2(descriptor, STDIN_FILENO) < 0)
            return complain_of_input(input, strerror(errno), EX_NOINPUT);
        close(descriptor);
    }
    return EX_OK;
}

/* --- reading --- */

static int
refuse_no_message(const ExplainInput *input, const NoHeader *why)
{
    g_autofree char *what = no_header_text(why);

    return complain_of_input(input, what, EX_DATAERR);
}

/* What was read of a message. */
typedef struct {
    Transfer transfer;
    HeldBody body;
    bool several; /* others follow it */
} ExplainMessage;

/* Whether other messages follow this one: only an mbox, whose first line is no field, is read on.
 */
static bool
is_first_of_several(Transfer *t)
{
    static char octets[64U << 10];
    MboxCount count = { .messages = 0 };
    ssize_t got = 1;

    if (header_from_line(t->octets, t->len) == 0)
        return false;
    mbox_count(&count, t->octets, t->len);
    while (count.messages < 2 && got > 0) {
        got = transfer_take(t, octets, sizeof(octets));
        if (got > 0)
            mbox_count(&count, octets, (size_t)got);
        else if (got < 0 && errno == EINTR)
            got = 1;
    }
    explicit_bzero(octets, sizeof(octets));
    return count.messages > 1;
}

/* Reads the header block. Returns 0, or complains. */
static int
read_header(const ExplainInput *input, Transfer *t)
{
    NoHeader why;

    if (!transfer_begin(t, STDIN_FILENO, -1))
        return complain_of_input(input, strerror(t->failure), EX_NOINPUT);
    if (t->len == 0)
        return complain_of_input(input, "is empty: no message", EX_NOINPUT);
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
    signal(SIGXFSZ, SIG_IGN); /* without room for the body the rest can be explained */
    if (!transfer_hold(t, body_file_wait, &message->body))
        return complain_of_input(input, strerror(t->failure), EX_NOINPUT);
    message->several = is_first_of_several(t);
    if (message->several && !message->body.missing)
        message->body = held_body_missing(BODY_OF_SEVERAL);
    transfer_forget_body(t, &message->body);
    return EX_OK;
}

static int
complain_of_several(const ExplainInput *input)
{
    g_autofree char *name =
        quote_words_text(is_input_file(input) ? input->path : "MBOX", QUOTE_NAME_MAX);
    g_autofree char *what = g_strdup_printf("has several messages, and only the first was looked "
                                            "at: mailboxes are not read yet; all of them: "
                                            "formail -s rmxfilter explain < %s",
                                            name);

    return complain_of_input(input, what, EX_DATAERR);
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

/* As head(1) and tail(1) do. */
static void
print_heading(const ExplainInput *input)
{
    g_autofree char *name = quote_words_text(input->path, QUOTE_NAME_MAX);
    g_autofree char *heading = g_strdup_printf("==> %s <==", name);
    g_autofree char *styled = page_styled(STYLE_TITLE, heading);
    g_autofree char *finished = page_finished(styled);

    printf("%s%s\n", input->number > 1 ? "\n" : "", finished);
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
print_explanation(const ExplainInput *input, Dns *dns, const HeaderBlock *header, Hasher *hasher)
{
    const Settings *settings = input->settings;
    g_autoptr(Evidence) evidence = inspect_message(settings, dns, header, hasher);
    g_autoptr(Verdict) verdict = verdict_of(evidence);
    g_autofree char *text = NULL;

    evidence->file = input->number > 0 ? input->path : NULL;
    warn_of_trust_entries(settings, dns, evidence->walk);
    ask_advice(settings, dns, header, evidence, verdict);
    text = explanation_text(settings, evidence, verdict);
    if (input->number > 0 && !settings->json)
        print_heading(input);
    return command_print_report(settings, dns, text, EX_OK);
}

/* Looks at one message, in this process, which can do nothing else afterwards. */
static int
explain_input(const ExplainInput *input)
{
    static ExplainMessage message;
    const Transfer *t = &message.transfer;
    g_autoptr(Dns) dns = NULL;
    HeaderBlock header;
    Hasher hasher;
    int exit_code = open_input(input);

    if (exit_code == EX_OK)
        dns = command_dns(input->settings, &exit_code);
    if (!dns)
        return exit_code;
    exit_code = read_message(input, &message);
    if (exit_code != EX_OK)
        return exit_code;
    if (message.several && input->settings->html)
        return complain_of_input(input, "has several messages, and a page shows one", EX_USAGE);
    header = (HeaderBlock){ .octets = t->octets, .len = t->header_len, .cut = !t->held };
    hasher = hasher_start(&header, &message.body);
    if (hasher.missing)
        close(STDIN_FILENO); /* the body, or what somebody types */
    sandbox_enter(dns_tcp_ports(dns));
    exit_code = print_explanation(input, dns, &header, &hasher);
    return message.several && exit_code == EX_OK ? complain_of_several(input) : exit_code;
}

/* Likewise in a process of its own. */
static int
explain_apart(const ExplainInput *input)
{
    int status = 0;
    pid_t child;

    fflush(stdout);
    child = fork();
    if (child == 0)
        exit(explain_input(input));
    while (child > 0 && waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return complain_of_input(input, strerror(errno), EX_OSERR);
    if (child < 0)
        return complain_of_input(input, strerror(errno), EX_OSERR);
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGPIPE)
        raise(SIGPIPE); /* nobody reads what the others would say either */
    if (WIFSIGNALED(status))
        return complain_of_input(input, strsignal(WTERMSIG(status)), EX_SOFTWARE);
    return WEXITSTATUS(status);
}

/* All of them, whatever becomes of one; the exit code is that of the first that failed. Where the
 * DNS cannot be set up, or nothing can be written, none of the others would fare better. */
static int
explain_each(const Settings *settings)
{
    int first = EX_OK, exit_code = EX_OK;

    for (guint i = 0; i < settings->files->len; i++) {
        const ExplainInput input = { .settings = settings,
                                     .path = settings->files->pdata[i],
                                     .number = i + 1 };

        exit_code = explain_apart(&input);
        if (first == EX_OK)
            first = exit_code;
        if (exit_code == EX_UNAVAILABLE || exit_code == EX_IOERR)
            break;
    }
    return first;
}

/* --- as a page --- */

static int
report_page(const void *data)
{
    return explain_input(data);
}

/* Whether the page would take the place of the message. */
static bool
is_page_the_message(const ExplainInput *input)
{
    struct stat page, message;

    return stat(input->settings->html, &page) == 0 && S_ISREG(page.st_mode) &&
           (is_input_file(input) ? stat(input->path, &message) : fstat(STDIN_FILENO, &message)) ==
               0 &&
           page.st_dev == message.st_dev && page.st_ino == message.st_ino;
}

static int
explain_as_page(const ExplainInput *input)
{
    if (g_str_equal(input->settings->html, STANDARD_OUTPUT))
        return explain_input(input);
    if (is_page_the_message(input))
        return complain_of_input(input, "the page would take the place of the message", EX_USAGE);
    return command_to_file(input->settings->html, report_page, input);
}

int
command_explain(int argc, char *const *argv)
{
    int exit_code;
    g_autoptr(Settings) settings = command_settings(COMMAND_EXPLAIN, argc, argv, &exit_code);
    ExplainInput one = { .settings = settings, .path = STANDARD_INPUT };

    if (!settings)
        return exit_code;
    if (settings->files->len > 1)
        return explain_each(settings);
    if (settings->files->len == 1)
        one.path = settings->files->pdata[0];
    return settings->html ? explain_as_page(&one) : explain_input(&one);
}
