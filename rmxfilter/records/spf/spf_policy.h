/* SPDX-License-Identifier: ISC */
/* SPF's records as a policy and back (RFC 7208), for every version of them. */
#ifndef RECORDS_SPF_POLICY_H
#define RECORDS_SPF_POLICY_H

#include "records/policy/policy.h"
#include "records/spf/spf_select.h"

/* Reads the record of this version at the policy's domain, with those that it includes and
 * redirects to, as they are today. False: there is none. */
bool spf_policy_read(Policy *policy, SpfVersion version);

/* Writes one record that begins with this version section. */
void spf_policy_write(Policy *policy, const char *version);

#endif
