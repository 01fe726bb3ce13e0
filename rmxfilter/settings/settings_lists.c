/* SPDX-License-Identifier: ISC */
/* A list in which one word is wrong is refused whole. */
#include "settings/settings_lists.h"

#include "dns/servers.h"
#include "mime/quote.h"
#include "settings/settings_values.h"

#include <string.h>

/* The largest number of an account: (uid_t)-1 is nobody's. */
#define UID_MAX (G_MAXUINT32 - 1)

/* True where text is UTF-8 without control characters. */
static bool
is_plain_text(const char *text)
{
    for (const char *c = text; *c; c++)
        if (g_ascii_iscntrl(*c))
            return false;
    return g_utf8_validate(text, -1, NULL);
}

/* The words of a list, trimmed, without the empty ones. The caller frees. */
static GStrv
split_list(const char *list, const char *separator)
{
    g_auto(GStrv) parts = g_strsplit(list, separator, -1);
    GPtrArray *words = g_ptr_array_new();

    for (char **part = parts; *part; part++)
        if (*g_strstrip(*part))
            g_ptr_array_add(words, g_strdup(*part));
    g_ptr_array_add(words, NULL);
    return (GStrv)g_ptr_array_free(words, FALSE);
}

bool
value_trust(Settings *settings, const char *value, GError **error)
{
    g_auto(GStrv) entries = split_list(value, ";");

    for (char **entry = entries; *entry; entry++)
        if (!trust_list_add(settings->trust, *entry, error))
            return false;
    return true;
}

/* Adds words, which it takes, at the end of list. */
static void
extend_word_list(GStrv *list, GStrv words)
{
    guint before = g_strv_length(*list), more = g_strv_length(words);

    *list = g_renew(char *, *list, before + more + 1);
    for (guint i = 0; i <= more; i++)
        (*list)[before + i] = words[i];
    g_free(words);
}

/* The user database decides what an account's name is, so "DOM\\user" and "user@dom" are names,
 * too. No Received field shows one with ";" or a blank, and only a "*" alone means all. */
static bool
is_account_word(const char *word)
{
    guint64 number;

    if (strspn(word, "0123456789") == strlen(word))
        return g_ascii_string_to_unsigned(word, 10, 0, UID_MAX, &number, NULL);
    return g_str_equal(word, "*") || (is_plain_text(word) && *word != '-' && *word != '+' &&
                                      strlen(word) <= QUOTE_NAME_MAX && !strpbrk(word, " *:,/<>"));
}

bool
value_local_users(Settings *settings, const char *value, GError **error)
{
    g_auto(GStrv) users = split_list(value, ";");

    for (char **user = users; *user; user++)
        if (!is_account_word(*user))
            return value_refuse(
                error, *user, "is no account",
                "give names or numbers of accounts, e.g. backup;1000, or * for all");
    extend_word_list(&settings->local_users, g_steal_pointer(&users));
    return true;
}

/* Adds to list the DNS forms of the names in value. */
static bool
read_host_names(GStrv *list, const char *value, const char *wrong, const char *right,
                GError **error)
{
    g_auto(GStrv) names = split_list(value, ";");

    for (char **name = names; *name; name++) {
        char *taken = value_host_or_domain(*name);
        IpAddress ip;

        if (!taken || ip_parse(*name, strlen(*name), &ip)) {
            g_free(taken);
            return value_refuse(error, *name, wrong, right);
        }
        g_free(*name);
        *name = taken;
    }
    extend_word_list(list, g_steal_pointer(&names));
    return true;
}

bool
value_own_names(Settings *settings, const char *value, GError **error)
{
    return read_host_names(
        &settings->own_names, value, "is no host name",
        "give the names that this host has, e.g. mx.example.net;mail.example.net", error);
}

bool
value_lists(Settings *settings, const char *value, GError **error)
{
    return read_host_names(&settings->lists, value, "is no domain name",
                           "give domains of mailing lists, e.g. lists.example.org", error);
}

bool
value_results(Settings *settings, const char *value, GError **error)
{
    return read_host_names(&settings->results, value, "is no name of a host",
                           "give the name that your mail host writes first in its own "
                           "Authentication-Results, e.g. mx.example.net",
                           error);
}

bool
value_sealers(Settings *settings, const char *value, GError **error)
{
    return read_host_names(&settings->sealers, value, "is no domain name",
                           "give what d= is in an ARC-Seal, e.g. lists.example.org", error);
}

/* Labels of a name (RFC 6376 section 3.1). */
static bool
is_selector(const char *word)
{
    return strlen(word) <= QUOTE_NAME_MAX && *word != '.' && !g_str_has_suffix(word, ".") &&
           !strstr(word, "..") &&
           strspn(word, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-_.") == strlen(word);
}

bool
value_selectors(Settings *settings, const char *value, GError **error)
{
    static const char right[] = "give what s= is in a DKIM-Signature, e.g. 2026a";
    g_auto(GStrv) selectors = split_list(value, ";");

    if (!*selectors)
        return value_refuse(error, value, "names no selector", right);
    for (char **selector = selectors; *selector; selector++)
        if (!is_selector(*selector))
            return value_refuse(error, *selector, "is no selector", right);
    g_strfreev(settings->selectors);
    settings->selectors = g_steal_pointer(&selectors);
    return true;
}

bool
value_nameservers(Settings *settings, const char *value, GError **error)
{
    static const char right[] = "give e.g. 127.0.0.1, 127.0.0.1:5353, 2001:db8::53 or "
                                "[2001:db8::53]:5353";
    g_auto(GStrv) servers = split_list(value, ";");
    IpAddress ip;
    uint16_t port;

    if (!*servers)
        return value_refuse(error, value, "names no resolver", right);
    for (char **server = servers; *server; server++)
        if (!name_server_parse(*server, &ip, &port))
            return value_refuse(error, *server, "is no address of a resolver", right);
    g_strfreev(settings->nameservers);
    settings->nameservers = g_steal_pointer(&servers);
    return true;
}

static bool
refuse_scheme(GError **error, const char *value, const char *wrong)
{
    g_autoptr(GString) right = g_string_new("there are ");

    for (size_t i = 0; schemes[i]->name; i++)
        g_string_append_printf(right, "%s, ", schemes[i]->name);
    g_string_append(right, "and all");
    return value_refuse(error, value, wrong, right->str);
}

/* GPtrArray knows no const, and rows are constant: whoever reads the array reads const Scheme *. */
static void
add_asked_scheme(GPtrArray *list, const Scheme *scheme)
{
    union {
        const Scheme *row;
        gpointer item;
    } either = { .row = scheme };

    g_ptr_array_add(list, either.item);
}

bool
value_schemes(Settings *settings, const char *value, GError **error)
{
    g_auto(GStrv) words = split_list(value, ",");
    g_autoptr(GPtrArray) asked = g_ptr_array_new();

    if (!*words)
        return refuse_scheme(error, value, "names no scheme");
    for (char **word = words; *word; word++)
        if (!g_str_equal(*word, "all") && !scheme_named(*word))
            return refuse_scheme(error, *word, "is no scheme");
    for (size_t i = 0; schemes[i]->name; i++)
        if (g_strv_contains((const char *const *)words, schemes[i]->name) ||
            g_strv_contains((const char *const *)words, "all"))
            add_asked_scheme(asked, schemes[i]);
    if (settings->schemes)
        g_ptr_array_unref(settings->schemes);
    settings->schemes = g_steal_pointer(&asked);
    return true;
}

bool
value_fields(Settings *settings, const char *value, GError **error)
{
    return fields_parse(value, &settings->fields, error);
}
