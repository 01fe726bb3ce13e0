/* SPDX-License-Identifier: ISC */
/* A claim only lends its strings; a copy that is kept has its own. */
#include "records/claim.h"

#include <string.h>

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
