/* SPDX-License-Identifier: ISC */
/* The order of the page, its head and its foot; larger parts have files of their own. Words come
 * from report/words.c or stand here; all that came from outside goes through html_name() or
 * html_text(). */
#include "report/html_explain.h"

#include "report/author_word.h"
#include "report/hop_times.h"
#include "report/html.h"
#include "report/html_hops.h"
#include "report/html_identities.h"
#include "report/html_path.h"
#include "report/html_proofs.h"
#include "report/html_questions.h"
#include "report/text_author.h"
#include "report/words.h"

#define WARNINGS_SHOWN 300

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
    for (guint i = 0; i < MIN(count, WARNINGS_SHOWN); i++)
        html_element(out, "li", NULL, warnings->pdata[i], QUOTE_REASON_MAX);
    g_string_append(out, "</ul>\n");
    html_more(out, WARNINGS_SHOWN, count);
    html_section_end(out);
}

/* --- the path --- */

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
    html_identities(out, evidence, answer);
    html_policy(out, evidence, answer);
    g_string_append(out, "</div>\n</div>\n");
    html_findings(out, evidence, verdict);
    html_signatures(out, evidence);
    html_testimony(out, evidence);
    if (evidence->walk)
        html_hops(out, evidence->walk);
    if (evidence->dns)
        html_questions(out, evidence->dns);
    show_foot(out, evidence);
    html_end(out);
    return g_string_free(out, FALSE);
}
