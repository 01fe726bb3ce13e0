/* SPDX-License-Identifier: ISC */
/* A row on its way between processes, or kept in a file. Who sends it has looked at messages, and
 * may be what a message made of it.
 *
 *     row = client day flags via below name by sender below-by mailboxes addressed
 *     client = address
 *     address = bits *octet          ; 1 octet, 0, 32 or 128, and so many bits
 *     day = 4 octets
 *     flags = 1 octet
 *     via, below = count *address    ; 1 octet
 *     mailboxes, addressed = count *domain
 *     name, by, sender, below-by, domain = length *octet  ; 1 octet */
#include "mailbox/trust_row.h"

#include <string.h>

typedef enum {
    FLAG_WRITTEN = 1,
    FLAG_REWRITTEN = 2,
    FLAG_LIST = 4,
    FLAG_HANDED_ON = 8
} TrustRowFlag;

/* --- writing --- */

static void
append_octet(GString *out, guint octet)
{
    g_string_append_c(out, (char)octet);
}

static void
append_row_address(GString *out, const IpAddress *ip)
{
    append_octet(out, ip->bits);
    g_string_append_len(out, (const char *)ip->octets, ip->bits / 8);
}

static void
append_row_addresses(GString *out, const GArray *addresses)
{
    append_octet(out, addresses->len);
    for (guint i = 0; i < addresses->len; i++)
        append_row_address(out, &g_array_index(addresses, IpAddress, i));
}

/* A longer one is no domain (RFC 1035 section 2.3.4). */
static void
append_row_domain(GString *out, const char *domain)
{
    size_t len = strlen(domain);

    if (len > G_MAXUINT8)
        len = 0;
    append_octet(out, (guint)len);
    g_string_append_len(out, domain, (gssize)len);
}

static void
append_row_domains(GString *out, const GStrv *domains)
{
    append_octet(out, g_strv_length(*domains));
    for (guint i = 0; (*domains)[i]; i++)
        append_row_domain(out, (*domains)[i]);
}

void
trust_row_write(const TrustRow *row, GString *out)
{
    guint32 day = GUINT32_TO_BE(row->day);

    append_row_address(out, &row->client);
    g_string_append_len(out, (const char *)&day, sizeof(day));
    append_octet(out, (row->written ? FLAG_WRITTEN : 0) | (row->rewritten ? FLAG_REWRITTEN : 0) |
                          (row->is_list ? FLAG_LIST : 0) | (row->handed_on ? FLAG_HANDED_ON : 0));
    append_row_addresses(out, row->via);
    append_row_addresses(out, row->below);
    append_row_domain(out, row->name);
    append_row_domain(out, row->by);
    append_row_domain(out, row->sender);
    append_row_domain(out, row->below_by);
    append_row_domains(out, &row->mailboxes);
    append_row_domains(out, &row->addressed);
}

/* --- reading --- */

static IpAddress
read_row_address(Cursor *c)
{
    Cursor octets = cursor_sub(c, cursor_u8(c) / 8);

    return ip_from_octets(octets.at, cursor_left(&octets));
}

/* Addresses that are none are left out. */
static GArray *
read_row_addresses(Cursor *c, guint max)
{
    GArray *addresses = g_array_new(FALSE, FALSE, sizeof(IpAddress));

    for (guint left = cursor_u8(c); left > 0; left--) {
        IpAddress ip = read_row_address(c);

        if (ip.bits > 0 && addresses->len < max)
            g_array_append_val(addresses, ip);
    }
    return addresses;
}

/* "" where it is none. */
static char *
read_row_domain(Cursor *c)
{
    g_autofree char *domain = cursor_text(cursor_sub(c, cursor_u8(c)));

    return trust_row_is_domain(domain) ? g_steal_pointer(&domain) : g_strdup("");
}

static GStrv
read_row_domains(Cursor *c)
{
    GPtrArray *domains = g_ptr_array_new();

    for (guint left = cursor_u8(c); left > 0; left--) {
        g_autofree char *domain = read_row_domain(c);

        if (*domain && domains->len < TRUST_ROW_DOMAINS)
            g_ptr_array_add(domains, g_steal_pointer(&domain));
    }
    g_ptr_array_add(domains, NULL);
    return (GStrv)g_ptr_array_free(domains, FALSE);
}

IpAddress
trust_row_client(Cursor octets)
{
    return read_row_address(&octets);
}

TrustRow *
trust_row_read(Cursor octets)
{
    TrustRow *read = g_new0(TrustRow, 1);
    guint flags;

    read->client = read_row_address(&octets);
    read->day = cursor_u32(&octets);
    flags = cursor_u8(&octets);
    read->written = flags & FLAG_WRITTEN;
    read->rewritten = flags & FLAG_REWRITTEN;
    read->is_list = flags & FLAG_LIST;
    read->handed_on = flags & FLAG_HANDED_ON;
    read->via = read_row_addresses(&octets, TRUST_ROW_VIA);
    read->below = read_row_addresses(&octets, TRUST_ROW_BELOW);
    read->name = read_row_domain(&octets);
    read->by = read_row_domain(&octets);
    read->sender = read_row_domain(&octets);
    read->below_by = read_row_domain(&octets);
    read->mailboxes = read_row_domains(&octets);
    read->addressed = read_row_domains(&octets);
    return read;
}
