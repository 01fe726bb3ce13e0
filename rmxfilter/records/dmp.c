/* SPDX-License-Identifier: ISC */
/* Designated Mailers Protocol (draft-fecyk-dmp): one TXT record for each address, and a wildcard
 * for all others, so that one question settles it. */
#include "records/dmp.h"

#include "mime/cursor.h"
#include "records/match.h"
#include "records/rows.h"

void
dmp_words_clear(DmpWords *words)
{
    g_free(words->record);
    g_free(words->other);
}

char *
dmp_client_labels(const IpAddress *client)
{
    g_autofree char *reversed = ip_reversed(client);

    return g_strconcat(reversed, client->bits == 32 ? ".in-addr" : ".ip6", NULL);
}

static char *
dmp_name(const IpAddress *client, const char *domain)
{
    g_autofree char *labels = dmp_client_labels(client);

    return g_strconcat(labels, "._smtp-client.", domain, NULL);
}

static void
read_dmp_word(DmpWords *words, const GString *text)
{
    Cursor c = cursor_over_string(text);

    cursor_trim(&c, cursor_is_wsp);
    if (!cursor_begins(&c, "dmp=")) /* somebody else's record */
        return;
    if (!words->record)
        words->record = cursor_unfold(&c);
    if (cursor_is(&c, "dmp=allow"))
        words->allows = true;
    else if (cursor_is(&c, "dmp=deny"))
        words->denies = true;
    else if (!words->other)
        words->other = cursor_unfold(&c);
}

DmpWords
dmp_read(const DnsAnswer *answer)
{
    DmpWords words = { .other = NULL };

    for (guint i = 0; i < answer->records->len; i++)
        read_dmp_word(&words, ((const DnsRecord *)answer->records->pdata[i])->data);
    return words;
}

static void
conclude_dmp(Dns *dns, const Claim *claim, const char *name, const DnsAnswer *answer,
             Finding *finding)
{
    g_auto(DmpWords) words = dmp_read(answer);

    finding->record = g_strdup(words.record);
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
        finding_conclude_none(finding, dns, claim->domain, answer,
                              g_strdup_printf("no DMP record at %s", name));
    }
}

static void
dmp_prefetch(Dns *dns, const Claim *claim)
{
    g_autofree char *name = dmp_name(&claim->client, claim->domain);

    if (!domain_problem(claim->domain))
        dns_prefetch(dns, name, DNS_TXT);
}

static void
dmp_check(Dns *dns, const Claim *claim, Finding *finding)
{
    g_auto(Matcher) matcher = matcher_over(dns, &claim->client);
    g_autofree char *name = dmp_name(&claim->client, claim->domain);
    const DnsAnswer *answer;

    if (finding_lacks_domain(finding, claim->domain))
        return;
    answer = matcher_ask(&matcher, name, DNS_TXT);
    if (answer->status == DNS_TEMPERROR) {
        finding->result = RESULT_TEMPERROR;
        finding->problem = g_steal_pointer(&matcher.problem);
    } else {
        conclude_dmp(dns, claim, name, answer, finding);
    }
    finding->authentic = matcher_authentic(&matcher);
}

const Scheme dmp_scheme = {
    .name = "dmp",
    .title = "DMP",
    .identity = IDENTITY_MAIL_FROM,
    .decides = true,
    .prefetch = dmp_prefetch,
    .check = dmp_check,
};
