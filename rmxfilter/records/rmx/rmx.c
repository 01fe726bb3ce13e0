/* SPDX-License-Identifier: ISC */
/* RMX: an ordered rule base at _rmx.DOMAIN, like a packet filter's (draft-danisch-dns-rr-smtp-03
 * and -04). Each tag is a row of handlers[]. */
#include "records/apl.h"
#include "records/match.h"
#include "records/rmx/rmx_lookup.h"
#include "records/rows.h"

#include <string.h>

typedef struct {
    Matcher matcher;
    const Claim *claim;
    Finding *finding;
    unsigned asking; /* entries that ask the DNS, in the records read so far */
    const char *tag; /* of the entry looked at last; NULL: none yet */
    bool refuses;    /* where that entry matched: it denied */
} RmxWalk;

static Match walk_record(RmxWalk *w, const char *owner, const RmxRecord *record);

/* --- what each tag matches --- */

static Match
match_rmx_network(RmxWalk *w, const RmxEntry *entry)
{
    return ip_in_network(&w->claim->client, &entry->network) ? MATCH_YES : MATCH_NO;
}

static Match
match_named_host(RmxWalk *w, const RmxEntry *entry)
{
    return match_host(&w->matcher, entry->name, 32, 128);
}

static Match
match_rmx_mx(RmxWalk *w, const RmxEntry *entry)
{
    g_autofree char *domain = rmx_entry_domain(w->claim->domain, entry);

    return match_exchanges(&w->matcher, domain, 32, 128);
}

/* A "!" inside the list refuses, whatever stands before the entry: two refusals grant nothing. */
static Match
match_apl(RmxWalk *w, const RmxEntry *entry)
{
    const DnsAnswer *answer = matcher_ask(&w->matcher, entry->name, DNS_APL);
    AplMatch found = APL_NONE;

    if (answer->status == DNS_TEMPERROR)
        return MATCH_TEMPERROR;
    for (guint i = 0; i < answer->records->len; i++) {
        const DnsRecord *record = g_ptr_array_index(answer->records, i);
        Cursor c = cursor_over_string(record->data);
        AplMatch match = apl_match(&c, &w->claim->client);

        if (c.problem) {
            w->matcher.problem = g_strdup_printf("APL record of %s: %s", entry->name, c.problem);
            return MATCH_PERMERROR;
        }
        if (found == APL_NONE)
            found = match;
    }
    w->refuses |= found == APL_EXCLUDED;
    return found == APL_NONE ? MATCH_NO : MATCH_YES;
}

/* Names beyond the first ten are ignored, and no error: the owner of the address says how many
 * there are, and could else turn a fail into a permerror. */
static Match
match_reverse(RmxWalk *w, const RmxEntry *entry)
{
    g_autofree char *domain = rmx_entry_domain(w->claim->domain, entry);
    g_autoptr(ReverseNames) names = match_reverse_names(&w->matcher, domain);

    if (names->names->len > 0)
        return MATCH_YES;
    return names->unknown ? MATCH_TEMPERROR : MATCH_NO;
}

static Match
match_always(G_GNUC_UNUSED RmxWalk *w, G_GNUC_UNUSED const RmxEntry *entry)
{
    return MATCH_YES;
}

static Match
match_dnsmap(RmxWalk *w, const RmxEntry *entry)
{
    g_autofree char *name = rmx_dnsmap_name(w->claim, entry);

    return match_exists(&w->matcher, name);
}

/* The entries of the full address's record are walked in the place of this one. A local part that
 * can be no name has no record: the sender chooses it, and an error would be his to make. */
static Match
match_full(RmxWalk *w, G_GNUC_UNUSED const RmxEntry *entry)
{
    g_autofree char *name = rmx_full_name(w->claim->local, w->claim->domain);
    g_autoptr(RmxRecord) record = NULL;
    const DnsAnswer *answer;

    if (!name)
        return MATCH_NO;
    answer = matcher_ask(&w->matcher, name, DNS_TXT);
    if (answer->status == DNS_TEMPERROR)
        return MATCH_TEMPERROR;
    record = rmx_read(answer, DNS_TXT, true);
    return record ? walk_record(w, name, record) : MATCH_NO;
}

static Match (*const handlers[])(RmxWalk *w, const RmxEntry *entry) = {
    [RMX_IPV4] = match_rmx_network, [RMX_IPV6] = match_rmx_network, [RMX_HOST] = match_named_host,
    [RMX_APL] = match_apl,          [RMX_DOMAIN] = match_reverse,   [RMX_UNUSED] = match_always,
    [RMX_FULL] = match_full,        [RMX_MX] = match_rmx_mx,        [RMX_DNSMAP] = match_dnsmap,
};

/* --- the walk --- */

/* Sets problem (taken) with the name of the record, where no record inside set one. Returns match.
 */
static Match
end_walk_in_error(RmxWalk *w, Match match, const char *owner, char *problem)
{
    g_assert(problem || w->finding->problem);
    if (!w->finding->problem)
        w->finding->problem = g_strdup_printf("%s (RMX record at %s)", problem, owner);
    g_free(problem);
    return match;
}

