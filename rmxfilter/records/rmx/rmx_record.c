/* SPDX-License-Identifier: ISC */
/* A tag is a row that says what its data must look like. The draft's own examples leave the colon
 * out where there is no data, so both forms are read. */
#include "records/rmx/rmx_record.h"

#include "dns/name.h"

#include <string.h>

/* So much of a bad entry is quoted. */
#define QUOTED_MAX 48

static bool
is_tag_end(unsigned char octet)
{
    return octet == ':';
}

/* Visible ASCII and UTF-8: what a name in the DNS may need. */
static bool
is_rmx_name_octet(unsigned char octet)
{
    return octet > 0x20 && octet != 0x7f;
}

/* --- the data of each tag: what follows the colon, all of it --- */

static void
read_text_network(Cursor *c, RmxEntry *entry, bool ipv6)
{
    g_autofree char *text = cursor_text(*c);

    if ((strchr(text, ':') != NULL) != ipv6 || !ip_network_parse(text, &entry->network))
        cursor_fail(c, ipv6 ? "bad IPv6 network in" : "bad IPv4 network in");
}

static void
read_text_ipv4(Cursor *c, RmxEntry *entry)
{
    read_text_network(c, entry, false);
}

static void
read_text_ipv6(Cursor *c, RmxEntry *entry)
{
    read_text_network(c, entry, true);
}

/* What can be no name in the DNS (an empty label, one too long) would match nobody in silence. */
static void
read_text_optional_name(Cursor *c, RmxEntry *entry)
{
    const char *begin = c->at;
    DnsName name;

    if (!cursor_more(c))
        return;
    cursor_span(c, is_rmx_name_octet);
    if (cursor_more(c))
        cursor_fail(c, "bad name in");
    entry->name = cursor_text_since(c, begin);
    if (name_from_text(entry->name, &name))
        cursor_fail(c, "bad name in");
}

static void
read_text_name(Cursor *c, RmxEntry *entry)
{
    if (!cursor_more(c))
        cursor_fail(c, "no name in");
    read_text_optional_name(c, entry);
}

static void
read_text_nothing(Cursor *c, G_GNUC_UNUSED RmxEntry *entry)
{
    if (cursor_more(c))
        cursor_fail(c, "unexpected data in");
}

static const struct {
    const char *word, *number;
    RmxTag tag;
    bool asks;
    void (*read)(Cursor *c, RmxEntry *entry);
} tags[] = {
    { "ipv4", "1", RMX_IPV4, false, read_text_ipv4 },
    { "ipv6", "2", RMX_IPV6, false, read_text_ipv6 },
    { "host", "3", RMX_HOST, true, read_text_name },
    { "apl", "4", RMX_APL, true, read_text_name },
    { "domain", "5", RMX_DOMAIN, true, read_text_optional_name },
    { "unused", "6", RMX_UNUSED, false, read_text_nothing },
    { "full", "7", RMX_FULL, true, read_text_nothing },
    { "mx", NULL, RMX_MX, true, read_text_optional_name },
    { "dnsmap", NULL, RMX_DNSMAP, true, read_text_optional_name },
};

const char *
rmx_tag_text(RmxTag tag)
{
    for (size_t i = 0; i < G_N_ELEMENTS(tags); i++)
        if (tags[i].tag == tag)
            return tags[i].word;
    g_assert_not_reached();
}

bool
rmx_tag_asks(RmxTag tag)
{
    for (size_t i = 0; i < G_N_ELEMENTS(tags); i++)
        if (tags[i].tag == tag)
            return tags[i].asks;
    return false;
}

/* Takes a tag, up to its colon. G_N_ELEMENTS(tags): it is none. */
static size_t
read_tag(Cursor *c)
{
    Cursor tag = cursor_sub_until(c, is_tag_end);
    size_t row = 0;

    while (row < G_N_ELEMENTS(tags) && !cursor_is(&tag, tags[row].word) &&
           !(tags[row].number && cursor_is(&tag, tags[row].number)))
        row++;
    return row;
}

static void
read_data(Cursor *c, size_t row, bool in_full, RmxEntry *entry)
{
    entry->tag = tags[row].tag;
    if (entry->tag == RMX_FULL && entry->refuses)
        cursor_fail(c, "refusal of a full record:");
    if (entry->tag == RMX_FULL && in_full)
        cursor_fail(c, "full inside a full record:");
    entry->refuses |= entry->tag == RMX_UNUSED;
    cursor_skip(c, ':');
    tags[row].read(c, entry);
}

