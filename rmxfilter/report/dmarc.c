/* SPDX-License-Identifier: ISC */
#include "report/dmarc.h"

#include "report/passes.h"

/* By SPF and by DKIM, each of which DMARC believes whatever other schemes say. */
static DmarcResult
judge_passes(const GArray *passes)
{
    DmarcResult result = DMARC_FAIL;

    for (guint i = 0; i < passes->len; i++) {
        const Pass *pass = &g_array_index(passes, Pass, i);

        if (!pass->aligned || !(g_str_equal(pass->by, "spf") || g_str_equal(pass->by, "dkim")))
            continue;
        if (pass->state != PASS_UNKNOWN)
            return DMARC_PASS;
        result = DMARC_TEMPERROR;
    }
    return result;
}

DmarcResult
dmarc_of(const Evidence *evidence, const GArray *passes)
{
    const AuthorPolicy *policy = evidence->policy;

    if (!policy || !evidence_is_from_outside(evidence))
        return DMARC_NOT_ASKED;
    switch (policy->state) {
    case AUTHOR_POLICY_ABSENT:
        return DMARC_NONE;
    case AUTHOR_POLICY_TEMPERROR:
        return DMARC_TEMPERROR;
    case AUTHOR_POLICY_PERMERROR:
        return DMARC_PERMERROR;
    case AUTHOR_POLICY_FOUND:
        return judge_passes(passes);
    }
    g_assert_not_reached();
}

const char *
dmarc_result_text(DmarcResult result)
{
    switch (result) {
    case DMARC_NOT_ASKED:
        return NULL;
    case DMARC_NONE:
        return "none";
    case DMARC_PASS:
        return "pass";
    case DMARC_FAIL:
        return "fail";
    case DMARC_TEMPERROR:
        return "temperror";
    case DMARC_PERMERROR:
        return "permerror";
    }
    g_assert_not_reached();
}

char *
dmarc_wish_text(const AuthorPolicy *policy)
{
    if (policy->state != AUTHOR_POLICY_FOUND)
        return NULL;
    return g_strdup_printf("%s=%s%s", policy->tag ? policy->tag : "p",
                           policy_wish_text(policy->published), policy->testing ? ", t=y" : "");
}

char *
dmarc_policy_text(const AuthorPolicy *policy)
{
    g_autofree char *wish = dmarc_wish_text(policy);
    GString *text = g_string_new(policy->exists ? NULL : "the domain does not exist: ");

    g_string_append(text, wish ? wish : policy->problem ? policy->problem : "no policy");
    if (policy->name && !g_str_equal(policy->name, policy->domain))
        g_string_append_printf(text, " of %s", policy->name);
    return g_string_free(text, FALSE);
}
