/* SPDX-License-Identifier: ISC */
/* Every problem quotes the word and shows what would be right: who reads it is editing the file,
 * and may not know the RFC. */
#include "dns/zone_data.h"

#include "dns/types.h"
#include "dns/wire.h"
#include "dns/zone.h"

#include <arpa/nameser.h>
#include <string.h>

#define STRING_OCTETS_MAX 255
#define DATA_OCTETS_MAX   65535

/* --- words --- */

G_GNUC_PRINTF(2, 3)
static char *
word_problem(const ZoneWord *word, const char *format, ...)
{
    g_autofree char *text = zone_word_text(word);
    g_autofree char *quoted = g_strescape(text, NULL);
    g_autofree char *rest = NULL;
    va_list arguments;

    va_start(arguments, format);
    rest = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    return g_strdup_printf("\"%s\": %s", quoted, rest);
}

static bool
word_is(const ZoneWord *word, const char *text)
{
    return !word->quoted && word->len == strlen(text) &&
           g_ascii_strncasecmp(word->text, text, word->len) == 0;
}

static bool
word_number(const ZoneWord *word, guint64 max, guint64 *number)
{
    g_autofree char *text = zone_word_text(word);

    return g_ascii_string_to_unsigned(text, 10, 0, max, number, NULL);
}

/* Reads a name with escapes: an escaped dot does not end a label. */
static const char *
name_with_escapes(const ZoneWord *word, DnsName *name, bool *absolute)
{
    Cursor c = cursor_over(word->text, word->len);
    g_autoptr(GString) label = g_string_new(NULL);

    name->len = 0;
    *absolute = false;
    while (cursor_more(&c)) {
        bool escaped;
        int octet = zone_scan_octet(&c, &escaped);

        if (octet == '.' && !escaped) {
            if (!name_add_label(name, label->str, label->len))
                return "empty label, or over 63 octets, or the name is over 255";
            g_string_truncate(label, 0);
            *absolute = !cursor_more(&c);
        } else if (!c.problem) {
            g_string_append_c(label, (char)octet);
        }
    }
    if (!c.problem && !*absolute && !name_add_label(name, label->str, label->len))
        return "empty label, or over 63 octets, or the name is over 255";
    return c.problem;
}

char *
zone_name_read(const ZoneWord *word, const DnsName *origin, DnsName *name)
{
    g_autofree char *text = zone_word_text(word);
    const char *problem;
    bool absolute = g_str_has_suffix(text, ".");

    name->len = 0;
    if (word->len == 0)
        return word_problem(word, "a name cannot be empty; \"@\" is the origin, \".\" the root");
    if (word_is(word, "@")) {
        *name = *origin;
        return NULL;
    }
    if (strchr(text, '\\'))
        problem = name_with_escapes(word, name, &absolute);
    else
        problem = name_from_text(text, name);
    if (!problem && !absolute && !name_add(name, origin))
        problem = "with the origin the name is over 255 octets";
    return problem ? word_problem(word, "%s", problem) : NULL;
}

/* --- one reader for each type --- */

/* The octets of an address on the wire. ip_parse reads "::ffff:192.0.2.1" as an IPv4 address; as
 * data of an AAAA record it has 16 octets. False: no address of that many bits. */
static bool
address_octets(const char *text, size_t len, uint8_t bits, uint8_t octets[static 16])
{
    static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };
    bool is_ipv6 = memchr(text, ':', len) != NULL;
    IpAddress ip;

    if (!ip_parse(text, len, &ip) || is_ipv6 != (bits == 128))
        return false;
    if (ip.bits == bits) {
        memcpy(octets, ip.octets, sizeof(ip.octets));
    } else {
        memcpy(octets, mapped, sizeof(mapped));
        memcpy(octets + sizeof(mapped), ip.octets, 4);
    }
    return true;
}

static char *
parse_zone_address(const ZoneData *data, GByteArray *out, uint8_t bits, const char *would_be_right)
{
    uint8_t octets[16];

    if (!address_octets(data->words->text, data->words->len, bits, octets))
        return word_problem(data->words, "%s", would_be_right);
    g_byte_array_append(out, octets, bits / 8);
    return NULL;
}

static char *
parse_a(const ZoneData *data, GByteArray *out)
{
    return parse_zone_address(data, out, 32, "not an IPv4 address, such as 192.0.2.1");
}

static char *
parse_aaaa(const ZoneData *data, GByteArray *out)
{
    return parse_zone_address(data, out, 128, "not an IPv6 address, such as 2001:db8::1");
}

