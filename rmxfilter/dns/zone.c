/* SPDX-License-Identifier: ISC */
/* The records by name, and the rules by which a question finds them. Names between the root and an
 * owner exist without records (empty non-terminals, RFC 4592 section 2.2.2): questions for
 * them are answered "no data", and wildcards above them do not match names below them. */
#include "dns/zone.h"

#include "dns/wire.h"

#include <arpa/nameser.h>

#define MESSAGE_MAX    65535
#define CNAME_HOPS_MAX 20 /* more than answer.c follows: it then reports a loop */

typedef struct {
    uint32_t type;
    GByteArray *data;
} ZoneRecord;

/* What stands at one name. */
typedef struct {
    GArray *records; /* Record */
} ZoneNode;

struct Zone {
    GHashTable *nodes; /* DnsName * to Node * */
};

static void
zone_record_clear(gpointer data)
{
    g_byte_array_unref(((ZoneRecord *)data)->data);
}

static void
zone_node_free(gpointer data)
{
    ZoneNode *node = data;

    g_array_unref(node->records);
    g_free(node);
}

Zone *
zone_new(void)
{
    Zone *zone = g_new0(Zone, 1);

    zone->nodes = g_hash_table_new_full(name_hash, name_equal, g_free, zone_node_free);
    return zone;
}

void
zone_free(Zone *zone)
{
    g_hash_table_unref(zone->nodes);
    g_free(zone);
}

/* The node at name, made where there is none, with all those above it. */
static ZoneNode *
node_at(Zone *zone, const DnsName *name)
{
    ZoneNode *node = g_hash_table_lookup(zone->nodes, name);

    if (node)
        return node;
    node = g_new0(ZoneNode, 1);
    node->records = g_array_new(FALSE, FALSE, sizeof(ZoneRecord));
    g_array_set_clear_func(node->records, zone_record_clear);
    g_hash_table_insert(zone->nodes, g_memdup2(name, sizeof(*name)), node);
    if (name->len > 0) {
        DnsName parent = name_parent(name);

        node_at(zone, &parent);
    }
    return node;
}

const char *
zone_add(Zone *zone, const DnsName *owner, uint32_t type, const GByteArray *data)
{
    ZoneNode *node = node_at(zone, owner);
    ZoneRecord record = { .type = type };

    g_assert(type != ZONE_ERROR || !data || data->len == 1);
    if (!data)
        return NULL;
    for (guint i = 0; i < node->records->len; i++) {
        uint32_t there = g_array_index(node->records, ZoneRecord, i).type;

        if (there == DNS_CNAME || type == DNS_CNAME)
            return "a CNAME stands alone at its name (RFC 1034 section 3.6.2)";
    }
    record.data = g_byte_array_sized_new(data->len);
    g_byte_array_append(record.data, data->data, data->len);
    g_array_append_val(node->records, record);
    return NULL;
}

/* The node that answers for name: its own, or the wildcard right below its closest encloser, the
 * deepest name above it that exists (RFC 4592 section 3.3.1). NULL: name does not exist. */
static const ZoneNode *
find_node(const Zone *zone, const DnsName *name)
{
    const ZoneNode *node = g_hash_table_lookup(zone->nodes, name);
    DnsName encloser = *name, wildcard = { .len = 0 };

    if (node)
        return node;
    do {
        if (encloser.len == 0)
            return NULL;
        encloser = name_parent(&encloser);
    } while (!g_hash_table_contains(zone->nodes, &encloser));
    if (!name_add_label(&wildcard, "*", 1) || !name_add(&wildcard, &encloser))
        return NULL;
    return g_hash_table_lookup(zone->nodes, &wildcard);
}

static const ZoneRecord *
find_record(const ZoneNode *node, uint32_t type)
{
    for (guint i = 0; i < node->records->len; i++) {
        const ZoneRecord *record = &g_array_index(node->records, ZoneRecord, i);

        if (record->type == type)
            return record;
    }
    return NULL;
}

