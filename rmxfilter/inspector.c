/* SPDX-License-Identifier: ISC */
/* The hasher is started first of all, so that this process has no body when it does anything else.
 * What the guard must know in any case is written next, before the message is read. */
#include "inspector.h"

#include "inspection.h"
#include "reply.h"
#include "reply_write.h"
#include "report/author_word.h"
#include "report/fields.h"
#include "report/log_line.h"
#include "sandbox/sandbox.h"

#include <sysexits.h>

static void
write_reply_log(int fd, const Evidence *evidence, const Verdict *verdict, gint64 began)
{
    g_autofree char *line =
        log_line_text(evidence, verdict, (g_get_monotonic_time() - began) / 1000);
    g_autoptr(GString) text = g_string_new(NULL);

    g_string_append_printf(text, "log %s\n", line);
    reply_write(fd, text);
}

/* The settings are wrong: the message passes with an error field, and syslog gets the whole text.
 */
static void
write_error_reply(int fd, const char *what)
{
    g_autofree char *field = fields_error_text(what);
    g_autoptr(GString) text = g_string_new("complain ");

    for (const char *octet = what; *octet && text->len < REPLY_TEXT_MAX; octet++)
        g_string_append_c(text, *octet < ' ' || *octet > '~' ? '?' : *octet);
    g_string_append_c(text, '\n');
    reply_write(fd, text);
    reply_write_fields(fd, field);
}

void
inspector_run(const HeaderBlock *header, HeldBody *body, int fd, int argc, char *const *argv)
{
    const gint64 began = g_get_monotonic_time();
    Hasher hasher = hasher_start(header, body);
    g_autoptr(GError) error = NULL;
    g_autoptr(Settings) settings = settings_new(COMMAND_FILTER, argc, argv, &error);
    g_autoptr(Dns) dns = NULL;
    g_autoptr(Evidence) evidence = NULL;
    g_autoptr(Verdict) verdict = NULL;
    g_autofree char *fields = NULL;

    if (settings) {
        reply_write_preamble(fd, settings);
        dns = inspection_dns(settings, &error);
    }
    if (!dns) {
        write_error_reply(fd, error->message);
        return;
    }
    sandbox_enter_behind_guard(dns_tcp_ports(dns), fd);
    evidence = inspect_message(settings, dns, header, &hasher);
    verdict = verdict_of(evidence);
    fields = fields_text(evidence, verdict, settings->fields);
    if (settings->defer && author_word_may_change(evidence, verdict)) {
        g_autoptr(GString) text = g_string_new(NULL);

        g_string_append_printf(text, "exit %d\n", EX_TEMPFAIL);
        reply_write(fd, text);
    }
    reply_write_strip(fd, settings, evidence);
    if (settings->log_verdict)
        write_reply_log(fd, evidence, verdict, began);
    reply_write_fields(fd, fields);
}
