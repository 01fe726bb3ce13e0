/* SPDX-License-Identifier: ISC */
/* A key record (RFC 6376 section 3.6.1): the key with which a domain's signatures are checked. */
#ifndef SIGNATURES_KEY_H
#define SIGNATURES_KEY_H

#include "signatures/public_key.h"
#include "signatures/signatures.h"

typedef enum { KEY_RSA, KEY_ED25519 } KeyKind;

typedef struct {
    KeyKind kind;           /* k= */
    GByteArray *octets;     /* p=; NULL: there is none that can be read */
    RsaKey rsa;             /* KEY_RSA: slices of the octets */
    Cursor ed25519;         /* KEY_ED25519: likewise, ED25519_OCTETS long */
    unsigned bits;          /* 0: not known */
    bool testing;           /* t=y: the domain is only trying */
    bool strict;            /* t=s: i= must be of the very domain d= */
    bool revoked;           /* p= is empty: there was one */
    SignatureResult result; /* SIGNATURE_PASS: signatures can be checked with it */
    const char *problem;    /* a literal; NULL: they can */
} Key;

/* Reads a TXT record. NULL: it is no key record, but something else, or of another version, which
 * counts as not there (section 3.6.1, v=). The caller owns the key. */
Key *key_read(Cursor record);
void key_free(Key *key);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Key, key_free)
DESTROY_NOTIFY(key_free)

/* The name at which the key of a selector stands: both without a last dot. The caller frees. */
char *key_name(const char *selector, const char *domain);

#endif