static void
add_answers(GByteArray *message, const DnsName *owner, const ZoneNode *node, uint16_t type)
{
    for (guint i = 0; i < node->records->len && message->len <= MESSAGE_MAX; i++) {
        const ZoneRecord *record = &g_array_index(node->records, ZoneRecord, i);

        if (record->type == type)
            wire_add_answer(message, owner, type, record->data);
    }
}

/* Adds what the zone has for the question, from one CNAME to the next. The answer code, or
 * ZONE_TIMEOUT. */
static uint8_t
answer_into(const Zone *zone, GByteArray *message, const DnsName *name, uint16_t type)
{
    DnsName owner = *name;

    for (int hops = 0; hops < CNAME_HOPS_MAX; hops++) {
        const ZoneNode *node = find_node(zone, &owner);

        if (!node)
            return ns_r_nxdomain;

        const ZoneRecord *cname = find_record(node, DNS_CNAME);
        const ZoneRecord *error = find_record(node, ZONE_ERROR);

        if (error)
            return error->data->data[0];
        add_answers(message, &owner, node, cname ? DNS_CNAME : type);
        if (!cname || type == DNS_CNAME)
            break;

        Cursor target = cursor_over(cname->data->data, cname->data->len);

        name_read(&target, &owner);
        if (target.problem) /* a CNAME given in hex */
            return ns_r_servfail;
    }
    return message->len > MESSAGE_MAX ? ns_r_servfail : ns_r_noerror;
}

GByteArray *
zone_answer(const Zone *zone, uint16_t id, const DnsName *name, uint16_t type)
{
    g_autoptr(GByteArray) message = wire_message(
        id, FLAG_RESPONSE | FLAG_AUTHORITATIVE | FLAG_RECURSION_DESIRED | FLAG_RECURSION_AVAILABLE,
        name, type);
    uint8_t code = answer_into(zone, message, name, type);

    if (code == ZONE_TIMEOUT)
        return NULL;
    wire_set_code(message, code);
    return g_steal_pointer(&message);
}

/* --- as a source of answers --- */

typedef struct {
    DnsSource source;
    Zone *zone;
    GQueue answered;
    bool owns_zone;
} ZoneSource;

static void
zone_source_ask(DnsSource *self, DnsQuery *query)
{
    ZoneSource *source = (ZoneSource *)self;
    g_autoptr(GByteArray) message = zone_answer(source->zone, 0, &query->name, query->type);

    if (message)
        answer_read(message->data, message->len, 0, &query->name, query->type, &query->answer);
    if (!query->answer)
        query->answer = answer_new(DNS_TEMPERROR, "no answer in time");
    g_queue_push_tail(&source->answered, query);
}

static DnsQuery *
zone_source_next(DnsSource *self, G_GNUC_UNUSED bool wait)
{
    return g_queue_pop_head(&((ZoneSource *)self)->answered);
}

static void
zone_source_free(DnsSource *self)
{
    ZoneSource *source = (ZoneSource *)self;

    g_queue_clear(&source->answered);
    if (source->owns_zone)
        zone_free(source->zone);
    g_free(source);
}

static DnsSource *zone_source_again(const DnsSource *self);

static ZoneSource *
zone_source_over(Zone *zone)
{
    static const uint16_t no_ports[] = { 0 };
    ZoneSource *source = g_new0(ZoneSource, 1);

    source->source.tcp_ports = no_ports;
    source->source.ask = zone_source_ask;
    source->source.next = zone_source_next;
    source->source.again = zone_source_again;
    source->source.free = zone_source_free;
    source->zone = zone;
    g_queue_init(&source->answered);
    return source;
}

static DnsSource *
zone_source_again(const DnsSource *self)
{
    return &zone_source_over(((const ZoneSource *)self)->zone)->source;
}

DnsSource *
zone_source_new(Zone *zone)
{
    ZoneSource *source = zone_source_over(zone);

    source->owns_zone = true;
    return &source->source;
}
