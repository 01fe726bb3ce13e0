/* SPDX-License-Identifier: ISC */
/* Entry by entry: a directive, or [owner] [TTL] [class] type data, TTL and class in any order (RFC
 * 1035 section 5.1). Names are relative to the root until the first $ORIGIN. */
#include "dns/zone.h"
#include "dns/zone_data.h"

#include <string.h>

typedef struct {
    Zone *zone;
    ZoneScan scan;
    DnsName origin;
    DnsName owner; /* of the last record */
    bool has_owner;
} ZoneReader;

static void
zone_reader_clear(ZoneReader *reader)
{
    zone_scan_clear(&reader->scan);
    if (reader->zone)
        zone_free(reader->zone);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(ZoneReader, zone_reader_clear)

static const ZoneWord *
entry_word(const ZoneReader *reader, size_t i)
{
    return &g_array_index(reader->scan.words, ZoneWord, i);
}

/* Decimal seconds, or what BIND made of them: "1h30m". TTLs are not used, but
 * have to be recognized, to find the class and the type. */
static bool
is_ttl(const char *text)
{
    if (!g_ascii_isdigit(text[0]))
        return false;
    for (; *text; text++)
        if (!g_ascii_isdigit(*text) && !strchr("wdhms", g_ascii_tolower(*text)))
            return false;
    return true;
}

/* --- directives --- */

static char *
read_origin_directive(ZoneReader *reader)
{
    DnsName origin;
    char *complaint;

    if (reader->scan.words->len != 2)
        return g_strdup("$ORIGIN takes one name, such as $ORIGIN example.net.");
    complaint = zone_name_read(entry_word(reader, 1), &reader->origin, &origin);
    if (!complaint)
        reader->origin = origin;
    return complaint;
}

static char *
check_ttl_directive(ZoneReader *reader)
{
    g_autofree char *ttl =
        reader->scan.words->len == 2 ? zone_word_text(entry_word(reader, 1)) : NULL;

    return ttl && is_ttl(ttl) ? NULL : g_strdup("$TTL takes one time, such as $TTL 3600");
}

static const struct {
    const char *word;
    char *(*read)(ZoneReader *reader);
} directives[] = { { "$ORIGIN", read_origin_directive }, { "$TTL", check_ttl_directive } };

static char *
read_directive(ZoneReader *reader, const char *name)
{
    for (size_t i = 0; i < G_N_ELEMENTS(directives); i++)
        if (g_ascii_strcasecmp(directives[i].word, name) == 0)
            return directives[i].read(reader);
    return g_strdup_printf("%s is not read here; $ORIGIN and $TTL are, and a zone is one file",
                           name);
}

/* --- records --- */

/* Moves *next over TTL, class and type. Problem or NULL. */
static char *
read_zone_type(const ZoneReader *reader, size_t *next, uint32_t *type)
{
    bool seen_ttl = false, seen_class = false;

    for (; *next < reader->scan.words->len; ++*next) {
        g_autofree char *text = zone_word_text(entry_word(reader, *next));

        if (!seen_ttl && is_ttl(text)) {
            seen_ttl = true;
        } else if (!seen_class && g_ascii_strcasecmp(text, "IN") == 0) {
            seen_class = true;
        } else if (zone_type(text, type)) {
            ++*next;
            return NULL;
        } else {
            g_autofree char *quoted = g_strescape(text, NULL);

            return g_strdup_printf("\"%s\": not a record type; right would be A, AAAA, MX, TXT, "
                                   "PTR, CNAME, APL, NS, SOA or TYPE65280",
                                   quoted);
        }
    }
    return g_strdup("record without a type; right would be \"NAME TXT ...\"");
}

static char *
read_zone_record(ZoneReader *reader)
{
    g_autoptr(GByteArray) data = g_byte_array_new();
    ZoneData words = { .origin = &reader->origin };
    size_t next = 0;
    uint32_t type = 0;
    bool kept = false;
    char *complaint = NULL;

    if (reader->scan.begins_in_column) {
        reader->has_owner = true;
        complaint = zone_name_read(entry_word(reader, next++), &reader->origin, &reader->owner);
    } else if (!reader->has_owner) {
        complaint = g_strdup("line begins with a blank, but no name came before it");
    }
    if (!complaint)
        complaint = read_zone_type(reader, &next, &type);
    if (complaint)
        return complaint;
    words.count = reader->scan.words->len - next;
    words.words = words.count > 0 ? entry_word(reader, next) : NULL;
    complaint = zone_data_read(&words, type, data, &kept);
    return complaint ? complaint
                     : g_strdup(zone_add(reader->zone, &reader->owner, type, kept ? data : NULL));
}

static char *
read_zone_entry(ZoneReader *reader)
{
    g_autofree char *first = zone_word_text(entry_word(reader, 0));

    if (reader->scan.begins_in_column && first[0] == '$')
        return read_directive(reader, first);
    return read_zone_record(reader);
}

Zone *
zone_read(const char *file, const char *text, size_t len, GError **error)
{
    g_auto(ZoneReader) reader = { .zone = zone_new() };
    g_autofree char *complaint = NULL;

    zone_scan_init(&reader.scan, text, len);
    while (!complaint && zone_scan_next(&reader.scan))
        complaint = read_zone_entry(&reader);
    if (!complaint)
        complaint = g_strdup(reader.scan.c.problem);
    if (!complaint)
        return g_steal_pointer(&reader.zone);
    g_set_error(error, DNS_ERROR, DNS_ERROR_ZONE, "%s:%u: %s", file, reader.scan.entry_line,
                complaint);
    return NULL;
}
