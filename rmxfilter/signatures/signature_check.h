/* SPDX-License-Identifier: ISC */
/* One signature against the key, the header and the body: what DKIM and ARC do alike. */
#ifndef SIGNATURES_SIGNATURE_CHECK_H
#define SIGNATURES_SIGNATURE_CHECK_H

#include "dns/dns.h"
#include "signatures/signature.h"
#include "signatures/signed_header.h"

/* What is known of a signature before its key is. The caller owns it. */
SignatureFinding *signature_finding_new(const Signature *signature);

/* The names of keys that were asked for, as texts: none so far. The caller owns it. */
GHashTable *signature_keys_new(void);

/* Asks for the key of a signature that has no problem, without waiting, unless its name is among
 * those asked; and adds it there. Such a question takes none of those that others may ask. */
void signature_prefetch_key(const Signature *signature, GHashTable *asked, Dns *dns);

/* Waits for the key, and sets what it says of the digest that was signed: result, problem, bits,
 * testing, authentic and aged of the finding. */
void signature_check_key(const Signature *signature, const uint8_t sha256[BODY_DIGEST_SIZE],
                         Dns *dns, SignatureFinding *finding);

/* The whole of it, for a signature of a message that has no problem. now, in seconds since the
 * epoch, is when x= is judged. */
void signature_check(const Signature *signature, SignedHeader *header, Dns *dns,
                     const BodyDigests *digests, time_t now, SignatureFinding *finding);

#endif
