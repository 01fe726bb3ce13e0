/* SPDX-License-Identifier: ISC */
/* Designated Mailers Protocol (draft-fecyk-dmp): one TXT record for each address, and a wildcard
 * for all others, so that one question settles it. */
#include "mime/cursor.h"
#include "records/dmp_policy.h"
#include "records/match.h"
#include "records/rows.h"

typedef struct {
    bool allows, denies;
    char *other; /* a "dmp=" that is neither; NULL: none */
} Words;

static void
words_clear(Words *words)
{
    g_free(words->other);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Words, words_clear)

static char *
dmp_name(const Claim *claim)
{
    g_autofree char *reversed = ip_reversed(&claim->client);

    return g_strconcat(reversed, claim->client.bits == 32 ? ".in-addr" : ".ip6", "._smtp-client.",
                       claim->domain, NULL);
}

static bool
is_blank(unsigned char octet)
{
    return octet == ' ' || octet == '\t';
}

static void
read_word(Words *words, Finding *finding, const GString *text)
{
    Cursor c = cursor_over(text->str, text->len);

    cursor_trim(&c, is_blank);
    if (!cursor_begins(&c, "dmp=")) /* somebody else's record */
        return;
    if (!finding->record)
        finding->record = cursor_unfold(&c);
    if (cursor_is(&c, "dmp=allow"))
        words->allows = true;
    else if (cursor_is(&c, "dmp=deny"))
        words->denies = true;
    else if (!words->other)
        words->other = cursor_unfold(&c);
}

static void
conclude(Dns *dns, const Claim *claim, const char *name, const DnsAnswer *answer, Finding *finding)
{
    g_auto(Words) words = { .other = NULL };

    for (guint i = 0; i < answer->records->len; i++)
        read_word(&words, finding, ((const DnsRecord *)answer->records->pdata[i])->data);
    if (words.other) {
        finding->result = RESULT_PERMERROR;
        finding->problem = g_strdup_printf("neither dmp=allow nor dmp=deny: \"%s\" (record at %s)",
                                           words.other, name);
    } else if (words.allows && words.denies) {
        finding->result = RESULT_PERMERROR;
        finding->problem = g_strdup_printf("both dmp=allow and dmp=deny (records at %s)", name);
    } else if (words.allows || words.denies) {
        finding->result = words.allows ? RESULT_PASS : RESULT_FAIL;
        finding->mechanism = g_strdup(words.allows ? "dmp=allow" : "dmp=deny");
    } else {
        finding_conclude_none(finding, dns, claim, answer,
                              g_strdup_printf("no DMP record at %s", name));
    }
}

static void
prefetch(Dns *dns, const Claim *claim)
{
    g_autofree char *name = dmp_name(claim);

    if (!claim_domain_problem(claim))
        dns_prefetch(dns, name, DNS_TXT);
}

static void
check(Dns *dns, const Claim *claim, Finding *finding)
{
    g_auto(Matcher) matcher = matcher_over(dns, &claim->client);
    g_autofree char *name = dmp_name(claim);
    const DnsAnswer *answer;

    if (finding_lacks_domain(finding, claim))
        return;
    answer = matcher_ask(&matcher, name, DNS_TXT);
    if (answer->status == DNS_TEMPERROR) {
        finding->result = RESULT_TEMPERROR;
        finding->problem = g_steal_pointer(&matcher.problem);
    } else {
        conclude(dns, claim, name, answer, finding);
    }
    finding->authentic = matcher_authentic(&matcher);
}

const Scheme dmp_scheme = {
    .name = "dmp",
    .identity = IDENTITY_MAIL_FROM,
    .decides = true,
    .prefetch = prefetch,
    .check = check,
    .policy_write = dmp_policy_write,
};
