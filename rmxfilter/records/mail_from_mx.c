/* SPDX-License-Identifier: ISC */
/* Repudiating MAIL FROM (P. Vixie, 2002): the MX records at MAIL-FROM.DOMAIN name the hosts that
 * send its mail. Only those of preference 0 count; the others are kept for the future. */
#include "records/mail_from_mx.h"

#include "records/named_hosts.h"
#include "records/rows.h"

char *
mail_from_mx_name(const char *domain)
{
    return g_strconcat("MAIL-FROM.", domain, NULL);
}

GPtrArray *
mail_from_mx_hosts(const DnsAnswer *answer)
{
    GPtrArray *hosts = g_ptr_array_new();

    for (guint i = 0; i < answer->records->len; i++) {
        const DnsRecord *record = answer->records->pdata[i];

        if (record->preference == 0)
            g_ptr_array_add(hosts, record->name);
    }
    return hosts;
}

static void
prefetch_senders(Dns *dns, G_GNUC_UNUSED const char *name, const DnsAnswer *answer, void *data)
{
    g_autoptr(GPtrArray) hosts = mail_from_mx_hosts(answer);
    const Claim *claim = data;

    match_hosts_prefetch(dns, &claim->client, hosts);
}

static void
mail_from_mx_prefetch(Dns *dns, const Claim *claim)
{
    g_autofree char *name = mail_from_mx_name(claim->domain);

    if (!domain_problem(claim->domain))
        dns_prefetch_then(dns, name, DNS_MX, prefetch_senders, claim_keep(dns, claim));
}

static void
mail_from_mx_check(Dns *dns, const Claim *claim, Finding *finding)
{
    g_auto(Matcher) matcher = matcher_over(dns, &claim->client);
    g_autofree char *name = mail_from_mx_name(claim->domain);
    g_autoptr(GPtrArray) hosts = NULL;
    const DnsAnswer *answer;

    if (finding_lacks_domain(finding, claim->domain))
        return;
    answer = matcher_ask(&matcher, name, DNS_MX);
    hosts = mail_from_mx_hosts(answer);
    if (answer->status == DNS_TEMPERROR)
        named_hosts_unknown(&matcher, finding);
    else if (hosts->len > 0)
        named_hosts_conclude(&matcher, hosts, name, finding);
    else
        finding_conclude_none(finding, dns, claim->domain, answer,
                              g_strdup_printf("no MX record of preference 0 at %s", name));
    finding->authentic = matcher_authentic(&matcher);
}

const Scheme mail_from_mx_scheme = {
    .name = "mail-from-mx",
    .title = "MAIL-FROM MX",
    .identity = IDENTITY_MAIL_FROM,
    .decides = true,
    .prefetch = mail_from_mx_prefetch,
    .check = mail_from_mx_check,
};
