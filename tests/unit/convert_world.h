/* SPDX-License-Identifier: ISC */
/* A small world of hosts and of clients that try them, for holding a policy and its conversion
 * against each other: what is converted may never let in whom the source does not, and where
 * nothing is said to be lost it lets in just the same. */
#ifndef TESTS_UNIT_CONVERT_WORLD_H
#define TESTS_UNIT_CONVERT_WORLD_H

#include "convert/convert.h"

#include <criterion/criterion.h>
#include <string.h>

#define CONVERT_MT_TYPE 65281

static const SchemeSettings convert_settings = { .mt_type = CONVERT_MT_TYPE };

static const char convert_world[] =
    "$ORIGIN .\n"
    "example.net A 192.0.2.1\nexample.net AAAA 2001:db8::1\nexample.net MX 10 mx1.example.net.\n"
    "example.net MX 20 mx2.example.net.\n"
    "mx1.example.net A 192.0.2.17\nmx2.example.net A 198.51.100.17\n"
    "mx2.example.net AAAA 2001:db8:2::17\n"
    "host4.example.net A 192.0.2.33\nhost6.example.net AAAA 2001:db8:3::33\n"
    "both.example.net A 203.0.113.5\nboth.example.net AAAA 2001:db8:5::5\n"
    "mapped.example.net AAAA ::ffff:192.0.2.40\n"
    "many.example.net A 192.0.2.50\nmany.example.net A 198.51.100.50\n"
    "nomail.example.net MX 0 .\n"
    "mx.example.org A 198.51.100.1\nexample.org MX 5 mx.example.org.\n"
    "crowd.example.net MX 1 h1.example.net.\ncrowd.example.net MX 1 h2.example.net.\n"
    "crowd.example.net MX 1 h3.example.net.\ncrowd.example.net MX 1 h4.example.net.\n"
    "crowd.example.net MX 1 h5.example.net.\ncrowd.example.net MX 1 h6.example.net.\n"
    "crowd.example.net MX 1 h7.example.net.\ncrowd.example.net MX 1 h8.example.net.\n"
    "crowd.example.net MX 1 h9.example.net.\ncrowd.example.net MX 1 h10.example.net.\n"
    "crowd.example.net MX 1 h11.example.net.\nh1.example.net A 192.0.2.60\n"
    /* clients' reverse names */
    "70.2.0.192.in-addr.arpa PTR c70.example.net.\nc70.example.net A 192.0.2.70\n"
    "71.2.0.192.in-addr.arpa PTR c70.example.net.\n"
    "5.113.0.203.in-addr.arpa PTR both.example.net.\n"
    /* a map of clients */
    "33.2.0.192.map.example.org A 127.0.0.2\n9.100.51.198.map.example.org A 127.0.0.2\n"
    "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.map.example.org A 127.0.0.2\n"
    "192.0.2.33.list.example.org A 127.0.0.2\n"
    "there.example.org A 127.0.0.2\n"
    /* prefix lists */
    "list.example.net APL 1:192.0.2.32/28 !1:192.0.2.40/32 2:2001:db8:3::/48\n"
    "not.example.net APL !1:192.0.2.0/28 1:192.0.2.0/24\n"
/* records to include and to redirect to, under both versions */
#define CONVERT_BOTH(name, terms)                                                                  \
    name " TXT \"v=spf1 " terms "\"\n" name " TXT \"spf2.0/pra,mfrom " terms "\"\n"
    CONVERT_BOTH("plain.example.org", "ip4:198.51.100.0/28 mx -all") CONVERT_BOTH(
        "holes.example.org", "-ip4:198.51.100.8/30 ~a:both.example.net "
                             "ip4:198.51.100.0/24 a:both.example.net ?all")
        CONVERT_BOTH("deep.example.org", "?ip4:198.51.100.17 include:holes.example.org "
                                         "exists:%{ir}.map.example.org")
            CONVERT_BOTH("minus.example.org", "-exists:%{ir}.map.example.org ip4:192.0.2.0/24 -all")
                CONVERT_BOTH("every.example.org", "-ip4:192.0.2.0/25 +all")
                    CONVERT_BOTH("loop.example.org", "include:loop.example.org") CONVERT_BOTH(
                        "macro.example.org", "exists:%{d}.%{i}.list.example.org ip4:192.0.2.3 -all")
                        CONVERT_BOTH("wrong.example.org", "ip4:192.0.2.3 bogus -all");

