/* SPDX-License-Identifier: ISC */
/* What one message tells of the relays on its way: who handed it over at the boundary, and what the
 * fields below say, which that client may have made up. Rows are small. Nothing is decided here. */
#ifndef MAILBOX_TRUST_ROW_H
#define MAILBOX_TRUST_ROW_H

#include "mime/cursor.h"
#include "mime/destroy.h"
#include "mime/message.h"
#include "relay/sender.h"
#include "relay/walk.h"

/* Most of what a row holds. A sender can write as many recipients and fields as he likes. */
#define TRUST_ROW_DOMAINS 4
#define TRUST_ROW_BELOW   4
#define TRUST_ROW_VIA     16

/* All belongs to the row. Domains are as mail_domain writes them; "" stands for what is not known.
 */
typedef struct {
    /* Believed: written by hosts that are trusted already, or by the user. */
    GArray *via;      /* IpAddress: public relays that are trusted, in the order of the fields */
    bool written;     /* no host took the message in: the user wrote it, and mailboxes are his own
                         address's domain */
    IpAddress client; /* at the boundary; bits 0: the message has none, and what follows is empty,
                         but for mailboxes */
    char *name;       /* the client's reverse name as the field shows it */
    char *by;         /* the host that wrote the field */
    GStrv mailboxes;  /* the domains of the addresses that the mail was delivered to */
    guint32 day;      /* since the epoch, as the field says; 0: not known */
    /* The client's word. */
    char *sender;    /* the envelope sender's domain, what a forwarder wrote over it undone */
    bool rewritten;  /* a forwarder wrote over it */
    bool is_list;    /* a list's fields are there */
    bool handed_on;  /* one of the next fields shows a client with another public address */
    char *below_by;  /* the host that the next field says wrote it */
    GStrv addressed; /* the domains of the recipients that the next field names or, if it names
                        none, To and Cc */
    GArray *below;   /* IpAddress: public clients of the next fields, in their order */
} TrustRow;

/* message, walk and sender must belong together. The caller owns the row. */
TrustRow *trust_row_new(const Message *message, const Walk *walk, const EnvelopeSender *sender);
void trust_row_free(TrustRow *row);
DESTROY_NOTIFY(trust_row_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TrustRow, trust_row_free)

/* Whether text could be the domain of a mail host or of an organization: of at least two labels, of
 * lower-case letters and digits, and no address. */
bool trust_row_is_domain(const char *text);

/* Puts the row behind what stands in out, as octets for another process of this program. */
void trust_row_write(const TrustRow *row, GString *out);

/* The row that such octets hold. Whatever they are, a row comes out, at worst an empty one. The
 * caller owns it. */
TrustRow *trust_row_read(Cursor octets);

/* The client of that row alone. */
IpAddress trust_row_client(Cursor octets);

#endif
