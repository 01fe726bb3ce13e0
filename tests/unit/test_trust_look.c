/* SPDX-License-Identifier: ISC */
/* A path holds the row for whatever is trusted: held against a walk under that very trust. */
#include "trust_look.h"

#include <criterion/criterion.h>
#include <string.h>

#define SUBSETS 16 /* of the addresses below */

static const char *const addresses[] = { "203.0.113.7", "203.0.113.8", "203.0.113.9",
                                         "2001:db8::7" };

#define FROM(NAME, IP, BY, MORE)                                                                   \
    "Received: from " NAME " (" NAME " [" IP "]) by " BY " with ESMTP id 1" MORE                   \
    "; Sat, 1 Mar 2003 17:25:48 +0000\n"
#define RELAY7   FROM("seven.example", "203.0.113.7", "mx.home.example", " for <me@home.example>")
#define RELAY8   FROM("eight.example", "203.0.113.8", "seven.example", "")
#define RELAY9   FROM("nine.example", "203.0.113.9", "eight.example", " for <me@foo.edu>")
#define RELAY_V6 FROM("six.example", "IPv6:2001:db8::7", "nine.example", "")
#define SENDER   FROM("a.example", "198.51.100.1", "six.example", "")
#define PATH     "Return-Path: <SRS0=ab=cd=bar.example=x@nine.example>\n"
#define SUBMITTED                                                                                  \
    "Received: from [192.168.1.5] (unknown [198.51.100.2]) by six.example with ESMTPSA id 2; "     \
    "Sat, 1 Mar 2003 17:25:40 +0000\n"

static const struct {
    const char *name, *text;
    const char *trust; /* the settings' entry; NULL: none */
    guint rows;        /* of the path */
} cases[] = {
    { .name = "four relays and a sender",
      .text = PATH RELAY7 RELAY8 RELAY9 RELAY_V6 SENDER "\n",
      .rows = 5 },
    { .name = "the settings trust the first",
      .text = PATH RELAY7 RELAY8 RELAY9 "\n",
      .trust = "203.0.113.7",
      .rows = 2 },
    { .name = "the settings trust none of them ever",
      .text = PATH RELAY7 RELAY8 RELAY9 "\n",
      .trust = "!203.0.113.0/29",
      .rows = 1 },
    { .name = "the path ends at a relay", .text = PATH RELAY7 "\n", .rows = 1 },
    { .name = "a relay twice", .text = RELAY7 RELAY8 RELAY7 RELAY9 "\n", .rows = 3 },
    { .name = "a relay twice, and nobody below", .text = RELAY7 RELAY8 RELAY7 "\n", .rows = 3 },
    { .name = "one relay over and over", .text = RELAY7 RELAY7 RELAY7 "\n", .rows = 2 },
    { .name = "a submission", .text = PATH RELAY7 RELAY8 SUBMITTED "\n", .rows = 2 },
    { .name = "a field that shows nobody",
      .text = RELAY7 "Received: by eight.example; x\n" RELAY8 "\n",
      .rows = 2 },
    { .name = "Google below a relay",
      .text = PATH RELAY7
      "Received: by 2002:a05:7010:1:b0:3b2:11aa:22bb with SMTP id a1csp100;\n"
      "        Sat, 1 Mar 2003 17:25:40 +0000\n"
      "Return-Path: <x@bar.example>\n" FROM("b.example", "203.0.113.8", "mx.google.com", "") "\n",
      .rows = 2 },
    { .name = "the user's own", .text = "From: me@foo.edu\nTo: a@b.example\n\n", .rows = 1 },
    { .name = "hops inside one host",
      .text = PATH
      "Received: (qmail 1 invoked from network); 1 Mar 2003 17:25:50 -0000\n" RELAY7 RELAY8 "\n",
      .rows = 2 },
};

static Settings *
settings_of(const char *entry)
{
    g_autofree char *line =
        g_strconcat("rmxfilter -c /dev/null --offline mail", entry ? " -t " : NULL, entry, NULL);
    g_auto(GStrv) words = g_strsplit(line, " ", -1);
    GError *error = NULL;
    Settings *settings = settings_new(COMMAND_TRUST, (int)g_strv_length(words), words, &error);

    cr_assert(settings, "%s", error ? error->message : "");
    return settings;
}

