/* SPDX-License-Identifier: ISC */
/* Each host that is listed lets its addresses in; nobody is refused by name. */
#include "records/named_hosts_policy.h"

#include "records/match.h"

void
named_hosts_policy_read(Policy *policy, const GPtrArray *hosts)
{
    if (hosts->len > MATCH_EXCHANGES_MAX) {
        policy_cut(policy, "the list", "it has more than 10 hosts, which is an error");
        return;
    }
    for (guint i = 0; i < hosts->len; i++) {
        g_autofree char *name = domain_text(hosts->pdata[i]);
        PolicyRule rule = policy_named(POLICY_HOST, RESULT_PASS, name, name);

        if (*name != '\0')
            policy_add(policy, &rule);
    }
}
