/* SPDX-License-Identifier: ISC */
/* What goes into which table; report/layout.c makes lines of it. A cell is made by layout_cell(),
 * which lets no octet from outside through as it is: this text goes to terminals, where an escape
 * sequence is a command. */
#include "report/text.h"

#include "mime/quote.h"
#include "report/chart.h"
#include "report/hop_times.h"
#include "report/layout.h"
#include "report/page.h"
#include "report/text_author.h"
#include "report/words.h"

#define RECORD_MAX       2000 /* octets of a record or an explanation */
#define INDENT           8    /* blanks before what goes on in another line */
#define INDENT_CLIENT    9    /* likewise in the path: where the client stands */
#define INDENT_PUBLISHED 4    /* before what stands below a finding */

/* --- pieces --- */

/* A row of a name and a text that is known. */
static void
add_pair(GPtrArray *table, const char *name, const char *text)
{
    GPtrArray *row;

    if (!text)
        return;
    row = layout_table_row(table);
    g_ptr_array_add(row, g_strdup(name));
    g_ptr_array_add(row, layout_cell(text, QUOTE_REASON_MAX));
}

/* A line of a head, words that may be folded, and an end. */
static void
append_line(GString *out, const char *head, const char *words, const char *end)
{
    g_autofree char *whole = g_strconcat(head, words, end, NULL);

    layout_words(out, INDENT, whole);
    g_string_append_c(out, '\n');
}

static void
append_note(GString *out, const char *text)
{
    g_string_append(out, "  ");
    append_line(out, "note: ", text, "");
}

/* Of text that may hold octets from outside. */
static void
append_foreign_note(GString *out, const char *text)
{
    g_autofree char *safe = layout_cell(text, QUOTE_REASON_MAX);

    append_note(out, safe);
}

/* --- what was found --- */

/* The word of a result, coloured. The caller frees. */
static char *
styled_result(Result result)
{
    return page_styled(words_result_style(result), result_text(result));
}

static void
append_verdict(GString *out, const Verdict *verdict)
{
    g_autofree char *word = styled_result(verdict->result);

    g_string_append_printf(out, "%s ", word);
    append_line(out, "(", verdict->reason, ")");
}

static void
append_advice(GString *out, const Evidence *evidence)
{
    if (evidence->advice->len > 0)
        layout_title(out, "Advice");
    for (guint i = 0; i < evidence->advice->len; i++) {
        const Advice *advice = evidence->advice->pdata[i];
        g_autofree char *sentence = advice_sentence(advice, i > 0);

        g_string_append(out, "  ");
        append_line(out, "", sentence, "");
        if (advice->claimed)
            append_note(out, ADVICE_CLAIMED);
        if (advice->proof)
            append_foreign_note(out, advice->proof);
        for (guint w = 0; w < advice->warnings->len; w++)
            append_foreign_note(out, advice->warnings->pdata[w]);
    }
}

/* What a domain wrote, as a line of its own. */
static void
append_published(GString *out, const char *what, const char *text)
{
    g_autofree char *shown = text ? quote_words_text(text, RECORD_MAX) : NULL;

    if (!shown)
        return;
    g_string_append_printf(out, "%*s%s:", INDENT_PUBLISHED, "", what);
    append_line(out, " ", shown, "");
}

/* The lines below a finding; the caller frees. */
static char *
published_lines(const Finding *finding)
{
    GString *lines = g_string_new(NULL);
    g_autofree char *path = finding_path_text(finding);

    append_published(lines, finding->own ? "record of your own" : "record", finding->record);
    if (g_strcmp0(path, finding->mechanism) != 0)
        append_published(lines, "by way of", path);
    append_published(lines, "the domain says", finding->explanation);
    return g_string_free(lines, FALSE);
}

static void
append_findings(GString *out, const Evidence *evidence)
{
    const GPtrArray *findings = evidence->findings;
    g_autoptr(GPtrArray) table = layout_table_new();
    g_autoptr(GPtrArray) below = g_ptr_array_new_with_free_func(g_free);

    if (findings->len == 0)
        return;
    for (guint i = 0; i < findings->len; i++) {
        const Finding *finding = findings->pdata[i];
        GPtrArray *row = layout_table_row(table);
        g_autofree char *why = layout_cell(finding_why(finding), QUOTE_REASON_MAX);

        g_ptr_array_add(row, g_strdup(finding->scheme->name));
        g_ptr_array_add(row, styled_result(finding->result));
        g_ptr_array_add(row, layout_cell(finding->domain, QUOTE_NAME_MAX));
        g_ptr_array_add(row, g_strdup(words_identity(finding->identity)));
        g_ptr_array_add(row, g_strconcat(why, finding->authentic ? " (signed: DNSSEC)" : "", NULL));
        g_ptr_array_add(below, published_lines(finding));
    }
    layout_title(out, "Findings");
    layout_table(out, table, INDENT_PUBLISHED, below);
}

