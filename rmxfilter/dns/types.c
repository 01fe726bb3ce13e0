/* SPDX-License-Identifier: ISC */
/* The types that are found in zone files today; all others go by number (RFC 3597 section 5). */
#include "dns/types.h"

#include "dns/dns.h"

#include <arpa/nameser.h>

static const struct {
    uint16_t type;
    const char *mnemonic;
} types[] = {
    { DNS_A, "A" },          { ns_t_ns, "NS" },       { DNS_CNAME, "CNAME" }, { ns_t_soa, "SOA" },
    { DNS_PTR, "PTR" },      { ns_t_hinfo, "HINFO" }, { DNS_MX, "MX" },       { DNS_TXT, "TXT" },
    { ns_t_rp, "RP" },       { DNS_AAAA, "AAAA" },    { ns_t_loc, "LOC" },    { ns_t_srv, "SRV" },
    { ns_t_naptr, "NAPTR" }, { ns_t_dname, "DNAME" }, { DNS_APL, "APL" },     { 43, "DS" },
    { 44, "SSHFP" },         { 46, "RRSIG" },         { 47, "NSEC" },         { 48, "DNSKEY" },
    { 50, "NSEC3" },         { 51, "NSEC3PARAM" },    { 52, "TLSA" },         { 53, "SMIMEA" },
    { 59, "CDS" },           { 60, "CDNSKEY" },       { 61, "OPENPGPKEY" },   { 64, "SVCB" },
    { 65, "HTTPS" },         { 99, "SPF" },           { 257, "CAA" },
};

char *
dns_type_text(uint16_t type)
{
    for (size_t i = 0; i < G_N_ELEMENTS(types); i++)
        if (types[i].type == type)
            return g_strdup(types[i].mnemonic);
    return g_strdup_printf("TYPE%u", type);
}

bool
type_from_text(const char *text, uint16_t *type)
{
    guint64 number;

    for (size_t i = 0; i < G_N_ELEMENTS(types); i++) {
        if (g_ascii_strcasecmp(types[i].mnemonic, text) == 0) {
            *type = types[i].type;
            return true;
        }
    }
    if (g_ascii_strncasecmp(text, "TYPE", 4) != 0 ||
        !g_ascii_string_to_unsigned(text + 4, 10, 0, G_MAXUINT16, &number, NULL))
        return false;
    *type = (uint16_t)number;
    return true;
}
