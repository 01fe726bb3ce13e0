/* SPDX-License-Identifier: ISC */
/* Whoever runs an address decides what its PTR record says, so a name counts only where its own
 * domain agrees. Names beyond the first ten are dropped, as are names that do not confirm. */
#include "dns/reverse.h"

char *
reverse_name(const IpAddress *ip)
{
    g_autofree char *labels = ip_reversed(ip);

    return g_strconcat(labels, ip->bits == 32 ? ".in-addr.arpa" : ".ip6.arpa", NULL);
}

static guint
names_to_look_at(const DnsAnswer *answer)
{
    return MIN(answer->records->len, REVERSE_NAMES_MAX);
}

static void
prefetch_addresses(Dns *dns, G_GNUC_UNUSED const char *name, const DnsAnswer *answer,
                   void *address_type)
{
    for (guint i = 0; i < names_to_look_at(answer); i++) {
        const DnsRecord *record = answer->records->pdata[i];

        dns_prefetch(dns, record->name, (uint16_t)GPOINTER_TO_UINT(address_type));
    }
}

void
reverse_prefetch(Dns *dns, const IpAddress *ip)
{
    g_autofree char *name = reverse_name(ip);

    dns_prefetch_then(dns, name, DNS_PTR, prefetch_addresses,
                      GUINT_TO_POINTER(dns_address_type(ip)));
}

static bool
has_address(const DnsAnswer *answer, const IpAddress *ip)
{
    for (guint i = 0; i < answer->records->len; i++) {
        const DnsRecord *record = answer->records->pdata[i];

        if (ip_equal(&record->ip, ip))
            return true;
    }
    return false;
}

ReverseNames *
reverse_names(Dns *dns, const IpAddress *ip)
{
    ReverseNames *reverse = g_new0(ReverseNames, 1);
    g_autofree char *name = reverse_name(ip);

    reverse_prefetch(dns, ip);
    reverse->answer = dns_ask(dns, name, DNS_PTR);
    reverse->names = g_ptr_array_new_with_free_func(g_free);
    reverse->unknown = reverse->answer->status == DNS_TEMPERROR;
    reverse->authentic = reverse->answer->authentic;
    for (guint i = 0; i < names_to_look_at(reverse->answer); i++) {
        const DnsRecord *record = reverse->answer->records->pdata[i];
        const DnsAnswer *addresses = dns_ask(dns, record->name, dns_address_type(ip));

        reverse->unknown |= addresses->status == DNS_TEMPERROR;
        reverse->authentic &= addresses->authentic;
        if (has_address(addresses, ip))
            g_ptr_array_add(reverse->names, g_strdup(record->name));
    }
    return reverse;
}

void
reverse_names_free(ReverseNames *reverse)
{
    g_ptr_array_unref(reverse->names);
    g_free(reverse);
}
