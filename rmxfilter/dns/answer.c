/* SPDX-License-Identifier: ISC */
/* The whole message is read before anything in it is used: a message that breaks off in its last
 * section is no answer. Then the chain of CNAMEs is followed through the records, which may stand
 * in any order. */
#include "dns/answer.h"

#include "dns/wire.h"

#include <arpa/nameser.h>

#define CNAME_HOPS_MAX 16 /* as many as any resolver follows */

/* Where a record stands in the message. The data are offsets, not a copy: compression pointers in
 * it point to elsewhere in the message. */
typedef struct {
    DnsName owner;
    uint16_t type, class;
    size_t data, data_end;
    uint32_t ttl;
} RecordPlace;

typedef struct {
    Cursor c;
    uint16_t flags;
    unsigned code; /* with EDNS's upper bits */
    uint16_t counts[ns_s_max];
    GArray *places;       /* of the answer section */
    bool has_soa, has_ns; /* in the authority section */
} DnsMessage;

static void
dns_message_clear(DnsMessage *m)
{
    g_array_unref(m->places);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(DnsMessage, dns_message_clear)

/* --- data of one record --- */

static void
read_address_rdata(Cursor *c, size_t end, DnsRecord *record)
{
    Cursor octets = cursor_sub(c, end - cursor_offset(c));

    record->ip = ip_from_octets(octets.at, cursor_left(&octets));
}

static void
read_a_rdata(Cursor *c, size_t end, DnsRecord *record)
{
    if (end - cursor_offset(c) != NS_INADDRSZ)
        cursor_fail(c, "IPv4 address of a wrong length");
    read_address_rdata(c, end, record);
}

static void
read_aaaa_rdata(Cursor *c, size_t end, DnsRecord *record)
{
    if (end - cursor_offset(c) != NS_IN6ADDRSZ)
        cursor_fail(c, "IPv6 address of a wrong length");
    read_address_rdata(c, end, record);
}

static void
read_name_rdata(Cursor *c, size_t end, DnsRecord *record)
{
    g_autoptr(GByteArray) wire = g_byte_array_new();
    DnsName name;

    name_read(c, &name);
    name_write(&name, wire);
    g_string_append_len(record->data, (const char *)wire->data, wire->len);
    record->name = name_text(&name);
    if (cursor_offset(c) != end)
        cursor_fail(c, "name of a wrong length");
}

static void
read_mx_rdata(Cursor *c, size_t end, DnsRecord *record)
{
    record->preference = cursor_u16(c);
    g_string_append_c(record->data, (char)(record->preference >> 8));
    g_string_append_c(record->data, (char)(record->preference & 0xff));
    read_name_rdata(c, end, record);
}

static void
read_txt_rdata(Cursor *c, size_t end, DnsRecord *record)
{
    Cursor strings = cursor_sub(c, end - cursor_offset(c));

    while (cursor_more(&strings)) {
        Cursor string = cursor_sub(&strings, cursor_u8(&strings));

        g_string_append_len(record->data, string.at, (gssize)cursor_left(&string));
    }
    if (strings.problem)
        cursor_fail(c, strings.problem);
}

static void
read_opaque_rdata(Cursor *c, size_t end, DnsRecord *record)
{
    Cursor octets = cursor_sub(c, end - cursor_offset(c));

    g_string_append_len(record->data, octets.at, (gssize)cursor_left(&octets));
}

static const struct {
    uint16_t type;
    void (*read)(Cursor *c, size_t end, DnsRecord *record);
} readers[] = {
    { DNS_A, read_a_rdata },      { DNS_AAAA, read_aaaa_rdata },  { DNS_MX, read_mx_rdata },
    { DNS_PTR, read_name_rdata }, { DNS_CNAME, read_name_rdata }, { ns_t_ns, read_name_rdata },
    { DNS_TXT, read_txt_rdata },
};

static void
dns_record_free(gpointer data)
{
    DnsRecord *record = data;

    g_free(record->name);
    g_string_free(record->data, TRUE);
    g_free(record);
}

/* False: its data is malformed. */
static bool
add_record(const DnsMessage *m, const RecordPlace *place, DnsAnswer *answer)
{
    DnsRecord *record = g_new0(DnsRecord, 1);
    void (*reader)(Cursor *, size_t, DnsRecord *) = read_opaque_rdata;
    Cursor c = m->c;

    record->data = g_string_new(NULL);
    g_ptr_array_add(answer->records, record);
    for (size_t i = 0; i < G_N_ELEMENTS(readers); i++)
        if (readers[i].type == place->type)
            reader = readers[i].read;
    cursor_seek(&c, place->data);
    reader(&c, place->data_end, record);
    return !c.problem;
}

/* --- the sections --- */

static RecordPlace
read_record_place(Cursor *c)
{
    RecordPlace place = { .type = 0 };

    name_read(c, &place.owner);
    place.type = cursor_u16(c);
    place.class = cursor_u16(c);
    place.ttl = cursor_u32(c);

    Cursor data = cursor_sub(c, cursor_u16(c));

    place.data_end = cursor_offset(c);
    place.data = place.data_end - cursor_left(&data);
    return place;
}

static void
read_sections(DnsMessage *m)
{
    for (int section = ns_s_an; section < ns_s_max; section++) {
        for (unsigned i = 0; i < m->counts[section] && !m->c.problem; i++) {
            RecordPlace place = read_record_place(&m->c);

            if (section == ns_s_an)
                g_array_append_val(m->places, place);
            else if (section == ns_s_ns && place.type == ns_t_soa)
                m->has_soa = true;
            else if (section == ns_s_ns && place.type == ns_t_ns)
                m->has_ns = true;
            else if (section == ns_s_ar && place.type == ns_t_opt)
                m->code |= place.ttl >> 24 << 4; /* RFC 6891 section 6.1.3 */
        }
    }
}

/* True where the message repeats this question. A server that did not understand the question may
 * answer without it (FORMERR with a header alone); an answer with records must have it. */
static bool
is_question(DnsMessage *m, const DnsName *name, uint16_t type)
{
    DnsName asked;

    if (m->counts[ns_s_qd] == 0)
        return m->code != ns_r_noerror && m->code != ns_r_nxdomain;
    name_read(&m->c, &asked);
    return m->counts[ns_s_qd] == 1 && cursor_u16(&m->c) == type && cursor_u16(&m->c) == ns_c_in &&
           !m->c.problem && name_equal(&asked, name);
}

static bool
is_response(DnsMessage *m, uint16_t id)
{
    bool same_id = cursor_u16(&m->c) == id;

    m->flags = cursor_u16(&m->c);
    m->code = m->flags & 0x0f;
    for (int section = 0; section < ns_s_max; section++)
        m->counts[section] = cursor_u16(&m->c);
    /* 0x7800: the kind of question; 0 is the only one asked here */
    return same_id && !m->c.problem && m->flags & FLAG_RESPONSE && !(m->flags & 0x7800);
}

/* --- from the question to its records --- */

/* The first record at owner of this type, or else its CNAME; NULL: neither. */
static const RecordPlace *
find_record_place(const DnsMessage *m, const DnsName *owner, uint16_t type)
{
    const RecordPlace *cname = NULL;

    for (guint i = 0; i < m->places->len; i++) {
        const RecordPlace *place = &g_array_index(m->places, RecordPlace, i);

        if (place->class != ns_c_in || !name_equal(&place->owner, owner))
            continue;
        if (place->type == type)
            return place;
        if (place->type == DNS_CNAME && !cname)
            cname = place;
    }
    return cname;
}

/* Follows the CNAMEs from *owner to the last name, and sets *owner to it. Problem or NULL. */
static const char *
follow_cnames(const DnsMessage *m, DnsName *owner, uint16_t type, bool *followed)
{
    for (int hops = 0; hops <= CNAME_HOPS_MAX; hops++) {
        const RecordPlace *place = find_record_place(m, owner, type);
        Cursor c = m->c;

        if (!place || place->type == type)
            return NULL;
        cursor_seek(&c, place->data);
        name_read(&c, owner);
        if (c.problem || cursor_offset(&c) != place->data_end)
            return "malformed answer";
        *followed = true;
    }
    return "CNAME loop, or too long a chain";
}

static const char *
add_matching_records(const DnsMessage *m, const DnsName *owner, uint16_t type, DnsAnswer *answer)
{
    for (guint i = 0; i < m->places->len; i++) {
        const RecordPlace *place = &g_array_index(m->places, RecordPlace, i);

        if (place->type == type && place->class == ns_c_in && name_equal(&place->owner, owner) &&
            !add_record(m, place, answer))
            return "malformed answer";
    }
    return NULL;
}

/* A server that is no resolver and does not serve the zone answers with the name servers to ask, or
 * with a CNAME out of its own zones and nothing more. That does not mean "no such record". */
static bool
is_referral(const DnsMessage *m, bool followed)
{
    return m->code == ns_r_noerror && !(m->flags & FLAG_RECURSION_AVAILABLE) && !m->has_soa &&
           (followed || m->has_ns);
}

/* Fills in an answer from a message that was read to its end. Problem or NULL. */
static const char *
find_records(const DnsMessage *m, const DnsName *name, uint16_t type, DnsAnswer *answer)
{
    DnsName owner = *name;
    bool followed = false;
    const char *problem = follow_cnames(m, &owner, type, &followed);

    if (!problem)
        problem = add_matching_records(m, &owner, type, answer);
    if (problem)
        return problem;
    if (answer->records->len > 0 && m->code == ns_r_nxdomain)
        return "records at a name that does not exist";
    if (answer->records->len > 0)
        answer->status = DNS_OK;
    else if (is_referral(m, followed))
        return "name server does not look up for others";
    else
        answer->status = m->code == ns_r_nxdomain ? DNS_NXDOMAIN : DNS_NODATA;
    answer->authentic = m->flags & FLAG_AUTHENTIC;
    return NULL;
}

/* --- the message as a whole --- */

static const struct {
    unsigned code;
    AnswerKind kind;
    const char *problem;
} failures[] = {
    { ns_r_formerr, ANSWER_NO_EDNS, "name server does not understand (FORMERR)" },
    { ns_r_notimpl, ANSWER_NO_EDNS, "name server does not understand (NOTIMP)" },
    { ns_r_badvers, ANSWER_NO_EDNS, "name server does not understand (BADVERS)" },
    { ns_r_servfail, ANSWER_FAILED, "name server failed (SERVFAIL)" },
    { ns_r_refused, ANSWER_FAILED, "name server refused (REFUSED)" },
};

static AnswerKind
fail_answer(DnsAnswer **answer, AnswerKind kind, const char *problem)
{
    *answer = answer_new(DNS_TEMPERROR, problem);
    return kind;
}

static AnswerKind
fail_by_code(DnsAnswer **answer, unsigned code)
{
    for (size_t i = 0; i < G_N_ELEMENTS(failures); i++)
        if (failures[i].code == code)
            return fail_answer(answer, failures[i].kind, failures[i].problem);
    return fail_answer(answer, ANSWER_FAILED, "name server gave an unknown answer code");
}

static bool
is_failure(const DnsMessage *m)
{
    return m->code != ns_r_noerror && m->code != ns_r_nxdomain;
}

AnswerKind
answer_read(const void *octets, size_t len, uint16_t id, const DnsName *name, uint16_t type,
            DnsAnswer **answer)
{
    g_auto(DnsMessage) m = { .c = cursor_over(octets, len) };
    const char *problem;

    m.places = g_array_new(FALSE, FALSE, sizeof(RecordPlace));
    *answer = NULL;
    if (!is_response(&m, id) || !is_question(&m, name, type))
        return ANSWER_FOREIGN;
    if (is_failure(&m))
        return fail_by_code(answer, m.code);
    if (m.flags & FLAG_TRUNCATED) /* what follows may break off anywhere */
        return ANSWER_TRUNCATED;
    read_sections(&m);
    if (m.c.problem)
        return fail_answer(answer, ANSWER_FAILED, "malformed answer");
    if (is_failure(&m)) /* by the upper bits, which stand in the last section */
        return fail_by_code(answer, m.code);
    *answer = answer_new(DNS_TEMPERROR, NULL);
    problem = find_records(&m, name, type, *answer);
    if (!problem)
        return ANSWER_COMPLETE;
    answer_free(*answer);
    return fail_answer(answer, ANSWER_FAILED, problem);
}

DnsAnswer *
answer_new(DnsStatus status, const char *problem)
{
    DnsAnswer *answer = g_new0(DnsAnswer, 1);

    answer->status = status;
    answer->problem = problem;
    answer->records = g_ptr_array_new_with_free_func(dns_record_free);
    return answer;
}

void
answer_free(DnsAnswer *answer)
{
    g_ptr_array_unref(answer->records);
    g_free(answer);
}
