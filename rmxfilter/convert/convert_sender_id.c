/* SPDX-License-Identifier: ISC */
/* Sender ID's records say the same as SPF's; one is written for both scopes (RFC 4406 section 3).
 */
#include "convert/converters.h"

#include "convert/convert_spf.h"
#include "records/sender_id.h"

/* In the order in which the scopes are asked. */
bool
convert_sender_id_read(Policy *policy)
{
    bool from_spf1 = policy->settings && policy->settings->sender_id_from_spf1;

    return convert_read_terms(policy, sender_id_version(IDENTITY_PRA, from_spf1)) ||
           convert_read_terms(policy, sender_id_version(IDENTITY_MAIL_FROM, false));
}

void
convert_sender_id_write(Policy *policy)
{
    convert_write_terms(policy, "spf2.0/pra,mfrom");
}
