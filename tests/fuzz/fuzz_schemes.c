/* SPDX-License-Identifier: ISC */
/* Any octets as the record of every scheme: in TXT, in the types that have no name, in an address
 * prefix list, and as a record of the user's own. What was asked early changes no result.
 *
 * The first octet chooses the client and the identity, the second one the scheme; the record
 * follows. */
#include "records/own_record.h"
#include "records/scheme.h"

#include <string.h>

#define RMX_TYPE   65280
#define MT_TYPE    65281
#define STRING_MAX 255
#define RECORD_MAX 4000 /* octets: longer ones are TXT's to test */
#define CHOICES    8

int LLVMFuzzerTestOneInput(const uint8_t *octets, size_t len);

static void
append_txt(GString *zone, const char *owner, const uint8_t *octets, size_t len)
{
    g_string_append_printf(zone, "%s TXT ", owner);
    for (size_t i = 0; i < len; i++)
        g_string_append_printf(zone, "%s\\%03u%s", i % STRING_MAX == 0 ? "\"" : "", octets[i],
                               i + 1 == len || i % STRING_MAX == STRING_MAX - 1 ? "\" " : "");
    g_string_append(zone, len == 0 ? "\"\"\n" : "\n");
}

static void
append_data(GString *zone, const char *owner, unsigned type, const uint8_t *octets, size_t len)
{
    g_string_append_printf(zone, "%s TYPE%u \\# %zu ", owner, type, len);
    for (size_t i = 0; i < len; i++)
        g_string_append_printf(zone, "%02x", octets[i]);
    g_string_append_c(zone, '\n');
}

static GString *
zone_around(const uint8_t *octets, size_t len)
{
    GString *zone = g_string_new("$ORIGIN foo.com.\n"
                                 "@ MX 10 mx\n"
                                 "mx A 203.0.113.9\n"
                                 "mx AAAA 2001:db8::9\n"
                                 "list APL 1:203.0.113.0/24\n"
                                 "fails ERROR SERVFAIL\n"
                                 "9.113.0.203.in-addr.arpa. PTR mx\n");

    append_txt(zone, "@", octets, len);
    append_txt(zone, "*", octets, len);
    append_data(zone, "@", RMX_TYPE, octets, len);
    append_data(zone, "@", MT_TYPE, octets, len);
    append_data(zone, "@", DNS_APL, octets, len);
    return zone;
}

static Finding *
check(const Scheme *scheme, const char *zone, const Claim *claim, bool early)
{
    g_autoptr(Dns) dns = dns_new_zone_text("fuzz", zone, NULL);
    Finding *finding;

    g_assert_nonnull(dns);
    if (early)
        scheme_prefetch(scheme, dns, claim);
    finding = scheme_check(scheme, dns, claim);
    g_assert_cmpuint(dns_log(dns)->len, <=, DNS_QUESTIONS_MAX);
    g_assert_true(finding->problem ||
                  (finding->result != RESULT_TEMPERROR && finding->result != RESULT_PERMERROR));
    g_assert_true(finding->exists || finding->result == RESULT_NONE);
    return finding;
}

static void
try_scheme(const Scheme *scheme, const char *zone, const Claim *claim)
{
    g_autoptr(Finding) first = check(scheme, zone, claim, false);
    g_autoptr(Finding) early = check(scheme, zone, claim, true);

    g_assert_cmpint(first->result, ==, early->result);
    g_assert_cmpstr(first->mechanism, ==, early->mechanism);
    g_assert_cmpstr(first->explanation, ==, early->explanation);
}

/* As a record from the settings, which takes only what is in order. */
static void
try_own(const Scheme *scheme, const char *zone, const Claim *claim, const char *text)
{
    g_autofree char *problem = scheme->check_text ? scheme->check_text(text) : g_strdup("");
    g_autoptr(GPtrArray) records = g_ptr_array_new();
    SchemeSettings settings = *claim->settings;
    Claim own_claim = *claim;

    if (problem)
        return;

    OwnRecord *record = own_record_new("foo.com", false, scheme, text);

    record->always = true;
    g_ptr_array_add(records, record);
    settings.own_records = records;
    own_claim.settings = &settings;
    try_scheme(scheme, zone, &own_claim);
    own_record_free(record);
}

static size_t
scheme_count(void)
{
    size_t count = 0;

    while (schemes[count]->name)
        count++;
    g_assert(count > 0);
    return count;
}

int
LLVMFuzzerTestOneInput(const uint8_t *octets, size_t len)
{
    static const SchemeSettings settings = {
        .sender_id_from_spf1 = true,
        .rmx_type = RMX_TYPE,
        .mt_type = MT_TYPE,
    };
    unsigned choice = len > 0 ? octets[0] % CHOICES : 0;
    size_t row = len > 1 ? octets[1] % scheme_count() : 0;
    size_t begin = MIN(len, 2), record_len = MIN(len - begin, RECORD_MAX);
    g_autoptr(GString) zone = zone_around(octets + begin, record_len);
    g_autofree char *text = g_strndup((const char *)octets + begin, record_len);
    const char *client = choice & 1 ? "2001:db8::9" : "203.0.113.9";
    Claim claim = {
        .identity = choice & 2 ? IDENTITY_HELO : IDENTITY_MAIL_FROM,
        .local = choice & 4 ? "a.b-c=d+e" : "postmaster",
        .domain = "foo.com",
        .helo = "mx.foo.com",
        .receiver = "mx.example.net",
        .settings = &settings,
    };

    g_assert_true(ip_parse(client, strlen(client), &claim.client));
    for (const Scheme *scheme = schemes[row]; scheme; scheme = scheme->fallback) {
        try_scheme(scheme, zone->str, &claim);
        try_own(scheme, zone->str, &claim, text);
    }
    return 0;
}
