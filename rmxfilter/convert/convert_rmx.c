/* SPDX-License-Identifier: ISC */
/* RMX is an ordered rule base, as a policy is. What it lacks: includes and macros, prefix lengths
 * behind names, and words weaker than a refusal. */
#include "convert/converters.h"

#include "convert/policy_write.h"
#include "records/apl.h"
#include "records/rmx/rmx_lookup.h"

/* --- from entries to rules --- */

/* A negative item refuses its clients even where the entry lets in, as in the evaluation (rmx.c).
 */
static void
read_rmx_apl_items(Policy *policy, const RmxEntry *entry, const DnsRecord *record,
                   const char *shown)
{
    Cursor c = cursor_over_string(record->data);
    IpNetwork network;
    bool excludes;

    while (apl_read(&c, &network, &excludes)) {
        bool refuses = entry->refuses || excludes;
        PolicyRule rule = policy_network(refuses ? RESULT_FAIL : RESULT_PASS, &network, shown);

        policy_add(policy, &rule);
    }
}

/* One bad record makes the whole answer an error. */
static const char *
problem_of_apl(const DnsAnswer *answer)
{
    for (guint i = 0; i < answer->records->len; i++) {
        const DnsRecord *record = answer->records->pdata[i];
        Cursor c = cursor_over_string(record->data);
        IpNetwork network;
        bool excludes;

        while (apl_read(&c, &network, &excludes))
            continue;
        if (c.problem)
            return c.problem;
    }
    return NULL;
}

static void
read_rmx_apl(Policy *policy, const RmxEntry *entry, const char *shown)
{
    const DnsAnswer *answer = policy_ask(policy, entry->name, DNS_APL);
    const char *problem = problem_of_apl(answer);

    if (problem) {
        policy_stop_at(policy, shown, problem);
        return;
    }
    policy_note(policy, shown, "it stands with its items of today");
    for (guint i = 0; i < answer->records->len; i++)
        read_rmx_apl_items(policy, entry, answer->records->pdata[i], shown);
}

static const struct {
    PolicyKind kind;
    bool named;
} kinds[] = {
    [RMX_IPV4] = { POLICY_NETWORK, false },  [RMX_IPV6] = { POLICY_NETWORK, false },
    [RMX_HOST] = { POLICY_HOST, true },      [RMX_APL] = { POLICY_OTHER, true },
    [RMX_DOMAIN] = { POLICY_REVERSE, true }, [RMX_UNUSED] = { POLICY_EVERYONE, false },
    [RMX_FULL] = { POLICY_OTHER, false },    [RMX_MX] = { POLICY_MX, true },
    [RMX_DNSMAP] = { POLICY_MAP, true },
};

static void
read_rmx_policy_entry(Policy *policy, const RmxEntry *entry)
{
    Result result = entry->refuses ? RESULT_FAIL : RESULT_PASS;
    g_autofree char *name =
        kinds[entry->tag].named ? rmx_entry_domain(policy->domain, entry) : NULL;
    g_autofree char *shown = rmx_entry_text(entry);
    PolicyRule rule = policy_named(kinds[entry->tag].kind, result, name, shown);

    rule.network = entry->network;
    rule.strict = true;
    if (entry->tag == RMX_APL) {
        read_rmx_apl(policy, entry, shown);
        return;
    }
    if (entry->tag == RMX_MX) {
        g_autoptr(GPtrArray) exchanges = policy_exchanges(policy, name);

        if (!exchanges) {
            policy_stop_at(policy, shown, "it has more than 10 MX hosts, which is an error");
            return;
        }
    }
    if (entry->tag == RMX_FULL) /* the record of an address may also refuse */
        policy_stop_at(policy, shown,
                       "what it and the entries behind it say depends on the sender");
    else
        policy_add(policy, &rule);
}

static void
read_rmx_policy(Policy *policy, const RmxRecord *record)
{
    if (!record->problem && record->asking > RMX_ASKING_MAX)
        policy_stop_at(policy, "the record", "more than 10 entries that ask the DNS are an error");
    else if (record->problem)
        policy_stop_at(policy, "the record", record->problem);
    for (guint i = 0; i < record->entries->len && !policy->closed; i++)
        read_rmx_policy_entry(policy, &g_array_index(record->entries, RmxEntry, i));
}

