/* SPDX-License-Identifier: ISC */
/* The linters of MAIL FROM and MT, the schemes that list hosts by name: which hosts are named, and
 * whether they exist. */
#include "lint/linters.h"

#include "records/mail_from_mx.h"
#include "records/mt.h"
#include "records/named_hosts.h"

/* Adds the hosts (char *, "" being none) that a record names to its terms, and what is wrong with
 * them. */
static void
lint_named_hosts(Lint *lint, const GPtrArray *hosts, LintRecord *record)
{
    for (guint i = 0; i < hosts->len; i++)
        dns_prefetch_addresses(lint->dns, hosts->pdata[i]);
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
            lint_report_at(lint, LINT_WARNING, record->name, host, 0, NULL,
                           "no address: nobody sends from a host that does not exist");
    }
    record->lookups = hosts->len;
    if (hosts->len > MATCH_EXCHANGES_MAX)
        lint_report(lint, LINT_ERROR, record->name, "rmxfilter-records(7)",
                    "%u hosts, more than %d: permerror", hosts->len, MATCH_EXCHANGES_MAX);
}

void
lint_mail_from_mx(Lint *lint)
{
    g_autofree char *name = mail_from_mx_name(lint->domain);
    const DnsAnswer *answer = lint_ask(lint, name, DNS_MX);
    g_autoptr(GPtrArray) hosts = mail_from_mx_hosts(answer);

    if (hosts->len > 0)
        lint_named_hosts(lint, hosts, lint_add_record(lint, name, DNS_MX, named_hosts_text(hosts)));
    for (guint i = 0; i < answer->records->len; i++) {
        const DnsRecord *record = answer->records->pdata[i];

        if (record->preference != 0)
            lint_report_at(lint, LINT_WARNING, name, record->name, 0, "rmxfilter-records(7)",
                           "ignored: its preference is %u, and only 0 counts", record->preference);
    }
}

void
lint_mt(Lint *lint)
{
    uint16_t type = lint->settings->mt_type;
    const char *problem = NULL;
    const DnsAnswer *answer;
    g_autoptr(GPtrArray) hosts = NULL;

    if (type == 0)
        return;
    answer = lint_ask(lint, lint->domain, type);
    hosts = mt_hosts(answer, &problem);
    if (!hosts)
        lint_report(lint, LINT_ERROR, lint->domain, "rmxfilter-records(7)",
                    "a record that is not one host name (%s): permerror", problem);
    else if (hosts->len > 0)
        lint_named_hosts(lint, hosts,
                         lint_add_record(lint, lint->domain, type, named_hosts_text(hosts)));
}
