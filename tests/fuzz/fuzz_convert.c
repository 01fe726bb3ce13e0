/* SPDX-License-Identifier: ISC */
/* Records from strangers, converted to every other scheme that is written: what is printed is a
 * master file, and lets in nobody whom the record does not let in. */
#include "convert/convert.h"
#include "convert/converters.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *octets, size_t len);

static const SchemeSettings settings = { .mt_type = 65281 };

static const char world[] = "$ORIGIN .\n"
                            "example.net A 192.0.2.1\nexample.net MX 1 mx.example.net.\n"
                            "mx.example.net A 192.0.2.2\nmx.example.net AAAA 2001:db8::2\n"
                            "example.org TXT \"v=spf1 -ip4:192.0.2.4 ip4:192.0.2.0/28 ?all\"\n"
                            "example.org TXT \"spf2.0/pra mx:example.net ~a:mx.example.net all\"\n"
                            "example.org APL 1:192.0.2.0/28 !1:192.0.2.2/32\n"
                            "1.2.0.192.example.org A 127.0.0.2\n"
                            "1.2.0.192.in-addr.arpa PTR example.net.\n";

/* The first octet of the input says which. */
static const struct {
    const char *owner, *begin, *end;
} places[] = {
    { "example.net", "v=spf1 ", "" },
    { "example.net", "spf2.0/pra ", "" },
    { "_rmx.example.net", " ", "" }, /* a TXT record has a string */
    { "_ep.example.net", "<ep><out><m>", "</m></out></ep>" },
};

/* Every octet as its decimal number. */
static char *
zone_of(size_t place, const uint8_t *octets, size_t len)
{
    g_autoptr(GString) data = g_string_new(places[place].begin);
    GString *zone = g_string_new(world);

    g_string_append_len(data, (const char *)octets, (gssize)len);
    g_string_append(data, places[place].end);
    g_string_append_printf(zone, "%s TXT", places[place].owner);
    for (size_t i = 0; i < data->len; i++)
        g_string_append_printf(zone, "%s\\%03d", i % 255 == 0 ? " " : "",
                               (unsigned char)data->str[i]);
    g_string_append_c(zone, '\n');
    return g_string_free(zone, FALSE);
}

static Dns *
dns_of(const char *zone, const char *more)
{
    g_autofree char *text = g_strconcat(zone, more, NULL);
    g_autoptr(GError) error = NULL;
    Dns *dns = dns_new_zone_text("records", text, &error);

    g_assert_no_error(error);
    dns_set_question_limit(dns, 10000);
    return dns;
}

static bool
passes(Dns *dns, const Scheme *scheme, const char *client)
{
    Claim claim = claim_of("example.net", scheme->identity, NULL, &settings);
    g_autoptr(Finding) finding = NULL;

    g_assert_true(ip_parse(client, strlen(client), &claim.client));
    finding = scheme_check(scheme, dns, &claim);
    return finding->result == RESULT_PASS;
}

static void
check_conversion(const char *zone, const Scheme *from, const Scheme *to)
{
    static const char *const clients[] = { "192.0.2.1",    "192.0.2.2",   "192.0.2.4",
                                           "198.51.100.1", "2001:db8::2", "2001:db8:1::1" };
    g_autoptr(Dns) before = dns_of(zone, ""), after = NULL;
    g_autoptr(GPtrArray) asked = g_ptr_array_new(), one = g_ptr_array_new();
    g_autoptr(Conversion) conversion = NULL;
    g_autofree char *text = NULL, *json = NULL;
    union {
        const Scheme *row;
        gpointer item;
    } either = { .row = from };

    g_ptr_array_add(asked, either.item);
    conversion = convert_domain(before, &settings, asked, to, "example.net");
    g_ptr_array_add(one, conversion);
    text = convert_text(one);
    json = convert_json(one);
    g_assert_nonnull(json);
    after = dns_of(zone, text);
    for (size_t i = 0; conversion->from && i < G_N_ELEMENTS(clients); i++)
        g_assert_true(!passes(after, to, clients[i]) || passes(before, from, clients[i]));
}

int
LLVMFuzzerTestOneInput(const uint8_t *octets, size_t len)
{
    static const char *const sources[] = { "spf", "sender-id", "rmx", "caller-id" };
    size_t place = len > 0 ? octets[0] % G_N_ELEMENTS(places) : 0;
    g_autofree char *zone = len > 0 ? zone_of(place, octets + 1, len - 1) : NULL;
    const Scheme *from = scheme_named(sources[place]);

    /* more would be slow without telling more */
    for (size_t i = 0; zone && len < 4096 && schemes[i]->name; i++)
        if (schemes[i] != from && converter_writes(schemes[i]))
            check_conversion(zone, from, schemes[i]);
    return 0;
}
