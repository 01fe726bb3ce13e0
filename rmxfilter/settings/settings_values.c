/* SPDX-License-Identifier: ISC */
/* Strict on purpose: a setting that is read in a way its writer did not mean decides about mail in
 * silence. Callers also put the envelope's own words into options (--mail-from "$SENDER"), so that
 * values can be hostile. */
#include "settings/settings_values.h"

#include "dns/dns.h"
#include "dns/name.h"
#include "dns/servers.h"
#include "mime/address.h"
#include "mime/cursor.h"
#include "mime/quote.h"

#include <string.h>

/* Longest name or address, in octets: more than any server takes as a command line (RFC 5321
 * section 4.5.3.1.4 has 512, servers up to some thousands). */
#define WORD_MAX 10000

/* The largest number of an account: (uid_t)-1 is nobody's. */
#define UID_MAX (G_MAXUINT32 - 1)

#define DNS_OPT 41 /* RFC 6891: no record of a zone */

/* Always false: readers return it. wrong says what the value is not, right what there is. */
static bool
refuse(GError **error, const char *value, const char *wrong, const char *right)
{
    g_autofree char *shown = quote_words_text(value, QUOTE_NAME_MAX);

    g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "\"%s\" %s; %s", shown, wrong,
                right);
    return false;
}

static Cursor
cursor_over_text(const char *text)
{
    return cursor_over(text, strlen(text));
}

/* True where text is what a client could have said in one line. No narrower: callers hand it on,
 * and who can make a setting wrong by his choice of a name has his message marked `error` in place
 * of `fail`. */
static bool
is_line(const char *text)
{
    return strlen(text) <= WORD_MAX && !strpbrk(text, "\r\n");
}

/* True where text is UTF-8 without control characters. */
static bool
is_word(const char *text)
{
    for (const char *c = text; *c; c++)
        if (g_ascii_iscntrl(*c))
            return false;
    return g_utf8_validate(text, -1, NULL);
}

bool
value_is_authserv_id(const char *name)
{
    bool dotted = g_str_has_prefix(name, ".") || g_str_has_suffix(name, ".") || strstr(name, "..");

    return !dotted && strlen(name) <= QUOTE_NAME_MAX && quote_is_token(name);
}

/* --- lists --- */

/* The words of a list, trimmed, without the empty ones. The caller frees. */
static GStrv
list_words(const char *list, const char *separator)
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
    g_auto(GStrv) entries = list_words(value, ";");

    for (char **entry = entries; *entry; entry++)
        if (!trust_list_add(settings->trust, *entry, error))
            return false;
    return true;
}

/* Adds words, which it takes, at the end of list. */
static void
list_extend(GStrv *list, GStrv words)
{
    guint before = g_strv_length(*list), more = g_strv_length(words);

    *list = g_renew(char *, *list, before + more + 1);
    for (guint i = 0; i <= more; i++)
        (*list)[before + i] = words[i];
    g_free(words);
}

/* An account's name is what the user database makes of it, so also "DOM\\user" and "user@dom". No
 * field says ";" or blanks in one, and only a whole "*" means all. */
static bool
is_account(const char *word)
{
    guint64 number;

    if (strspn(word, "0123456789") == strlen(word))
        return g_ascii_string_to_unsigned(word, 10, 0, UID_MAX, &number, NULL);
    return g_str_equal(word, "*") || (is_word(word) && *word != '-' && *word != '+' &&
                                      strlen(word) <= QUOTE_NAME_MAX && !strpbrk(word, " *:,/<>"));
}

bool
value_local_users(Settings *settings, const char *value, GError **error)
{
    g_auto(GStrv) users = list_words(value, ";");

    for (char **user = users; *user; user++)
        if (!is_account(*user))
            return refuse(error, *user, "is no account",
                          "give names or numbers of accounts, e.g. backup;1000, or * for all");
    list_extend(&settings->local_users, g_steal_pointer(&users));
    return true;
}

/* The DNS form of a name that it would take; NULL: it would not. The caller frees. */
static char *
host_or_domain(const char *text)
{
    g_autofree char *name = mail_domain(text);
    DnsName wire;

    if (!name || domain_problem(name) || name_from_text(name, &wire))
        return NULL;
    return g_steal_pointer(&name);
}

