/* SPDX-License-Identifier: ISC */
/* The public suffix list is the one compiled into libpsl: no file is read and nothing is loaded, so
 * that a message of which nothing passed pays nothing for it. */
#include "report/alignment.h"

#include <libpsl.h>

bool
alignment_same_organization(const char *one, const char *other)
{
    g_autofree char *mine = mail_domain(one);
    g_autofree char *theirs = mail_domain(other);

    if (!mine || !theirs)
        return false;
    if (g_str_equal(mine, theirs))
        return true;

    const psl_ctx_t *suffixes = psl_builtin();
    const char *my_organization = suffixes ? psl_registrable_domain(suffixes, mine) : NULL;
    const char *their_organization = suffixes ? psl_registrable_domain(suffixes, theirs) : NULL;

    return my_organization && g_strcmp0(my_organization, their_organization) == 0;
}

/* Fills in the author domains. */
static void
collect_domains(const GPtrArray *authors, Alignment *alignment)
{
    GPtrArray *domains = alignment->domains;

    for (guint i = 0; i < authors->len && !alignment->more; i++) {
        const MailAddress *author = authors->pdata[i];

        if (!author->domain ||
            g_ptr_array_find_with_equal_func(domains, author->domain, g_str_equal, NULL))
            continue;
        if (domains->len == ALIGNMENT_DOMAINS_MAX)
            alignment->more = true;
        else
            g_ptr_array_add(domains, author->domain);
    }
}

static const char *
ambiguity_text(const Evidence *evidence, const Alignment *alignment)
{
    if (evidence->author->unclear)
        return evidence->author->unclear;
    if (evidence->cut)
        return "not all of the header was looked at";
    g_assert(alignment->domains->len > 0);
    return alignment->domains->len == 1 ? NULL : "authors of several domains";
}

/* The first address that a name shows and that is not of the author's organization. */
static const MailAddress *
foreign_shown(const Author *author, const char *domain)
{
    for (guint i = 0; i < author->shown->len; i++) {
        const MailAddress *shown = author->shown->pdata[i];

        if (!alignment_same_organization(shown->domain, domain))
            return shown;
    }
    return NULL;
}

/* The domain of a finding that passed; one of the author's organization where there is one, also if
 * another scheme made the verdict. NULL: none passed. */
static const char *
passed_domain(const Evidence *evidence, const Verdict *verdict, const char *author, bool *aligned)
{
    *aligned = false;
    if (verdict->result != RESULT_PASS || !verdict->finding)
        return NULL;
    for (guint i = 0; author && i < evidence->findings->len; i++) {
        const Finding *finding = evidence->findings->pdata[i];

        if (finding->result == RESULT_PASS && finding->domain && finding->scheme->decides &&
            alignment_same_organization(finding->domain, author)) {
            *aligned = true;
            return finding->domain;
        }
    }
    return verdict->finding->domain;
}

Alignment *
alignment_of(const Evidence *evidence, const Verdict *verdict)
{
    if (!evidence->author)
        return NULL;

    Alignment *alignment = g_new0(Alignment, 1);
    const char *author = NULL;
    bool aligned;

    alignment->domains = g_ptr_array_new();
    collect_domains(evidence->author->addresses, alignment);
    alignment->ambiguity = ambiguity_text(evidence, alignment);
    if (!alignment->ambiguity) {
        author = alignment->domains->pdata[0];
        alignment->shown = foreign_shown(evidence->author, author);
    }
    alignment->passed = passed_domain(evidence, verdict, author, &aligned);
    if (alignment->ambiguity)
        alignment->word = ALIGNMENT_AMBIGUOUS;
    else if (!alignment->passed)
        alignment->word = ALIGNMENT_NONE;
    else
        alignment->word = aligned ? ALIGNMENT_ALIGNED : ALIGNMENT_UNALIGNED;
    return alignment;
}

void
alignment_free(Alignment *alignment)
{
    if (!alignment)
        return;
    g_ptr_array_unref(alignment->domains);
    g_free(alignment);
}

const char *
alignment_text(AlignmentWord word)
{
    switch (word) {
    case ALIGNMENT_AMBIGUOUS:
        return "ambiguous";
    case ALIGNMENT_NONE:
        return "none";
    case ALIGNMENT_ALIGNED:
        return "aligned";
    case ALIGNMENT_UNALIGNED:
        return "unaligned";
    }
    g_assert_not_reached();
}
