/* SPDX-License-Identifier: ISC */
/* `recheck --what-if`: what the same mail would be under other settings. Nothing is written. Of a
 * message only the header block is read, so that a signature is not checked: settings do not change
 * what it proves. */
#include "command_mailbox.h"
#include "command_recheck.h"
#include "command_run.h"
#include "inspection.h"
#include "mailbox/mailbox_run.h"
#include "recheck_keeper.h"
#include "report/author_word.h"
#include "report/marks.h"

#include <errno.h>
#include <string.h>
#include <sysexits.h>

typedef struct {
    const Settings *settings;
    const Dns *dns;
    OwnRules rules;
    RecheckReport *report;
    int exit_code;
} WhatIf;

/* --- in the sandbox --- */

/* The author's word; NULL: it depends on a signature that is not checked. */
static const char *
word_without_body(const Evidence *evidence, const Verdict *verdict)
{
    g_autoptr(AuthorAnswer) answer = author_answer_of(evidence, verdict);

    if (!answer || (answer->word != AUTHOR_ALIGNED && answer->unknown.by))
        return NULL;
    return author_word_text(answer->word);
}

/* Marks of a message that says what this program found out; NULL: it does not. */
static Marks *
read_marks_of(const HeaderBlock *header)
{
    g_autoptr(Message) message = message_new(header->octets, header->len);
    g_autoptr(Marks) marks = marks_read(message);

    return marks->marked ? g_steal_pointer(&marks) : NULL;
}

/* "WAS NOW", and where it is known the author's word then and now. */
static void
append_words(GString *row, const Marks *old, const Evidence *evidence)
{
    g_autoptr(Verdict) verdict = verdict_of(evidence);
    const char *word = word_without_body(evidence, verdict);

    g_string_append_printf(row, "%s %s", old->error ? "error" : result_text(old->result),
                           result_text(verdict->result));
    if (word && old->has_author)
        g_string_append_printf(row, " %s %s", author_word_text(old->word), word);
}

/* The message is looked at as it came in, without what this program wrote. */
static void
look_what_if(const MailboxMessage *message, GString *row, void *data)
{
    const WhatIf *what_if = data;
    HeaderBlock header = message->header;
    HeldBody body = held_body_missing(BODY_OF_SEVERAL);
    Hasher hasher = hasher_start(&header, &body);
    g_autoptr(Marks) old = read_marks_of(&header);
    g_autoptr(GString) octets = NULL;
    g_autoptr(Dns) dns = NULL;
    g_autoptr(Evidence) evidence = NULL;
    OwnFields own;

    if (!old)
        return;
    own = own_fields_find(header.octets, header.len, true, &what_if->rules);
    if (own.problem)
        return;
    octets = g_string_new_len(header.octets, (gssize)header.len);
    g_string_erase(octets, (gssize)own.at, (gssize)own.len);
    header.octets = octets->str;
    header.len = octets->len;
    dns = dns_again(what_if->dns);
    dns_set_question_limit(dns, what_if->settings->questions);
    evidence = inspect_message(what_if->settings, dns, &header, &hasher);
    append_words(row, old, evidence);
}

/* --- in the first process --- */

/* True where the row is words of small letters, two or four: what a message could have made of the
 * process that wrote it says no more than that. */
static bool
is_row_of_words(char **words)
{
    guint count = g_strv_length(words);

    for (char **word = words; *word; word++)
        if (**word == '\0' || strlen(*word) > OWN_WORD_MAX ||
            (*word)[strspn(*word, "abcdefghijklmnopqrstuvwxyz")] != '\0')
            return false;
    return count == 2 || count == 4;
}

static void
complain_of_mail(WhatIf *what_if, const MailboxMessage *message)
{
    what_if->report->failed++;
    command_mailbox_complain(message->file, message->number,
                             message->problem ? message->problem : "could not be looked at",
                             EX_NOINPUT);
    if (what_if->exit_code == EX_OK)
        what_if->exit_code = EX_NOINPUT;
}

static void
take_what_if(const MailboxMessage *message, const char *row, size_t len, void *data)
{
    WhatIf *what_if = data;
    RecheckReport *report = what_if->report;
    g_autofree char *text = row ? g_strndup(row, len) : NULL;
    g_auto(GStrv) words = text ? g_strsplit(text, " ", 5) : NULL;
    bool has_author;

    if (!text) {
        complain_of_mail(what_if, message);
        return;
    }
    report->messages++;
    if (!is_row_of_words(words)) {
        report->left++;
        return;
    }
    report->asked++;
    has_author = words[2] != NULL;
    if (!g_str_equal(words[0], words[1]) || (has_author && !g_str_equal(words[2], words[3])))
        recheck_report_add(report, message->file, message->number, words[0], words[1],
                           has_author ? words[2] : "", has_author ? words[3] : "");
}

int
what_if_recheck(const Settings *settings, const Dns *dns, RecheckReport *report)
{
    WhatIf what_if = {
        .settings = settings, .dns = dns, .rules = recheck_own_rules(settings), .report = report
    };
    const MailboxRun run = { .workers = settings->zone ? 0 : MAILBOX_WORKERS_ASKING,
                             .wait_ms = settings_wait_ms(settings),
                             .tcp_ports = dns_tcp_ports(dns),
                             .data = &what_if,
                             .look = look_what_if,
                             .take = take_what_if,
                             .progress = command_mailbox_progress };
    g_autoptr(MailboxReader) reader = mailbox_open(settings->files, true);

    if (!mailbox_run(reader, &run, NULL) && errno != 0) {
        int problem = errno;

        command_mailbox_end();
        return command_complain(strerror(problem), EX_OSERR);
    }
    return what_if.exit_code;
}