/* Records of the real type win. */
bool
convert_rmx_read(Policy *policy)
{
    uint16_t type = policy->settings ? policy->settings->rmx_type : 0;
    g_autofree char *name = rmx_name(policy->domain);
    g_autoptr(RmxRecord) record =
        type ? rmx_read(policy_ask(policy, policy->domain, type), type, false) : NULL;

    if (!record)
        record = rmx_read(policy_ask(policy, name, DNS_TXT), DNS_TXT, false);
    if (!record)
        return false;
    read_rmx_policy(policy, record);
    return true;
}

/* --- from rules to entries --- */

typedef struct {
    Policy *policy;
    RmxRecord *record;
} RmxWriter;

static const struct {
    RmxTag tag;
    const char *lacks; /* why there is no such entry; NULL: there is */
} tags[] = {
    [POLICY_EVERYONE] = { 0, "RMX has no entry for everybody" },
    [POLICY_NETWORK] = { RMX_IPV4, NULL },
    [POLICY_HOST] = { RMX_HOST, NULL },
    [POLICY_MX] = { RMX_MX, NULL },
    [POLICY_REVERSE] = { RMX_DOMAIN, NULL },
    [POLICY_MAP] = { RMX_DNSMAP, NULL },
    [POLICY_MACRO] = { 0, "RMX has no macros" },
    [POLICY_OTHER] = { 0, "RMX has no entry for it" },
};

static const char *
problem_of_rmx_rule(const RmxWriter *w, const PolicyRule *rule)
{
    g_autofree char *network =
        rule->kind == POLICY_NETWORK ? policy_network_text(&rule->network) : NULL;

    if (tags[rule->kind].lacks)
        return tags[rule->kind].lacks;
    if (rule->kind == POLICY_NETWORK)
        return network ? NULL : "this network has no text form";
    if (!policy_name_is_plain(rule->name))
        return "its name cannot stand in a record";
    if (rule->length4 < 32 || rule->length6 < 128)
        return "RMX has no prefix lengths behind names";
    if (w->record->asking == RMX_ASKING_MAX)
        return "RMX allows 10 entries that ask the DNS";
    return NULL;
}

static const char *
write_rmx_rule(void *writer, const PolicyRule *rule)
{
    RmxWriter *w = writer;
    const char *problem = problem_of_rmx_rule(w, rule);
    RmxEntry entry = { .tag = tags[rule->kind].tag, .refuses = rule->result != RESULT_PASS };

    if (problem)
        return problem;
    entry.network = rule->network;
    if (rule->kind == POLICY_NETWORK && rule->network.address.bits == 128)
        entry.tag = RMX_IPV6;
    if (rule->kind != POLICY_NETWORK &&
        (rule->kind == POLICY_HOST || !policy_is_own(w->policy, rule)))
        entry.name = g_strdup(rule->name);
    if (rule->kind == POLICY_REVERSE && !rule->strict)
        policy_note(w->policy, rule->term,
                    "a client whose reverse names cannot be looked up is an "
                    "error to RMX, and no match to the other scheme");
    rmx_record_add(w->record, &entry);
    return NULL;
}

void
convert_rmx_write(Policy *policy)
{
    static const PolicyGrammar grammar = {
        .write_rule = write_rmx_rule,
        .softer = "RMX has no softfail and no neutral: it becomes fail"
    };
    g_autoptr(RmxRecord) record = rmx_record_new();
    RmxWriter writer = { .policy = policy, .record = record };
    g_autofree char *text = NULL;

    if (!policy_write(policy, &grammar, &writer))
        return;
    if (record->entries->len == 0)
        rmx_record_add(record, &(RmxEntry){ .tag = RMX_UNUSED, .refuses = true });
    text = rmx_record_text(record);
    policy_write_text(policy, "_rmx", text);
}
