/* SPDX-License-Identifier: ISC */
/* The record that is shown is the list of names: there is no text that was published. */
#include "records/named_hosts.h"

char *
named_hosts_text(const GPtrArray *hosts)
{
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < hosts->len; i++) {
        const char *host = hosts->pdata[i];

        g_string_append_printf(text, "%s%s", i > 0 ? " " : "", *host ? host : ".");
    }
    return g_string_free(text, FALSE);
}

void
named_hosts_unknown(Matcher *matcher, Finding *finding)
{
    g_assert(matcher->problem);
    finding->result = RESULT_TEMPERROR;
    finding->problem = g_steal_pointer(&matcher->problem);
}

void
named_hosts_conclude(Matcher *matcher, const GPtrArray *hosts, const char *name, Finding *finding)
{
    const char *matched = NULL;

    finding->record = named_hosts_text(hosts);
    switch (match_hosts(matcher, hosts, &matched)) {
    case MATCH_YES:
        finding->result = RESULT_PASS;
        finding->mechanism = g_strdup(matched);
        break;
    case MATCH_NO:
        finding->result = RESULT_FAIL;
        break;
    case MATCH_TEMPERROR:
        named_hosts_unknown(matcher, finding);
        break;
    case MATCH_PERMERROR:
        finding->result = RESULT_PERMERROR;
        finding->problem = g_strdup_printf("%s lists %s", name, matcher->problem);
        break;
    }
}