static void
read_text_entry(RmxRecord *record, Cursor *c, size_t offset, bool in_full)
{
    RmxEntry entry = { .refuses = cursor_skip(c, '!'), .offset = offset };
    size_t row = read_tag(c);

    if (row < G_N_ELEMENTS(tags))
        read_data(c, row, in_full, &entry);
    else
        cursor_fail(c, "unknown tag in");
    rmx_record_add(record, &entry);
}

/* The problem of one entry, with the place. The caller frees. */
static char *
entry_problem_text(const char *problem, Cursor entry, size_t offset)
{
    bool cut = cursor_left(&entry) > QUOTED_MAX;
    g_autofree char *quoted = cursor_text(cut ? cursor_sub(&entry, QUOTED_MAX) : entry);

    return g_strdup_printf("%s \"%s%s\" at octet %zu", problem, quoted, cut ? "..." : "", offset);
}

static void
clear_rmx_entry(gpointer entry)
{
    g_free(((RmxEntry *)entry)->name);
}

RmxRecord *
rmx_record_new(void)
{
    RmxRecord *record = g_new0(RmxRecord, 1);

    record->entries = g_array_new(FALSE, FALSE, sizeof(RmxEntry));
    g_array_set_clear_func(record->entries, clear_rmx_entry);
    return record;
}

void
rmx_record_add(RmxRecord *record, const RmxEntry *entry)
{
    record->asking += rmx_tag_asks(entry->tag);
    g_array_append_vals(record->entries, entry, 1);
}

char *
rmx_entry_text(const RmxEntry *entry)
{
    g_autofree char *network =
        entry->network.address.bits > 0 ? ip_network_text(&entry->network) : NULL;
    const char *data = network ? network : entry->name;

    return g_strconcat(entry->refuses && entry->tag != RMX_UNUSED ? "!" : "",
                       rmx_tag_text(entry->tag), data ? ":" : "", data, NULL);
}

char *
rmx_record_text(const RmxRecord *record)
{
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < record->entries->len; i++) {
        g_autofree char *entry = rmx_entry_text(&g_array_index(record->entries, RmxEntry, i));

        g_string_append_printf(text, "%s%s", i > 0 ? " " : "", entry);
    }
    return g_string_free(text, FALSE);
}

RmxRecord *
rmx_record_parse_text(const char *text, size_t len, bool in_full)
{
    RmxRecord *record = rmx_record_new();
    Cursor c = cursor_over(text, len);

    while (!record->problem) {
        size_t offset;
        Cursor entry, reader;

        cursor_span(&c, cursor_is_blank);
        if (!cursor_more(&c))
            break;
        offset = cursor_offset(&c);
        entry = reader = cursor_sub_until(&c, cursor_is_blank);
        read_text_entry(record, &reader, offset, in_full);
        if (reader.problem) {
            record->problem = entry_problem_text(reader.problem, entry, offset);
            record->problem_at = offset;
        }
    }
    return record;
}

/* What other schemes' records begin with. */
static bool
begins_other_record(Cursor c)
{
    return cursor_skip_text(&c, "v=") || cursor_skip_text(&c, "spf2.0/");
}

/* Whether one of the words is a tag with its colon. Without one it may be a word of any language:
 * "this domain is unused". */
static bool
has_rmx_entry(Cursor c)
{
    while (cursor_more(&c)) {
        Cursor word = cursor_sub_until(&c, cursor_is_blank);

        while (cursor_skip(&word, '!'))
            continue;
        if (read_tag(&word) < G_N_ELEMENTS(tags) && cursor_more(&word))
            return true;
        cursor_span(&c, cursor_is_blank);
    }
    return false;
}

bool
rmx_record_is_text(const char *text, size_t len)
{
    g_autoptr(RmxRecord) record = rmx_record_parse_text(text, len, false);
    Cursor c = cursor_over(text, len);

    if (!record->problem)
        return record->entries->len > 0;
    cursor_span(&c, cursor_is_blank);
    return !begins_other_record(c) && has_rmx_entry(c);
}

void
rmx_record_free(RmxRecord *record)
{
    if (!record)
        return;
    g_array_unref(record->entries);
    g_free(record->problem);
    g_free(record);
}
