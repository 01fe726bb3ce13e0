/* SPDX-License-Identifier: ISC */
/* RMX records as a policy and back; the row's policy_read and policy_write. */
#ifndef RECORDS_RMX_POLICY_H
#define RECORDS_RMX_POLICY_H

#include "records/policy/policy.h"

bool rmx_policy_read(Policy *policy);
void rmx_policy_write(Policy *policy);

#endif
