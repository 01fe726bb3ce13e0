/* SPDX-License-Identifier: ISC */
#include "ask_testimony.h"

/* Where our own finding says that a signature is of a kind that proves nothing, or cannot be read,
 * or that somebody put a field beside those that it signs, another host's word changes nothing. But
 * that host saw the message first: before a gateway or a mailbox changed it, and while its key was
 * there. */
static bool
could_have_passed(const SignatureFinding *signature)
{
    if (signature->added)
        return false;
    switch (signature->result) {
    case SIGNATURE_FAIL:
    case SIGNATURE_TEMPERROR:
        return true;
    case SIGNATURE_PERMERROR:
        return signature->aged;
    case SIGNATURE_PASS:
    case SIGNATURE_POLICY:
    case SIGNATURE_NEUTRAL:
        return false;
    }
    g_assert_not_reached();
}

static bool
is_domain_or_unknown(const SignatureFinding *signature, const char *domain)
{
    return !signature->domain || g_ascii_strcasecmp(signature->domain, domain) == 0;
}

/* Perhaps: nothing is known of them. */
static bool
has_unlisted_signatures(const Evidence *evidence)
{
    return evidence->signatures->len >= SIGNATURES_LISTED_MAX;
}

/* Hosts name a signature by its domain, at best by a selector and the beginning of its value, all
 * of which a forger can write on a second one. So what a host passed may be any signature of the
 * domain, also one that proves nothing here (a weak key, l=), beside which he put one that fails.
 */
static bool
may_be_another(const Evidence *evidence, const char *domain)
{
    for (guint i = 0; i < evidence->signatures->len; i++) {
        const SignatureFinding *signature = evidence->signatures->pdata[i];

        if (is_domain_or_unknown(signature, domain) && signature->result != SIGNATURE_PASS &&
            !could_have_passed(signature))
            return true;
    }
    return has_unlisted_signatures(evidence);
}

/* The evidence's own entry for what was found in it. */
static void
mark_used(const Evidence *evidence, const Testimony *found)
{
    for (guint i = 0; i < evidence->testimony->len; i++) {
        Testimony *testimony = evidence->testimony->pdata[i];

        if (testimony == found)
            testimony->used = true;
    }
}

void
believe_signatures(Evidence *evidence)
{
    for (guint i = 0; i < evidence->signatures->len; i++) {
        SignatureFinding *signature = evidence->signatures->pdata[i];
        const Testimony *found = NULL;

        if (signature->domain && could_have_passed(signature) &&
            !may_be_another(evidence, signature->domain))
            found = testimony_of_signature(evidence->testimony, signature->domain,
                                           signature->selector, signature->value);
        if (!found || !testimony_passed(found))
            continue;
        signature->passed_at = found->by ? found->by : "a host on the way";
        mark_used(evidence, found);
    }
}

/* SPF was to be asked, and gave no answer that is its own. */
static bool
lacks_spf(const Evidence *evidence)
{
    bool wanted = false;

    for (guint i = 0; i < evidence->schemes->len; i++) {
        const Scheme *scheme = evidence->schemes->pdata[i];

        wanted |= g_str_equal(scheme->name, "spf");
    }
    for (guint i = 0; i < evidence->findings->len; i++) {
        const Finding *finding = evidence->findings->pdata[i];

        if (g_str_equal(finding->scheme->name, "spf"))
            return !finding->domain || finding->result == RESULT_TEMPERROR;
    }
    return wanted;
}

/* A signature of this domain stands in the message, or may, so that what was found here counts. A
 * forger can write one whose domain only the other host can read, or put so many before it that it
 * is not listed. */
static bool
may_have_signature_of(const Evidence *evidence, const char *domain)
{
    for (guint i = 0; i < evidence->signatures->len; i++) {
        const SignatureFinding *signature = evidence->signatures->pdata[i];

        if (is_domain_or_unknown(signature, domain))
            return true;
    }
    return has_unlisted_signatures(evidence);
}

bool
testimony_stands_in(const Evidence *evidence, const Testimony *testimony)
{
    bool is_spf = g_str_equal(testimony->method, "spf");

    if (!testimony->domain || !(is_spf || g_str_equal(testimony->method, "dkim")))
        return false;
    if (is_spf ? !lacks_spf(evidence) : may_have_signature_of(evidence, testimony->domain))
        return false;
    return testimony_passed(testimony) &&
           testimony == testimony_find(evidence->testimony, testimony->method, testimony->domain,
                                       testimony->selector);
}
