/* SPDX-License-Identifier: ISC */
/* Sender ID (RFC 4406): SPF's terms under a version that says whose address they are about, the
 * purported responsible address (RFC 4407) or MAIL FROM. */
#include "records/rows.h"
#include "records/spf/spf_evaluate.h"
#include "records/spf/spf_lint.h"
#include "records/spf/spf_policy.h"

#include "mime/cursor.h"

#include <string.h>

static bool
ends_scope(unsigned char octet)
{
    return octet == ',' || octet == ' ';
}

/* The length of "spf2.0/" and a list of scopes that has this one; 0: it is none (section 3.1). */
static size_t
version2(const char *octets, size_t len, const char *scope)
{
    Cursor c = cursor_over(octets, len);
    bool found = false;

    if (!cursor_skip_text(&c, "spf2.0/"))
        return 0;
    do {
        Cursor ahead = c;
        Cursor word = cursor_sub(&c, cursor_span_until(&ahead, ends_scope));

        if (!cursor_more(&word))
            return 0;
        found |= cursor_is(&word, scope);
    } while (cursor_skip(&c, ','));
    return found ? cursor_offset(&c) : 0;
}

static size_t
version2_pra(const char *octets, size_t len)
{
    return version2(octets, len, "pra");
}

static size_t
version2_mfrom(const char *octets, size_t len)
{
    return version2(octets, len, "mfrom");
}

/* Section 3.4, against the advice of RFC 7208: a v=spf1 record stands for "spf2.0/mfrom,pra". */
static size_t
version1_or_pra(const char *octets, size_t len)
{
    size_t version = version2_pra(octets, len);

    return version > 0 ? version : spf_version1(octets, len);
}

static size_t
version1_or_mfrom(const char *octets, size_t len)
{
    size_t version = version2_mfrom(octets, len);

    return version > 0 ? version : spf_version1(octets, len);
}

static SpfVersion
version_for(const Claim *claim)
{
    bool from_spf1 = claim_settings(claim)->sender_id_from_spf1;

    if (claim->identity == IDENTITY_PRA)
        return from_spf1 ? version1_or_pra : version2_pra;
    return from_spf1 ? version1_or_mfrom : version2_mfrom;
}

/* The user's own record is for one identity, or for both. */
static bool
is_of_other_scope(const Claim *claim)
{
    return claim->record && version_for(claim)(claim->record, strlen(claim->record)) == 0;
}

static void
prefetch(Dns *dns, const Claim *claim)
{
    if (!is_of_other_scope(claim))
        spf_prefetch(dns, claim, version_for(claim), claim->record);
}

static void
check(Dns *dns, const Claim *claim, Finding *finding)
{
    if (is_of_other_scope(claim)) {
        finding->result = RESULT_NONE;
        finding->problem = g_strdup("the record is of another scope");
        return;
    }
    spf_evaluate(dns, claim, version_for(claim), claim->record, finding);
}

static char *
text_problem(const char *text)
{
    SpfVersion version = version2_pra(text, strlen(text)) > 0 ? version2_pra : version2_mfrom;

    return spf_text_problem(text, version);
}

/* --- what is published --- */

/* The record of a scope, where it has one. */
static const GString *
lint_scope(Lint *lint, const DnsAnswer *answer, SpfVersion version, const char *scope)
{
    unsigned count;
    const GString *text = spf_select(answer, version, &count);

    if (count > 1)
        lint_say(lint, LINT_ERROR, lint->domain, "RFC 4406 section 4.4",
                 "%u records for the scope %s where one is allowed: permerror", count, scope);
    return text;
}

static void
lint_other_scope(Lint *lint, const GString *text)
{
    Cursor c = cursor_over(text->str, text->len);
    g_autofree char *words = cursor_unfold(&c);

    if (cursor_begins(&c, "spf2.0") && version2_pra(text->str, text->len) == 0 &&
        version2_mfrom(text->str, text->len) == 0)
        lint_say_at(lint, LINT_WARNING, lint->domain, words, 0, "RFC 4406 section 3.1",
                    "no record: behind spf2.0 stands \"/\" and pra, mfrom, or both with a comma");
}

static void
lint_records(Lint *lint)
{
    const DnsAnswer *answer = lint_ask(lint, lint->domain, DNS_TXT);
    const GString *pra = lint_scope(lint, answer, version2_pra, "pra");
    const GString *mfrom = lint_scope(lint, answer, version2_mfrom, "mfrom");

    if (pra)
        spf_lint_record(lint, version2_pra, pra->str, pra->len);
    if (mfrom && mfrom != pra)
        spf_lint_record(lint, version2_mfrom, mfrom->str, mfrom->len);
    if (!pra != !mfrom)
        lint_say(lint, LINT_NOTE, lint->domain, "RFC 4406 section 3",
                 "nothing for the scope %s: that identity is not protected", pra ? "mfrom" : "pra");
    for (guint i = 0; i < answer->records->len; i++)
        lint_other_scope(lint, ((const DnsRecord *)answer->records->pdata[i])->data);
}

/* In the order in which the scopes are asked. */
static bool
policy_read(Policy *policy)
{
    bool from_spf1 = policy->settings && policy->settings->sender_id_from_spf1;

    return spf_policy_read(policy, from_spf1 ? version1_or_pra : version2_pra) ||
           spf_policy_read(policy, version2_mfrom);
}

static void
policy_write(Policy *policy)
{
    spf_policy_write(policy, "spf2.0/pra,mfrom");
}

static const Scheme mfrom_scheme = {
    .name = "sender-id",
    .identity = IDENTITY_MAIL_FROM,
    .decides = true,
    .prefetch = prefetch,
    .check = check,
    .text_problem = text_problem,
};

const Scheme sender_id_scheme = {
    .name = "sender-id",
    .identity = IDENTITY_PRA,
    .decides = true,
    .prefetch = prefetch,
    .check = check,
    .text_problem = text_problem,
    .lint = lint_records,
    .policy_read = policy_read,
    .policy_write = policy_write,
    .otherwise = &mfrom_scheme,
};
