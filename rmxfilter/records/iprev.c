/* SPDX-License-Identifier: ISC */
/* The client's confirmed reverse name (RFC 8601 section 3): of the client, not of any sender. The
 * finding's domain is that name. */
#include "records/match.h"
#include "records/rows.h"

static void
iprev_prefetch(Dns *dns, const Claim *claim)
{
    reverse_prefetch(dns, &claim->client);
}

static void
iprev_check(Dns *dns, const Claim *claim, Finding *finding)
{
    g_auto(Matcher) matcher = matcher_over(dns, &claim->client);
    g_autoptr(ReverseNames) names = match_reverse_names(&matcher, NULL);
    const GPtrArray *records = names->answer->records;

    g_clear_pointer(&finding->domain, g_free);
    finding->authentic = matcher_authentic(&matcher);
    if (names->names->len > 0) {
        finding->result = RESULT_PASS;
        finding->domain = g_strdup(names->names->pdata[0]);
        finding->mechanism = g_strdup(finding->domain);
    } else if (names->unknown) {
        finding->result = RESULT_TEMPERROR;
        finding->problem = g_steal_pointer(&matcher.problem);
    } else if (records->len == 0) {
        finding->result = RESULT_PERMERROR;
        finding->problem = g_strdup("the client has no reverse name");
    } else {
        const DnsRecord *first = records->pdata[0];

        finding->result = RESULT_FAIL;
        finding->problem = g_strdup_printf("the reverse name %s does not lead back", first->name);
    }
}

static bool
iprev_is_known(const Dns *dns, const Claim *claim)
{
    return reverse_is_known(dns, &claim->client);
}

const Scheme iprev_scheme = {
    .name = "iprev",
    .title = "iprev",
    .identity = IDENTITY_CLIENT,
    .decides = false,
    .prefetch = iprev_prefetch,
    .check = iprev_check,
    .is_known = iprev_is_known,
};
