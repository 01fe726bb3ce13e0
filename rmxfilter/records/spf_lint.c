/* SPDX-License-Identifier: ISC */
/* The record of a domain as everybody sees it, whatever the client. */
#include "records/spf_lint.h"

#include "records/spf_record.h"

void
spf_lint_record(Lint *lint, SpfVersion version)
{
    const DnsAnswer *answer = lint_ask(lint, lint->domain, DNS_TXT);
    unsigned count;
    const GString *text = spf_select(answer, version, &count);

    if (text)
        lint_add_record(lint, lint->domain, DNS_TXT,
                        spf_slice_text(cursor_over(text->str, text->len)));
}

void
spf_lint(Lint *lint)
{
    spf_lint_record(lint, spf_version1);
}
