/* SPDX-License-Identifier: ISC */
/* Records made up at random, each converted to every other scheme that is written and held against
 * the original. CONVERT_ROUNDS sets how many of each sort (default 40), CONVERT_SEED where chance
 * begins. */
#include "convert_world.h"

static const char *const targets[] = { "rmx", "spf", "sender-id" };

static const char *const spf_terms[] = {
    "a",
    "mx",
    "a:host4.example.net",
    "a:host6.example.net",
    "a:both.example.net/28",
    "a:both.example.net//48",
    "mx/24",
    "mx:example.org",
    "mx:crowd.example.net",
    "mx:nomail.example.net",
    "a:mapped.example.net",
    "a:gone.example.net",
    "ip4:192.0.2.0/24",
    "ip4:192.0.2.32/27",
    "ip4:192.0.2.33",
    "ip4:198.51.100.0/25",
    "ip4:0.0.0.0/1",
    "ip6:2001:db8::/32",
    "ip6:2001:db8:3::/47",
    "ip6:::ffff:192.0.2.1",
    "ip6:::/0",
    "ptr",
    "ptr:example.net",
    "exists:%{ir}.map.example.org",
    "exists:%{i}.list.example.org",
    "exists:there.example.org",
    "exists:gone.example.org",
    "exists:%{l}.%{d}",
    "a:%{d}",
    "a:%{h}",
    "mx:%{l}.example.net",
    "include:plain.example.org",
    "include:holes.example.org",
    "include:deep.example.org",
    "include:minus.example.org",
    "include:every.example.org",
    "include:loop.example.org",
    "include:macro.example.org",
    "include:wrong.example.org",
    "include:gone.example.org",
    "include:%{i}.example.org",
    "all",
};

static const char *const spf_ends[] = {
    "-all",
    "~all",
    "?all",
    "+all",
    "",
    "redirect=plain.example.org",
    "redirect=macro.example.org",
    "redirect=gone.example.org",
    "redirect=holes.example.org -ip4:192.0.2.0/25 exp=%{d}.example.org",
};

static const char *const rmx_entries[] = {
    "ipv4:192.0.2.0/24",
    "ipv4:192.0.2.32/27",
    "ipv4:192.0.2.33",
    "ipv4:198.51.100.0/25",
    "ipv6:2001:db8::/32",
    "ipv6:2001:db8:3::/47",
    "ipv6:::/0",
    "host:host4.example.net",
    "host:host6.example.net",
    "host:both.example.net",
    "host:mapped.example.net",
    "host:gone.example.net",
    "host:gone2.example.net",
    "host:example.net",
    "host:odd%name",
    "apl:list.example.net",
    "apl:not.example.net",
    "apl:gone.example.net",
    "domain",
    "domain:example.net",
    "domain:net",
    "mx",
    "mx:example.org",
    "mx:crowd.example.net",
    "mx:nomail.example.net",
    "dnsmap:map.example.org",
    "unused",
    "full",
};

static const char *const caller_elements[] = {
    "<mx/>",
    "<a>192.0.2.33</a>",
    "<a>!192.0.2.33</a>",
    "<a>2001:db8::1</a>",
    "<r>192.0.2.0/24</r>",
    "<r>!192.0.2.32/27</r>",
    "<r>!0.0.0.0/1</r>",
    "<r>2001:db8::/32</r>",
    "<r>!2001:db8:3::/48</r>",
    "<indirect>example.org</indirect>",
    "<indirect>crowd.example.net</indirect>",
    "<indirect>gone.example.net</indirect>",
};

static const char *const hosts[] = {
    "host4.example.net", "host6.example.net", "both.example.net", "gone.example.net",
    "mx1.example.net",   "many.example.net",  "example.net",      "",
};

#define PICK(chance, list) (list)[g_rand_int_range(chance, 0, G_N_ELEMENTS(list))]

static int
count(GRand *chance)
{
    return g_rand_int_range(chance, 0, 6);
}

static void
append_spf(GRand *chance, GString *out, const char *version)
{
    static const char *const qualifiers[] = { "", "", "", "+", "-", "-", "~", "?" };

    g_string_append_printf(out, "example.net TXT \"%s", version);
    for (int i = count(chance); i > 0; i--)
        g_string_append_printf(out, " %s%s", PICK(chance, qualifiers), PICK(chance, spf_terms));
    g_string_append_printf(out, " %s\"\n", PICK(chance, spf_ends));
}

static void
make_spf(GRand *chance, GString *out)
{
    append_spf(chance, out, "v=spf1");
}

static void
make_sender_id(GRand *chance, GString *out)
{
    append_spf(chance, out, "spf2.0/pra,mfrom");
}

static void
make_rmx(GRand *chance, GString *out)
{
    g_string_append(out, "_rmx.example.net TXT \"");
    for (int i = count(chance) * 2; i >= 0; i--) {
        const char *entry = PICK(chance, rmx_entries);
        bool refuses = g_rand_boolean(chance) && strcmp(entry, "full") != 0;

        g_string_append_printf(out, "%s%s ", refuses ? "!" : "", entry);
    }
    g_string_append(out, "\"\n");
}

static void
make_caller_id(GRand *chance, GString *out)
{
    g_string_append(out, "_ep.example.net TXT \"<ep xmlns='http://ms.net/1'><out><m>\" \"");
    for (int i = count(chance); i > 0; i--)
        g_string_append(out, PICK(chance, caller_elements));
    g_string_append(out, "</m></out></ep>\"\n");
}

static void
make_mail_from(GRand *chance, GString *out)
{
    for (int i = count(chance); i >= 0; i--)
        g_string_append_printf(out, "MAIL-FROM.example.net MX %d %s.\n",
                               g_rand_int_range(chance, 0, 4) == 0, PICK(chance, hosts));
}

static const struct {
    const char *name;
    void (*make)(GRand *chance, GString *out);
} sorts[] = {
    { "spf", make_spf },
    { "sender-id", make_sender_id },
    { "rmx", make_rmx },
    { "caller-id", make_caller_id },
    { "mail-from-mx", make_mail_from },
};

static unsigned
number_from(const char *variable, unsigned otherwise)
{
    const char *text = g_getenv(variable);

    return text ? (unsigned)g_ascii_strtoull(text, NULL, 10) : otherwise;
}

Test(convert_world, never_wider)
{
    unsigned rounds = number_from("CONVERT_ROUNDS", 40);
    g_autoptr(GRand) chance = g_rand_new_with_seed(number_from("CONVERT_SEED", 7208));
    unsigned passes[G_N_ELEMENTS(targets)] = { 0 };

    for (size_t sort = 0; sort < G_N_ELEMENTS(sorts); sort++)
        for (unsigned i = 0; i < rounds; i++) {
            g_autoptr(GString) records = g_string_new(NULL);

            sorts[sort].make(chance, records);
            for (size_t to = 0; to < G_N_ELEMENTS(targets); to++)
                if (strcmp(sorts[sort].name, targets[to]) != 0)
                    convert_agrees(sorts[sort].name, records->str, targets[to], &passes[to]);
        }
    for (size_t to = 0; to < G_N_ELEMENTS(targets); to++)
        cr_expect_gt(passes[to], rounds, "%s lets in too few for a test: %u", targets[to],
                     passes[to]);
}