static const char *const convert_probes[] = {
    "192.0.2.1",     "192.0.2.2",       "192.0.2.3",         "192.0.2.9",        "192.0.2.17",
    "192.0.2.33",    "192.0.2.40",      "192.0.2.41",        "192.0.2.50",       "192.0.2.60",
    "192.0.2.70",    "192.0.2.71",      "192.0.2.129",       "192.0.2.200",      "192.0.3.1",
    "198.51.100.1",  "198.51.100.9",    "198.51.100.17",     "198.51.100.50",    "198.51.100.200",
    "203.0.113.5",   "203.0.113.6",     "203.0.113.77",      "10.0.0.1",         "128.0.0.1",
    "2001:db8::1",   "2001:db8::2",     "2001:db8:2::17",    "2001:db8:3::33",   "2001:db8:3:1::1",
    "2001:db8:5::5", "2001:db8:5:0::6", "2001:db8:5:ffff::", "2001:db8:ffff::1", "fe80::1",
};

static inline Dns *
convert_zone(const char *name, const char *records, const char *more)
{
    g_autofree char *text = g_strconcat(convert_world, records, more, NULL);
    g_autoptr(GError) error = NULL;
    Dns *dns = dns_new_zone_text(name, text, &error);

    cr_assert(dns, "%s: %s in:\n%s", name, error ? error->message : "", more);
    dns_set_question_limit(dns, 100000);
    return dns;
}

static inline Result
convert_ask(Dns *dns, const Scheme *scheme, const char *client)
{
    Claim claim = claim_of("example.net", scheme->identity, NULL, &convert_settings);
    g_autoptr(Finding) finding = NULL;

    claim.local = "alice";
    claim.helo = "helo.example.com";
    claim.receiver = "mx.example.com";
    cr_assert(ip_parse(client, strlen(client), &claim.client), "%s", client);
    finding = scheme_check(scheme, dns, &claim);
    return finding->result;
}

static inline GPtrArray *
convert_sources(void)
{
    GPtrArray *all = g_ptr_array_new();

    for (size_t i = 0; schemes[i]->name; i++) {
        union {
            const Scheme *row;
            gpointer item;
        } either = { .row = schemes[i] };

        g_ptr_array_add(all, either.item);
    }
    return all;
}

static inline Conversion *
convert_records(Dns *dns, const char *to)
{
    g_autoptr(GPtrArray) all = convert_sources();

    cr_assert_not_null(scheme_named(to), "%s", to);
    return convert_domain(dns, &convert_settings, all, scheme_named(to), "example.net");
}

/* What is printed of one conversion, which stays the caller's; the caller frees the text. */
static inline char *
convert_print(Conversion *conversion, int *exit_code)
{
    g_autoptr(GPtrArray) one = g_ptr_array_new();

    g_ptr_array_add(one, conversion);
    *exit_code = convert_exit_code(one);
    return convert_text(one);
}

/* Holds the records of example.net against their conversion, client by client; the number of
 * clients that the conversion lets in is added to *passes. False where they do not agree. */
static inline bool
convert_agrees(const char *name, const char *records, const char *to, unsigned *passes)
{
    g_autoptr(Dns) before = convert_zone(name, records, "");
    g_autoptr(Conversion) conversion = convert_records(before, to);
    int exit_code;
    g_autofree char *text = convert_print(conversion, &exit_code);
    g_autoptr(Dns) after = convert_zone(name, records, text);
    bool whole = exit_code == 0, agrees = true;

    for (size_t i = 0; conversion->from && i < G_N_ELEMENTS(convert_probes); i++) {
        Result source = convert_ask(before, conversion->from, convert_probes[i]);
        Result target = convert_ask(after, conversion->to, convert_probes[i]);
        bool bad = target == RESULT_PASS ? source != RESULT_PASS : whole && source == RESULT_PASS;

        *passes += target == RESULT_PASS;
        agrees &= !bad;
        cr_expect(!bad, "%s: %s is %s in the source and %s in its conversion\n%s%s", name,
                  convert_probes[i], result_text(source), result_text(target), records, text);
        cr_expect(!whole || target != RESULT_PERMERROR, "%s: %s is an error\n%s%s", name,
                  convert_probes[i], records, text);
    }
    return agrees;
}

#endif
