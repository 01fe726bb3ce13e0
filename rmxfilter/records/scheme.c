/* SPDX-License-Identifier: ISC */
/* The table of schemes, and how one of them is asked. To add one: a file that defines its row, a
 * line in rows.h, a line here. */
#include "records/scheme.h"

#include "records/own_record.h"
#include "records/rows.h"

#include <string.h>

static const Scheme no_scheme = { .name = NULL };

const Scheme *const schemes[] = {
    &rmx_scheme,       &spf_scheme,       &dmp_scheme,        &mail_from_mx_scheme, &mt_scheme,
    &caller_id_scheme, &sender_id_scheme, &best_guess_scheme, &iprev_scheme,        &no_scheme,
};

const Scheme *
scheme_named(const char *name)
{
    for (size_t i = 0; i < G_N_ELEMENTS(schemes) && schemes[i]->name; i++)
        if (strcmp(schemes[i]->name, name) == 0)
            return schemes[i];
    return NULL;
}

/* NULL: the settings have none. */
static const OwnRecord *
own_record(const Scheme *scheme, const Claim *claim)
{
    return scheme->check_text
               ? own_record_find(claim_settings(claim)->own_records, scheme->name, claim->domain)
               : NULL;
}

/* What claim.h says is always there. */
static void
assert_claim(const Claim *claim)
{
    g_assert(claim->client.bits == 32 || claim->client.bits == 128);
    g_assert(claim->local && claim->domain && claim->receiver);
}

void
scheme_prefetch(const Scheme *scheme, Dns *dns, const Claim *claim)
{
    const OwnRecord *own = own_record(scheme, claim);
    Claim asked = *claim;

    assert_claim(claim);
    if (own && own->always)
        asked.record = own->text;
    scheme->prefetch(dns, &asked);
}

static Finding *
check_with_record(const Scheme *scheme, Dns *dns, const Claim *claim, const OwnRecord *own)
{
    Finding *finding = g_new0(Finding, 1);
    Claim asked = *claim;

    asked.record = own ? own->text : NULL;
    finding->scheme = scheme;
    finding->identity = claim->identity;
    finding->domain = g_strdup(claim->domain);
    finding->exists = true;
    scheme->check(dns, &asked, finding);
    finding->own = own && finding->result != RESULT_NONE;
    return finding;
}

Finding *
scheme_check(const Scheme *scheme, Dns *dns, const Claim *claim)
{
    const OwnRecord *own = own_record(scheme, claim);
    g_autoptr(Finding) published = NULL;
    Finding *finding;

    assert_claim(claim);
    if (own && own->always)
        return check_with_record(scheme, dns, claim, own);
    published = check_with_record(scheme, dns, claim, NULL);
    if (!own || published->result != RESULT_NONE)
        return g_steal_pointer(&published);
    finding = check_with_record(scheme, dns, claim, own);
    finding->exists = published->exists;
    return finding;
}

Finding *
scheme_not_asked(const Scheme *scheme, const char *problem)
{
    Finding *finding = g_new0(Finding, 1);

    g_assert(problem);
    finding->scheme = scheme;
    finding->identity = scheme->identity;
    finding->exists = true;
    finding->problem = g_strdup(problem);
    return finding;
}
