/* SPDX-License-Identifier: ISC */
/* Times of tries are counted from when the run set up its DNS, as those of questions are. */
#include "report/tries.h"

#include "dns/servers.h"
#include "mime/quote.h"
#include "report/layout.h"

#define INDENT_TRY    4 /* blanks before a try */
#define INDENT_FOLDED 8 /* likewise before what goes on in another line */

/* "after 250.1 ms: no answer in time". The caller frees. */
static char *
outcome_words(const DnsTry *one)
{
    GString *words = g_string_new(NULL);

    if (one->outcome)
        g_string_append_printf(words, "after %.1f ms: %s", one->ms, one->outcome);
    else
        g_string_append(words, "nothing came back until the run ended");
    if (one->foreign > 0)
        g_string_append_printf(words, "; wrong messages ignored: %u", one->foreign);
    return g_string_free(words, FALSE);
}

static void
append_try(GString *out, const DnsQuestion *question, guint index)
{
    const DnsTry *one = &g_array_index(question->trace.tries, DnsTry, index);
    g_autofree char *server = name_server_place(&one->ip, one->port);
    g_autofree char *outcome = outcome_words(one);
    g_autofree char *line = g_strdup_printf(
        "try %u: %s%s to %s at %.1f ms; %s", index + 1, one->tcp ? "TCP" : "UDP",
        one->edns ? "" : " without EDNS", server, question->started + one->started, outcome);

    g_string_append_printf(out, "%*s", INDENT_TRY, "");
    layout_words(out, INDENT_FOLDED, line);
    g_string_append_c(out, '\n');
}

static void
append_question(GString *out, const DnsQuestion *question)
{
    g_autofree char *name = quote_words_text(question->name, QUOTE_NAME_MAX);
    g_autofree char *type = dns_type_text(question->type);
    guint kept = question->trace.tries->len;

    g_string_append_printf(out, "  %s %s\n", name, type);
    for (guint i = 0; i < kept; i++)
        append_try(out, question, i);
    if (question->trace.sent > kept)
        g_string_append_printf(out, "%*sand %u tries more\n", INDENT_TRY, "",
                               question->trace.sent - kept);
}

char *
tries_text(const Dns *dns)
{
    const GPtrArray *log = dns_log(dns);
    GString *out = g_string_new(NULL);
    gsize empty;

    layout_title(out, "DNS tries");
    empty = out->len;
    for (guint i = 0; i < log->len; i++) {
        const DnsQuestion *question = log->pdata[i];

        if (question->trace.sent > 0)
            append_question(out, question);
    }
    if (out->len == empty)
        g_string_append(out, "  none: no question was sent to a name server\n");
    return g_string_free(out, FALSE);
}
