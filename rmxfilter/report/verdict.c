/* SPDX-License-Identifier: ISC */
/* The only decision of this room. What people read behind the word always names the domain that was
 * checked: a forwarder's pass must not read like the author's. */
#include "report/verdict.h"

#include "mime/quote.h"

const char *
finding_why(const Finding *finding)
{
    if (finding->problem)
        return finding->problem;
    if (finding->result == RESULT_NONE)
        return finding->exists ? "no record" : "domain does not exist";
    if (finding->unmatched || (finding->result == RESULT_FAIL && !finding->mechanism))
        return "no entry matches";
    return finding->mechanism ? finding->mechanism : "by default";
}

/* True where other, a later finding, takes the place of the one that holds. */
static bool
yields_to(Result held, Result other)
{
    switch (held) {
    case RESULT_NONE:
        return other != RESULT_NONE;
    case RESULT_TEMPERROR:
        return other == RESULT_PASS;
    case RESULT_PERMERROR:
        return other == RESULT_PASS || other == RESULT_FAIL || other == RESULT_SOFTFAIL ||
               other == RESULT_NEUTRAL;
    case RESULT_PASS:
    case RESULT_FAIL:
    case RESULT_SOFTFAIL:
    case RESULT_NEUTRAL:
        return false;
    }
    return false;
}

/* NULL: there is no finding of a scheme that decides. */
static const Finding *
deciding_finding(const GPtrArray *findings)
{
    const Finding *held = NULL;

    for (guint i = 0; i < findings->len; i++) {
        const Finding *finding = findings->pdata[i];

        if (finding->scheme->decides && (!held || yields_to(held->result, finding->result)))
            held = finding;
    }
    return held;
}

/* A scheme that asks only below the domain cannot tell that the domain is missing; another may. */
static bool
domain_is_missing(const GPtrArray *findings, const Finding *about)
{
    for (guint i = 0; i < findings->len; i++) {
        const Finding *finding = findings->pdata[i];

        if (!finding->exists && g_strcmp0(finding->domain, about->domain) == 0)
            return true;
    }
    return false;
}

/* The findings of the schemes that decide and found nothing at that domain, in the order in which
 * they were asked. The caller frees the array. */
static GPtrArray *
findings_without_record(const GPtrArray *findings, const char *domain)
{
    GPtrArray *without = g_ptr_array_new();

    for (guint i = 0; i < findings->len; i++) {
        const Finding *finding = findings->pdata[i];

        if (finding->scheme->decides && finding->result == RESULT_NONE &&
            g_strcmp0(finding->domain, domain) == 0)
            g_ptr_array_add(without, findings->pdata[i]);
    }
    return without;
}

/* "neither RMX, DMP nor SPF", "no SPF". */
static void
append_schemes_without_record(GString *reason, const GPtrArray *without)
{
    g_assert(without->len > 0);
    g_string_append(reason, without->len > 1 ? "neither " : "no ");
    for (guint i = 0; i < without->len; i++)
        g_string_append_printf(reason, "%s%s",
                               i == 0                  ? ""
                               : i + 1 == without->len ? " nor "
                                                       : ", ",
                               ((const Finding *)without->pdata[i])->scheme->title);
}

/* Names the schemes that were asked; where each of them looked stands in its finding. */
static char *
nothing_published_reason(const Evidence *evidence, const Finding *finding, const char *domain)
{
    bool null_mx = evidence->null_mx && finding->identity == IDENTITY_MAIL_FROM;
    const char *problem = domain_problem(finding->domain);
    g_autoptr(GPtrArray) without = findings_without_record(evidence->findings, finding->domain);
    GString *reason = g_string_new("nothing published by ");

    g_string_append_printf(reason, "%s: ", domain);
    if (problem)
        g_string_append(reason, problem);
    else
        append_schemes_without_record(reason, without);
    if (null_mx)
        g_string_append(reason, "; it takes no mail itself: null MX");
    return g_string_free(reason, FALSE);
}

/* Why the finding that holds is a `none`. */
static void
explain_none(const Evidence *evidence, const Finding *finding, const char *domain, Verdict *verdict)
{
    if (domain_is_missing(evidence->findings, finding)) {
        verdict->cause = "no-domain";
        verdict->reason = g_strdup("domain does not exist");
    } else if (!finding->domain) {
        /* The identity that the scheme is about is not known. */
        verdict->cause = "sender-not-known";
        verdict->reason = quote_words_text(finding->problem ? finding->problem : "sender not known",
                                           QUOTE_REASON_MAX);
    } else {
        verdict->cause = "nothing-published";
        verdict->reason = nothing_published_reason(evidence, finding, domain);
    }
}

