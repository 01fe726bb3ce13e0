/* SPDX-License-Identifier: ISC */
/* What can be forged here, and by whom: nothing by who sends the message but the author's domain
 * itself. All else is written by the owners of that domain and of those above it. A name server
 * that fails makes an answer unknown, never another answer: a policy is not lost by it, and a pass
 * of another domain does not count by it. */
#include "author/author_policy.h"

#include "author/dmarc_walk.h"
#include "author/organization.h"
#include "dns/name.h"
#include "mime/address.h"

#include <string.h>

/* The name in the form that is compared and asked; NULL: no name, and not asked. The caller frees.
 */
static char *
policy_domain(const char *text)
{
    char *domain = mail_domain(text);

    if (domain && domain[0] == '[') /* an address literal */
        g_clear_pointer(&domain, g_free);
    return domain;
}

static void
prefetch_alias(Dns *dns, const char *name, const DnsAnswer *answer, void *data)
{
    (void)data;
    if (answer->status != DNS_NXDOMAIN)
        return;
    dns_allow_more(dns, 1);
    dns_prefetch(dns, name, DNS_CNAME);
}

/* Where nothing is at "_dmarc.D", the next question is whether D is there (RFC 8020): the same that
 * SPF asks, so that it often costs nothing. */
static void
prefetch_existence(Dns *dns, const char *name, const DnsAnswer *answer, void *data)
{
    if (answer->status != DNS_NXDOMAIN)
        return;
    dns_allow_more(dns, 1);
    dns_prefetch_then(dns, name + strlen(DMARC_PREFIX), DNS_TXT, prefetch_alias, data);
}

void
author_policy_prefetch(Dns *dns, const char *domain)
{
    g_autofree char *mine = policy_domain(domain);
    g_autofree char *name = mine ? dmarc_name(mine) : NULL;

    if (!mine)
        return;
    dmarc_walk_prefetch(dns, mine);
    dns_prefetch_then(dns, name, DNS_TXT, prefetch_existence, NULL);
}

/* --- the policy --- */

/* Whether the domain exists: "non-existent" is NXDOMAIN, for whatever type (section 3.2.13), and a
 * name with something below it exists. So does one that is an alias of a name that does not, for
 * which NXDOMAIN is answered, too (appendix A.4). NULL: it could not be asked, and then counts as
 * there. */
static const DnsAnswer *
ask_existence(Dns *dns, const DmarcWalk *walk, AuthorPolicy *policy)
{
    const DnsAnswer *answer = walk->steps[0].answer;

    if (answer->status == DNS_NXDOMAIN || answer->status == DNS_TEMPERROR)
        answer = dns_ask(dns, walk->domain, DNS_TXT);
    if (answer->status == DNS_NXDOMAIN)
        answer = dns_ask(dns, walk->domain, DNS_CNAME);
    policy->exists = answer->status != DNS_NXDOMAIN;
    return answer->status == DNS_TEMPERROR ? NULL : answer;
}

static void
find_organization(const DmarcWalk *walk, AuthorPolicy *policy)
{
    const char *found = dmarc_walk_organization(walk);

    policy->basis = dmarc_walk_doubt(walk) ? ORGANIZATION_UNKNOWN
                    : found                ? ORGANIZATION_BY_RECORD
                                           : ORGANIZATION_BY_LIST;
    if (policy->basis != ORGANIZATION_BY_RECORD)
        found = organization_registered(walk->domain);
    policy->organization = g_strdup(found);
}

/* The policy has no answer for a question: "TXT of NAME: WHY". */
static void
fail_unasked(AuthorPolicy *policy, const char *name, const char *why)
{
    policy->state = AUTHOR_POLICY_TEMPERROR;
    policy->problem = g_strdup_printf("TXT of %s: %s", name, why ? why : "no answer");
}

static void
fail_doubt(AuthorPolicy *policy, const DmarcStep *doubt)
{
    g_autofree char *name = dmarc_name(doubt->domain);

    fail_unasked(policy, name, doubt->answer->problem);
}

static char *
policy_absence_text(const DmarcWalk *walk)
{
    for (unsigned i = 0; i < walk->len; i++)
        if (walk->steps[i].state == DMARC_STEP_SEVERAL)
            return g_strdup_printf("several DMARC records at _dmarc.%s: none of them counts",
                                   walk->steps[i].domain);
    return g_strdup_printf("no DMARC record for %s", walk->domain);
}

