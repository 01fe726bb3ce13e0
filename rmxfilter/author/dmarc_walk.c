/* SPDX-License-Identifier: ISC */
/* Whoever writes a record at a name on the way has a say over all below it: owners of the domain
 * and of those above it, never a stranger beside it. The one exception are public suffixes, whose
 * owners let strangers in below. RFC 9989 wants them to say psd=y; a suffix that publishes a record
 * and forgot it would make all its tenants one organization (section 11.8). So a record at a public
 * suffix reads as if psd=y were there, unless it says psd=n. */
#include "author/dmarc_walk.h"

#include "author/organization.h"

#include <string.h>

char *
dmarc_name(const char *domain)
{
    return g_strconcat(DMARC_PREFIX, domain, NULL);
}

static const char *
parent_domain(const char *domain)
{
    const char *dot = strchr(domain, '.');

    return dot ? dot + 1 : NULL;
}

const char *
dmarc_walk_next(const char *domain)
{
    unsigned labels = 1;

    for (const char *at = domain; *at; at++)
        labels += *at == '.';
    do
        domain = parent_domain(domain);
    while (domain && --labels >= DMARC_WALK_MAX);
    return domain;
}

void
dmarc_walk_prefetch(Dns *dns, const char *domain)
{
    for (; domain; domain = dmarc_walk_next(domain)) {
        g_autofree char *name = dmarc_name(domain);

        dns_allow_more(dns, 1);
        dns_prefetch(dns, name, DNS_TXT);
    }
}

/* --- one step --- */

static void
read_step_records(DmarcStep *step)
{
    for (guint i = 0; i < step->answer->records->len; i++) {
        GString *text = ((const DnsRecord *)step->answer->records->pdata[i])->data;
        DmarcRecord record;

        if (!dmarc_record_parse(cursor_over(text->str, text->len), &record))
            continue;
        if (step->state != DMARC_STEP_EMPTY) {
            *step = (DmarcStep){ .domain = step->domain,
                                 .answer = step->answer,
                                 .state = DMARC_STEP_SEVERAL };
            return;
        }
        step->state = DMARC_STEP_RECORD;
        step->text = text;
        step->record = record;
    }
}

static void
take_step(Dns *dns, const char *domain, DmarcStep *step)
{
    g_autofree char *name = dmarc_name(domain);

    step->domain = domain;
    step->answer = dns_ask(dns, name, DNS_TXT);
    if (step->answer->status == DNS_TEMPERROR)
        step->state = DMARC_STEP_UNKNOWN;
    else
        read_step_records(step);
    if (step->state == DMARC_STEP_RECORD && step->record.psd == DMARC_PSD_UNKNOWN &&
        organization_is_suffix(domain))
        step->record.psd = DMARC_PSD_YES;
}

static bool
ends_walk(const DmarcStep *step)
{
    return step->state == DMARC_STEP_RECORD && step->record.psd != DMARC_PSD_UNKNOWN;
}

/* --- the walk --- */

DmarcWalk *
dmarc_walk_take(Dns *dns, const char *domain)
{
    DmarcWalk *walk = g_new0(DmarcWalk, 1);
    const char *next;

    walk->domain = g_strdup(domain);
    next = walk->domain;
    while (next) {
        DmarcStep *step = &walk->steps[walk->len];

        g_assert(walk->len < DMARC_WALK_MAX);
        take_step(dns, next, step);
        walk->len++;
        next = ends_walk(step) ? NULL : dmarc_walk_next(next);
    }
    return walk;
}

void
dmarc_walk_free(DmarcWalk *walk)
{
    if (!walk)
        return;
    g_free(walk->domain);
    g_free(walk);
}

/* --- what follows --- */

/* The domain with one label more than suffix, of those that the walk's domain is in or below; NULL:
 * the walk begins at suffix. */
static const char *
domain_below(const DmarcWalk *walk, const char *suffix)
{
    const char *at = suffix - 1; /* the dot */

    if (suffix == walk->domain)
        return NULL;
    while (at > walk->domain && at[-1] != '.')
        at--;
    return at;
}

/* Of the records found, the one with the fewest labels: one that ends the walk is the last. */
static const DmarcStep *
last_record(const DmarcWalk *walk)
{
    for (unsigned i = walk->len; i > 0; i--)
        if (walk->steps[i - 1].state == DMARC_STEP_RECORD)
            return &walk->steps[i - 1];
    return NULL;
}

/* Section 4.10.2. */
const char *
dmarc_walk_organization(const DmarcWalk *walk)
{
    const DmarcStep *last = last_record(walk);
    const char *below = NULL;

    if (!last)
        return NULL;
    if (last->record.psd == DMARC_PSD_YES)
        below = domain_below(walk, last->domain);
    return below ? below : last->domain;
}

/* Section 4.10.1: the domain's own, the organizational domain's, the public suffix's. Those between
 * are only met on the way. */
const DmarcStep *
dmarc_walk_policy(const DmarcWalk *walk)
{
    const char *organization = dmarc_walk_organization(walk);

    for (unsigned i = 0; i < walk->len; i++) {
        const DmarcStep *step = &walk->steps[i];

        if (step->state == DMARC_STEP_RECORD && (i == 0 || step->domain == organization))
            return step;
    }
    return last_record(walk);
}

/* Whether a record at the step's name would matter, had there been another one or none. A record at
 * a public suffix can only say that the organization is the domain below it. At any other name it
 * could say that itself is. */
static bool
can_step_decide(const DmarcWalk *walk, const DmarcStep *step)
{
    const char *organization = dmarc_walk_organization(walk);

    return !organization || !organization_is_suffix(step->domain) ||
           domain_below(walk, step->domain) != organization;
}

const DmarcStep *
dmarc_walk_doubt(const DmarcWalk *walk)
{
    for (unsigned i = 0; i < walk->len; i++) {
        const DmarcStep *step = &walk->steps[i];

        if (step->state == DMARC_STEP_UNKNOWN && can_step_decide(walk, step))
            return step;
    }
    return NULL;
}

bool
dmarc_walk_is_authentic(const DmarcWalk *walk)
{
    const DmarcStep *policy = dmarc_walk_policy(walk);

    if (!policy || policy == walk->steps)
        return policy && policy->answer->authentic;
    for (unsigned i = 0; i < walk->len; i++) {
        const DmarcStep *step = &walk->steps[i];

        if (!step->answer->authentic && (step == policy || can_step_decide(walk, step)))
            return false;
    }
    return true;
}