static TrustRow *
walk_directly(const Settings *settings, const TrustList *trust, Dns *dns, const HeaderBlock *header)
{
    g_auto(MessageWay) way = inspect_way(settings, trust, dns, header);

    return trust_row_new(way.fields.message, way.walk, way.sender);
}

/* The addresses whose bits are set. */
static GArray *
subset_of_addresses(unsigned bits)
{
    GArray *subset = g_array_new(FALSE, FALSE, sizeof(IpAddress));

    for (unsigned i = 0; i < G_N_ELEMENTS(addresses); i++) {
        IpAddress ip;

        cr_assert(ip_parse(addresses[i], strlen(addresses[i]), &ip));
        if (bits & (1U << i))
            g_array_append_val(subset, ip);
    }
    return subset;
}

static void
expect_row(size_t at, const GString *path, const Settings *settings, Dns *dns, unsigned bits)
{
    const HeaderBlock header = { .octets = cases[at].text, .len = strlen(cases[at].text) };
    g_autoptr(GArray) relays = subset_of_addresses(bits);
    g_autoptr(TrustList) trust = NULL;
    g_autoptr(GString) got = g_string_new(NULL), want = g_string_new(NULL);
    g_autoptr(TrustRow) found = trust_path_read(path->str, path->len, relays), walked = NULL;

    for (guint i = 0; i < relays->len; i++)
        trust_believe(&trust, settings, &g_array_index(relays, IpAddress, i));
    walked = walk_directly(settings, trust ? trust : settings->trust, dns, &header);
    trust_row_write(found, got);
    trust_row_write(walked, want);
    cr_expect(g_string_equal(got, want), "%s: trusted: %x", cases[at].name, bits);
}

static guint
rows_of_path(const GString *path)
{
    Cursor c = cursor_over_string(path);
    guint rows = 0;

    while (cursor_more(&c)) {
        cursor_sub(&c, cursor_u32(&c));
        rows++;
    }
    return rows;
}

Test(trust_look, paths)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const HeaderBlock header = { .octets = cases[i].text, .len = strlen(cases[i].text) };
        g_autoptr(Settings) settings = settings_of(cases[i].trust);
        g_autoptr(Dns) dns = dns_new_zone_text("none", "", NULL);
        g_autoptr(GString) path = g_string_new(NULL);

        trust_look_for_path(settings, dns, &header, path);
        cr_expect_eq(rows_of_path(path), cases[i].rows, "%s: %u rows", cases[i].name,
                     rows_of_path(path));
        for (unsigned bits = 0; bits < SUBSETS; bits++)
            expect_row(i, path, settings, dns, bits);
    }
}

/* However many relays a sender makes up. */
Test(trust_look, long_paths)
{
    g_autoptr(GString) text = g_string_new(RELAY7), path = g_string_new(NULL);
    g_autoptr(Settings) settings = settings_of(NULL);
    g_autoptr(Dns) dns = dns_new_zone_text("none", "", NULL);
    HeaderBlock header;

    for (unsigned i = 0; i < 200; i++)
        g_string_append_printf(text, "Received: from x (x [198.51.100.%u]) by y; z\n", i);
    g_string_append(text, "\n");
    header = (HeaderBlock){ .octets = text->str, .len = text->len };
    trust_look_for_path(settings, dns, &header, path);
    cr_expect_eq(rows_of_path(path), TRUST_PATH_MAX);
}

/* Whatever comes, a row comes out. */
Test(trust_look, hostile_octets)
{
    const HeaderBlock header = { .octets = cases[0].text, .len = strlen(cases[0].text) };
    g_autoptr(Settings) settings = settings_of(NULL);
    g_autoptr(Dns) dns = dns_new_zone_text("none", "", NULL);
    g_autoptr(GArray) all = subset_of_addresses(SUBSETS - 1);
    g_autoptr(GString) path = g_string_new(NULL);

    trust_look_for_path(settings, dns, &header, path);
    for (gsize at = 0; at < path->len; at++) {
        g_autoptr(TrustRow) cut = trust_path_read(path->str, at, all), changed = NULL;
        TrustVerdicts verdicts;

        path->str[at] ^= 0x55;
        changed = trust_change_read(path->str, path->len, &verdicts);
        cr_expect(!verdicts.known || verdicts.was < TRUST_RESULTS);
        cr_expect_leq(changed->via->len + cut->via->len, 2 * TRUST_ROW_VIA);
        path->str[at] ^= 0x55;
    }
}
