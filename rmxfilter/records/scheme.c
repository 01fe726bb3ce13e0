/* SPDX-License-Identifier: ISC */
/* The table of schemes, and what they share. To add one: a file that defines its row, a line in
 * rows.h, a line here. */
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

/* What scheme.h says is always there. */
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

void
finding_free(Finding *finding)
{
    if (!finding)
        return;
    g_free(finding->domain);
    g_free(finding->mechanism);
    g_clear_pointer(&finding->path, g_ptr_array_unref);
    g_free(finding->record);
    g_free(finding->explanation);
    g_free(finding->problem);
    g_free(finding);
}

Claim
claim_of(const char *domain, IdentityKind identity, const IpAddress *client,
         const SchemeSettings *settings)
{
    return (Claim){
        .client = client ? *client : (IpAddress){ .bits = 0 },
        .identity = identity,
        .local = "postmaster",
        .domain = domain,
        .helo = domain,
        .receiver = domain,
        .now = time(NULL),
        .settings = settings,
    };
}

char *
finding_path_text(const Finding *finding)
{
    GString *text;

    if (!finding->path)
        return NULL;
    text = g_string_new(NULL);
    for (guint i = 0; i < finding->path->len; i++)
        g_string_append_printf(text, "%s%s", i > 0 ? " " : "",
                               (const char *)finding->path->pdata[i]);
    return g_string_free(text, FALSE);
}

/* A copy of text (NULL: none) that lives as long as the Dns. */
static const char *
keep_text(Dns *dns, const char *text)
{
    char *kept = g_strdup(text);

    dns_keep(dns, kept, g_free);
    return kept;
}

Claim *
claim_keep(Dns *dns, const Claim *claim)
{
    Claim *copy = g_memdup2(claim, sizeof(*claim));

    dns_keep(dns, copy, g_free);
    copy->local = keep_text(dns, claim->local);
    copy->domain = keep_text(dns, claim->domain);
    copy->helo = keep_text(dns, claim->helo);
    copy->receiver = keep_text(dns, claim->receiver);
    return copy;
}

const SchemeSettings *
claim_settings(const Claim *claim)
{
    static const SchemeSettings nothing_said = { .rmx_type = 0 };

    return claim->settings ? claim->settings : &nothing_said;
}

/* The DNS would take any octet; a sender's domain is letters, digits and hyphens (RFC 5321 section
 * 4.1.2), with underscores in practice, or UTF-8 (RFC 6531). What else arrives here are address
 * literals and HELO lines that somebody made up. */
const char *
domain_problem(const char *domain)
{
    if (domain[0] == '\0')
        return "no domain";
    if (domain[0] == '[')
        return "an address literal is no domain";
    for (const char *at = domain; *at; at++)
        if (!g_ascii_isalnum(*at) && !strchr("-_.", *at) && (unsigned char)*at < 0x80)
            return "not a domain name";
    return NULL;
}

/* A name below the domain can be missing with the domain or without it: the domain is asked for the
 * type that SPF asks for anyway. */
void
finding_conclude_none(Finding *finding, Dns *dns, const char *domain, const DnsAnswer *answer,
                      char *problem)
{
    g_assert(problem && !finding->problem);
    finding->result = RESULT_NONE;
    if (answer && answer->status == DNS_NXDOMAIN && !answer->problem) {
        const DnsAnswer *own = dns_ask(dns, domain, DNS_TXT);

        finding->exists = own->status != DNS_NXDOMAIN || own->problem;
    }
    finding->problem =
        finding->exists ? g_steal_pointer(&problem) : g_strdup_printf("%s does not exist", domain);
    g_free(problem);
}

bool
finding_lacks_domain(Finding *finding, const char *domain)
{
    const char *problem = domain_problem(domain);

    if (!problem)
        return false;
    finding->result = RESULT_NONE;
    finding->problem = g_strdup(problem);
    return true;
}

const char *
result_text(Result result)
{
    static const char *const texts[] = {
        [RESULT_NONE] = "none",           [RESULT_PASS] = "pass",
        [RESULT_FAIL] = "fail",           [RESULT_SOFTFAIL] = "softfail",
        [RESULT_NEUTRAL] = "neutral",     [RESULT_TEMPERROR] = "temperror",
        [RESULT_PERMERROR] = "permerror",
    };

    g_assert((size_t)result < G_N_ELEMENTS(texts));
    return texts[result];
}

const char *
identity_text(IdentityKind identity)
{
    static const char *const texts[] = {
        [IDENTITY_MAIL_FROM] = "mailfrom",
        [IDENTITY_HELO] = "helo",
        [IDENTITY_PRA] = "pra",
        [IDENTITY_CLIENT] = "client",
    };

    g_assert((size_t)identity < G_N_ELEMENTS(texts));
    return texts[identity];
}
