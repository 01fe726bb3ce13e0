/* SPDX-License-Identifier: ISC */
#include "report/html_proofs.h"

#include "report/html.h"
#include "report/words.h"

#define PUBLISHED_MAX 2000 /* octets */

/* A text that a domain published (hostile), with what it is before it (a literal); NULL: nothing.
 */
static void
show_published(GString *out, const char *what, const char *text)
{
    if (!text)
        return;
    g_string_append_printf(out, "<p><span class=\"soft\">%s</span> <code>", what);
    html_name(out, text, PUBLISHED_MAX);
    g_string_append(out, "</code></p>\n");
}

/* --- what the domains publish about machines --- */

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
    show_published(out, finding->own ? "record of your own" : "record", finding->record);
    show_published(out, "the domain says", finding->explanation);
    g_string_append(out, "</article>\n");
}

void
html_findings(GString *out, const Evidence *evidence, const Verdict *verdict)
{
    if (evidence->findings->len == 0)
        return;
    html_section_begin(out, "findings", "What the domains publish");
    for (guint i = 0; i < evidence->findings->len; i++)
        show_finding(out, evidence->findings->pdata[i],
                     evidence->findings->pdata[i] == verdict->finding);
    html_section_end(out);
}

/* --- signatures --- */

static void
show_signature(GString *out, const SignatureFinding *signature)
{
    g_autofree char *words = words_signature(signature);

    html_row_begin(out);
    html_cell(out, "kind", "short", "dkim", QUOTE_ALL);
    html_cell_begin(out, "result", NULL);
    html_badge(out, words_signature_style(signature->result),
               signature_result_text(signature->result));
    html_cell_end(out);
    html_cell(out, "domain", "name", signature->domain, QUOTE_NAME_MAX);
    html_cell(out, "selector", "name", signature->selector, QUOTE_NAME_MAX);
    html_cell(out, "algorithm", NULL, signature->algorithm, QUOTE_NAME_MAX);
    html_cell(out, "remarks", "words", words, QUOTE_REASON_MAX);
    html_row_end(out);
}

static void
show_arc(GString *out, const ArcFinding *arc)
{
    guint count = arc->sealers->len;
    g_autofree char *words = words_arc(arc);

    html_row_begin(out);
    html_cell(out, "kind", "short", "arc", QUOTE_ALL);
    html_cell_begin(out, "result", NULL);
    html_badge(out, words_arc_style(arc->result), arc_result_text(arc->result));
    html_cell_end(out);
    html_cell(out, "domain", "name", count > 0 ? arc->sealers->pdata[count - 1] : NULL,
              QUOTE_NAME_MAX);
    html_cell(out, "selector", NULL, NULL, QUOTE_ALL);
    html_cell(out, "algorithm", NULL, NULL, QUOTE_ALL);
    html_cell(out, "remarks", "words", words, QUOTE_REASON_MAX);
    html_row_end(out);
}

void
html_signatures(GString *out, const Evidence *evidence)
{
    static const char *const columns[] = { "kind",      "result",  "domain", "selector",
                                           "algorithm", "remarks", NULL };

    if (evidence->signatures->len == 0 && !evidence->arc)
        return;
    html_section_begin(out, "signatures", "Signatures");
    html_table_begin(out, columns, 0);
    for (guint i = 0; i < evidence->signatures->len; i++)
        show_signature(out, evidence->signatures->pdata[i]);
    if (evidence->arc)
        show_arc(out, evidence->arc);
    html_table_end(out);
    html_section_end(out);
}

/* --- policy and testimony --- */

static PageStyle
dmarc_style(const char *dmarc)
{
    if (g_strcmp0(dmarc, "pass") == 0)
        return STYLE_GOOD;
    if (g_strcmp0(dmarc, "fail") == 0)
        return STYLE_BAD;
    return dmarc && g_str_has_suffix(dmarc, "error") ? STYLE_DOUBT : STYLE_PLAIN;
}

void
html_policy(GString *out, const Evidence *evidence, const AuthorAnswer *answer)
{
    const AuthorPolicy *policy = evidence->policy;
    const char *dmarc = answer ? dmarc_result_text(answer->dmarc) : NULL;
    g_autofree char *words = policy ? words_policy(policy) : NULL;

    if (!policy)
        return;
    html_section_begin(out, "policy", "Policy of the author’s domain");
    g_string_append(out, "<article>\n<h3>");
    html_badge(out, dmarc_style(dmarc), dmarc ? dmarc : "not asked");
    g_string_append(out, "<span>dmarc</span><span class=\"name\">");
    html_name(out, policy->domain, QUOTE_NAME_MAX);
    g_string_append(out, "</span></h3>\n");
    html_element(out, "p", NULL, words, QUOTE_REASON_MAX);
    show_published(out, "record", policy->record);
    g_string_append(out, "</article>\n");
    html_section_end(out);
}

static void
show_one_testimony(GString *out, const Testimony *testimony)
{
    html_row_begin(out);
    html_cell(out, "host", "name", testimony->by, QUOTE_NAME_MAX);
    html_cell(out, "method", NULL, testimony->method, QUOTE_NAME_MAX);
    html_cell(out, "result", NULL, testimony->result, QUOTE_NAME_MAX);
    html_cell(out, "domain", "name", testimony->domain, QUOTE_NAME_MAX);
    html_cell(out, "believed", NULL, testimony->believed ? "yes" : "no", QUOTE_ALL);
    html_cell(out, "place", "words", words_position(testimony), QUOTE_ALL);
    html_row_end(out);
}

void
html_testimony(GString *out, const Evidence *evidence)
{
    static const char *const columns[] = { "host",     "method", "result", "domain",
                                           "believed", "place",  NULL };

    if (evidence->testimony->len == 0)
        return;
    html_section_begin(out, "testimony", "Found by other hosts");
    html_table_begin(out, columns, 0);
    for (guint i = 0; i < evidence->testimony->len; i++)
        show_one_testimony(out, evidence->testimony->pdata[i]);
    html_table_end(out);
    html_section_end(out);
}
