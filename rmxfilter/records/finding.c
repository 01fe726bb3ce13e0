/* SPDX-License-Identifier: ISC */
/* What all schemes say in the same words. */
#include "records/finding.h"

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

char *
finding_path_text(const Finding *finding)
{
    GString *text;

    if (!finding->path)
        return NULL;
    text = g_string_new(NULL);
    for (guint i = 0; i < finding->path->len; i++)
        g_string_append_printf(text, "%s%s", i > 0 ? " > " : "",
                               (const char *)finding->path->pdata[i]);
    return g_string_free(text, FALSE);
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
