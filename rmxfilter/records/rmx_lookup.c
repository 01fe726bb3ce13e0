/* SPDX-License-Identifier: ISC */
/* The domain came as the message has it; names in entries as they were published. */
#include "records/rmx_lookup.h"

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

GString *
rmx_join(const DnsAnswer *answer)
{
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < answer->records->len; i++) {
        const DnsRecord *record = g_ptr_array_index(answer->records, i);

        if (i > 0)
            g_string_append_c(text, ' ');
        g_string_append_len(text, record->data->str, (gssize)record->data->len);
    }
    return text;
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
