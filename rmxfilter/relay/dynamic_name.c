/* SPDX-License-Identifier: ISC */
/* The words are whole words between digits, dots and hyphens: "adsl-4.pool.example" has two, and
 * "pooling.example" none. */
#include "relay/dynamic_name.h"

#include <glib.h>
#include <string.h>

#define NUMBERS_MAX 16 /* in one name that are looked at */

static const char *const words_of_lines[] = {
    "adsl", "broadband", "cable", "cpe",  "dhcp",       "dial",  "dialin", "dialup",
    "dip",  "docsis",    "dsl",   "dyn",  "dynamic",    "dynip", "fibre",  "ftth",
    "gprs", "hsd",       "isdn",  "lte",  "pool",       "pools", "ppp",    "pppoe",
    "pptp", "res",       "sdsl",  "umts", "unassigned", "vdsl",  "wimax",  "xdsl",
};

static bool
has_word_of_lines(const char *name)
{
    g_auto(GStrv) words = g_strsplit_set(name, "0123456789.-_", -1);

    for (char **word = words; *word; word++)
        for (size_t i = 0; i < G_N_ELEMENTS(words_of_lines); i++)
            if (g_ascii_strcasecmp(*word, words_of_lines[i]) == 0)
                return true;
    return false;
}

/* The decimal numbers of the name, as far as they fit; returns how many. */
static size_t
read_numbers(const char *name, unsigned numbers[NUMBERS_MAX])
{
    size_t count = 0;

    for (const char *at = name; *at && count < NUMBERS_MAX;) {
        size_t digits = strspn(at, "0123456789");

        if (digits > 0 && digits <= 3) /* 003 is 3 */
            numbers[count++] = (unsigned)g_ascii_strtoull(at, NULL, 10);
        at += digits > 0 ? digits : 1;
    }
    return count;
}

/* Three octets of the four, one behind the other in either direction: what is left out is often in
 * the name of the network. */
static bool
spells_in_decimal(const char *name, const IpAddress *ip)
{
    unsigned numbers[NUMBERS_MAX];
    size_t count = read_numbers(name, numbers);

    for (size_t i = 0; i + 3 <= count; i++) {
        const unsigned *n = &numbers[i];

        for (size_t at = 0; at <= 1; at++) {
            const uint8_t *octets = ip->octets + at;

            if (n[0] == octets[0] && n[1] == octets[1] && n[2] == octets[2])
                return true;
            if (n[0] == octets[2] && n[1] == octets[1] && n[2] == octets[0])
                return true;
        }
    }
    return false;
}

/* The last octets of the address, up to eight, as digits. The caller frees. */
static char *
hexadecimal(const IpAddress *ip, bool backwards)
{
    size_t all = ip->bits / 8, count = MIN(all, 8);
    GString *digits = g_string_new(NULL);

    for (size_t i = 0; i < count; i++)
        g_string_append_printf(digits, "%02x",
                               ip->octets[backwards ? all - 1 - i : all - count + i]);
    return g_string_free(digits, FALSE);
}

static bool
spells_in_hexadecimal(const char *name, const IpAddress *ip)
{
    g_autoptr(GString) joined = g_string_new(NULL);
    g_autofree char *forwards = hexadecimal(ip, false), *backwards = hexadecimal(ip, true);

    for (const char *at = name; *at; at++)
        if (*at != '-' && *at != '.')
            g_string_append_c(joined, g_ascii_tolower(*at));
    return strstr(joined->str, forwards) || strstr(joined->str, backwards);
}

bool
name_looks_dynamic(const char *name, const IpAddress *ip)
{
    return has_word_of_lines(name) || (ip->bits == 32 && spells_in_decimal(name, ip)) ||
           (ip->bits > 0 && spells_in_hexadecimal(name, ip));
}