static char *
error_reason(const Finding *finding, const char *domain)
{
    g_autofree char *why = quote_words_text(finding_why(finding), QUOTE_REASON_MAX);

    return g_strdup_printf("%s of %s: %s", finding->scheme->name, domain, why);
}

static char *
finding_reason(const Evidence *evidence, const Finding *finding, const char *domain)
{
    g_autofree char *client = ip_text(&evidence->client);
    const char *who = client ? client : "the client";

    switch (finding->result) {
    case RESULT_PASS:
        return g_strdup_printf("%s may send for %s", who, domain);
    case RESULT_FAIL:
        return g_strdup_printf("%s may not send for %s", who, domain);
    case RESULT_SOFTFAIL:
        return g_strdup_printf("%s probably may not send for %s", who, domain);
    case RESULT_NEUTRAL:
        return g_strdup_printf("%s does not say whether %s may send for it", domain, who);
    case RESULT_NONE:
    case RESULT_TEMPERROR:
    case RESULT_PERMERROR:
        break;
    }
    return error_reason(finding, domain);
}

static void
explain_finding(const Evidence *evidence, Verdict *verdict)
{
    const Finding *finding = verdict->finding;
    g_autofree char *domain =
        quote_words_text(finding->domain ? finding->domain : "the sender", QUOTE_NAME_MAX);

    if (finding->result == RESULT_NONE)
        explain_none(evidence, finding, domain, verdict);
    else
        verdict->reason = finding_reason(evidence, finding, domain);
}

/* Where no scheme was asked: why, from the walk's end, or from what is not known. */
static void
explain_unchecked(const Evidence *evidence, Verdict *verdict)
{
    static const char *const causes[] = {
        [WALK_LOCAL] = "local",           [WALK_HANDED_IN] = "submitted",
        [WALK_UNREADABLE] = "unreadable", [WALK_TOO_SHORT] = "too-few-fields",
        [WALK_NO_HEADER] = "no-header",   [WALK_BOUNDARY] = NULL,
        [WALK_SUBMISSION] = NULL,
    };
    const Walk *walk = evidence->walk;
    const char *why = evidence->unchecked;

    g_assert(!walk || (size_t)walk->end < G_N_ELEMENTS(causes));
    verdict->cause = walk ? causes[walk->end] : NULL;
    if (verdict->cause && walk->reason)
        why = walk->reason;
    else if (!verdict->cause)
        verdict->cause = evidence->mail_from ? "not-asked" : "sender-not-known";
    verdict->reason = quote_words_text(why ? why : "nothing was checked", QUOTE_REASON_MAX);
}

static char *
submission_reason(const Evidence *evidence)
{
    g_autofree char *by =
        quote_words_text(evidence->by ? evidence->by : evidence->receiver, QUOTE_NAME_MAX);

    return g_strdup_printf("submitted by a logged-in user of %s", by);
}

/* Where the DNS could not say whether the origin is a relay of the user's, the one checked may be
 * the wrong one: a fail would be wronged mail, and a pass a forgery that came through that relay.
 */
static bool
is_uncertain(const Evidence *evidence)
{
    return evidence->walk && evidence->walk->uncertain &&
           ip_equal(&evidence->walk->ip, &evidence->client);
}

Verdict *
verdict_of(const Evidence *evidence)
{
    Verdict *verdict = g_new0(Verdict, 1);
    bool asked = evidence->findings->len > 0;

    /* An address from the command line is checked wherever the walk ended: findings come first. */
    if (asked)
        verdict->finding = deciding_finding(evidence->findings);
    if (is_uncertain(evidence)) {
        g_autofree char *client = ip_text(&evidence->client);

        verdict->finding = NULL;
        verdict->result = RESULT_TEMPERROR;
        verdict->reason =
            g_strdup_printf("the DNS could not say whether %s is a trusted relay", client);
    } else if (verdict->finding) {
        verdict->result = verdict->finding->result;
        explain_finding(evidence, verdict);
    } else if (asked) {
        verdict->cause = "not-asked";
        verdict->reason = g_strdup("no scheme that decides was asked");
    } else if (evidence->walk && evidence->walk->end == WALK_SUBMISSION) {
        verdict->submission = true;
        verdict->result = RESULT_PASS;
        verdict->reason = submission_reason(evidence);
    } else {
        explain_unchecked(evidence, verdict);
    }
    g_assert(verdict->reason && (verdict->result == RESULT_NONE) == (verdict->cause != NULL));
    return verdict;
}

void
verdict_free(Verdict *verdict)
{
    if (!verdict)
        return;
    g_free(verdict->reason);
    g_free(verdict);
}
