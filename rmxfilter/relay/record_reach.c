/* SPDX-License-Identifier: ISC */
/* By the terms include: and redirect=; a, mx and ptr of another domain name single hosts. */
#include "relay/record_reach.h"

#include "author/organization.h"
#include "relay/trust.h"

#include <string.h>

/* The domain of another organization that a term of a record leads to; NULL: none. */
static char *
foreign_domain(const char *term, const char *domain)
{
    static const char *const leads[] = { "include:", "+include:", "redirect=" };

    for (size_t i = 0; i < G_N_ELEMENTS(leads); i++) {
        size_t len = strlen(leads[i]);

        if (g_ascii_strncasecmp(term, leads[i], len) == 0 && !strchr(term, '%'))
            return organization_is_same(term + len, domain) ? NULL : g_strdup(term + len);
    }
    return NULL;
}

char *
record_reach_path(const Finding *finding, const char *domain)
{
    char *foreign = NULL;

    for (guint i = 0; finding->path && i < finding->path->len && !foreign; i++)
        foreign = foreign_domain(finding->path->pdata[i], domain);
    return foreign;
}

char *
record_reach_foreign(const Finding *finding, const char *domain)
{
    g_auto(GStrv) terms = g_strsplit(finding->record ? finding->record : "", " ", -1);
    char *foreign = record_reach_path(finding, domain);

    for (char **term = terms; *term && !foreign; term++)
        foreign = foreign_domain(*term, domain);
    return foreign;
}

bool
record_reach_is_wide(Dns *dns, const Claim *claim)
{
    Claim stranger = *claim;
    g_autoptr(Finding) finding = NULL;

    g_assert(claim->client.bits > 0);
    stranger.client.octets[claim->client.bits == 32 ? 1 : 3] ^= 1;
    finding = trust_check_records(dns, &stranger);
    return finding && finding->result == RESULT_PASS;
}
