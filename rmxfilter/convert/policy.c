/* SPDX-License-Identifier: ISC */
/* Names and terms come from records, and may hold any octet. Names that are written have passed
 * policy_name_is_plain, or stand in quotes. convert_print.c quotes terms, which are for people. */
#include "convert/policy.h"

#include "dns/name.h"
#include "mime/cursor.h"

#include <string.h>

/* A string of a TXT record, and all of its data with a length octet each (RFC 1035 section 3.3). */
#define STRING_OCTETS_MAX 255
#define RDATA_OCTETS_MAX  65535

static void
free_policy_remark(void *add_policy_remark)
{
    PolicyRemark *r = add_policy_remark;

    g_free(r->term);
    g_free(r->why);
    g_free(r);
}

static void
free_policy_record(void *record)
{
    PolicyRecord *r = record;

    g_free(r->name);
    g_free(r->type);
    g_free(r->data);
    g_free(r);
}

Policy *
policy_new(Dns *dns, const char *domain, const SchemeSettings *settings)
{
    Policy *policy = g_new0(Policy, 1);

    policy->dns = dns;
    policy->domain = domain;
    policy->settings = settings;
    policy->fallback = RESULT_FAIL;
    policy->rules = g_array_new(FALSE, FALSE, sizeof(PolicyRule));
    policy->strings = g_string_chunk_new(1024);
    policy->records = g_ptr_array_new_with_free_func(free_policy_record);
    policy->cannot = g_ptr_array_new_with_free_func(free_policy_remark);
    policy->notes = g_ptr_array_new_with_free_func(free_policy_remark);
    return policy;
}

void
policy_free(Policy *policy)
{
    if (!policy)
        return;
    g_array_unref(policy->rules);
    g_string_chunk_free(policy->strings);
    g_ptr_array_unref(policy->records);
    g_ptr_array_unref(policy->cannot);
    g_ptr_array_unref(policy->notes);
    g_free(policy->fallback_term);
    g_free(policy->explanation);
    g_free(policy->unknown);
    g_free(policy);
}

/* --- rules --- */

PolicyRule
policy_named(PolicyKind kind, Result result, const char *name, const char *term)
{
    return (PolicyRule){
        .kind = kind,
        .result = result,
        .name = name,
        .length4 = 32,
        .length6 = 128,
        .term = term,
    };
}

PolicyRule
policy_network(Result result, const IpNetwork *network, const char *term)
{
    PolicyRule rule = policy_named(POLICY_NETWORK, result, NULL, term);

    rule.network = *network;
    return rule;
}

/* No client has an IPv4-mapped address: it counts as IPv4. */
static bool
is_of_mapped_addresses(const IpNetwork *network)
{
    static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };

    return network->address.bits == 128 && network->length >= 96 &&
           memcmp(network->address.octets, mapped, sizeof(mapped)) == 0;
}

static bool
matches_nobody(const PolicyRule *rule)
{
    DnsName name;

    switch (rule->kind) {
    case POLICY_NETWORK:
        return rule->network.address.bits == 0 || is_of_mapped_addresses(&rule->network);
    case POLICY_HOST:
    case POLICY_MX:
    case POLICY_MAP:
        return name_from_text(rule->name, &name) != NULL;
    case POLICY_EVERYONE:
    case POLICY_REVERSE:
    case POLICY_MACRO:
    case POLICY_OTHER:
        break;
    }
    return false;
}

PolicyRule
policy_copy_rule(Policy *policy, const PolicyRule *rule)
{
    PolicyRule kept = *rule;

    g_assert(rule->term && rule->length4 <= 32 && rule->length6 <= 128);
    kept.name = rule->name ? g_string_chunk_insert(policy->strings, rule->name) : NULL;
    kept.term = g_string_chunk_insert(policy->strings, rule->term);
    return kept;
}

void
policy_add(Policy *policy, const PolicyRule *rule)
{
    PolicyRule kept;

    if (policy->closed || matches_nobody(rule))
        return;
    if (policy->rules->len >= POLICY_RULES_MAX) {
        g_autofree char *why = g_strdup_printf("the policy has more than %d rules: this one and "
                                               "those behind it are left out",
                                               POLICY_RULES_MAX);

        policy_stop_at(policy, rule->term, why);
        return;
    }
    policy->closed = rule->kind == POLICY_EVERYONE;
    if (rule->kind == POLICY_EVERYONE && rule->result != RESULT_PASS) {
        policy->fallback = rule->result;
        g_free(policy->fallback_term);
        policy->fallback_term = g_strdup(rule->term);
        return;
    }
    kept = policy_copy_rule(policy, rule);
    g_array_append_val(policy->rules, kept);
}

