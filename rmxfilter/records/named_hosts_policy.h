/* SPDX-License-Identifier: ISC */
/* Lists of hosts by name as a policy: what the schemes of named_hosts.h share here, too. */
#ifndef RECORDS_NAMED_HOSTS_POLICY_H
#define RECORDS_NAMED_HOSTS_POLICY_H

#include "records/policy/policy.h"

/* Adds the hosts (char *, "" being none) to the policy: they may send, nobody else. */
void named_hosts_policy_read(Policy *policy, const GPtrArray *hosts);

#endif
