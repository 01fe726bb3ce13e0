/* SPDX-License-Identifier: ISC */
/* What an evidence owns: helo, rdns and by may be lent by the walk, so that they go together. */
#include "report/evidence.h"

Evidence *
evidence_new(void)
{
    Evidence *evidence = g_new0(Evidence, 1);

    evidence->boundary = -1;
    evidence->findings = g_ptr_array_new_with_free_func(finding_free_item);
    evidence->signatures = g_ptr_array_new();
    evidence->testimony = g_ptr_array_new();
    return evidence;
}

void
evidence_free(Evidence *evidence)
{
    if (!evidence)
        return;
    g_clear_pointer(&evidence->walk, walk_free);
    g_clear_pointer(&evidence->mail_from, mail_address_free);
    g_free(evidence->mail_from_rewritten);
    g_free(evidence->mail_from_problem);
    g_free(evidence->message_id);
    g_clear_pointer(&evidence->author, author_free);
    g_clear_pointer(&evidence->pra, mail_address_free);
    g_clear_pointer(&evidence->policy, author_policy_free);
    g_ptr_array_unref(evidence->signatures);
    g_ptr_array_unref(evidence->testimony);
    g_ptr_array_unref(evidence->findings);
    g_free(evidence->unchecked);
    g_free(evidence);
}
