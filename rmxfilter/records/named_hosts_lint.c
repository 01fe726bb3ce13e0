/* SPDX-License-Identifier: ISC */
/* Who is named, and whether there is such a host. */
#include "records/lint.h"
#include "records/match.h"
#include "records/named_hosts.h"

void
named_hosts_lint(Lint *lint, const GPtrArray *hosts, LintRecord *record)
{
    for (guint i = 0; i < hosts->len; i++)
        lint_host_prefetch(lint->dns, hosts->pdata[i]);
    for (guint i = 0; i < MIN(hosts->len, LINT_LOOKUPS_MAX); i++) {
        const char *host = hosts->pdata[i];
        LintTerm *term = lint_add_term(record->terms, g_strdup(*host ? host : "."), 0);
        LintLacks lacks;

        if (*host == '\0') {
            term->means = g_strdup("nobody");
            continue;
        }
        term->lookups = 1;
        term->means = lint_host(lint, host, 32, 128, &lacks);
        if (lacks.ipv4 && lacks.ipv6)
            lint_say_at(lint, LINT_WARNING, record->name, host, 0, NULL,
                        "no address: nobody sends from a host that does not exist");
    }
    record->lookups = hosts->len;
    if (hosts->len > MATCH_EXCHANGES_MAX)
        lint_say(lint, LINT_ERROR, record->name, "rmxfilter-records(7)",
                 "%u hosts, more than %d: permerror", hosts->len, MATCH_EXCHANGES_MAX);
}
