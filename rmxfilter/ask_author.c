/* SPDX-License-Identifier: ISC */
#include "ask_author.h"

#include "ask_testimony.h"
#include "report/passes.h"

/* Mail that no mail server wrote a field on never left this host. */
static bool
has_received(const Message *message)
{
    for (guint i = 0; i < message->fields->len; i++)
        if (message_field_is(&g_array_index(message->fields, MessageField, i), "Received"))
            return true;
    return false;
}

void
ask_author_early(const Message *message, const Evidence *evidence, Dns *dns)
{
    const char *author = evidence_author_domain(evidence);

    if (author && has_received(message))
        author_policy_prefetch(dns, author);
}

/* --- what is the author's --- */

/* Whether a domain is the author's. counts: it passed, or could have. Then it may be that the
 * author's passed where this cannot be known; else anybody could make it so by a signature that is
 * none, of a domain whose name servers fail. */
static bool
is_aligned(Evidence *evidence, Dns *dns, const char *domain, bool strict, bool counts)
{
    if (!domain)
        return false;
    switch (author_policy_covers(evidence->policy, dns, domain, strict)) {
    case AUTHOR_COVERED:
        return true;
    case AUTHOR_COVER_UNKNOWN:
        evidence->cover_unknown |= counts;
        return false;
    case AUTHOR_NOT_COVERED:
        return false;
    }
    g_assert_not_reached();
}

/* Of those that passed, or could have: of others nobody asks, and questions cost time. */
static void
align_findings(Evidence *evidence, Dns *dns)
{
    for (guint i = 0; i < evidence->findings->len; i++) {
        Finding *finding = evidence->findings->pdata[i];

        if (finding->scheme->decides &&
            (finding->result == RESULT_PASS || finding->result == RESULT_TEMPERROR))
            finding->aligned =
                is_aligned(evidence, dns, finding->domain, evidence->policy->strict_spf, true);
    }
}

/* Of a signature that does not count only the author's own name is said to be his, for which nobody
 * is asked: a forger can write a hundred, each below a name of its own in somebody else's zone. */
static void
align_signatures(Evidence *evidence, Dns *dns)
{
    for (guint i = 0; i < evidence->signatures->len; i++) {
        SignatureFinding *signature = evidence->signatures->pdata[i];
        bool counts = signature_holds(signature) || signature->result == SIGNATURE_TEMPERROR;
        bool strict = evidence->policy->strict_dkim || !counts;

        signature->aligned = is_aligned(evidence, dns, signature->domain, strict, counts);
    }
}

/* Findings of other hosts that there is none of our own for. */
static void
align_testimony(Evidence *evidence, Dns *dns)
{
    for (guint i = 0; i < evidence->testimony->len; i++) {
        Testimony *testimony = evidence->testimony->pdata[i];
        bool strict = g_str_equal(testimony->method, "spf") ? evidence->policy->strict_spf
                                                            : evidence->policy->strict_dkim;

        if (testimony_stands_in(evidence, testimony) &&
            is_aligned(evidence, dns, testimony->domain, strict, true))
            testimony->used = testimony->aligned = true;
    }
}

/* Something speaks for a domain, so that it matters which one is the author's. */
static bool
has_passed_signature(const Evidence *evidence)
{
    for (guint i = 0; i < evidence->signatures->len; i++)
        if (signature_holds(evidence->signatures->pdata[i]))
            return true;
    return false;
}

void
ask_author(Evidence *evidence, Dns *dns)
{
    const char *author = evidence_author_domain(evidence);

    believe_signatures(evidence);
    /* Local mail waits for no name server. */
    if (!author || !(evidence_is_from_outside(evidence) || has_passed_signature(evidence)))
        return;
    evidence->policy = author_policy_find(dns, author);
    align_findings(evidence, dns);
    align_signatures(evidence, dns);
    align_testimony(evidence, dns);
}
