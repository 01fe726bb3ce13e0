/* SPDX-License-Identifier: ISC */
/* The claim stands in for all claims: no letter that is allowed here looks at more than its
 * domain. */
#include "convert/spf_target.h"

#include "records/macro.h"

char *
spf_target_name(const SpfTerm *term, const char *record_domain, const char *domain)
{
    const Claim claim = claim_of(domain, IDENTITY_MAIL_FROM, NULL, NULL);
    const MacroContext context = { .claim = &claim, .domain = record_domain };

    if (!term->target.start)
        return g_strdup(record_domain);
    return macro_uses_only(term->target, SPF_TARGET_LETTERS) ? macro_domain(term->target, &context)
                                                             : NULL;
}