static char *
parse_zone_name(const ZoneData *data, GByteArray *out)
{
    DnsName name;
    char *complaint = zone_name_read(data->words, data->origin, &name);

    if (!complaint)
        name_write(&name, out);
    return complaint;
}

static char *
parse_mx(const ZoneData *data, GByteArray *out)
{
    ZoneData host = { .words = data->words + 1, .count = 1, .origin = data->origin };
    guint64 preference;

    if (!word_number(data->words, G_MAXUINT16, &preference))
        return word_problem(data->words, "not a preference; an MX is \"10 mail.example.net.\"");
    wire_put16(out, (uint16_t)preference);
    return parse_zone_name(&host, out);
}

static char *
parse_txt(const ZoneData *data, GByteArray *out)
{
    for (size_t i = 0; i < data->count; i++) {
        Cursor c = cursor_over(data->words[i].text, data->words[i].len);
        guint length_at = out->len;
        bool escaped;

        g_byte_array_append(out, (const uint8_t *)"", 1);
        while (cursor_more(&c)) {
            uint8_t octet = (uint8_t)zone_scan_octet(&c, &escaped);

            g_byte_array_append(out, &octet, 1);
        }
        if (c.problem)
            return word_problem(&data->words[i], "%s", c.problem);
        if (out->len - length_at - 1 > STRING_OCTETS_MAX)
            return word_problem(&data->words[i],
                                "string of %u octets, where 255 are the most; part it into several "
                                "quoted strings, which are joined",
                                out->len - length_at - 1);
        out->data[length_at] = (uint8_t)(out->len - length_at - 1);
    }
    return NULL;
}

/* RFC 3123 section 4: "[!]afi:address/prefix"; zero octets at the end of the address are left out.
 */
static char *
parse_apl_item(const ZoneWord *word, GByteArray *out)
{
    static const char *would_be_right =
        "not an APL item, such as 1:192.0.2.0/24, !1:192.0.2.7/32 or 2:2001:db8::/32";
    Cursor c = cursor_over(word->text, word->len);
    bool negated = cursor_skip(&c, '!');
    int family = cursor_take(&c);
    g_autofree char *text = NULL;
    g_auto(GStrv) parts = NULL;
    guint64 prefix;
    uint8_t bits = family == '1' ? 32 : 128, octets[16], len;

    if ((family != '1' && family != '2') || !cursor_skip(&c, ':'))
        return word_problem(word, "%s", would_be_right);

    const char *from = c.at;

    cursor_sub(&c, cursor_left(&c));
    text = cursor_text_since(&c, from);
    parts = g_strsplit(text, "/", 3);
    if (g_strv_length(parts) != 2 || !address_octets(parts[0], strlen(parts[0]), bits, octets) ||
        !g_ascii_string_to_unsigned(parts[1], 10, 0, bits, &prefix, NULL))
        return word_problem(word, "%s", would_be_right);
    for (len = bits / 8; len > 0 && octets[len - 1] == 0;)
        len--;
    wire_put16(out, (uint16_t)(family - '0'));
    g_byte_array_append(
        out, (const uint8_t[]){ (uint8_t)prefix, (uint8_t)((negated ? 0x80 : 0) | len) }, 2);
    g_byte_array_append(out, octets, len);
    return NULL;
}

static char *
parse_apl(const ZoneData *data, GByteArray *out)
{
    for (size_t i = 0; i < data->count; i++) {
        char *complaint = parse_apl_item(&data->words[i], out);

        if (complaint)
            return complaint;
    }
    return NULL;
}

/* Only the names: nothing here asks for the numbers. */
static char *
parse_soa(const ZoneData *data, GByteArray *out)
{
    for (size_t i = 0; i < 2; i++) {
        ZoneData name = { .words = data->words + i, .count = 1, .origin = data->origin };
        char *complaint = parse_zone_name(&name, out);

        if (complaint)
            return complaint;
    }
    g_byte_array_set_size(out, out->len + 20);
    memset(out->data + out->len - 20, 0, 20);
    return NULL;
}

static char *
parse_error(const ZoneData *data, GByteArray *out)
{
    static const struct {
        const char *word;
        uint8_t code;
    } errors[] = { { "SERVFAIL", ns_r_servfail },
                   { "REFUSED", ns_r_refused },
                   { "TIMEOUT", ZONE_TIMEOUT } };

    for (size_t i = 0; i < G_N_ELEMENTS(errors); i++) {
        if (word_is(data->words, errors[i].word)) {
            g_byte_array_append(out, &errors[i].code, 1);
            return NULL;
        }
    }
    return word_problem(data->words, "not an error; SERVFAIL, REFUSED or TIMEOUT would be");
}

