/* SPDX-License-Identifier: ISC */
/* What in a field of Authentication-Results can be relied on, although whoever sent the message
 * chose some of its octets. */
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

#endif
