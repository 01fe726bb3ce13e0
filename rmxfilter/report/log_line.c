/* SPDX-License-Identifier: ISC */
/* What a sender can make long stands last: a log daemon that cuts the line cuts that. */
#include "report/log_line.h"

#include "mime/quote.h"
#include "report/author_word.h"

static void
append_log_value(GString *line, const char *key, const char *value)
{
    if (!value)
        return;
    g_string_append_printf(line, "%s%s=", line->len > 0 ? " " : "", key);
    quote_unbroken(line, value, LOG_VALUE_MAX);
}

/* The domain that decided, or was to be checked; NULL: not known. */
static const char *
checked_domain(const Evidence *evidence, const Verdict *verdict)
{
    if (verdict->finding)
        return verdict->finding->domain;
    return evidence->mail_from ? evidence->mail_from->domain : NULL;
}

static void
append_author_word(GString *line, const Evidence *evidence, const Verdict *verdict)
{
    g_autoptr(AuthorAnswer) answer = author_answer_of(evidence, verdict);

    if (!answer)
        return;
    append_log_value(line, "from", author_word_text(answer->word));
    if (answer->domains->len == 1 && !answer->more)
        append_log_value(line, "author", answer->domains->pdata[0]);
}

char *
log_line_text(const Evidence *evidence, const Verdict *verdict, int64_t ms)
{
    GString *line = g_string_new(NULL);
    g_autofree char *client = ip_text(&evidence->client);

    append_log_value(line, "status", result_text(verdict->result));
    append_log_value(line, "client", client);
    append_log_value(line, "domain", checked_domain(evidence, verdict));
    append_author_word(line, evidence, verdict);
    g_string_append_printf(line, " ms=%" G_GINT64_FORMAT, ms);
    append_log_value(line, "message-id", evidence->message_id);
    return g_string_free(line, FALSE);
}
