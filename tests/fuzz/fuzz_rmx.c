/* SPDX-License-Identifier: ISC */
/* RMX records and address prefix lists from strangers: a record is in order or has a problem, and
 * entries hold what their tags need. */
#include "records/apl.h"
#include "records/rmx/rmx_record.h"

int LLVMFuzzerTestOneInput(const uint8_t *octets, size_t len);

static void
check_entry(const RmxEntry *entry)
{
    bool named = entry->tag == RMX_HOST || entry->tag == RMX_APL;
    bool network = entry->tag == RMX_IPV4 || entry->tag == RMX_IPV6;

    g_assert_nonnull(rmx_tag_text(entry->tag));
    g_assert_true(!named || (entry->name && *entry->name));
    g_assert_true(!network || entry->network.address.bits != 0);
    g_assert_true(entry->tag != RMX_UNUSED || entry->refuses);
}

static void
check_record(const RmxRecord *record)
{
    g_assert_cmpuint(record->asking, <=, record->entries->len);
    if (!record->problem)
        for (guint i = 0; i < record->entries->len; i++)
            check_entry(&g_array_index(record->entries, RmxEntry, i));
}

int
LLVMFuzzerTestOneInput(const uint8_t *octets, size_t len)
{
    g_autoptr(RmxRecord) text = rmx_record_parse_text((const char *)octets, len, len % 2);
    g_autoptr(RmxRecord) wire = rmx_record_parse_wire((const char *)octets, len);
    Cursor c = cursor_over(octets, len);
    IpAddress client;

    check_record(text);
    if (!text->problem) /* what is in order is a record, but for nothing at all */
        g_assert_true(rmx_record_is_text((const char *)octets, len) == (text->entries->len > 0));
    check_record(wire);
    g_assert_true(ip_parse("192.0.2.1", 9, &client));
    apl_match(&c, &client);
    g_assert_cmpuint(cursor_offset(&c), <=, len);
    return 0;
}
