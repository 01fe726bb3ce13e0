/* SPDX-License-Identifier: ISC */
/* Lists of hosts by name as a policy and back: what the schemes of named_hosts.h share here, too.
 */
#ifndef RECORDS_NAMED_HOSTS_POLICY_H
#define RECORDS_NAMED_HOSTS_POLICY_H

#include "records/policy/policy.h"

/* Adds the hosts (char *, "" being none) to the policy: they may send, nobody else. */
void named_hosts_policy_read(Policy *policy, const GPtrArray *hosts);

/* The names (char *) of the hosts that the policy lets in, at most MATCH_EXCHANGES_MAX; "" alone
 * where it lets nobody in. NULL: nothing should be published. The caller owns the array. */
GPtrArray *named_hosts_policy_write(Policy *policy);

#endif
