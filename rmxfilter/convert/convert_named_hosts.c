/* SPDX-License-Identifier: ISC */
/* MAIL FROM and MT, the schemes that list hosts by name: the addresses of each host are let in; no
 * host is refused by name. */
#include "convert/converters.h"

#include "records/mail_from_mx.h"
#include "records/match.h"
#include "records/mt.h"

/* Adds the hosts (char *, "" being none) to the policy: they may send, nobody else. */
static void
read_named_hosts(Policy *policy, const GPtrArray *hosts)
{
    if (hosts->len > MATCH_EXCHANGES_MAX) {
        policy_stop_at(policy, "the list", "it has more than 10 hosts, which is an error");
        return;
    }
    for (guint i = 0; i < hosts->len; i++) {
        g_autofree char *name = domain_text(hosts->pdata[i]);
        PolicyRule rule = policy_named(POLICY_HOST, RESULT_PASS, name, name);

        if (*name != '\0')
            policy_add(policy, &rule);
    }
}

bool
convert_mail_from_mx_read(Policy *policy)
{
    g_autofree char *name = mail_from_mx_name(policy->domain);
    g_autoptr(GPtrArray) hosts = mail_from_mx_hosts(policy_ask(policy, name, DNS_MX));

    read_named_hosts(policy, hosts);
    return hosts->len > 0;
}

static uint16_t
mt_type(const Policy *policy)
{
    return policy->settings ? policy->settings->mt_type : 0;
}

bool
convert_mt_read(Policy *policy)
{
    uint16_t type = mt_type(policy);
    const DnsAnswer *answer = type != 0 ? policy_ask(policy, policy->domain, type) : NULL;
    const char *problem = NULL;
    g_autoptr(GPtrArray) hosts = NULL;

    if (!answer || answer->status != DNS_OK)
        return false;
    hosts = mt_hosts(answer, &problem);
    if (hosts)
        read_named_hosts(policy, hosts);
    else
        policy_stop_at(policy, "the records", problem);
    return true;
}
