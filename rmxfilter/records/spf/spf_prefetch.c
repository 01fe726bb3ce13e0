/* SPDX-License-Identifier: ISC */
/* Records are read as their answers come, and what their terms will ask is asked at once, down to
 * the limit on terms that the evaluation keeps too. Terms are counted in the order of arrival here
 * and in the order of the records there, so on a record that breaks the limit both together may ask
 * up to twice as much, never more. */
#include "records/spf/spf_evaluate.h"

#include "records/macro.h"
#include "records/match.h"
#include "records/spf/spf_record.h"

#include <string.h>

/* What the callbacks share; lives as long as the Dns. */
typedef struct {
    Claim *claim;
    SpfVersion version;
    unsigned terms_left;
} SpfPrefetch;

static void prefetch_spf_record(Dns *dns, const char *domain, const DnsAnswer *answer, void *data);

/* The record of this domain is what comes next. */
static void
prefetch_spf_domain(Dns *dns, SpfPrefetch *p, const char *domain)
{
    dns_prefetch_then(dns, domain, DNS_TXT, prefetch_spf_record, p);
}

static void
prefetch_spf_term(Dns *dns, SpfPrefetch *p, const char *domain, const SpfTerm *term)
{
    MacroContext context = { .claim = p->claim, .domain = domain };
    g_autofree char *target = NULL;

    target = term->target.start ? macro_domain(term->target, &context) : g_strdup(domain);
    if (!target) {
        if (macro_asks(term->target)) /* what the term asks for depends on the reverse names */
            reverse_prefetch(dns, &p->claim->client);
        return;
    }
    switch (term->kind) {
    case SPF_INCLUDE:
    case SPF_REDIRECT:
        prefetch_spf_domain(dns, p, target);
        break;
    case SPF_A:
        match_host_prefetch(dns, &p->claim->client, target);
        break;
    case SPF_MX:
        match_exchanges_prefetch(dns, &p->claim->client, target);
        break;
    case SPF_PTR:
        reverse_prefetch(dns, &p->claim->client);
        break;
    case SPF_EXISTS:
        dns_prefetch(dns, target, DNS_A);
        break;
    case SPF_ALL:
    case SPF_IP4:
    case SPF_IP6:
        break;
    }
}

/* The evaluation will end here at the latest. */
static bool
spf_term_decides(const SpfPrefetch *p, const SpfTerm *term)
{
    return term->kind == SPF_ALL || ((term->kind == SPF_IP4 || term->kind == SPF_IP6) &&
                                     ip_in_network(&p->claim->client, &term->network));
}

static void
prefetch_spf_terms(Dns *dns, SpfPrefetch *p, const char *domain, const char *octets, size_t len)
{
    g_autoptr(SpfRecord) record = spf_record_parse(octets, len, p->version(octets, len));

    if (record->problem)
        return;
    for (guint i = 0; i < record->directives->len; i++) {
        const SpfTerm *term = &g_array_index(record->directives, SpfTerm, i);

        if (spf_term_decides(p, term))
            return;
        if (!spf_term_asks(term))
            continue;
        if (p->terms_left == 0)
            return;
        p->terms_left--;
        prefetch_spf_term(dns, p, domain, term);
    }
    if (record->redirect.text.start && p->terms_left > 0) {
        p->terms_left--;
        prefetch_spf_term(dns, p, domain, &record->redirect);
    }
}

static void
prefetch_spf_record(Dns *dns, const char *domain, const DnsAnswer *answer, void *data)
{
    SpfPrefetch *p = data;
    unsigned count;
    const GString *text = spf_select(answer, p->version, &count);

    if (count == 1)
        prefetch_spf_terms(dns, p, domain, text->str, text->len);
}

void
spf_prefetch(Dns *dns, const Claim *claim, SpfVersion version, const char *text)
{
    SpfPrefetch *p;

    if (domain_problem(claim->domain) || !strchr(claim->domain, '.'))
        return;
    p = g_new0(SpfPrefetch, 1);
    p->claim = claim_keep(dns, claim);
    p->version = version;
    p->terms_left = SPF_TERMS_MAX;
    dns_keep(dns, p, g_free);
    if (text)
        prefetch_spf_terms(dns, p, claim->domain, text, strlen(text));
    else
        prefetch_spf_domain(dns, p, claim->domain);
}