/* existence: NULL where it is not known whether the domain is there. */
static void
read_wish_of(const DmarcWalk *walk, const DmarcStep *step, const DnsAnswer *existence,
             AuthorPolicy *policy)
{
    const DmarcRecord *record = &step->record;
    bool own = step == walk->steps;
    const char *other_tag;
    PolicyWish if_missing = dmarc_record_wish(record, own, false, &other_tag);

    policy->published = dmarc_record_wish(record, own, policy->exists, &policy->tag);
    policy->authentic = dmarc_walk_is_authentic(walk);
    if (!own && record->np.given)
        policy->authentic &= existence && existence->authentic;
    if (!existence && if_missing != policy->published) {
        policy->published = POLICY_NONE;
        policy->tag = NULL;
        fail_unasked(policy, walk->domain, "it is not known whether the domain exists");
        return;
    }
    policy->wish = record->testing ? policy_wish_softer(policy->published) : policy->published;
}

static void
read_policy_of(const DmarcWalk *walk, const DmarcStep *step, const DnsAnswer *existence,
               AuthorPolicy *policy)
{
    const DmarcRecord *record = &step->record;

    policy->state = AUTHOR_POLICY_FOUND;
    policy->name = g_strdup(step->domain);
    policy->record = cursor_text(cursor_over(step->text->str, step->text->len));
    policy->testing = record->testing;
    policy->strict_spf = record->strict_spf;
    policy->strict_dkim = record->strict_dkim;
    if (!record->usable) {
        policy->state = AUTHOR_POLICY_PERMERROR;
        policy->problem = g_strdup_printf("DMARC record of %s: %s, and no reports are wanted",
                                          step->domain, record->problem);
        return;
    }
    read_wish_of(walk, step, existence, policy);
}

static void
find_policy(Dns *dns, const char *domain, AuthorPolicy *policy)
{
    g_autoptr(DmarcWalk) walk = NULL;
    const DmarcStep *doubt, *step;
    const DnsAnswer *existence;

    dmarc_walk_prefetch(dns, domain);
    walk = dmarc_walk_take(dns, domain);
    existence = ask_existence(dns, walk, policy);
    find_organization(walk, policy);
    doubt = dmarc_walk_doubt(walk);
    step = dmarc_walk_policy(walk);
    /* the domain's own record says all but who else is of its organization */
    if (doubt && walk->steps[0].state != DMARC_STEP_RECORD)
        fail_doubt(policy, doubt);
    else if (step)
        read_policy_of(walk, step, existence, policy);
    else
        policy->problem = policy_absence_text(walk);
}

AuthorPolicy *
author_policy_find(Dns *dns, const char *domain)
{
    AuthorPolicy *policy = g_new0(AuthorPolicy, 1);

    policy->exists = true;
    policy->basis = ORGANIZATION_BY_LIST;
    policy->domain = policy_domain(domain);
    if (policy->domain) {
        find_policy(dns, policy->domain, policy);
    } else {
        policy->domain = g_ascii_strdown(domain, -1);
        policy->organization = g_strdup(policy->domain);
        policy->problem = g_strdup("no domain name");
    }
    return policy;
}

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

/* --- who else is the author --- */

/* A record between the domain and the author's organization can make a part of it one of its own,
 * also where the organization has no record itself. */
static AuthorCover
cover_by_walk(const AuthorPolicy *policy, Dns *dns, const char *domain)
{
    g_autoptr(DmarcWalk) walk = NULL;

    dmarc_walk_prefetch(dns, domain);
    walk = dmarc_walk_take(dns, domain);
    if (dmarc_walk_doubt(walk))
        return AUTHOR_COVER_UNKNOWN;
    if (policy->basis == ORGANIZATION_BY_LIST)
        return walk->steps[walk->len - 1].record.psd == DMARC_PSD_UNKNOWN ? AUTHOR_COVERED
                                                                          : AUTHOR_NOT_COVERED;
    return g_strcmp0(dmarc_walk_organization(walk), policy->organization) == 0 ? AUTHOR_COVERED
                                                                               : AUTHOR_NOT_COVERED;
}

AuthorCover
author_policy_covers(const AuthorPolicy *policy, Dns *dns, const char *domain, bool strict)
{
    g_autofree char *theirs = policy_domain(domain);

    if (!theirs)
        return AUTHOR_NOT_COVERED;
    if (g_str_equal(theirs, policy->domain))
        return AUTHOR_COVERED;
    if (strict || !domain_within(theirs, policy->organization))
        return AUTHOR_NOT_COVERED;
    if (policy->basis != ORGANIZATION_BY_RECORD && !organization_is_same(theirs, policy->domain))
        return AUTHOR_NOT_COVERED;
    if (policy->basis == ORGANIZATION_UNKNOWN)
        return AUTHOR_COVER_UNKNOWN;
    return cover_by_walk(policy, dns, theirs);
}
