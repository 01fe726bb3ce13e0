/* SPDX-License-Identifier: ISC */
/* Caller ID's documents as a policy; the row's policy_read. */
#ifndef RECORDS_CALLER_ID_POLICY_H
#define RECORDS_CALLER_ID_POLICY_H

#include "records/policy/policy.h"

bool caller_id_policy_read(Policy *policy);

#endif