static void
add_sender_pair(GPtrArray *table, const Evidence *evidence)
{
    const MailAddress *sender = evidence->mail_from;
    g_autofree char *address = sender ? mail_address_text(sender) : g_strdup("not known");
    g_autoptr(GString) shown = g_string_new(*address ? address : "<>");

    if (sender && evidence->mail_from_source)
        g_string_append_printf(shown, " (%s%s)", evidence->mail_from_source,
                               sender->domain_only ? "; known by its domain only" : "");
    add_pair(table, "envelope sender", shown->str);
}

/* What the boundary's field shows, or an option said in its place. */
static void
add_found_pair(GPtrArray *table, const Evidence *evidence, const char *name, const char *text,
               bool in_field)
{
    g_autofree char *found = NULL;

    if (!text)
        return;
    if (!in_field)
        found = g_strconcat(text, " (option)", NULL);
    else if (evidence->boundary >= 0)
        found = g_strdup_printf("%s (field %d)", text, evidence->boundary + 1);
    add_pair(table, name, found ? found : text);
}

static void
append_identities(GString *out, const Evidence *evidence, const AuthorAnswer *answer)
{
    g_autoptr(GPtrArray) table = layout_table_new();
    const Walk *walk = evidence->walk;
    g_autofree char *client = ip_text(&evidence->client);

    add_found_pair(table, evidence, "client", client,
                   walk && ip_equal(&walk->ip, &evidence->client));
    add_found_pair(table, evidence, "reverse name", evidence->rdns, true);
    add_found_pair(table, evidence, "HELO name", evidence->helo,
                   walk && evidence->helo == walk->helo);
    add_found_pair(table, evidence, "taken by", evidence->by, true);
    add_sender_pair(table, evidence);
    add_pair(table, "rewritten as", evidence->mail_from_rewritten);
    for (guint i = 0; evidence->author && i < evidence->author->addresses->len; i++) {
        g_autofree char *author = mail_address_text(evidence->author->addresses->pdata[i]);

        g_autofree char *found = g_strconcat(author, i == 0 ? " (from)" : "", NULL);

        add_pair(table, i == 0 ? "author" : "", found);
    }
    if (answer && answer->shown) {
        g_autofree char *shown = mail_address_text(answer->shown);

        add_pair(table, "whose name shows", shown);
    }
    if (evidence->pra_field && !g_str_equal(evidence->pra_field, "from")) {
        g_autofree char *address = mail_address_text(evidence->pra);
        g_autofree char *responsible = g_strdup_printf("%s (%s)", address, evidence->pra_field);

        add_pair(table, "responsible", responsible);
    }
    if (answer) {
        g_autofree char *words = text_author_words(evidence, answer);

        add_pair(table, "alignment", words);
    }
    layout_title(out, "Identities");
    layout_table(out, table, INDENT, NULL);
}

/* --- the path --- */

/* ">" is the boundary, "+" a field above it that was believed. */
static const char *
hop_mark(const WalkStep *step, bool boundary)
{
    if (boundary)
        return ">";
    return step->believed ? "+" : " ";
}

/* Why the hop is believed or not, behind the time that it took. */
static char *
hop_words(const Walk *walk, int index)
{
    const char *why = walk_step(walk, index)->why;
    g_autofree char *time = hop_time_words(walk, index);

    return *time ? g_strdup_printf("%s; %s", time, why) : g_strdup(why);
}

static void
append_path(GString *out, const Evidence *evidence)
{
    const Walk *walk = evidence->walk;
    g_autoptr(GPtrArray) table = layout_table_new();
    g_autofree char *time = hops_time_words(walk);

    layout_title(out, "Path, newest hop first (+ believed, > the boundary)");
    for (guint i = 0; i < walk->steps->len; i++) {
        const WalkStep *step = walk->steps->pdata[i];
        const ReceivedHop *hop = step->hop;
        g_autofree char *client = ip_text(&hop->ip), *words = hop_words(walk, (int)i);
        GPtrArray *row = layout_table_row(table);

        g_ptr_array_add(row, g_strdup(hop_mark(step, (int)i == walk->boundary)));
        g_ptr_array_add(row, g_strdup_printf("%2u", i + 1));
        g_ptr_array_add(row, layout_cell(client, QUOTE_NAME_MAX));
        g_ptr_array_add(row, layout_cell(hop->rdns ? hop->rdns : hop->helo, QUOTE_NAME_MAX));
        g_ptr_array_add(row, g_strdup("to"));
        g_ptr_array_add(row, layout_cell(hop->by, QUOTE_NAME_MAX));
        g_ptr_array_add(row, g_strdup(hop_kind_text(hop->kind)));
        g_ptr_array_add(row, layout_cell(words, QUOTE_REASON_MAX));
    }
    if (walk->steps->len == 0)
        g_string_append(out, "  no Received field\n");
    layout_table(out, table, INDENT_CLIENT, NULL);
    if (time)
        append_note(out, time);
    if (evidence->cut)
        append_note(out, EVIDENCE_CUT);
    for (guint i = 0; i < walk->warnings->len; i++)
        append_foreign_note(out, walk->warnings->pdata[i]);
}