/* RFC 3597 section 5: "\# length hex...", for any type. */
static char *
parse_generic(const ZoneData *data, GByteArray *out)
{
    static const char *would_be_right = "not \"\\# LENGTH HEX...\", such as \\# 4 c0000201";
    guint64 length;
    int high = -1;

    if (data->count < 2 || !word_number(&data->words[1], DATA_OCTETS_MAX, &length))
        return word_problem(data->words, "%s", would_be_right);
    for (size_t i = 2; i < data->count; i++) {
        Cursor c = cursor_over(data->words[i].text, data->words[i].len);

        while (cursor_more(&c)) {
            int digit = g_ascii_xdigit_value((char)cursor_take(&c));

            if (digit < 0)
                return word_problem(&data->words[i], "%s", would_be_right);
            if (high >= 0) {
                g_byte_array_append(out, (const uint8_t[]){ (uint8_t)(high << 4 | digit) }, 1);
                high = -1;
            } else {
                high = digit;
            }
        }
    }
    if (high >= 0 || out->len != length)
        return word_problem(&data->words[1], "the hex digits make %u%s octets", out->len,
                            high >= 0 ? " and a half" : "");
    return NULL;
}

/* --- the table --- */

static const struct {
    uint32_t type;
    size_t min, max; /* words of data */
    char *(*read)(const ZoneData *data, GByteArray *out);
    const char *would_be_right;
} readers[] = {
    { DNS_A, 1, 1, parse_a, "A 192.0.2.1" },
    { DNS_AAAA, 1, 1, parse_aaaa, "AAAA 2001:db8::1" },
    { DNS_MX, 2, 2, parse_mx, "MX 10 mail.example.net." },
    { DNS_TXT, 1, SIZE_MAX, parse_txt, "TXT \"v=spf1 mx -all\"" },
    { 99, 1, SIZE_MAX, parse_txt, "SPF \"v=spf1 mx -all\"" },
    { DNS_PTR, 1, 1, parse_zone_name, "PTR mail.example.net." },
    { DNS_CNAME, 1, 1, parse_zone_name, "CNAME mail.example.net." },
    { ns_t_ns, 1, 1, parse_zone_name, "NS ns.example.net." },
    { ns_t_soa, 7, 7, parse_soa,
      "SOA ns.example.net. hostmaster.example.net. 1 7200 900 604800 300" },
    { DNS_APL, 0, SIZE_MAX, parse_apl, "APL 1:192.0.2.0/24" },
    { ZONE_ERROR, 1, 1, parse_error, "ERROR SERVFAIL" },
};

bool
zone_type(const char *text, uint32_t *type)
{
    uint16_t number;

    if (g_ascii_strcasecmp(text, "ERROR") == 0) {
        *type = ZONE_ERROR;
        return true;
    }
    if (!type_from_text(text, &number))
        return false;
    *type = number;
    return true;
}

/* For a type without a reader: records of a type that has a mnemonic are left out. One that is
 * written as a number is meant to be asked, so that its data must be readable. */
static char *
skip_or_complain(uint32_t type, bool *kept)
{
    g_autofree char *text = dns_type_text((uint16_t)type);

    *kept = false;
    if (!g_str_has_prefix(text, "TYPE"))
        return NULL;
    return g_strdup_printf("the data of %s must be given as \"\\# LENGTH HEX...\" (RFC 3597)",
                           text);
}

char *
zone_data_read(const ZoneData *data, uint32_t type, GByteArray *out, bool *kept)
{
    size_t row = 0;
    char *complaint;

    *kept = true;
    if (data->count > 0 && word_is(data->words, "\\#") && type != ZONE_ERROR)
        return parse_generic(data, out);
    while (row < G_N_ELEMENTS(readers) && readers[row].type != type)
        row++;
    if (row == G_N_ELEMENTS(readers))
        return skip_or_complain(type, kept);
    if (data->count < readers[row].min || data->count > readers[row].max)
        return g_strdup_printf("%zu words of data; right would be \"%s\"", data->count,
                               readers[row].would_be_right);
    complaint = readers[row].read(data, out);
    if (!complaint && out->len > DATA_OCTETS_MAX)
        complaint = g_strdup_printf("%u octets of data, where 65535 are the most", out->len);
    return complaint;
}
