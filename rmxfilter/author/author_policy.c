/* SPDX-License-Identifier: ISC */
#include "author/author_policy.h"

void
author_policy_free(AuthorPolicy *policy)
{
    if (!policy)
        return;
    g_free(policy->domain);
    g_free(policy->problem);
    g_free(policy->name);
    g_free(policy->organization);
    g_free(policy->record);
    g_free(policy);
}

const char *
policy_wish_text(PolicyWish wish)
{
    switch (wish) {
    case POLICY_NONE:
        return "none";
    case POLICY_QUARANTINE:
        return "quarantine";
    case POLICY_REJECT:
        return "reject";
    }
    g_assert_not_reached();
}
