/* SPDX-License-Identifier: ISC */
/* The owner of an address decides what its PTR record says, so a name counts only if the name's own
 * domain has this address. Names beyond the first ten do not count. */
#include "dns/reverse.h"

#include "dns/name.h"

#define IP4_SUFFIX ".in-addr.arpa"
#define IP6_SUFFIX ".ip6.arpa"

char *
reverse_name(const IpAddress *ip)
{
    g_autofree char *labels = ip_reversed(ip);

    return g_strconcat(labels, ip->bits == 32 ? IP4_SUFFIX : IP6_SUFFIX, NULL);
}

static guint
count_names(const DnsAnswer *answer)
{
    return MIN(answer->records->len, REVERSE_NAMES_MAX);
}

/* Called with the answer to a PTR question: asks A for names below in-addr.arpa, else AAAA. */
static void
prefetch_reverse_addresses(Dns *dns, const char *name, const DnsAnswer *answer,
                           G_GNUC_UNUSED void *data)
{
    uint16_t type = g_str_has_suffix(name, IP6_SUFFIX) ? DNS_AAAA : DNS_A;

    for (guint i = 0; i < count_names(answer); i++) {
        const DnsRecord *record = answer->records->pdata[i];

        dns_prefetch(dns, record->name, type);
    }
}

void
reverse_prefetch(Dns *dns, const IpAddress *ip)
{
    g_autofree char *name = reverse_name(ip);

    dns_prefetch_then(dns, name, DNS_PTR, prefetch_reverse_addresses, NULL);
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

bool
reverse_is_known(const Dns *dns, const IpAddress *ip)
{
    g_autofree char *name = reverse_name(ip);
    const DnsAnswer *answer = dns_known(dns, name, DNS_PTR);

    for (guint i = 0; answer && i < count_names(answer); i++) {
        const DnsRecord *record = answer->records->pdata[i];

        if (!dns_known(dns, record->name, dns_address_type(ip)))
            return false;
    }
    return answer != NULL;
}

ReverseNames *
reverse_names(Dns *dns, const IpAddress *ip, const char *domain)
{
    ReverseNames *reverse = g_new0(ReverseNames, 1);
    g_autofree char *name = reverse_name(ip);

    reverse_prefetch(dns, ip);
    reverse->answer = dns_ask(dns, name, DNS_PTR);
    reverse->names = g_ptr_array_new_with_free_func(g_free);
    reverse->unknown = reverse->answer->status == DNS_TEMPERROR;
    reverse->authentic = reverse->answer->authentic;
    for (guint i = 0; i < count_names(reverse->answer); i++) {
        const DnsRecord *record = reverse->answer->records->pdata[i];
        const DnsAnswer *addresses;

        if (domain && !domain_within(record->name, domain))
            continue;
        addresses = dns_ask(dns, record->name, dns_address_type(ip));
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
