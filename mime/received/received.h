/* SPDX-License-Identifier: ISC */
/* Received fields: one value in, one ReceivedHop out (RFC 5321 section 4.4, and what mail servers
 * write in its comments instead). Syntax only: whom to believe is relay/walk.c's business. */
#ifndef MIME_RECEIVED_H
#define MIME_RECEIVED_H

#include "mime/destroy.h"
#include "mime/ip.h"

/* What sort of hand-over the field tells of. */
typedef enum {
    HOP_UNKNOWN, /* none of the below: no client address, and no format that may be passed over */
    HOP_SMTP,    /* from another host, its address shown */
    HOP_LOCAL,   /* inside one host: local submission, LMTP, a queue's own line, a content filter */
    HOP_FETCH,   /* fetched from a mailbox: POP3, IMAP */
    HOP_SUBMISSION, /* authenticated submission: the client logged in */
} HopKind;

/* Strings belong to the hop, in the octets of the field with folds turned into one space; NULL: not
 * shown. All of them are hostile but for what the walk believes. */
typedef struct {
    HopKind kind;
    const char *format; /* a literal: the format that kind was told by ("qmail queue"); NULL:
                           general form */
    IpAddress
        ip;     /* the client's, bits 0: none shown; never taken from what the client itself said */
    char *rdns; /* the client's reverse name as the server found it */
    char *helo; /* as the client gave it, or the only name there is; never looked up for trust */
    char *ident;      /* RFC 1413 answer, user@ or ident= */
    char *by;         /* the host that wrote the field */
    char *by_comment; /* the comment right behind by's host, where servers put their names:
                         "Postfix", "mailgateway 2403B92" */
    char *with;       /* protocol, comments left out: "ESMTPS" */
    char *id;
    char *for_address;   /* without angle brackets */
    char *envelope_from; /* without angle brackets; "" is the null sender */
    char *auth;     /* how the client logged in, as shown: "Authenticated sender: a@b", "ESMTPSA" */
    char *date;     /* what follows the last ";" at comment depth 0, trimmed */
    bool handed_in; /* HOP_LOCAL only: an account of by's host handed the message in, and may have
                       written all that stands below; false: a hand-over inside the mail system */
    char *user;     /* that account as the mail system knows it, never what the user chose: a number
                       ("1017", where both are shown) or a login name ("alice"). Exim lets its trusted
                       users set it (-oMt), sendmail nobody: "(from alice@localhost)" is who called it,
                       not -f. NULL: not shown, or not without doubt */
    bool shows_address;  /* somewhere in the value stands something that looks like an IP address,
                            believed or not */
    const char *problem; /* a literal; NULL: read to the end */
    size_t problem_at;   /* offset into the value, in octets */
} ReceivedHop;

/* Never fails: what could not be read stays NULL, and problem says why. value is what follows the
 * field's colon, may hold any octet, folds and NUL included, and is not kept. Linear in len. The
 * caller owns the hop. */
ReceivedHop *received_parse(const char *value, size_t len);
void received_hop_free(ReceivedHop *hop);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ReceivedHop, received_hop_free)
DESTROY_NOTIFY(received_hop_free)

/* "smtp", "local", "fetch", "submission", "unknown". */
const char *hop_kind_text(HopKind kind);

#endif
