/* SPDX-License-Identifier: ISC */
#include "ask_author.h"

#include "author/organization.h"

/* The one domain of the author, as all readers see it; NULL: there is no such. Lent. */
static const char *
author_domain(const Evidence *evidence)
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

void
ask_author(Evidence *evidence)
{
    const char *author = author_domain(evidence);

    for (guint i = 0; author && i < evidence->findings->len; i++) {
        Finding *finding = evidence->findings->pdata[i];

        finding->aligned = finding->domain && organization_is_same(finding->domain, author);
    }
}
