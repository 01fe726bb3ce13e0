/* SPDX-License-Identifier: ISC */
/* The canonical forms of fields and bodies, simple and relaxed (RFC 6376 section 3.4): what a
 * signature is made over. Both stream: what comes out goes to a sink in pieces, and nothing is ever
 * held whole. A bare LF ends a line as CRLF does, because mail at rest has LF; a CR without LF is
 * an octet like any other, and so is NUL. */
#ifndef SIGNATURES_CANONICAL_H
#define SIGNATURES_CANONICAL_H

#include "signatures/body_digests.h"

#include <stddef.h>

/* Takes the next len octets, at least one; they are lent for the call. */
typedef void (*CanonicalSink)(void *context, const char *octets, size_t len);

/* One field as it stands in the message; lent. */
typedef struct {
    const char *octets; /* from the first octet of the name to the last of the value */
    size_t len;         /* without the last line ending */
    size_t gap_at;      /* octets that are left out, counted from the start of the field: */
    size_t gap_len;     /* what stands between "b=" and the next ";" of a signature; 0: none */
} CanonicalField;

/* The canonical form of a field (sections 3.4.1 and 3.4.2), with the CRLF at its end; is_last:
 * without it, as the signature field itself is hashed, which comes last (section 3.7). At most two
 * octets for each one of the field, and two more. */
void canonical_field(Canonical canonical, const CanonicalField *field, bool is_last,
                     CanonicalSink sink, void *context);

/* Where a body's canonical form stands between two chunks: of the same size however long lines are
 * and however many are empty. A copy goes on on its own. */
typedef struct {
    Canonical canonical;
    uint64_t ends;  /* line ends that are held back: those at the end of the body do not count */
    bool is_cr;     /* the octet before was CR */
    bool is_blank;  /* relaxed: blanks are held back: those at the end of a line do not count */
    bool has_begun; /* an octet came out */
} CanonicalBody;

/* Before the first octet of a body. */
CanonicalBody canonical_body(Canonical canonical);

/* The next len octets of the body (sections 3.4.3 and 3.4.4). Where chunks end makes no difference
 * to what comes out in the end. At most two octets for each one. */
void canonical_body_add(CanonicalBody *body, const char *octets, size_t len, CanonicalSink sink,
                        void *context);

/* The end of the body: its last line ending, if it has one. An empty body is CRLF in simple form,
 * and nothing in relaxed form. */
void canonical_body_end(CanonicalBody *body, CanonicalSink sink, void *context);

#endif
