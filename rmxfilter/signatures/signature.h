/* SPDX-License-Identifier: ISC */
/* A DKIM-Signature field (RFC 6376 section 3.5), or one of the two of ARC that are made like it
 * (RFC 8617 sections 4.1.2 and 4.1.3), read and held against all rules that need neither key nor
 * body.
 */
#ifndef SIGNATURES_SIGNATURE_H
#define SIGNATURES_SIGNATURE_H

#include "mime/message.h"
#include "signatures/body_digests.h"
#include "signatures/signatures.h"

typedef enum {
    ALGORITHM_UNKNOWN,
    ALGORITHM_RSA_SHA1,
    ALGORITHM_RSA_SHA256,
    ALGORITHM_ED25519_SHA256, /* RFC 8463 */
} SignatureAlgorithm;

/* Fields that are signatures; each a bit. */
typedef enum {
    SIGNATURE_OF_DKIM = 1,    /* DKIM-Signature */
    SIGNATURE_OF_MESSAGE = 2, /* ARC-Message-Signature */
    SIGNATURE_OF_SETS = 4,    /* ARC-Seal */
} SignatureForm;

/* The highest i= of ARC (RFC 8617 section 4.2.1). */
#define ARC_INSTANCE_MAX 50

/* Strings are the signature's own, and NULL where not known; cursors are lent, slices of the field.
 */
typedef struct {
    int index;           /* of the field among the fields of the message */
    Cursor field;        /* all of it, from its name on */
    size_t gap_at;       /* offset in the field of what stands between "b=" and the next ";"... */
    size_t gap_len;      /* ... and its length, blanks included */
    char *domain;        /* d=: A-labels, lower case, no last dot */
    char *selector;      /* s=, likewise */
    char *identity;      /* i= without blanks, else "@" and the domain */
    bool identity_below; /* i= is of a subdomain of d=, not of d= itself */
    unsigned instance;   /* i= of ARC, from 1 to ARC_INSTANCE_MAX; 0: not known */
    Cursor chain;        /* cv= of ARC-Seal */
    char *algorithm;     /* a=, lower case */
    SignatureAlgorithm kind;
    Canonical header, body;           /* c= */
    Cursor names;                     /* h=: names of fields between colons, none empty */
    GByteArray *value;                /* b=, any number of octets */
    uint8_t digest[BODY_DIGEST_SIZE]; /* bh= */
    bool timed, expires;              /* there is a t=, an x= */
    guint64 made_at, expires_at;      /* in seconds since the epoch */
    SignatureResult result;           /* SIGNATURE_PASS: nothing is wrong so far */
    const char *problem;              /* a literal; NULL: nothing is */
} Signature;

/* Reads a field, which must outlive the result. Never NULL; the caller owns it. */
Signature *signature_read(const MessageField *field);

/* The same of a field of another form. ARC-Seal has neither names nor a digest of the body. */
Signature *signature_read_form(const MessageField *field, SignatureForm form);
void signature_free(Signature *signature);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Signature, signature_free)
DESTROY_NOTIFY(signature_free)

/* Reads the signature fields of a message, which must outlive them, and refuses those beyond
 * SIGNATURES_MAX that could hold: Signature *, in the order of the message, SIGNATURES_LISTED_MAX
 * at most. The caller owns the array. */
GPtrArray *signatures_read(const Message *message);

/* Notes what is wrong, unless something is already. problem is a literal. */
void signature_refuse(Signature *signature, SignatureResult result, const char *problem);

/* The first eight characters of b= (RFC 6008 section 4), fewer where it is shorter; NULL: it is
 * empty, or cannot be read. The caller frees. */
char *signature_value_text(const Signature *signature);

#endif