/* --- the DNS --- */

/* When the last answer was there, in milliseconds; 0: all came from a zone, and took no time. */
static double
end_of_questions(const GPtrArray *log)
{
    bool sent = false;
    double end = 0;

    for (guint i = 0; i < log->len; i++) {
        const DnsQuestion *question = log->pdata[i];

        end = MAX(end, question->started + question->ms);
        sent |= question->trace.sent > 0;
    }
    return sent ? end : 0;
}

/* When the question was asked, and how long it took: a bar on a line of time up to end, or numbers
 * where end is 0. */
static void
add_question_time(GPtrArray *row, const DnsQuestion *question, double end)
{
    bool answered = question->answer != NULL;

    if (end > 0) {
        g_ptr_array_add(row, chart_bar(question->started, question->ms, end, chart_width()));
        g_ptr_array_add(row, answered ? g_strdup_printf("%7.1f ms", question->ms) : g_strdup("-"));
    } else {
        g_ptr_array_add(row, g_strdup_printf("at %5.1f ms", question->started));
        g_ptr_array_add(row,
                        answered ? g_strdup_printf("took %5.1f ms", question->ms) : g_strdup("-"));
    }
}

static void
append_questions(GString *out, const Dns *dns)
{
    const GPtrArray *log = dns_log(dns);
    const double end = end_of_questions(log);
    g_autoptr(GPtrArray) table = layout_table_new();
    g_autofree char *title = end > 0
                                 ? g_strdup_printf("DNS questions, from left to right %.1f ms", end)
                                 : g_strdup("DNS questions");

    if (log->len == 0)
        return;
    for (guint i = 0; i < log->len; i++) {
        const DnsQuestion *question = log->pdata[i];
        const DnsAnswer *answer = question->answer;
        g_autofree char *words = words_answer(answer);
        GPtrArray *row = layout_table_row(table);

        g_ptr_array_add(row, layout_cell(question->name, QUOTE_NAME_MAX));
        g_ptr_array_add(row, dns_type_text(question->type));
        add_question_time(row, question, end);
        g_ptr_array_add(row, layout_cell(words, QUOTE_REASON_MAX));
        if (answer && answer->authentic)
            g_ptr_array_add(row, g_strdup("signed"));
    }
    layout_title(out, title);
    layout_table(out, table, INDENT, NULL);
}

/* --- the process itself --- */

static void
append_sandbox(GString *out, const Sandbox *sandbox)
{
    g_autofree char *list = words_sandbox(sandbox);

    g_string_append_c(out, '\n');
    append_line(out, "Sandbox: ", list, "");
    if (*sandbox->problem) {
        g_autofree char *note = g_strconcat("not to be had here: ", sandbox->problem, NULL);

        append_note(out, note);
    }
}

char *
text_explain(const Evidence *evidence, const Verdict *verdict)
{
    GString *out = g_string_new(NULL);
    g_autoptr(AuthorAnswer) answer = author_answer_of(evidence, verdict);

    append_verdict(out, verdict);
    append_advice(out, evidence);
    if (evidence->walk)
        append_path(out, evidence);
    append_identities(out, evidence, answer);
    append_findings(out, evidence);
    text_append_signatures(out, evidence);
    text_append_policy(out, evidence, answer);
    text_append_testimony(out, evidence);
    if (evidence->dns)
        append_questions(out, evidence->dns);
    if (evidence->sandbox)
        append_sandbox(out, evidence->sandbox);
    return g_string_free(out, FALSE);
}

char *
text_check(const Evidence *evidence, const Verdict *verdict)
{
    GString *out = g_string_new(NULL);

    append_verdict(out, verdict);
    append_findings(out, evidence);
    return g_string_free(out, FALSE);
}
