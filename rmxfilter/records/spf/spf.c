/* SPDX-License-Identifier: ISC */
/* Sender Policy Framework (RFC 7208): TXT at the domain itself. Type 99 is not asked (section 3.1).
 */
#include "records/spf/spf_evaluate.h"

#include "records/rows.h"
#include "records/spf/spf_record.h"

static void
spf_scheme_prefetch(Dns *dns, const Claim *claim)
{
    spf_prefetch(dns, claim, spf_version1, claim->record);
}

static void
spf_check(Dns *dns, const Claim *claim, Finding *finding)
{
    spf_evaluate(dns, claim, spf_version1, claim->record, finding);
}

static char *
spf_check_text(const char *text)
{
    return spf_check_record_text(text, spf_version1);
}

const Scheme spf_scheme = {
    .name = "spf",
    .title = "SPF",
    .identity = IDENTITY_MAIL_FROM,
    .decides = true,
    .prefetch = spf_scheme_prefetch,
    .check = spf_check,
    .check_text = spf_check_text,
};
