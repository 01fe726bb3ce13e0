/* SPDX-License-Identifier: ISC */
/* What hosts on the way found out about the message, and wrote into it. The place of a field shows
 * whose word it is: what stands above the boundary was written by believed hosts, whatever name it
 * bears; what stands below, the sender could have written. */
#ifndef RELAY_TESTIMONY_H
#define RELAY_TESTIMONY_H

#include "relay/testimony_place.h"

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
    bool sealed;    /* believed for its sealer alone: it is about a client further down than the
                       boundary's, and holds for every copy of the message that somebody sends */
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

/* Testimony *, in the order of the message. The caller owns the array. *end, if end is not NULL, is
 * where in the header block the fields end that are believed: those above the boundary, and those
 * right below it that are; lent from the header block, NULL: no field is. */
GPtrArray *testimony_collect(const Message *message, const Walk *walk, const TestimonyRules *rules,
                             const char **end);

/* The believed result about a domain by the host that saw the message first, which is the lowest
 * such field: where two hosts disagree, what came to the second one had been through the first
 * one's hands. Within one field a pass counts before the others: one signature may hold and another
 * not. selector NULL: any; a result that names none is about any. Of "spf" no sealed result is
 * taken: it does not say who sent this copy. NULL: there is none. Lent. */
const Testimony *testimony_find(const GPtrArray *testimony, const char *method, const char *domain,
                                const char *selector);

/* The same about one signature: d=, s= and the first octets of b=, which are compared as far as the
 * host wrote them. */
const Testimony *testimony_of_signature(const GPtrArray *testimony, const char *domain,
                                        const char *selector, const char *value);

/* True where there is one and it says "pass". */
bool testimony_passed(const Testimony *testimony);

#endif