/* Adds to list the DNS forms of the names in value. */
static bool
take_names(GStrv *list, const char *value, const char *wrong, const char *right, GError **error)
{
    g_auto(GStrv) names = list_words(value, ";");

    for (char **name = names; *name; name++) {
        char *taken = host_or_domain(*name);
        IpAddress ip;

        if (!taken || ip_parse(*name, strlen(*name), &ip)) {
            g_free(taken);
            return refuse(error, *name, wrong, right);
        }
        g_free(*name);
        *name = taken;
    }
    list_extend(list, g_steal_pointer(&names));
    return true;
}

bool
value_own_names(Settings *settings, const char *value, GError **error)
{
    return take_names(&settings->own_names, value, "is no host name",
                      "give the names that this host has, e.g. mx.example.net;mail.example.net",
                      error);
}

bool
value_lists(Settings *settings, const char *value, GError **error)
{
    return take_names(&settings->lists, value, "is no domain name",
                      "give domains of mailing lists, e.g. lists.example.org", error);
}

bool
value_nameservers(Settings *settings, const char *value, GError **error)
{
    static const char right[] = "give e.g. 127.0.0.1, 127.0.0.1:5353, 2001:db8::53 or "
                                "[2001:db8::53]:5353";
    g_auto(GStrv) servers = list_words(value, ";");
    IpAddress ip;
    uint16_t port;

    if (!*servers)
        return refuse(error, value, "names no resolver", right);
    for (char **server = servers; *server; server++)
        if (!name_server_parse(*server, &ip, &port))
            return refuse(error, *server, "is no address of a resolver", right);
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
    return refuse(error, value, wrong, right->str);
}

/* Rows are constant, GPtrArray knows no const: what reads the array reads it as const Scheme *. */
static void
add_scheme(GPtrArray *list, const Scheme *scheme)
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
    g_auto(GStrv) words = list_words(value, ",");
    g_autoptr(GPtrArray) asked = g_ptr_array_new();

    if (!*words)
        return refuse_scheme(error, value, "names no scheme");
    for (char **word = words; *word; word++)
        if (!g_str_equal(*word, "all") && !scheme_named(*word))
            return refuse_scheme(error, *word, "is no scheme");
    for (size_t i = 0; schemes[i]->name; i++)
        if (g_strv_contains((const char *const *)words, schemes[i]->name) ||
            g_strv_contains((const char *const *)words, "all"))
            add_scheme(asked, schemes[i]);
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

/* --- words and numbers --- */

bool
value_hops(Settings *settings, const char *value, GError **error)
{
    guint64 hops;

    if (!g_ascii_string_to_unsigned(value, 10, 0, HOPS_MAX, &hops, NULL))
        return refuse(error, value, "is not a number of Received fields",
                      "give 1 to 10000, or 0 to go by trust");
    settings->hops = (int)hops;
    return true;
}

bool
value_mailbox(Settings *settings, const char *value, GError **error)
{
    g_autofree char *names = provider_names();
    g_autofree char *advice = g_strdup_printf("give one of %s", names);

    settings->mailbox = provider_named(value);
    return settings->mailbox || refuse(error, value, "is no mailbox provider", advice);
}

bool
value_authserv_id(Settings *settings, const char *value, GError **error)
{
    if (!value_is_authserv_id(value))
        return refuse(error, value, "cannot name this host in a header field",
                      "give a host name, e.g. mx.example.net");
    g_free(settings->authserv_id);
    settings->authserv_id = g_strdup(value);
    return true;
}

/* The local part may be anything: the client chooses it. A word alone is a domain. */
bool
value_mail_from(Settings *settings, const char *value, GError **error)
{
    g_autoptr(MailAddress) address =
        is_line(value) ? mail_address_parse(value, strlen(value)) : NULL;
    bool alone = address && !address->domain && *address->local;
    g_autofree char *domain = alone ? mail_domain(address->local) : NULL;

    if (!address || (alone && !domain))
        return refuse(error, value, "is no mail address",
                      "give e.g. alice@example.com, example.com, or <> for the null sender");
    g_free(settings->mail_from);
    settings->mail_from = g_strdup(value);
    return true;
}

bool
value_client(Settings *settings, const char *value, GError **error)
{
    if (!ip_parse_client(value, strlen(value), &settings->client))
        return refuse(error, value, "is no IP address", "give e.g. 192.0.2.7 or 2001:db8::7");
    return true;
}

