/* SPDX-License-Identifier: ISC */
/* The domain came as the message has it; names in entries as they were published. */
#include "records/rmx/rmx_lookup.h"

#include "records/match.h"

char *
rmx_name(const Claim *claim)
{
    return g_strconcat("_rmx.", claim->domain, NULL);
}

char *
rmx_full_name(const Claim *claim)
{
    return g_strconcat(claim->local, "._rmx.", claim->domain, NULL);
}

static GString *
join(const DnsAnswer *answer, const char *separator)
{
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < answer->records->len; i++) {
        const DnsRecord *record = g_ptr_array_index(answer->records, i);

        if (i > 0)
            g_string_append(text, separator);
        g_string_append_len(text, record->data->str, (gssize)record->data->len);
    }
    return text;
}

RmxRecord *
rmx_read(const DnsAnswer *answer, uint16_t type, bool in_full)
{
    g_autoptr(GString) all = join(answer, type == DNS_TXT ? " " : "");

    return type == DNS_TXT ? rmx_record_parse_text(all->str, all->len, in_full)
                           : rmx_record_parse_wire(all->str, all->len);
}

char *
rmx_text(const DnsAnswer *answer, uint16_t type)
{
    g_autoptr(GString) all = join(answer, " ");
    Cursor c = cursor_over(all->str, all->len);
    g_autoptr(RmxRecord) record = NULL;

    if (type == DNS_TXT) {
        cursor_sub(&c, all->len);
        return cursor_text_since(&c, all->str);
    }
    record = rmx_read(answer, type, false);
    return rmx_record_text(record);
}

char *
rmx_entry_domain(const Claim *claim, const RmxEntry *entry)
{
    return domain_text(entry->name ? entry->name : claim->domain);
}

char *
rmx_dnsmap_name(const Claim *claim, const RmxEntry *entry)
{
    g_autofree char *reversed = ip_reversed(&claim->client);
    g_autofree char *domain = rmx_entry_domain(claim, entry);

    return g_strconcat(reversed, ".", domain, NULL);
}
