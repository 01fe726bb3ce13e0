/* SPDX-License-Identifier: ISC */
#include "report/author_word.h"

#include "author/organization.h"

/* Fills in the author domains. */
static void
collect_author_domains(const GPtrArray *authors, AuthorAnswer *answer)
{
    GPtrArray *domains = answer->domains;

    for (guint i = 0; i < authors->len && !answer->more; i++) {
        const MailAddress *author = authors->pdata[i];

        if (!author->domain ||
            g_ptr_array_find_with_equal_func(domains, author->domain, g_str_equal, NULL))
            continue;
        if (domains->len == AUTHOR_DOMAINS_MAX)
            answer->more = true;
        else
            g_ptr_array_add(domains, author->domain);
    }
}

static const char *
ambiguity_text(const Evidence *evidence, const AuthorAnswer *answer)
{
    if (evidence->author->unclear)
        return evidence->author->unclear;
    if (evidence->cut)
        return "not all of the header was looked at";
    g_assert(answer->domains->len > 0);
    return evidence_author_domain(evidence) ? NULL : "authors of several domains";
}

/* The first address that a name shows and that is not of the author's organization. */
static const MailAddress *
foreign_shown(const Author *author, const char *domain)
{
    for (guint i = 0; i < author->shown->len; i++) {
        const MailAddress *shown = author->shown->pdata[i];

        if (!organization_is_same(shown->domain, domain))
            return shown;
    }
    return NULL;
}

/* The first pass that holds; aligned: of those that are the author's. NULL: there is none. */
static const Pass *
first_pass(const GArray *passes, bool aligned)
{
    for (guint i = 0; i < passes->len; i++) {
        const Pass *pass = &g_array_index(passes, Pass, i);

        if (pass->state == PASS_HOLDS && (pass->aligned || !aligned))
            return pass;
    }
    return NULL;
}

/* The first that is the author's, and could have passed; NULL: there is none. */
static const Pass *
first_unknown(const GArray *passes)
{
    for (guint i = 0; i < passes->len; i++) {
        const Pass *pass = &g_array_index(passes, Pass, i);

        if (pass->aligned && pass->state == PASS_UNKNOWN)
            return pass;
    }
    return NULL;
}

/* The author's domain asks that such a message be put aside or refused. */
static bool
is_refused(const Evidence *evidence, const AuthorAnswer *answer)
{
    return answer->dmarc == DMARC_FAIL && evidence->policy->wish != POLICY_NONE &&
           !answer->unknown.by;
}

static AuthorWord
choose_word(const Evidence *evidence, const AuthorAnswer *answer)
{
    if (answer->ambiguity)
        return AUTHOR_AMBIGUOUS;
    if (answer->passed.by && answer->passed.aligned)
        return AUTHOR_ALIGNED;
    if (is_refused(evidence, answer))
        return AUTHOR_REFUSED;
    return answer->passed.by ? AUTHOR_UNALIGNED : AUTHOR_NONE;
}

/* Says so where it would change the word. */
static void
note_unknown(AuthorAnswer *answer, const GArray *passes)
{
    const Pass *unknown = first_unknown(passes);

    if (!unknown || answer->ambiguity || (answer->passed.by && answer->passed.aligned))
        return;
    answer->unknown = *unknown;
    if (!unknown->domain) /* which domain it would be is not known either */
        answer->unknown.domain = answer->domains->pdata[0];
}

AuthorAnswer *
author_answer_of(const Evidence *evidence, const Verdict *verdict)
{
    if (!evidence->author)
        return NULL;

    AuthorAnswer *answer = g_new0(AuthorAnswer, 1);
    g_autoptr(GArray) passes = passes_of(evidence, verdict);
    const Pass *passed;

    answer->domains = g_ptr_array_new();
    collect_author_domains(evidence->author->addresses, answer);
    answer->ambiguity = ambiguity_text(evidence, answer);
    if (!answer->ambiguity)
        answer->shown = foreign_shown(evidence->author, answer->domains->pdata[0]);
    passed = answer->ambiguity ? NULL : first_pass(passes, true);
    if (!passed)
        passed = first_pass(passes, false);
    if (passed)
        answer->passed = *passed;
    note_unknown(answer, passes);
    answer->dmarc = dmarc_of(evidence, passes);
    answer->word = choose_word(evidence, answer);
    return answer;
}

void
author_answer_free(AuthorAnswer *answer)
{
    if (!answer)
        return;
    g_ptr_array_unref(answer->domains);
    g_free(answer);
}

const char *
author_word_text(AuthorWord word)
{
    switch (word) {
    case AUTHOR_AMBIGUOUS:
        return "ambiguous";
    case AUTHOR_ALIGNED:
        return "aligned";
    case AUTHOR_REFUSED:
        return "refused";
    case AUTHOR_UNALIGNED:
        return "unaligned";
    case AUTHOR_NONE:
        return "none";
    }
    g_assert_not_reached();
}

/* A signature of the author's that could not be checked, and perhaps can be next time. */
static bool
may_be_signed(const Evidence *evidence)
{
    bool lasts = evidence->body_missing && !body_lack_may_end(evidence->body_missing);

    for (guint i = 0; !lasts && i < evidence->signatures->len; i++) {
        const SignatureFinding *signature = evidence->signatures->pdata[i];

        if (signature->aligned && signature->result == SIGNATURE_TEMPERROR)
            return true;
    }
    return false;
}

bool
author_word_may_change(const Evidence *evidence, const Verdict *verdict)
{
    g_autoptr(AuthorAnswer) answer = author_answer_of(evidence, verdict);

    if (answer && answer->word == AUTHOR_ALIGNED)
        return false;
    return verdict->result == RESULT_TEMPERROR || may_be_signed(evidence);
}
