/* SPDX-License-Identifier: ISC */
/* What a person with whois would conclude from the netblocks where a domain publishes nothing: the
 * neighbourhood of its hosts may send. Only ever a guess, so never more than neutral against. */
#include "records/rows.h"
#include "records/spf/spf_evaluate.h"

#include <string.h>

#define GUESS "v=spf1 a/24 mx/24 ptr ?all"

static void
prefetch_guess(Dns *dns, G_GNUC_UNUSED const char *name, const DnsAnswer *answer, void *data)
{
    unsigned published;

    spf_select(answer, spf_version1, &published);
    if (published == 0 && answer->status != DNS_TEMPERROR)
        spf_prefetch(dns, data, spf_version1, GUESS);
}

static void
best_guess_prefetch(Dns *dns, const Claim *claim)
{
    if (!domain_problem(claim->domain))
        dns_prefetch_then(dns, claim->domain, DNS_TXT, prefetch_guess, claim_keep(dns, claim));
}

/* A limit that the guess breaks is no fault of the domain's. */
static void
evaluate_guess(Dns *dns, const Claim *claim, Finding *finding)
{
    spf_evaluate(dns, claim, spf_version1, GUESS, finding);
    if (finding->result == RESULT_PERMERROR) {
        finding->result = RESULT_NEUTRAL;
        g_clear_pointer(&finding->problem, g_free);
    }
}

static void
best_guess_check(Dns *dns, const Claim *claim, Finding *finding)
{
    const DnsAnswer *answer;
    unsigned published;

    if (finding_lacks_domain(finding, claim->domain))
        return;
    answer = dns_ask(dns, claim->domain, DNS_TXT);
    spf_select(answer, spf_version1, &published);
    if (answer->status == DNS_TEMPERROR) {
        finding->result = RESULT_TEMPERROR;
        finding->problem = g_strdup_printf("TXT of %s: %s", claim->domain, answer->problem);
        return;
    }
    if (published > 0 || answer->status == DNS_NXDOMAIN || !strchr(claim->domain, '.'))
        finding_conclude_none(finding, dns, claim->domain, answer,
                              g_strdup(published > 0 ? "the domain publishes a record of its own"
                                                     : "nothing to guess from"));
    else
        evaluate_guess(dns, claim, finding);
    finding->authentic =
        answer->authentic && (finding->result == RESULT_NONE || finding->authentic);
}

const Scheme best_guess_scheme = {
    .name = "best-guess",
    .title = "best guess",
    .identity = IDENTITY_MAIL_FROM,
    .decides = false,
    .last_resort = true,
    .prefetch = best_guess_prefetch,
    .check = best_guess_check,
};
