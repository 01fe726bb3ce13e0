/* SPDX-License-Identifier: ISC */
/* A policy as DMP records; the row's policy_write. The way back is closed: the DNS lists no names.
 */
#ifndef RECORDS_DMP_POLICY_H
#define RECORDS_DMP_POLICY_H

#include "records/policy/policy.h"

/* No more records than this are written: a policy that would need more is said not to fit. */
#define DMP_RECORDS_MAX 256

void dmp_policy_write(Policy *policy);

#endif
