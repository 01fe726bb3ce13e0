/* SPDX-License-Identifier: ISC */
/* Each scheme is asked about one identity. One claim is made for each identity; what cannot be
 * claimed is not asked, and the finding says why. */
#include "ask_schemes.h"

#include "records/match.h"

/* What can be asked about: one claim for each identity, or why there is none. */
typedef struct {
    Claim mail_from, pra, client;
    const char *mail_from_problem, *pra_problem; /* NULL: there is a claim */
} Claims;

/* The envelope sender's domain or, for the null sender, the HELO name (RFC 7208 section 2.4). */
static const char *
claim_mail_from(const Evidence *evidence, Claim *claim)
{
    const MailAddress *sender = evidence->mail_from;

    if (!sender)
        return evidence->mail_from_problem;
    if (!sender->domain && !evidence->helo)
        return "sender not known: null sender, and no HELO name";
    claim->identity = sender->domain ? IDENTITY_MAIL_FROM : IDENTITY_HELO;
    if (sender->domain && *sender->local)
        claim->local = sender->local;
    claim->domain = sender->domain ? sender->domain : evidence->helo;
    return NULL;
}

static const char *
claim_pra(const Evidence *evidence, Claim *claim)
{
    const MailAddress *pra = evidence->pra;

    if (!pra)
        return "sender not known: no purported responsible address";
    claim->identity = IDENTITY_PRA;
    if (*pra->local)
        claim->local = pra->local;
    claim->domain = pra->domain;
    return NULL;
}

static Claims
make_claims(const Evidence *evidence, const SchemeSettings *settings)
{
    Claim client = claim_of("", IDENTITY_CLIENT, &evidence->client, settings);
    Claims claims;

    client.helo = evidence->helo;
    client.receiver = evidence->receiver;
    client.now = evidence->now;
    claims = (Claims){ .mail_from = client, .pra = client, .client = client };
    claims.mail_from_problem = claim_mail_from(evidence, &claims.mail_from);
    claims.pra_problem = claim_pra(evidence, &claims.pra);
    return claims;
}

/* The claim for this scheme; NULL, and *problem, where there is none. */
static const Claim *
claim_for(const Claims *claims, const Scheme *scheme, const char **problem)
{
    *problem = NULL;
    switch (scheme->identity) {
    case IDENTITY_MAIL_FROM:
    case IDENTITY_HELO:
        *problem = claims->mail_from_problem;
        return *problem ? NULL : &claims->mail_from;
    case IDENTITY_PRA:
        *problem = claims->pra_problem;
        return *problem ? NULL : &claims->pra;
    case IDENTITY_CLIENT:
        return &claims->client;
    }
    g_assert_not_reached();
}

/* Why nothing can be checked at all; NULL: something can. The caller frees. */
static char *
find_obstacle(const Evidence *evidence, const Claims *claims)
{
    if (evidence->client.bits == 0)
        return g_strdup(evidence->walk && evidence->walk->reason ? evidence->walk->reason
                                                                 : "no client address");
    for (guint i = 0; i < evidence->schemes->len; i++) {
        const Scheme *scheme = g_ptr_array_index(evidence->schemes, i);

        if (!claims->mail_from_problem || scheme->identity != IDENTITY_MAIL_FROM)
            return NULL;
    }
    return g_strdup(claims->mail_from_problem);
}

static void
prefetch_scheme(Dns *dns, const Claims *claims, const Scheme *scheme)
{
    for (; scheme; scheme = scheme->fallback) {
        const char *problem;
        const Claim *claim = claim_for(claims, scheme, &problem);

        if (claim)
            scheme_prefetch(scheme, dns, claim);
    }
}

/* Where the scheme finds nothing for one identity, what it finds for another counts. */
static Finding *
check_scheme(Dns *dns, const Claims *claims, const Scheme *scheme)
{
    Finding *first = NULL;

    for (; scheme; scheme = scheme->fallback) {
        const char *problem;
        const Claim *claim = claim_for(claims, scheme, &problem);
        g_autoptr(Finding) finding =
            claim ? scheme_check(scheme, dns, claim) : scheme_not_asked(scheme, problem);

        if (first && finding->result == RESULT_NONE)
            continue;
        finding_free(first);
        first = g_steal_pointer(&finding);
        if (first->result != RESULT_NONE)
            break;
    }
    return first;
}

