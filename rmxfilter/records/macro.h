/* SPDX-License-Identifier: ISC */
/* Macro strings (RFC 7208 section 7): the domain-spec of a mechanism or modifier, and the text of
 * an explanation. A string is checked once, with the record that it stands in, and expanded as
 * often as it is needed. */
#ifndef RECORDS_MACRO_H
#define RECORDS_MACRO_H

#include "mime/cursor.h"
#include "records/match.h"
#include "records/scheme.h"

/* The longest name that is asked; a longer one loses labels from the left (section 7.3). */
#define MACRO_DOMAIN_MAX 253

/* No more of an explanation is kept. */
#define MACRO_TEXT_MAX 4096

/* What the letters stand for. */
typedef struct {
    const Claim *claim;
    const char *domain; /* of the record at hand: %{d} */
    Matcher *matcher;   /* for %{p}; NULL: nothing may be asked now */
} MacroContext;

/* Each reads to the end of the cursor, or up to a problem there: a domain-spec (letters c, r and t
 * are problems), a macro-string with any letter, an explain-string (with spaces). */
void macro_check_domain(Cursor *c);
void macro_check_string(Cursor *c);
void macro_check_text(Cursor *c);

/* The target-name for a spec that was checked, without a last dot, cut to MACRO_DOMAIN_MAX; it may
 * still be no valid name. NULL where nothing can match: a letter stands for octets that no name
 * holds (RFC 8616 section 4), it needs an answer that may not be asked for, or the name is absurdly
 * long. The caller frees. */
char *macro_domain(Cursor spec, const MacroContext *context);

/* True where expanding a spec that was checked asks for the client's reverse names: %{p}. */
bool macro_asks(Cursor spec);

/* True where a spec that was checked has no letters but these (lower case), in either case. With
 * letters "" it is the same name for every client and sender. */
bool macro_uses_only(Cursor spec, const char *letters);

/* The text of an explain-string that was checked, cut to MACRO_TEXT_MAX octets. The caller frees.
 */
char *macro_text(Cursor text, const MacroContext *context);

#endif
