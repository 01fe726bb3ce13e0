/* SPDX-License-Identifier: ISC */
/* Readers are strict on purpose: a setting that is read in a way its writer did not mean decides
 * about mail without a word. Callers also put the envelope's own words into options (--mail-from
 * "$SENDER"), so values can be hostile. */
#include "settings/settings_values.h"

#include "dns/dns.h"
#include "dns/name.h"
#include "mime/address.h"
#include "mime/cursor.h"
#include "mime/quote.h"
#include "settings/settings_advice.h"

#include <string.h>

/* Longest name or address, in octets: more than any server takes as a command line (RFC 5321
 * section 4.5.3.1.4 has 512, servers up to some thousands). */
#define WORD_MAX 10000

#define DNS_OPT 41 /* RFC 6891: no record of a zone */

bool
value_refuse(GError **error, const char *value, const char *wrong, const char *right)
{
    g_autofree char *shown = quote_words_text(value, QUOTE_NAME_MAX);

    g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "\"%s\" %s; %s", shown, wrong,
                right);
    return false;
}

/* True where text is what a client could have said in one line. The rule is not narrower, because
 * callers hand on what a client said: a sender whose name makes a setting wrong would have his
 * message marked `error` in place of `fail`. */
static bool
is_one_line(const char *text)
{
    return strlen(text) <= WORD_MAX && !strpbrk(text, "\r\n");
}

char *
value_host_or_domain(const char *text)
{
    g_autofree char *name = mail_domain(text);
    DnsName wire;

    if (!name || domain_problem(name) || name_from_text(name, &wire))
        return NULL;
    return g_steal_pointer(&name);
}

bool
value_is_authserv_id(const char *name)
{
    bool dotted = g_str_has_prefix(name, ".") || g_str_has_suffix(name, ".") || strstr(name, "..");

    return !dotted && strlen(name) <= QUOTE_NAME_MAX && quote_is_token(name);
}

