/* SPDX-License-Identifier: ISC */
#include "report/html_questions.h"

#include "report/html.h"
#include "report/words.h"

static double
questions_end(const GPtrArray *log)
{
    double end = 0;

    for (guint i = 0; i < log->len; i++) {
        const DnsQuestion *question = log->pdata[i];

        end = MAX(end, question->started + question->ms);
    }
    return end;
}

static void
show_question(GString *out, const DnsQuestion *question, double end)
{
    const DnsAnswer *answer = question->answer;
    g_autofree char *type = dns_type_text(question->type);
    g_autofree char *words = words_answer(answer);
    g_autofree char *started = g_strdup_printf("%.1f ms", question->started);
    g_autofree char *took = answer ? g_strdup_printf("%.1f ms", question->ms) : NULL;
    bool failed = answer && answer->status == DNS_TEMPERROR;

    html_row_begin(out);
    html_cell(out, "name", "name", question->name, QUOTE_NAME_MAX);
    html_cell(out, "type", "short", type, QUOTE_ALL);
    html_cell_begin(out, "answer", NULL);
    html_name(out, words, QUOTE_REASON_MAX);
    g_string_append(out, answer && answer->authentic ? ", signed" : "");
    html_cell_end(out);
    html_cell(out, "asked at", "short", started, QUOTE_ALL);
    html_cell(out, "took", "short", took, QUOTE_ALL);
    html_cell_begin(out, "when", "chart");
    html_bar(out, failed ? STYLE_BAD : STYLE_PLAIN, html_share(question->started, end),
             MAX(html_share(question->ms, end), 1));
    html_cell_end(out);
    html_row_end(out);
}

void
html_questions(GString *out, const Dns *dns)
{
    static const char *const columns[] = { "name", "type", "answer", "asked at",
                                           "took", "when", NULL };
    const GPtrArray *log = dns_log(dns);
    double end = questions_end(log);

    if (log->len == 0)
        return;
    html_section_begin(out, "dns", "DNS questions");
    html_table_begin(out, columns, 0);
    for (guint i = 0; i < log->len; i++)
        show_question(out, log->pdata[i], end);
    html_table_end(out);
    html_section_end(out);
}
