/* SPDX-License-Identifier: ISC */
/* One function for each part of the page, in its order. Every word comes from report/words.c or
 * stands here; all that came from outside goes through html_name() or html_text(). */
#include "report/html_explain.h"

#include "report/author_word.h"
#include "report/hop_times.h"
#include "report/html.h"
#include "report/html_path.h"
#include "report/html_proofs.h"
#include "report/text_author.h"
#include "report/words.h"

#define ROWS_MAX 300 /* of a table, and of a list */

/* --- pieces --- */

static void
show_definition(GString *out, const char *term, const char *text, const char *source)
{
    if (!text)
        return;
    g_string_append_printf(out, "<div><dt>%s</dt><dd><span class=\"name\">", term);
    html_name(out, text, QUOTE_NAME_MAX);
    g_string_append(out, "</span>");
    if (source)
        g_string_append_printf(out, " <span class=\"soft\">in %s</span>", source);
    g_string_append(out, "</dd></div>\n");
}

static void
show_more(GString *out, guint shown, guint all)
{
    if (all > shown)
        g_string_append_printf(out, "<p class=\"soft\">… and %u more</p>\n", all - shown);
}

/* --- the verdict --- */

static PageStyle
author_style(AuthorWord word)
{
    switch (word) {
    case AUTHOR_ALIGNED:
        return STYLE_GOOD;
    case AUTHOR_REFUSED:
        return STYLE_BAD;
    case AUTHOR_AMBIGUOUS:
    case AUTHOR_UNALIGNED:
        return STYLE_DOUBT;
    case AUTHOR_NONE:
        break;
    }
    return STYLE_PLAIN;
}

static void
show_author(GString *out, const Evidence *evidence, const AuthorAnswer *answer)
{
    const GPtrArray *authors = evidence->author ? evidence->author->addresses : NULL;
    g_autofree char *words = text_author_words(evidence, answer);
    g_autofree char *address =
        authors && authors->len > 0 ? mail_address_text(authors->pdata[0]) : NULL;

    g_string_append(out, "<p><span class=\"soft\">Author</span> ");
    if (address) {
        g_string_append(out, "<span class=\"name\">");
        html_name(out, address, QUOTE_NAME_MAX);
        g_string_append(out, "</span> · ");
    }
    g_string_append_printf(out, "<span class=\"%s word\">",
                           html_style_class(author_style(answer->word)));
    html_name(out, words, QUOTE_REASON_MAX);
    g_string_append(out, "</span></p>\n");
}

static void
show_head(GString *out, const Evidence *evidence, const Verdict *verdict,
          const AuthorAnswer *answer)
{
    PageStyle style = words_result_style(verdict->result);

    g_string_append_printf(out,
                           "<header class=\"verdict %s\">\n<p class=\"soft\">Is the sender "
                           "genuine?</p>\n<h1>",
                           html_style_class(style));
    html_badge(out, style, result_text(verdict->result));
    g_string_append(out, " <span>");
    html_name(out, verdict->reason, QUOTE_ALL);
    g_string_append(out, "</span></h1>\n");
    if (answer)
        show_author(out, evidence, answer);
    g_string_append(out, "</header>\n");
}

/* --- advice and warnings --- */

static void
show_one_advice(GString *out, const Advice *advice, bool goes_on)
{
    g_autofree char *sentence = advice_sentence(advice, goes_on);

    g_string_append(out, "<article>\n");
    html_element(out, "p", NULL, sentence, QUOTE_ALL);
    g_string_append(out, "<ul class=\"soft\">\n");
    if (advice->claimed)
        html_element(out, "li", NULL, ADVICE_CLAIMED, QUOTE_ALL);
    if (advice->proof)
        html_element(out, "li", NULL, advice->proof, QUOTE_REASON_MAX);
    for (guint i = 0; i < advice->warnings->len; i++)
        html_element(out, "li", NULL, advice->warnings->pdata[i], QUOTE_REASON_MAX);
    g_string_append(out, "</ul>\n</article>\n");
}

static void
show_advice(GString *out, const Evidence *evidence)
{
    if (evidence->advice->len == 0)
        return;
    html_section_begin(out, "advice", "Advice");
    for (guint i = 0; i < evidence->advice->len; i++)
        show_one_advice(out, evidence->advice->pdata[i], i > 0);
    html_section_end(out);
}

static void
show_warnings(GString *out, const Evidence *evidence)
{
    const GPtrArray *warnings = evidence->walk ? evidence->walk->warnings : NULL;
    guint count = warnings ? warnings->len : 0;

    if (count == 0 && !evidence->cut)
        return;
    html_section_begin(out, "warnings", "Warnings");
    g_string_append(out, "<ul class=\"warnings\">\n");
    if (evidence->cut)
        html_element(out, "li", NULL, EVIDENCE_CUT, QUOTE_ALL);
    for (guint i = 0; i < MIN(count, ROWS_MAX); i++)
        html_element(out, "li", NULL, warnings->pdata[i], QUOTE_REASON_MAX);
    g_string_append(out, "</ul>\n");
    show_more(out, ROWS_MAX, count);
    html_section_end(out);
}

