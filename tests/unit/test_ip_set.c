/* SPDX-License-Identifier: ISC */
#include "mime/ip_set.h"

#include <criterion/criterion.h>
#include <string.h>

/* Networks with a blank between. */
static GArray *
set_of(const char *text)
{
    g_auto(GStrv) words = g_strsplit(text, " ", -1);
    GArray *set = ip_set_new();

    for (size_t i = 0; words[i]; i++) {
        IpNetwork network;

        if (*words[i] == '\0')
            continue;
        cr_assert(ip_network_parse(words[i], &network), "%s", words[i]);
        ip_set_add(set, &network);
    }
    return set;
}

static char *
text_of(const GArray *set)
{
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < set->len; i++) {
        g_autofree char *network = ip_network_text(&g_array_index(set, IpNetwork, i));

        g_string_append_printf(text, "%s%s", i > 0 ? " " : "", network);
    }
    return g_string_free(text, FALSE);
}

static const struct {
    const char *name, *set, *minus, *want;
} differences[] = {
    { "nothing from nothing", "", "", "" },
    { "nothing from it", "192.0.2.0/24", "", "192.0.2.0/24" },
    { "itself", "192.0.2.0/24 2001:db8::/32", "2001:db8::/32 192.0.2.0/24", "" },
    { "a wider one", "192.0.2.7 198.51.100.0/24", "192.0.2.0/24", "198.51.100.0/24" },
    { "what is apart", "192.0.2.0/25", "192.0.2.128/25", "192.0.2.0/25" },
    { "the other family", "::/0", "0.0.0.0/0", "::/0" },
    { "the lower half", "192.0.2.0/24", "192.0.2.0/25", "192.0.2.128/25" },
    { "a hole", "192.0.2.0/29", "192.0.2.3", "192.0.2.4/30 192.0.2.0/31 192.0.2.2" },
    { "two holes", "192.0.2.0/30", "192.0.2.0 192.0.2.3", "192.0.2.2 192.0.2.1" },
    { "the same hole in both", "192.0.2.0/31 192.0.2.0/30", "192.0.2.1",
      "192.0.2.0 192.0.2.2/31 192.0.2.0" },
    { "on a border of octets", "2001:db8::/31", "2001:db8::/32", "2001:db9::/32" },
};

Test(ip_set, without)
{
    for (size_t i = 0; i < G_N_ELEMENTS(differences); i++) {
        g_autoptr(GArray) set = set_of(differences[i].set), minus = set_of(differences[i].minus);
        g_autoptr(GArray) left = ip_set_without(set, minus);
        g_autofree char *text = text_of(left);

        cr_expect_str_eq(text, differences[i].want, "%s: %s", differences[i].name, text);
    }
}

/* Each hole of one address in an IPv6 network leaves up to 128 pieces. */
Test(ip_set, without_has_a_limit)
{
    g_autoptr(GArray) set = set_of("::/0"), one = set_of("2001:db8::1");
    g_autoptr(GArray) three = set_of("2001:db8::1 4001:db8::1 8001:db8::1");
    g_autoptr(GArray) left = ip_set_without(set, one), too_many = ip_set_without(set, three);

    cr_assert_not_null(left);
    cr_expect_eq(left->len, 128);
    cr_expect_null(too_many);
}

static const struct {
    const char *set, *network;
    bool want;
} covers[] = {
    { "192.0.2.0/24", "192.0.2.7", true },
    { "192.0.2.0/24", "192.0.2.0/24", true },
    { "192.0.2.0/24", "192.0.2.0/23", false },
    { "198.51.100.1 192.0.2.0/24", "192.0.2.128/25", true },
    { "0.0.0.0/0", "::1", false },
    { "192.0.2.0/25 192.0.2.128/25", "192.0.2.0/24", false }, /* only together */
    { "", "192.0.2.7", false },
};

Test(ip_set, covers)
{
    for (size_t i = 0; i < G_N_ELEMENTS(covers); i++) {
        g_autoptr(GArray) set = set_of(covers[i].set), one = set_of(covers[i].network);

        cr_expect_eq(ip_set_covers(set, &g_array_index(one, IpNetwork, 0)), covers[i].want,
                     "%s in %s", covers[i].network, covers[i].set);
    }
}

static const struct {
    const char *set;
    bool want;
} everybodies[] = {
    { "", false },
    { "0.0.0.0/0", true },
    { "0.0.0.0/1 128.0.0.0/1", true },
    { "0.0.0.0/1 0.0.0.0/1", false },
    { "0.0.0.0/1 64.0.0.0/2 128.0.0.0/2", false },
    { "::/0", true },
    { "2000::/3", true },
    { "2000::/4 3000::/4", true },
    { "2000::/4 fe80::/10 fc00::/7", false },
};

Test(ip_set, is_everybody)
{
    for (size_t i = 0; i < G_N_ELEMENTS(everybodies); i++) {
        g_autoptr(GArray) set = set_of(everybodies[i].set);

        cr_expect_eq(ip_set_is_everybody(set), everybodies[i].want, "%s", everybodies[i].set);
    }
}

Test(ip_set, unset_networks_are_in_none)
{
    g_autoptr(GArray) set = set_of("0.0.0.0/0 ::/0");
    const IpNetwork unset = { .length = 0 };

    cr_expect_not(ip_set_covers(set, &unset));
    ip_set_add(set, &unset);
    cr_expect_eq(set->len, 2);
}
