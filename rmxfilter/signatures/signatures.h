/* SPDX-License-Identifier: ISC */
/* DKIM (RFC 6376, with RFC 8301, 8463 and 8616): what the signatures of a message prove. A
 * signature is no scheme: it says nothing of the machine that handed the message over, but that the
 * signed parts are as they were when a domain signed them. Anybody can hand such a message on. */
#ifndef SIGNATURES_SIGNATURES_H
#define SIGNATURES_SIGNATURES_H

#include "dns/dns.h"
#include "mime/destroy.h"
#include "mime/message.h"
#include "signatures/body_digests.h"

#include <time.h>

/* Signatures that are checked, of those that could hold; further ones are listed with a problem. */
#define SIGNATURES_MAX 10

/* Signature fields that are listed: a header block could hold a hundred thousand. */
#define SIGNATURES_LISTED_MAX 100

/* RFC 8601 section 2.7.1. */
typedef enum {
    SIGNATURE_PASS,
    SIGNATURE_FAIL,      /* the message is not what was signed */
    SIGNATURE_POLICY,    /* of a kind that is not accepted here, such as rsa-sha1 and l= */
    SIGNATURE_NEUTRAL,   /* its tags cannot be read, or it is to be ignored */
    SIGNATURE_TEMPERROR, /* the key could not be asked for, or the body is not at hand */
    SIGNATURE_PERMERROR, /* there is no key, or none that can be used */
} SignatureResult;

/* Strings belong to the finding, are hostile, and NULL where not known. */
typedef struct {
    int index;       /* of its field among the fields of the message, from 0 */
    char *domain;    /* d=, in lower case, without the last dot */
    char *selector;  /* s= */
    char *identity;  /* i=, as it came, or "@" and the domain */
    char *algorithm; /* a=, "rsa-sha256", in lower case */
    char *value;     /* the first octets of b=, which tell signatures apart (RFC 6008) */
    SignatureResult result;
    char *problem;  /* why it did not pass, for people; NULL: it did */
    unsigned bits;  /* of the key; 0: not known */
    bool testing;   /* the key says that its domain is only trying (t=y) */
    bool authentic; /* the answer with the key was */
    bool aged;  /* what is said against it need not have held when it was made: it has expired, or
                   there is no key any more */
    bool added; /* something stands beside what it signs, or could be read in two ways, which some
                   readers show in place of that: so it was at every host that has seen it */
    bool unquoted; /* it holds only for the body with ">From " lines read as "From " */
    bool aligned;  /* the domain is the author's, by the author's policy; set by who knows that */
    const char *passed_at; /* the believed host that saw the message earlier, and where this one
                              passed; NULL: none. Set by who knows that, lent by the testimony */
} SignatureFinding;

void signature_finding_free(SignatureFinding *finding);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SignatureFinding, signature_finding_free)
DESTROY_NOTIFY(signature_finding_free)

/* "pass", "temperror": the word of RFC 8601 section 2.7.1. */
const char *signature_result_text(SignatureResult result);

typedef struct Signatures Signatures;

/* Reads the signature fields of a message, and asks for their keys without waiting: within limits
 * of their own (dns_allow_more). Without a signature field it does nothing. Everything is lent for
 * as long as the result lives; the caller owns that. */
Signatures *signatures_new(const Message *message, Dns *dns);
void signatures_free(Signatures *signatures);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Signatures, signatures_free)

/* How many signature fields are listed. */
unsigned signatures_count(const Signatures *signatures);

/* Waits for the keys, and checks each signature against the digests of the body. now, in seconds
 * since the epoch, is when x= is judged. SignatureFinding *, one for each signature field that is
 * listed, in the order of the message. The caller owns the array. */
GPtrArray *signatures_check(Signatures *signatures, const BodyDigests *digests, time_t now);

#endif
