/* SPDX-License-Identifier: ISC */
/* What in a field of Authentication-Results can be relied on, although whoever sent the message
 * chose some of its octets. Whether its host is to be believed is for others to know. */
#ifndef MIME_RESULTS_PROPERTY_H
#define MIME_RESULTS_PROPERTY_H

#include "mime/results.h"

/* The value of a property of a method, "" where it is empty, lent as long as the results; NULL: not
 * there, or not sure.
 * Whoever sent the message chose what stands in values and comments, and hosts do not always quote
 * it. It answers in two cases only:
 *
 * - Nothing that a sender chose stands before it. This is Microsoft's form: no authserv-id, the
 *   first method, its comment "(sender IP is ADDRESS)", the first property. What follows behind the
 *   method's ";" cannot change that, be it broken.
 * - The field was read to its end without doubt, the property is the first of its type in its
 *   method (what a value breaks out into stands behind it), and wherever in the field a property of
 *   that name stands, in any method, it has the same value (but for ASCII case), and it stands
 *   nowhere inside a comment or a value: "(" in an address makes a comment of the host's own
 *   property. Without an authserv-id the method must be the first one. This holds for properties
 *   that the host always writes: who breaks out of a comment or a value to write one makes a second
 *   one of the host's.
 */
const char *results_property(const Results *results, const char *method, const char *ptype,
                             const char *property);

/* Whether the method with that index is the host's own word, and not one that a sender wrote by
 * breaking out of a value or a comment before it. The first method of a field always is. Others are
 * where the field was read without doubt, no HELO name stands before, and each method before is one
 * of these:
 *
 * - dkim; plain says that no tag of the message's signatures could break out.
 * - iprev with one property, which stands nowhere else: whoever breaks out of the reverse name, in
 *   the comment before it, makes a second one.
 * - spf without a comment but Microsoft's "(sender IP is ADDRESS)": comments hold a sender's
 *   address, and words of its domain's record. The domain alone of an envelope sender cannot break
 *   out: mail systems take no such domain.
 *
 * The values of the last two are single words: a quote that one text of a sender's opens and
 * another one closes has words of the host's between.
 *
 * An address that breaks out leaves its "@domain" behind what it wrote. So behind spf, and behind
 * dkim that is not plain, a method counts only if no "@" stands in it or behind it. */
bool results_method_is_hosts(const Results *results, guint method, bool plain);

/* What a dkim method says of its signature. All lent as long as the results. */
typedef struct {
    const char *domain;   /* header.d or, where that is not written, the domain of header.i, which
                             is the signer's or below it; NULL: not sure */
    const char *selector; /* header.s; NULL: not written; likewise below */
    const char *value;    /* header.b: the first octets of the signature (RFC 6008) */
} ResultsSignature;

/* The method with that index is dkim. Its domain is sure where the method is the host's own, plain
 * is true, each of its properties stands in it once, and header.i is inside header.d. */
ResultsSignature results_signature(const Results *results, guint method, bool plain);

#endif
