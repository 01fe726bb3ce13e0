/* SPDX-License-Identifier: ISC */
/* To trust a client moves the boundary only where it stands at that client, and all that stands
 * above stays as it was. So of all that could be trusted only the clients of the path matter, in
 * their order.
 *
 *     path = *(length row)
 *     length = 4 octets, of the row */
#include "mailbox/trust_path.h"

#include <string.h>

#define LENGTH_LEN 4

TrustPath
trust_path_into(GString *out)
{
    return (TrustPath){ .out = out };
}

static bool
has_client(const TrustPath *path, const IpAddress *client)
{
    for (guint i = 0; i < path->rows; i++)
        if (ip_equal(&path->clients[i], client))
            return true;
    return false;
}

/* Puts the row behind the others. */
static void
append_path_row(GString *out, const TrustRow *row)
{
    gsize at = out->len;
    guint32 length;

    g_string_set_size(out, at + LENGTH_LEN);
    trust_row_write(row, out);
    length = GUINT32_TO_BE((guint32)(out->len - at - LENGTH_LEN));
    memcpy(out->str + at, &length, LENGTH_LEN);
}

/* Whether what stands behind at is what stands between last and at. */
static bool
repeats_last_row(const TrustPath *path, gsize at)
{
    gsize len = at - path->last;

    return path->rows > 0 && path->out->len - at == len &&
           memcmp(path->out->str + path->last, path->out->str + at, len) == 0;
}

bool
trust_path_add(TrustPath *path, const TrustRow *row)
{
    bool goes_on = row->client.bits > 0 && !has_client(path, &row->client);
    gsize at = path->out->len;

    append_path_row(path->out, row);
    if (repeats_last_row(path, at)) {
        g_string_truncate(path->out, at);
        return false;
    }
    path->last = at;
    path->clients[path->rows++] = row->client;
    return goes_on && path->rows < TRUST_PATH_MAX;
}

static bool
is_one_of(const GArray *relays, const IpAddress *ip)
{
    for (guint i = 0; relays && i < relays->len; i++)
        if (ip_equal(&g_array_index(relays, IpAddress, i), ip))
            return true;
    return false;
}

TrustRow *
trust_path_read(const void *octets, size_t len, const GArray *relays)
{
    Cursor path = cursor_over(octets, len), row;
    IpAddress client;

    do {
        row = cursor_sub(&path, cursor_u32(&path));
        client = trust_row_client(row);
    } while (client.bits > 0 && cursor_more(&path) && is_one_of(relays, &client));
    return trust_row_read(row);
}