/* An empty name, which a caller's empty variable makes, is a name that is not known. */
bool
value_helo(Settings *settings, const char *value, GError **error)
{
    if (!is_line(value))
        return refuse(error, value, "is no name for SMTP's HELO", "give e.g. mail.example.com");
    g_free(settings->helo);
    settings->helo = *value ? g_strdup(value) : NULL;
    return true;
}

bool
value_zone(Settings *settings, const char *value, GError **error)
{
    if (!*value)
        return refuse(error, value, "names no file", "give the path of a master file");
    g_free(settings->zone);
    settings->zone = g_strdup(value);
    return true;
}

static bool
is_digit(unsigned char octet)
{
    return g_ascii_isdigit(octet);
}

/* Digits with at most one dot: strtod would take "inf", "0x8" and "1e2", too. */
bool
value_timeout(Settings *settings, const char *value, GError **error)
{
    Cursor c = cursor_over_text(value);
    size_t digits = cursor_span(&c, is_digit);

    if (cursor_skip(&c, '.'))
        digits += cursor_span(&c, is_digit);
    if (digits == 0 || cursor_more(&c))
        return refuse(error, value, "is not a number of seconds", "give e.g. 8 or 2.5");

    double timeout = g_ascii_strtod(value, NULL);

    if (timeout <= 0 || timeout > TIMEOUT_MAX)
        return refuse(error, value, "is too short or too long",
                      "give more than 0 and at most 600 seconds");
    settings->timeout = timeout;
    return true;
}

bool
value_questions(Settings *settings, const char *value, GError **error)
{
    guint64 questions;

    if (!g_ascii_string_to_unsigned(value, 10, 1, QUESTIONS_MAX, &questions, NULL))
        return refuse(error, value, "is not a number of questions to the DNS", "give 1 to 1000");
    settings->questions = (unsigned)questions;
    return true;
}

bool
value_on_temperror(Settings *settings, const char *value, GError **error)
{
    bool defer = g_str_equal(value, "defer");

    if (!defer && !g_str_equal(value, "pass"))
        return refuse(error, value, "is nothing to do on a temperror", "give pass or defer");
    settings->defer = defer;
    return true;
}

bool
value_sender_id_from_spf1(Settings *settings, const char *value, GError **error)
{
    bool wanted = g_str_equal(value, "true");

    if (!wanted && !g_str_equal(value, "false"))
        return refuse(error, value, "is no yes or no", "give true or false");
    settings->records.sender_id_from_spf1 = wanted;
    return true;
}

/* A number that no other record has, nor a question for several types (RFC 6895 section 3.1). */
static bool
read_type(uint16_t *type, const char *value, GError **error)
{
    g_autofree char *text = NULL;
    guint64 number = 0;

    if (g_ascii_string_to_unsigned(value, 10, 1, G_MAXUINT16 - 1, &number, NULL))
        text = dns_type_text((uint16_t)number);
    if (!text || !g_str_has_prefix(text, "TYPE") || number == DNS_OPT ||
        (number >= 128 && number <= 255))
        return refuse(error, value, "is not a number for a record type of its own",
                      "give e.g. 65280, the first for private use");
    *type = (uint16_t)number;
    return true;
}

bool
value_rmx_type(Settings *settings, const char *value, GError **error)
{
    return read_type(&settings->records.rmx_type, value, error);
}

bool
value_mt_type(Settings *settings, const char *value, GError **error)
{
    return read_type(&settings->records.mt_type, value, error);
}

bool
value_json(Settings *settings, const char *value, GError **error)
{
    (void)value;
    (void)error;
    settings->json = true;
    return true;
}

bool
value_convert(Settings *settings, const char *value, GError **error)
{
    settings->convert = scheme_named(value);
    return settings->convert || refuse(error, value, "is no scheme", "give e.g. rmx or spf");
}

/* Names that the DNS would take, and nobody has: mistyped, or the rest of an address. */
bool
value_domain(Settings *settings, const char *value, GError **error)
{
    g_autofree char *domain = host_or_domain(value);

    if (!domain)
        return refuse(error, value, "is no domain name", "give e.g. example.com");
    g_ptr_array_add(settings->domains, g_steal_pointer(&domain));
    return true;
}
