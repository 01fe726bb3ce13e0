/* SPDX-License-Identifier: ISC */
/* Mail Transmitter: a resource record that names a host that sends a domain's mail. It was never
 * given a number; the user's settings do. */
#include "records/mt.h"

#include "records/named_hosts.h"
#include "records/rows.h"

#include "dns/name.h"

GPtrArray *
mt_hosts(const DnsAnswer *answer, const char **problem)
{
    g_autoptr(GPtrArray) hosts = g_ptr_array_new_with_free_func(g_free);

    for (guint i = 0; i < answer->records->len; i++) {
        const DnsRecord *record = answer->records->pdata[i];
        Cursor c = cursor_over_string(record->data);

        g_ptr_array_add(hosts, domain_from_wire(&c));
        if (c.problem) {
            *problem = c.problem;
            return NULL;
        }
    }
    return g_steal_pointer(&hosts);
}

static void
prefetch_transmitters(Dns *dns, G_GNUC_UNUSED const char *name, const DnsAnswer *answer, void *data)
{
    const Claim *claim = data;
    const char *problem;
    g_autoptr(GPtrArray) hosts = mt_hosts(answer, &problem);

    if (hosts)
        match_hosts_prefetch(dns, &claim->client, hosts);
}

static void
mt_prefetch(Dns *dns, const Claim *claim)
{
    uint16_t type = claim_settings(claim)->mt_type;

    if (type != 0 && !domain_problem(claim->domain))
        dns_prefetch_then(dns, claim->domain, type, prefetch_transmitters, claim_keep(dns, claim));
}

static void
conclude_mt(Matcher *matcher, const Claim *claim, const DnsAnswer *answer, Finding *finding)
{
    const char *problem = NULL;
    g_autoptr(GPtrArray) hosts = mt_hosts(answer, &problem);

    if (hosts) {
        named_hosts_conclude(matcher, hosts, claim->domain, finding);
    } else {
        finding->result = RESULT_PERMERROR;
        finding->problem =
            g_strdup_printf("an MT record of %s is not one host name: %s", claim->domain, problem);
    }
}

static void
mt_check(Dns *dns, const Claim *claim, Finding *finding)
{
    g_auto(Matcher) matcher = matcher_over(dns, &claim->client);
    uint16_t type = claim_settings(claim)->mt_type;
    const DnsAnswer *answer;

    if (finding_lacks_domain(finding, claim->domain))
        return;
    if (type == 0) {
        finding->result = RESULT_NONE;
        finding->problem = g_strdup("the settings give MT records no number (mt-rrtype)");
        return;
    }
    answer = matcher_ask(&matcher, claim->domain, type);
    if (answer->status == DNS_TEMPERROR)
        named_hosts_unknown(&matcher, finding);
    else if (answer->status == DNS_OK)
        conclude_mt(&matcher, claim, answer, finding);
    else
        finding_conclude_none(finding, dns, claim->domain, answer,
                              g_strdup_printf("no MT record at %s", claim->domain));
    finding->authentic = matcher_authentic(&matcher);
}

const Scheme mt_scheme = {
    .name = "mt",
    .title = "MT",
    .identity = IDENTITY_MAIL_FROM,
    .decides = true,
    .prefetch = mt_prefetch,
    .check = mt_check,
};
