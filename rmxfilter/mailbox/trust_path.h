/* SPDX-License-Identifier: ISC */
/* What one message tells of the relays on its way, however many of them come to be trusted: a row
 * as the settings have it, then one as if the first row's client were trusted, too, and so on. So a
 * message is parsed once, and every layer of relays finds its row. Paths are made as octets, for
 * another process of this program. */
#ifndef MAILBOX_TRUST_PATH_H
#define MAILBOX_TRUST_PATH_H

#include "mailbox/trust_row.h"

/* Rows of a path: a sender can write as many fields as he likes. */
#define TRUST_PATH_MAX 10

/* A path that is being made. */
typedef struct {
    GString *out;                      /* lent; the path is put behind what stands there */
    gsize last;                        /* where the last row begins in it */
    IpAddress clients[TRUST_PATH_MAX]; /* of the rows */
    guint rows;
} TrustPath;

/* An empty path. */
TrustPath trust_path_into(GString *out);

/* Adds the next row, unless it says what the last one does. False: to trust more clients would
 * change nothing, or the path is full. */
bool trust_path_add(TrustPath *path, const TrustRow *row);

/* The row of the path in these octets as if the addresses (IpAddress) were trusted; NULL: as the
 * settings have it. Whatever the octets are, a row comes out, at worst an empty one. The caller
 * owns it. */
TrustRow *trust_path_read(const void *octets, size_t len, const GArray *relays);

#endif