/* --- the path --- */

static const char *
step_words(const Walk *walk, guint index)
{
    if ((int)index == walk->boundary)
        return "the boundary";
    return walk_step(walk, (int)index)->believed ? "believed" : "not believed";
}

static void
show_step(GString *out, const Walk *walk, guint index)
{
    const WalkStep *step = walk_step(walk, (int)index);
    const ReceivedHop *hop = step->hop;
    g_autofree char *client = ip_text(&hop->ip);
    g_autofree char *hop_number = g_strdup_printf("%u", index + 1);
    g_autofree char *took = hop_time_words(walk, (int)index);

    html_row_begin(out);
    html_cell(out, "hop", "short", hop_number, QUOTE_ALL);
    html_cell_begin(out, "from", "name");
    html_name(out, hop->rdns ? hop->rdns : hop->helo ? hop->helo : "-", QUOTE_NAME_MAX);
    if (client)
        g_string_append_printf(out, " %s", client);
    html_cell_end(out);
    html_cell(out, "taken by", "name", hop->by, QUOTE_NAME_MAX);
    html_cell(out, "how", "short", hop_kind_text(hop->kind), QUOTE_ALL);
    html_cell(out, "time", "time", *took ? took : NULL, QUOTE_ALL);
    html_cell(out, "standing", "short", step_words(walk, index), QUOTE_ALL);
    html_cell(out, "why", "words", step->why, QUOTE_REASON_MAX);
    html_row_end(out);
}

static void
show_steps(GString *out, const Walk *walk)
{
    static const char *const columns[] = { "hop",  "from",     "taken by", "how",
                                           "time", "standing", "why",      NULL };
    guint shown = MIN(walk->steps->len, ROWS_MAX);

    if (shown == 0)
        return;
    html_section_begin(out, "hops", "Received fields, newest first");
    html_table_begin(out, columns, 0);
    for (guint i = 0; i < shown; i++)
        show_step(out, walk, i);
    html_table_end(out);
    show_more(out, shown, walk->steps->len);
    html_section_end(out);
}

static void
show_path(GString *out, const Evidence *evidence, const Verdict *verdict)
{
    g_autofree char *time = hops_time_words(evidence->walk);

    html_section_begin(out, "path", "Path from sender to mailbox");
    if (evidence->walk->steps->len > 0)
        html_path(out, evidence, verdict);
    else
        g_string_append(out, "<p>no Received field</p>\n");
    if (time)
        html_element(out, "p", "soft", time, QUOTE_ALL);
    html_section_end(out);
}

/* --- identities --- */

/* What the boundary's field shows, or an option said in its place. */
static void
show_found(GString *out, const Evidence *evidence, const char *term, const char *text,
           bool in_field)
{
    g_autofree char *field = g_strdup_printf("hop %d", evidence->boundary + 1);

    show_definition(out, term, text,
                    !in_field                 ? "an option"
                    : evidence->boundary >= 0 ? field
                                              : NULL);
}

static void
show_sender(GString *out, const Evidence *evidence)
{
    const MailAddress *sender = evidence->mail_from;
    g_autofree char *address = sender ? mail_address_text(sender) : g_strdup("not known");
    g_autofree char *source =
        sender && evidence->mail_from_source
            ? g_strdup_printf("%s%s", evidence->mail_from_source,
                              sender->domain_only ? "; known by its domain only" : "")
            : NULL;

    show_definition(out, "envelope sender", *address ? address : "<>", source);
    show_definition(out, "rewritten as", evidence->mail_from_rewritten, NULL);
    if (!sender)
        show_definition(out, "why not", evidence->mail_from_problem, NULL);
}

static void
show_authors(GString *out, const Evidence *evidence, const AuthorAnswer *answer)
{
    guint count = evidence->author ? evidence->author->addresses->len : 0;

    for (guint i = 0; i < MIN(count, AUTHOR_DOMAINS_MAX); i++) {
        g_autofree char *author = mail_address_text(evidence->author->addresses->pdata[i]);

        show_definition(out, "author", author, "from");
    }
    if (count > AUTHOR_DOMAINS_MAX) {
        g_autofree char *more = g_strdup_printf("%u more", count - AUTHOR_DOMAINS_MAX);

        show_definition(out, "author", more, "from");
    }
    if (answer && answer->shown) {
        g_autofree char *shown = mail_address_text(answer->shown);

        show_definition(out, "whose name shows", shown, "from");
    }
    if (evidence->pra_field && !g_str_equal(evidence->pra_field, "from")) {
        g_autofree char *address = mail_address_text(evidence->pra);

        show_definition(out, "responsible", address, evidence->pra_field);
    }
}

