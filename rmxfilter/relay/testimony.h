/* SPDX-License-Identifier: ISC */
/* What hosts on the way found out about the message, and wrote into it. Whose word a field is shows
 * its place: what stands above the boundary was written by believed hosts, whatever name it bears;
 * what stands below, the sender could have written.
 *
 * Above the boundary is above the Received field that shows the origin. Where there is none (local
 * mail, a field that cannot be read), it is above the last Received field that is believed, but for
 * one that stands below a mailbox provider's inner fields and is none of the provider's: somebody
 * else wrote that one, and may have written what stands above it. Without any Received field
 * nothing stands above. */
#ifndef RELAY_TESTIMONY_H
#define RELAY_TESTIMONY_H

#include "mime/message.h"
#include "relay/walk_path.h"

typedef enum {
    TESTIMONY_ABOVE, /* above the boundary */
    TESTIMONY_NAMED, /* right below it, under a name that the user's host strips from outside; or
                        sealed by a sealer that the user named */
    TESTIMONY_BELOW, /* anywhere else: shown, never believed */
} TestimonyPosition;

/* Further results of a message are left out: a sender may write any number. */
enum { TESTIMONY_MAX = 200 };

/* One result of one field. Strings belong to the testimony, are hostile, NULL where not known. */
typedef struct {
    const char *field; /* "authentication-results", "received-spf", "arc-authentication-results",
                          "x-ms-exchange-authentication-results": literals */
    int index;         /* of the field among the fields of the message, from 0 */
    char *by;          /* the authserv-id or, where none is written, the believed host whose
                          Received field is the next one below; of Received-SPF its receiver */
    TestimonyPosition position;
    bool believed;
    char *method;   /* "dkim", in lower case */
    char *result;   /* "pass", in lower case */
    char *domain;   /* what the result is about: of dkim the signer, or a domain below it where only
                       an identity is written; of spf the envelope sender's or the HELO name; of
                       dmarc the author's. In the form of mail_domain(), and only where no sender
                       can have written method, result or domain (mime/results_property.h) */
    char *selector; /* header.s */
    char *value;    /* header.b: the first octets of a signature (RFC 6008) */
    bool used;      /* it stands in for what could not be checked here; set by who knows that */
    bool aligned;   /* the domain is the author's; likewise */
} Testimony;

typedef struct {
    const char *const *results; /* authserv-ids that the user's own host strips from outside; NULL:
                                   none */
    const char *const *own_names; /* of the user's own host; NULL: none are known */
    const GArray *sealed; /* guint: indices of ARC-Authentication-Results among the fields of the
                             message, which a sealer that the user named vouches for; NULL: none */
} TestimonyRules;

/* Testimony *, in the order of the message. The caller owns the array. */
GPtrArray *testimony_collect(const Message *message, const Walk *walk, const TestimonyRules *rules);

/* Where in the header block the fields end that are believed: those above the boundary, and those
 * right below it that are. Lent from the header block; NULL: no field is. */
const char *testimony_end(const Message *message, const Walk *walk, const TestimonyRules *rules);

/* The believed result about a domain by the host that saw the message first, which is the lowest
 * such field: where two hosts disagree, what came to the second one had been through the first
 * one's hands. Within one field a pass counts before the others: one signature may hold and another
 * not. selector NULL: any; a result that names none is about any. NULL: there is none. Lent. */
const Testimony *testimony_find(const GPtrArray *testimony, const char *method, const char *domain,
                                const char *selector);

/* The same about one signature: d=, s= and the first octets of b=, which are compared as far as the
 * host wrote them. */
const Testimony *testimony_of_signature(const GPtrArray *testimony, const char *domain,
                                        const char *selector, const char *value);

/* True where there is one and it says "pass". */
bool testimony_passed(const Testimony *testimony);

#endif
