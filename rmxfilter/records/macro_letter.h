/* SPDX-License-Identifier: ISC */
/* What the letters of macros stand for (RFC 7208 sections 7.2 and 7.3). */
#ifndef RECORDS_MACRO_LETTER_H
#define RECORDS_MACRO_LETTER_H

#include "records/macro.h"

/* True where the octet (-1: none) is a letter of either case; in a domain-spec c, r and t are none.
 */
bool macro_letter_known(int octet, bool in_domain);

/* The value of a known letter; NULL: it needs an answer that may not be asked for now. The caller
 * frees. */
char *macro_letter_value(char letter, const MacroContext *context);

#endif