bool
value_hops(Settings *settings, const char *value, GError **error)
{
    guint64 hops;

    if (!g_ascii_string_to_unsigned(value, 10, 0, HOPS_MAX, &hops, NULL))
        return value_refuse(error, value, "is not a number of Received fields",
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
    return settings->mailbox || value_refuse(error, value, "is no mailbox provider", advice);
}

bool
value_authserv_id(Settings *settings, const char *value, GError **error)
{
    if (!value_is_authserv_id(value))
        return value_refuse(error, value, "cannot name this host in a header field",
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
        is_one_line(value) ? mail_address_parse(value, strlen(value)) : NULL;
    bool alone = address && !address->domain && *address->local;
    g_autofree char *domain = alone ? mail_domain(address->local) : NULL;

    if (!address || (alone && !domain))
        return value_refuse(error, value, "is no mail address",
                            "give e.g. alice@example.com, example.com, or <> for the null sender");
    g_free(settings->mail_from);
    settings->mail_from = g_strdup(value);
    return true;
}

bool
value_client(Settings *settings, const char *value, GError **error)
{
    if (!ip_parse_client(value, strlen(value), &settings->client))
        return value_refuse(error, value, "is no IP address", "give e.g. 192.0.2.7 or 2001:db8::7");
    return true;
}

/* An empty name, which a caller's empty variable makes, is a name that is not known. */
bool
value_helo(Settings *settings, const char *value, GError **error)
{
    if (!is_one_line(value))
        return value_refuse(error, value, "is no name for SMTP's HELO",
                            "give e.g. mail.example.com");
    g_free(settings->helo);
    settings->helo = *value ? g_strdup(value) : NULL;
    return true;
}

bool
value_zone(Settings *settings, const char *value, GError **error)
{
    if (!*value)
        return value_refuse(error, value, "names no file", "give the path of a master file");
    g_free(settings->zone);
    settings->zone = g_strdup(value);
    return true;
}

static bool
refuse_timeout(GError **error, const char *value)
{
    double seconds = settings_seconds_with_unit(value);
    g_autofree char *advice = g_strdup_printf("give the number of seconds alone: %g", seconds);

    if (seconds > TIMEOUT_MAX)
        return value_refuse(error, value, "is too long", "give at most 600 seconds");
    if (seconds >= 0)
        return value_refuse(error, value, "has a unit", advice);
    return value_refuse(error, value, "is not a number of seconds", "give e.g. 8 or 2.5");
}

/* Digits with at most one dot: strtod would take "inf", "0x8" and "1e2", too. */
bool
value_timeout(Settings *settings, const char *value, GError **error)
{
    Cursor c = cursor_over_text(value);
    size_t digits = cursor_span(&c, cursor_is_digit);

    if (cursor_skip(&c, '.'))
        digits += cursor_span(&c, cursor_is_digit);
    if (digits == 0 || cursor_more(&c))
        return refuse_timeout(error, value);

    double timeout = g_ascii_strtod(value, NULL);

    if (timeout <= 0 || timeout > TIMEOUT_MAX)
        return value_refuse(error, value, "is too short or too long",
                            "give more than 0 and at most 600 seconds");
    settings->timeout = timeout;
    return true;
}

bool
value_questions(Settings *settings, const char *value, GError **error)
{
    guint64 questions;

    if (!g_ascii_string_to_unsigned(value, 10, 1, QUESTIONS_MAX, &questions, NULL))
        return value_refuse(error, value, "is not a number of questions to the DNS",
                            "give 1 to 1000");
    settings->questions = (unsigned)questions;
    return true;
}

bool
value_on_temperror(Settings *settings, const char *value, GError **error)
{
    bool defer = g_str_equal(value, "defer");

    if (!defer && !g_str_equal(value, "pass"))
        return value_refuse(error, value, "is nothing to do on a temperror", "give pass or defer");
    settings->defer = defer;
    return true;
}

bool
value_log_messages(Settings *settings, const char *value, GError **error)
{
    bool verdict = g_str_equal(value, "verdict");

    if (!verdict && !g_str_equal(value, "none"))
        return value_refuse(error, value, "is nothing to log of messages", "give none or verdict");
    settings->log_verdict = verdict;
    return true;
}

bool
value_sender_id_from_spf1(Settings *settings, const char *value, GError **error)
{
    bool wanted = g_str_equal(value, "true");

    if (!wanted && !g_str_equal(value, "false"))
        return value_refuse(error, value, "is no yes or no", "give true or false");
    settings->records.sender_id_from_spf1 = wanted;
    return true;
}

/* A number that no other record has, nor a question for several types (RFC 6895 section 3.1). */
static bool
read_record_type(uint16_t *type, const char *value, GError **error)
{
    g_autofree char *text = NULL;
    guint64 number = 0;

    if (g_ascii_string_to_unsigned(value, 10, 1, G_MAXUINT16 - 1, &number, NULL))
        text = dns_type_text((uint16_t)number);
    if (!text || !g_str_has_prefix(text, "TYPE") || number == DNS_OPT ||
        (number >= 128 && number <= 255))
        return value_refuse(error, value, "is not a number for a record type of its own",
                            "give e.g. 65280, the first for private use");
    *type = (uint16_t)number;
    return true;
}

bool
value_rmx_type(Settings *settings, const char *value, GError **error)
{
    return read_record_type(&settings->records.rmx_type, value, error);
}

bool
value_mt_type(Settings *settings, const char *value, GError **error)
{
    return read_record_type(&settings->records.mt_type, value, error);
}

bool
value_write(Settings *settings, const char *value, GError **error)
{
    (void)value;
    (void)error;
    settings->write = true;
    return true;
}

bool
value_offline(Settings *settings, const char *value, GError **error)
{
    (void)value;
    (void)error;
    settings->offline = true;
    return true;
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
value_html(Settings *settings, const char *value, GError **error)
{
    if (*value == '\0')
        return value_refuse(error, value, "is no file", "give the page's name, or -");
    g_free(settings->html);
    settings->html = g_strdup(value);
    return true;
}

bool
value_color(Settings *settings, const char *value, GError **error)
{
    static const char *const wishes[] = {
        [COLOR_AUTO] = "auto",
        [COLOR_ALWAYS] = "always",
        [COLOR_NEVER] = "never",
    };

    for (size_t i = 0; i < G_N_ELEMENTS(wishes); i++)
        if (g_str_equal(value, wishes[i])) {
            settings->color = (ColorWish)i;
            return true;
        }
    return value_refuse(error, value, "says nothing of colours", "give auto, always or never");
}

bool
value_verbose(Settings *settings, const char *value, GError **error)
{
    (void)value;
    (void)error;
    settings->verbose = true;
    return true;
}

bool
value_what_if(Settings *settings, const char *value, GError **error)
{
    (void)value;
    (void)error;
    settings->what_if = true;
    return true;
}

bool
value_convert(Settings *settings, const char *value, GError **error)
{
    settings->convert = scheme_named(value);
    return settings->convert || value_refuse(error, value, "is no scheme", "give e.g. rmx or spf");
}

bool
value_domain(Settings *settings, const char *value, GError **error)
{
    g_autofree char *domain = value_host_or_domain(value);

    if (!domain)
        return value_refuse(error, value, "is no domain name", "give e.g. example.com");
    g_ptr_array_add(settings->domains, g_steal_pointer(&domain));
    return true;
}
