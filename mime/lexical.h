/* SPDX-License-Identifier: ISC */
/* What header field values with a grammar have in common (RFC 5322 section 3.2): blanks, folds,
 * comments, quoted strings. Received fields are not among them: their writers keep to no grammar.
 */
#ifndef MIME_LEXICAL_H
#define MIME_LEXICAL_H

#include "mime/cursor.h"

/* A run of blanks, folds and comments. */
typedef struct {
    bool any;        /* there was something */
    size_t comments; /* how many, not counting those inside others */
    Cursor first;    /* inside of the first one */
    bool unpaired;   /* a comment with an odd number of quotes: half of somebody's quoted string */
} Cfws;

/* Takes [CFWS] (RFC 5322 section 3.2.2), comments in comments and quoted pairs understood. A
 * comment that never ends, or a control octet in one, is a problem of c. */
Cfws lexical_cfws(Cursor *c);

/* A letter, a digit, "-" or "_": what names in these grammars are made of. */
bool lexical_is_name(unsigned char octet);

/* Takes such a name, in lower case; "" where there is none. The caller frees. */
char *lexical_name(Cursor *c);

/* An octet of a word that nobody quoted: no blank, control octet, ";", parenthesis, quote or
 * backslash. Addresses, paths in angle brackets and base64 are made of such; octets of UTF-8 too.
 */
bool lexical_is_word(unsigned char octet);

/* True where text is of nothing but such octets, or empty. */
bool lexical_is_one_word(const char *text);

/* Takes a value as these fields have it: a word, a quoted string (given without its quotes), or an
 * address with a quoted local part (given as it stands). "" where there is none; text glued to the
 * end of a quoted string is a problem of c. The caller frees. */
char *lexical_value(Cursor *c);

/* How often name and "=" behind it stand in text, wherever that is, in any ASCII case: more often
 * than it was read as a name of this grammar, and a comment or a quoted string has swallowed one.
 */
size_t lexical_count(const char *text, const char *name);

#endif
