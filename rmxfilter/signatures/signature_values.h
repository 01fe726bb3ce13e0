/* SPDX-License-Identifier: ISC */
/* Values of the tags of a signature, each by its own grammar (RFC 6376 section 3.5): what they say,
 * and not what follows from it. Cursors are over values without blanks at both ends. */
#ifndef SIGNATURES_SIGNATURE_VALUES_H
#define SIGNATURES_SIGNATURE_VALUES_H

#include "mime/cursor.h"
#include "signatures/body_digests.h"

/* Later than any time: a number of more than 12 digits (section 3.5, x=). */
#define SIGNATURE_TIME_MAX G_MAXUINT64

/* c=: the forms of the header and of the body; "relaxed" is "relaxed/simple". False: one of them is
 * not known. */
bool signature_value_canonical(Cursor value, Canonical *header, Canonical *body);

/* d= and s=: a name in A-labels, from U-labels too (RFC 8616), in lower case and without a last
 * dot; NULL: it is none that can be asked for. The caller frees. */
char *signature_value_domain(Cursor value);

/* i=: [ Local-part ] "@" domain-name, without the blanks and folds that may stand anywhere in it,
 * and in *domain its domain, as signature_value_domain gives it. NULL: it is none, or longer than
 * an identity can be. The caller frees both. */
char *signature_value_identity(Cursor value, char **domain);

/* t= and x=: seconds since the epoch, in decimal digits; false: it is no such number. */
bool signature_value_time(Cursor value, guint64 *seconds);

/* Whether an octet may stand in the name of a field: ftext of RFC 5322 section 3.6.8, all that can
 * be seen but ":". */
bool signature_is_name_octet(unsigned char octet);

/* h=: names of fields between colons, at least one, and none of them empty. */
bool signature_value_is_names(Cursor value);

#endif
