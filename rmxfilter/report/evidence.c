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
    evidence->advice = g_ptr_array_new_with_free_func(advice_free_item);
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
    g_free(evidence->subject);
    g_free(evidence->date);
    g_clear_pointer(&evidence->author, author_free);
    g_clear_pointer(&evidence->pra, mail_address_free);
    g_clear_pointer(&evidence->policy, author_policy_free);
    g_ptr_array_unref(evidence->signatures);
    arc_finding_free(evidence->arc);
    g_ptr_array_unref(evidence->testimony);
    g_ptr_array_unref(evidence->findings);
    g_ptr_array_unref(evidence->advice);
    g_free(evidence->unchecked);
    g_free(evidence);
}

const char *
evidence_author_domain(const Evidence *evidence)
{
    const char *domain = NULL;

    if (!evidence->author || evidence->author->unclear || evidence->cut)
        return NULL;
    for (guint i = 0; i < evidence->author->addresses->len; i++) {
        const MailAddress *author = evidence->author->addresses->pdata[i];

        if (!author->domain || (domain && !g_str_equal(domain, author->domain)))
            return NULL;
        domain = author->domain;
    }
    return domain;
}

bool
evidence_is_from_outside(const Evidence *evidence)
{
    const Walk *walk = evidence->walk;

    if (evidence->client.bits > 0)
        return true;
    if (!walk)
        return false;
    switch (walk->end) {
    case WALK_BOUNDARY:
    case WALK_UNREADABLE: /* a sender can bring that about */
        return true;
    case WALK_TOO_SHORT:
        break;
    case WALK_SUBMISSION:
    case WALK_LOCAL:
    case WALK_HANDED_IN:
    case WALK_NO_HEADER:
        return false;
    }
    /* So can he this, but cron's mail has few fields, too. */
    for (int i = 0; (guint)i < walk->steps->len; i++) {
        const IpAddress *client = &walk_step(walk, i)->hop->ip;

        if (client->bits > 0 && !ip_local_network(client))
            return true;
    }
    return false;
}
