/* SPDX-License-Identifier: ISC */
/* Records in SPF's terms as a policy and back (RFC 7208), for every version of them. */
#ifndef CONVERT_CONVERT_SPF_H
#define CONVERT_CONVERT_SPF_H

#include "convert/policy.h"
#include "records/spf/spf_select.h"

/* Reads the record of this version at the policy's domain, and the records that it includes and
 * redirects to, as they are today. False: there is no record. */
bool convert_read_terms(Policy *policy, SpfVersion version);

/* Writes one record that begins with this version section. */
void convert_write_terms(Policy *policy, const char *version);

#endif
