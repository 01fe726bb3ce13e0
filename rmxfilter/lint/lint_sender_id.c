/* SPDX-License-Identifier: ISC */
/* The linter of Sender ID: a record for each scope, or one for both (RFC 4406 section 3). */
#include "lint/linters.h"

#include "lint/lint_spf.h"
#include "records/sender_id.h"

/* The record of a scope, where it has one. */
static const GString *
lint_scope(Lint *lint, const DnsAnswer *answer, SpfVersion version, const char *scope)
{
    unsigned count;
    const GString *text = spf_select(answer, version, &count);

    if (count > 1)
        lint_report(lint, LINT_ERROR, lint->domain, "RFC 4406 section 4.4",
                    "%u records for the scope %s where one is allowed: permerror", count, scope);
    return text;
}

static bool
is_of_scope(const GString *text, IdentityKind identity)
{
    return sender_id_version(identity, false)(text->str, text->len) > 0;
}

static void
lint_other_scope(Lint *lint, const GString *text)
{
    Cursor c = cursor_over_string(text);
    g_autofree char *words = cursor_unfold(&c);

    if (cursor_begins(&c, "spf2.0") && !is_of_scope(text, IDENTITY_PRA) &&
        !is_of_scope(text, IDENTITY_MAIL_FROM))
        lint_report_at(
            lint, LINT_WARNING, lint->domain, words, 0, "RFC 4406 section 3.1",
            "no record: behind spf2.0 stands \"/\" and pra, mfrom, or both with a comma");
}

void
lint_sender_id(Lint *lint)
{
    SpfVersion version_pra = sender_id_version(IDENTITY_PRA, false);
    SpfVersion version_mfrom = sender_id_version(IDENTITY_MAIL_FROM, false);
    const DnsAnswer *answer = lint_ask(lint, lint->domain, DNS_TXT);
    const GString *pra = lint_scope(lint, answer, version_pra, "pra");
    const GString *mfrom = lint_scope(lint, answer, version_mfrom, "mfrom");

    if (pra)
        lint_spf_record(lint, version_pra, pra->str, pra->len);
    if (mfrom && mfrom != pra)
        lint_spf_record(lint, version_mfrom, mfrom->str, mfrom->len);
    if (!pra != !mfrom)
        lint_report(lint, LINT_NOTE, lint->domain, "RFC 4406 section 3",
                    "nothing for the scope %s: that identity is not protected",
                    pra ? "mfrom" : "pra");
    for (guint i = 0; i < answer->records->len; i++)
        lint_other_scope(lint, ((const DnsRecord *)answer->records->pdata[i])->data);
}
