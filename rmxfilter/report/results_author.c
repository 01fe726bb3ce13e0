/* SPDX-License-Identifier: ISC */
#include "report/results_author.h"

#include "mime/quote.h"
#include "report/author_word.h"
#include "report/results_parts.h"

/* Why: a reason in the own field, a comment in the other one, whose readers may not know reasons.
 */
static void
append_author_reason(GString *value, const char *why, bool own)
{
    if (!why || !*why)
        return;
    if (!own) {
        g_string_append_c(value, ' ');
        quote_results_comment(value, why, QUOTE_REASON_MAX);
        return;
    }
    g_string_append(value, " reason=");
    results_append_why(value, why);
}

static void
append_signature(GString *value, const SignatureFinding *signature, bool own)
{
    g_autofree char *why = signature_why(signature);

    g_string_append_printf(value, ";\ndkim=%s", signature_result_text(signature->result));
    append_author_reason(value, why, own);
    results_append_property(value, "header.d", signature->domain);
    results_append_property(value, "header.s", signature->selector);
    results_append_property(value, "header.a", signature->algorithm);
    results_append_property(value, "header.b", signature->value);
    if (own && signature->bits > 0)
        results_append_property(value, "dns.sec", signature->authentic ? "yes" : "no");
}

static char *
dmarc_why(const Evidence *evidence, const AuthorAnswer *answer)
{
    g_autofree char *policy = dmarc_policy_text(evidence->policy);
    GString *why = g_string_new(policy);

    if (answer->dmarc == DMARC_PASS && answer->passed.witness)
        g_string_append_printf(why, ", %s passed at %s", answer->passed.by, answer->passed.witness);
    return g_string_free(why, FALSE);
}

static bool
append_dmarc(GString *value, const Evidence *evidence, const Verdict *verdict, bool own)
{
    g_autoptr(AuthorAnswer) answer = author_answer_of(evidence, verdict);
    const char *result = answer ? dmarc_result_text(answer->dmarc) : NULL;
    g_autofree char *why = result ? dmarc_why(evidence, answer) : NULL;

    if (!result)
        return false;
    g_string_append_printf(value, ";\ndmarc=%s", result);
    append_author_reason(value, why, own);
    results_append_property(value, "header.from", evidence->policy->domain);
    if (own && evidence->policy->authentic)
        results_append_property(value, "dns.sec", "yes");
    return true;
}

/* SIGNATURES_MAX of them, in the order of the message; those that hold have their place however
 * many others stand before them. */
static void
append_signatures(GString *value, const GPtrArray *signatures, bool own)
{
    guint holding = 0, others = SIGNATURES_MAX;

    for (guint i = 0; i < signatures->len; i++)
        holding += signature_holds(signatures->pdata[i]);
    holding = MIN(holding, SIGNATURES_MAX);
    others -= holding;
    for (guint i = 0; i < signatures->len; i++) {
        guint *places = signature_holds(signatures->pdata[i]) ? &holding : &others;

        if (*places == 0)
            continue;
        append_signature(value, signatures->pdata[i], own);
        --*places;
    }
}

bool
results_append_author(GString *value, const Evidence *evidence, const Verdict *verdict, bool own)
{
    append_signatures(value, evidence->signatures, own);
    return append_dmarc(value, evidence, verdict, own) || evidence->signatures->len > 0;
}
