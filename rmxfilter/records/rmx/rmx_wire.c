/* SPDX-License-Identifier: ISC */
/* The RMX resource record: entries have no length of their own, so that behind one that cannot be
 * read nothing can. */
#include "records/rmx/rmx_record.h"

#include "dns/name.h"

#define REFUSAL 0x80U

static void
read_wire_network(Cursor *c, RmxEntry *entry, uint8_t bits)
{
    IpAddress ip = { .bits = bits };
    uint8_t length = cursor_u8(c);

    if (length > bits) {
        cursor_fail(c, "prefix too long");
        return;
    }
    for (unsigned i = 0; i < (length + 7U) / 8; i++)
        ip.octets[i] = cursor_u8(c);
    entry->network = ip_network(&ip, length);
}

static void
read_wire_ipv4(Cursor *c, RmxEntry *entry)
{
    read_wire_network(c, entry, 32);
}

static void
read_wire_ipv6(Cursor *c, RmxEntry *entry)
{
    read_wire_network(c, entry, 128);
}

/* An octet says how long the name is. Nothing at all: the domain itself. */
static void
read_wire_optional_name(Cursor *c, RmxEntry *entry)
{
    Cursor name = cursor_sub(c, cursor_u8(c));
    g_autofree char *text = NULL;

    if (!cursor_more(&name))
        return;
    text = domain_from_wire(&name);
    entry->name = g_strdup(*text ? text : "."); /* the root, as the text form has it */
    if (name.problem)
        cursor_fail(c, "bad name");
}

static void
read_wire_name(Cursor *c, RmxEntry *entry)
{
    read_wire_optional_name(c, entry);
    if (!entry->name)
        cursor_fail(c, "no name");
}

static void
read_wire_nothing(Cursor *c, RmxEntry *entry)
{
    if (entry->refuses)
        cursor_fail(c, "refusal flag where none may be");
    entry->refuses = entry->tag == RMX_UNUSED;
}

static void (*const readers[])(Cursor *c, RmxEntry *entry) = {
    [RMX_IPV4] = read_wire_ipv4,
    [RMX_IPV6] = read_wire_ipv6,
    [RMX_HOST] = read_wire_name,
    [RMX_APL] = read_wire_name,
    [RMX_DOMAIN] = read_wire_optional_name,
    [RMX_UNUSED] = read_wire_nothing,
    [RMX_FULL] = read_wire_nothing,
};

RmxRecord *
rmx_record_parse_wire(const char *octets, size_t len)
{
    RmxRecord *record = rmx_record_new();
    Cursor c = cursor_over(octets, len);

    while (cursor_more(&c)) {
        size_t offset = cursor_offset(&c);
        uint8_t octet = cursor_u8(&c);
        uint8_t number = octet & (uint8_t)~REFUSAL;
        RmxEntry entry = { .tag = (RmxTag)number, .refuses = octet & REFUSAL };

        if (number < RMX_IPV4 || number > RMX_FULL) {
            cursor_fail(&c, "unknown number");
        } else {
            readers[number](&c, &entry);
            rmx_record_add(record, &entry);
        }
        if (c.problem)
            record->problem = g_strdup_printf(
                "%s in the entry at octet %zu of the RDATA, number %u", c.problem, offset, number);
    }
    return record;
}