static void
show_identities(GString *out, const Evidence *evidence, const AuthorAnswer *answer)
{
    g_autofree char *client = ip_text(&evidence->client);
    const Walk *walk = evidence->walk;

    html_section_begin(out, "identities", "Identities, and where each was found");
    g_string_append(out, "<dl>\n");
    show_found(out, evidence, "client", client, walk && ip_equal(&walk->ip, &evidence->client));
    show_found(out, evidence, "reverse name", evidence->rdns, true);
    show_found(out, evidence, "HELO name", evidence->helo, walk && evidence->helo == walk->helo);
    show_found(out, evidence, "taken by", evidence->by, true);
    show_sender(out, evidence);
    show_authors(out, evidence, answer);
    show_definition(out, "message", evidence->message_id, "message-id");
    g_string_append(out, "</dl>\n");
    html_section_end(out);
}

/* --- what was found --- */

/* The terms that led to the result, with arrows between. */
static void
show_terms(GString *out, const Finding *finding)
{
    if (!finding->path || finding->path->len < 2)
        return;
    g_string_append(out, "<p><span class=\"soft\">by way of</span> ");
    for (guint i = 0; i < finding->path->len; i++) {
        g_string_append_printf(out, "%s<code>", i > 0 ? " → " : "");
        html_name(out, finding->path->pdata[i], QUOTE_REASON_MAX);
        g_string_append(out, "</code>");
    }
    g_string_append(out, "</p>\n");
}

static void
show_finding(GString *out, const Finding *finding, bool decides)
{
    g_string_append(out, "<article>\n<h3>");
    html_badge(out, words_result_style(finding->result), result_text(finding->result));
    g_string_append_printf(out, "<span>%s</span><span class=\"name\">", finding->scheme->name);
    html_name(out, finding->domain ? finding->domain : "-", QUOTE_NAME_MAX);
    g_string_append_printf(out, "</span><span class=\"soft\">%s</span>",
                           words_identity(finding->identity));
    if (decides)
        g_string_append(out, "<span class=\"soft\">this one decided</span>");
    g_string_append(out, "</h3>\n<p>");
    html_name(out, finding_why(finding), QUOTE_REASON_MAX);
    g_string_append_printf(out, "%s</p>\n", finding->authentic ? " (signed: DNSSEC)" : "");
    show_terms(out, finding);
    html_published(out, finding->own ? "record of your own" : "record", finding->record);
    html_published(out, "the domain says", finding->explanation);
    g_string_append(out, "</article>\n");
}

static void
show_findings(GString *out, const Evidence *evidence, const Verdict *verdict)
{
    if (evidence->findings->len == 0)
        return;
    html_section_begin(out, "findings", "What the domains publish");
    for (guint i = 0; i < evidence->findings->len; i++)
        show_finding(out, evidence->findings->pdata[i],
                     evidence->findings->pdata[i] == verdict->finding);
    html_section_end(out);
}

/* --- the DNS --- */

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

static void
show_questions(GString *out, const Dns *dns)
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

/* --- the process itself --- */

static void
show_foot(GString *out, const Evidence *evidence)
{
    const Sandbox *sandbox = evidence->sandbox;

    g_string_append(out, "<footer class=\"soft\">\n<p>Written by rmxfilter " VERSION " at ");
    html_name(out, evidence->receiver ? evidence->receiver : "-", QUOTE_NAME_MAX);
    g_string_append(out, " from the header of one message.");
    if (sandbox) {
        g_autofree char *words = words_sandbox(sandbox);

        g_string_append(out, " Sandbox: ");
        html_name(out, words, QUOTE_ALL);
        if (*sandbox->problem) {
            g_string_append(out, "; not to be had here: ");
            html_name(out, sandbox->problem, QUOTE_REASON_MAX);
        }
    }
    g_string_append(out, "</p>\n</footer>\n");
}

char *
html_explain(const Evidence *evidence, const Verdict *verdict)
{
    GString *out = g_string_new(NULL);
    g_autoptr(AuthorAnswer) answer = author_answer_of(evidence, verdict);
    g_autofree char *title =
        g_strdup_printf("%s: %s", result_text(verdict->result), verdict->reason);

    html_begin(out, title);
    show_head(out, evidence, verdict, answer);
    show_advice(out, evidence);
    show_warnings(out, evidence);
    g_string_append(out, "<div class=\"beside\">\n");
    if (evidence->walk)
        show_path(out, evidence, verdict);
    g_string_append(out, "<div>\n");
    show_identities(out, evidence, answer);
    html_policy(out, evidence, answer);
    g_string_append(out, "</div>\n</div>\n");
    show_findings(out, evidence, verdict);
    html_signatures(out, evidence);
    html_testimony(out, evidence);
    if (evidence->walk)
        show_steps(out, evidence->walk);
    if (evidence->dns)
        show_questions(out, evidence->dns);
    show_foot(out, evidence);
    html_end(out);
    return g_string_free(out, FALSE);
}