void
policy_stop_at(Policy *policy, const char *term, const char *why)
{
    if (policy->closed)
        return;
    policy_note_loss(policy, term, why);
    policy->closed = true;
    policy->fallback = RESULT_NEUTRAL;
}

const char *
policy_fallback_text(const Policy *policy)
{
    return policy->fallback_term ? policy->fallback_term : "everybody else";
}

bool
policy_is_own(const Policy *policy, const PolicyRule *rule)
{
    return g_ascii_strcasecmp(rule->name, policy->domain) == 0;
}

/* --- remarks --- */

static void
add_policy_remark(GPtrArray *remarks, const char *term, const char *why)
{
    PolicyRemark *added;

    for (guint i = 0; i < remarks->len; i++) {
        const PolicyRemark *there = remarks->pdata[i];

        if (g_str_equal(there->term, term) && g_str_equal(there->why, why))
            return;
    }
    added = g_new0(PolicyRemark, 1);
    added->term = g_strdup(term);
    added->why = g_strdup(why);
    g_ptr_array_add(remarks, added);
}

void
policy_note_loss(Policy *policy, const char *term, const char *why)
{
    add_policy_remark(policy->cannot, term, why);
}

void
policy_note(Policy *policy, const char *term, const char *why)
{
    add_policy_remark(policy->notes, term, why);
}

const DnsAnswer *
policy_ask(Policy *policy, const char *name, uint16_t type)
{
    const DnsAnswer *answer = dns_ask(policy->dns, name, type);

    if (answer->status == DNS_TEMPERROR && !policy->unknown) {
        g_autofree char *type_text = dns_type_text(type);

        policy->unknown = g_strdup_printf("%s of %s: %s", type_text, name,
                                          answer->problem ? answer->problem : "no answer");
    }
    return answer;
}

/* --- text --- */

char *
policy_network_text(const IpNetwork *network)
{
    g_autofree char *text = ip_network_text(network);
    IpNetwork read;

    if (!ip_network_parse(text, &read) || read.length != network->length ||
        !ip_equal(&read.address, &network->address))
        return NULL;
    return g_steal_pointer(&text);
}

static bool
is_plain_octet(unsigned char octet)
{
    return g_ascii_isalnum(octet) || octet == '-' || octet == '_' || octet == '.';
}

bool
policy_name_is_plain(const char *name)
{
    Cursor c = cursor_over_text(name);

    return cursor_span(&c, is_plain_octet) > 0 && !cursor_more(&c);
}

/* data, as it stands in a master file, is taken. */
static bool
add_policy_record(Policy *policy, const char *prefix, const char *type, char *data)
{
    g_autofree char *name = g_strconcat(prefix, *prefix ? "." : "", policy->domain, NULL);
    g_autofree char *owned = data;
    PolicyRecord *record;
    DnsName wire;
    const char *problem = name_from_text(name, &wire);

    if (problem) {
        g_autofree char *why = g_strdup_printf("the record's name would be none: %s", problem);

        policy_note_loss(policy, name, why);
        return false;
    }
    record = g_new0(PolicyRecord, 1);
    record->name = g_strconcat(name, ".", NULL);
    record->type = g_strdup(type);
    record->data = g_steal_pointer(&owned);
    g_ptr_array_add(policy->records, record);
    return true;
}

/* An octet that cannot stand in a quoted string is escaped (RFC 1035 section 5.1). */
static void
append_quoted_octet(GString *out, int octet)
{
    if (octet == '"' || octet == '\\')
        g_string_append_printf(out, "\\%c", octet);
    else if (octet < 0x20 || octet > 0x7e)
        g_string_append_printf(out, "\\%03d", octet);
    else
        g_string_append_c(out, (char)octet);
}

bool
policy_write_text(Policy *policy, const char *prefix, const char *text)
{
    size_t len = strlen(text);
    Cursor c = cursor_over(text, len);
    g_autoptr(GString) data = g_string_new(NULL);

    if (len + len / STRING_OCTETS_MAX + 1 > RDATA_OCTETS_MAX) {
        policy_note_loss(policy, "all of it", "one record cannot hold so much");
        return false;
    }
    while (cursor_more(&c)) {
        Cursor string = cursor_sub(&c, MIN(cursor_left(&c), STRING_OCTETS_MAX));

        g_string_append(data, data->len > 0 ? " \"" : "\"");
        while (cursor_more(&string))
            append_quoted_octet(data, cursor_take(&string));
        g_string_append_c(data, '"');
    }
    return add_policy_record(policy, prefix, "TXT", g_string_free(g_steal_pointer(&data), FALSE));
}
