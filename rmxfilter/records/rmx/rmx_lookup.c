/* SPDX-License-Identifier: ISC */
/* The domain came as the message has it; names in entries as they were published. */
#include "records/rmx/rmx_lookup.h"

#include "dns/name.h"

char *
rmx_name(const char *domain)
{
    return g_strconcat("_rmx.", domain, NULL);
}

/* A local part in UTF-8 is no name (RFC 8616 section 4): the DNS room would make another name of
 * it.
 */
char *
rmx_full_name(const char *local, const char *domain)
{
    g_autofree char *name = g_strconcat(local, "._rmx.", domain, NULL);
    DnsName wire;

    return g_str_is_ascii(local) && !name_from_text(name, &wire) ? g_steal_pointer(&name) : NULL;
}

/* The data of all records of the answer that are RMX's. *count says how many there are. */
static GString *
join_rmx_records(const DnsAnswer *answer, uint16_t type, unsigned *count)
{
    GString *text = g_string_new(NULL);

    *count = 0;
    for (guint i = 0; i < answer->records->len; i++) {
        const GString *data = ((const DnsRecord *)answer->records->pdata[i])->data;

        if (type == DNS_TXT && !rmx_record_is_text(data->str, data->len))
            continue;
        if (type == DNS_TXT && *count > 0)
            g_string_append_c(text, ' ');
        g_string_append_len(text, data->str, (gssize)data->len);
        ++*count;
    }
    return text;
}

RmxRecord *
rmx_read(const DnsAnswer *answer, uint16_t type, bool in_full)
{
    unsigned count;
    g_autoptr(GString) all = join_rmx_records(answer, type, &count);

    if (count == 0)
        return NULL;
    return type == DNS_TXT ? rmx_record_parse_text(all->str, all->len, in_full)
                           : rmx_record_parse_wire(all->str, all->len);
}

char *
rmx_text(const DnsAnswer *answer, uint16_t type)
{
    unsigned count;
    g_autoptr(GString) all = join_rmx_records(answer, type, &count);
    Cursor c = cursor_over_string(all);
    g_autoptr(RmxRecord) record = NULL;

    if (type == DNS_TXT) {
        cursor_sub(&c, all->len);
        return cursor_text_since(&c, all->str);
    }
    record = rmx_read(answer, type, false);
    return record ? rmx_record_text(record) : g_strdup("");
}

char *
rmx_entry_domain(const char *domain, const RmxEntry *entry)
{
    return domain_text(entry->name ? entry->name : domain);
}

char *
rmx_dnsmap_name(const Claim *claim, const RmxEntry *entry)
{
    g_autofree char *reversed = ip_reversed(&claim->client);
    g_autofree char *domain = rmx_entry_domain(claim->domain, entry);

    return g_strconcat(reversed, ".", domain, NULL);
}