static Match
walk_record(RmxWalk *w, const char *owner, const RmxRecord *record)
{
    if (record->problem)
        return end_walk_in_error(w, MATCH_PERMERROR, owner, g_strdup(record->problem));
    w->asking += record->asking;
    if (w->asking > RMX_ASKING_MAX)
        return end_walk_in_error(
            w, MATCH_PERMERROR, owner,
            g_strdup_printf("more than %d entries that ask the DNS", RMX_ASKING_MAX));
    for (guint i = 0; i < record->entries->len; i++) {
        const RmxEntry *entry = &g_array_index(record->entries, RmxEntry, i);
        Match match;

        w->tag = rmx_tag_text(entry->tag);
        w->refuses = entry->refuses;
        matcher_clear(&w->matcher);
        g_assert((size_t)entry->tag < G_N_ELEMENTS(handlers) && handlers[entry->tag]);
        match = handlers[entry->tag](w, entry);
        if (match == MATCH_TEMPERROR || match == MATCH_PERMERROR)
            return end_walk_in_error(w, match, owner, g_steal_pointer(&w->matcher.problem));
        if (match == MATCH_YES)
            return match;
    }
    return MATCH_NO;
}

static void
conclude_rmx(RmxWalk *w, Match match)
{
    static const struct {
        Result result;
        const char *word;
    } outcomes[] = {
        [MATCH_NO] = { RESULT_FAIL, "NotInRMX" },
        [MATCH_YES] = { RESULT_PASS, "Granted" },
        [MATCH_TEMPERROR] = { RESULT_TEMPERROR, "TempFail" },
        [MATCH_PERMERROR] = { RESULT_PERMERROR, "BadData" },
    };
    bool denied = match == MATCH_YES && w->refuses;

    w->finding->result = denied ? RESULT_FAIL : outcomes[match].result;
    w->finding->word = denied ? "Denied" : outcomes[match].word;
    w->finding->mechanism = g_strdup(w->tag);
    w->finding->unmatched = match == MATCH_NO;
}

/* Looks for a record of this type at name and, where there is one or it cannot be known, concludes.
 * Else returns the answer that has none: the next place may be looked at. */
static const DnsAnswer *
check_rmx_place(RmxWalk *w, const char *name, uint16_t type)
{
    const DnsAnswer *answer = matcher_ask(&w->matcher, name, type);
    g_autoptr(RmxRecord) record = NULL;

    if (answer->status == DNS_TEMPERROR) {
        w->finding->problem = g_steal_pointer(&w->matcher.problem);
        conclude_rmx(w, MATCH_TEMPERROR);
        return NULL;
    }
    record = rmx_read(answer, type, false);
    if (!record)
        return answer;
    w->finding->record = rmx_text(answer, type);
    conclude_rmx(w, walk_record(w, name, record));
    return NULL;
}

static void
check_rmx_text(RmxWalk *w, const char *name)
{
    const char *text = w->claim->record;
    g_autoptr(RmxRecord) record = rmx_record_parse_text(text, strlen(text), false);

    w->finding->record = g_strdup(text);
    conclude_rmx(w, walk_record(w, name, record));
}

/* Records of the real type win, so that one whose answer is not known cannot be passed over. */
static void
rmx_check(Dns *dns, const Claim *claim, Finding *finding)
{
    RmxWalk w = { .matcher = matcher_over(dns, &claim->client),
                  .claim = claim,
                  .finding = finding };
    uint16_t type = claim_settings(claim)->rmx_type;
    g_autofree char *name = rmx_name(claim->domain);
    const DnsAnswer *without = NULL;

    finding->word = "NoRMX";
    if (finding_lacks_domain(finding, claim->domain))
        return;
    if (claim->record)
        check_rmx_text(&w, name);
    else if (type == 0 || check_rmx_place(&w, claim->domain, type))
        without = check_rmx_place(&w, name, DNS_TXT);
    if (without)
        finding_conclude_none(finding, dns, claim->domain, without,
                              g_strdup_printf("no RMX record at %s", name));
    finding->authentic = matcher_authentic(&w.matcher);
    matcher_clear(&w.matcher);
}

static char *
rmx_check_text(const char *text)
{
    g_autoptr(RmxRecord) record = rmx_record_parse_text(text, strlen(text), false);

    if (!record->problem && record->entries->len == 0)
        return g_strdup("no entry");
    if (!record->problem && record->asking > RMX_ASKING_MAX)
        return g_strdup_printf("more than %d entries that ask the DNS", RMX_ASKING_MAX);
    return g_steal_pointer(&record->problem);
}

const Scheme rmx_scheme = {
    .name = "rmx",
    .title = "RMX",
    .identity = IDENTITY_MAIL_FROM,
    .decides = true,
    .local_word = "Trusted",
    .prefetch = rmx_prefetch,
    .check = rmx_check,
    .check_text = rmx_check_text,
};