/* The user wants this scheme asked. */
static bool
is_wanted(const Evidence *evidence, const Scheme *scheme)
{
    for (guint i = 0; i < evidence->schemes->len; i++)
        if (evidence->schemes->pdata[i] == scheme)
            return true;
    return false;
}

/* What the schemes asked have looked up anyway, the client's reverse name, is also reported. */
static void
report_known(Evidence *evidence, Dns *dns, const Claim *claim)
{
    for (size_t i = 0; schemes[i]->name; i++)
        if (schemes[i]->is_known && !is_wanted(evidence, schemes[i]) &&
            schemes[i]->is_known(dns, claim))
            g_ptr_array_add(evidence->findings, scheme_check(schemes[i], dns, claim));
}

/* A domain that takes no mail should send none (RFC 7505 section 4.2), and nothing else is known
 * about it: worth another question where no scheme that decides found anything. */
static bool
is_null_mx(const Evidence *evidence, Dns *dns, const Claim *claim)
{
    if (claim->identity != IDENTITY_MAIL_FROM || domain_problem(claim->domain))
        return false;
    for (guint i = 0; i < evidence->findings->len; i++) {
        const Finding *finding = evidence->findings->pdata[i];

        if (!finding->exists || (finding->result != RESULT_NONE && finding->scheme->decides))
            return false;
    }
    return match_null_mx(dns_ask(dns, claim->domain, DNS_MX));
}

/* Why the domain of a claim does not publish nothing: a literal. NULL: as far as was asked it does.
 */
static const char *
what_is_published(const Evidence *evidence, const Claim *claim)
{
    for (guint i = 0; i < evidence->findings->len; i++) {
        const Finding *finding = evidence->findings->pdata[i];

        if (finding->result == RESULT_NONE || !finding->scheme->decides ||
            g_ascii_strcasecmp(finding->domain, claim->domain) != 0)
            continue;
        return finding->result == RESULT_TEMPERROR
                   ? "not known whether the domain publishes a record"
                   : "the domain publishes a record under another scheme";
    }
    return NULL;
}

/* Asks a scheme that is for domains that publish nothing. Its questions are not prefetched with the
 * others: for most domains nobody needs the answers. */
static Finding *
check_last_resort(const Evidence *evidence, Dns *dns, const Claims *claims, const Scheme *scheme)
{
    const char *problem;
    const Claim *claim = claim_for(claims, scheme, &problem);
    Finding *finding;

    if (claim)
        problem = what_is_published(evidence, claim);
    if (!problem) {
        prefetch_scheme(dns, claims, scheme);
        return check_scheme(dns, claims, scheme);
    }
    finding = scheme_not_asked(scheme, problem);
    if (claim) {
        finding->identity = claim->identity;
        finding->domain = g_strdup(claim->domain);
    }
    return finding;
}

/* Says first what all schemes will ask, so that their questions run side by side. */
void
ask_schemes(Evidence *evidence, const SchemeSettings *settings, Dns *dns)
{
    const GPtrArray *asked = evidence->schemes;
    const Claims claims = make_claims(evidence, settings);

    evidence->unchecked = find_obstacle(evidence, &claims);
    if (evidence->unchecked)
        return;
    for (guint i = 0; i < asked->len; i++) {
        const Scheme *scheme = g_ptr_array_index(asked, i);

        if (!scheme->last_resort)
            prefetch_scheme(dns, &claims, scheme);
    }
    for (guint i = 0; i < asked->len; i++) {
        const Scheme *scheme = g_ptr_array_index(asked, i);

        g_ptr_array_add(evidence->findings, scheme->last_resort
                                                ? check_last_resort(evidence, dns, &claims, scheme)
                                                : check_scheme(dns, &claims, scheme));
    }
    report_known(evidence, dns, &claims.client);
    evidence->null_mx = !claims.mail_from_problem && is_null_mx(evidence, dns, &claims.mail_from);
}
