/* SPDX-License-Identifier: ISC */
/* The size of an RSA public key in DER. No arithmetic is done: no crypto library is needed. */
#ifndef LINT_RSA_KEY_H
#define LINT_RSA_KEY_H

#include "mime/cursor.h"

/* The bits of the modulus of a SubjectPublicKeyInfo (RFC 5280 section 4.1) or of an RSAPublicKey
 * alone (RFC 8017 appendix A.1.1), of which the octets are all; 0: they are neither. */
unsigned rsa_key_bits(const void *octets, size_t len);

#endif
