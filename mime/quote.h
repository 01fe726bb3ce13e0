/* SPDX-License-Identifier: ISC */
/* The way out for text from outside: one function for each grammar that this program writes.
 * Domains, HELO names, records and explanations were written by whoever sent the message or owns
 * the domain. Whatever they hold, they never start a line, never end a comment or a quoted string
 * early, and are cut to a length.
 *
 * Common to all: octets other than printable ASCII, and those that would end a quoted string or a
 * comment, are written as "%" and two hexadecimal digits, a run of blanks as one blank, blanks at
 * the ends not at all, and "=?" as "=%3F", so that no reader takes it for an encoded word (RFC
 * 2047) and decodes what was never encoded. Where a field holds results, ";" is escaped inside
 * comments and quoted strings, too: it would be harmless by the grammar, but SpamAssassin's SPF
 * plugin looks for ";spf=pass" anywhere in such a field. A text longer than max octets is cut there
 * and ends in "...". An escape takes at most three octets, so that max octets are at most 3 * max +
 * 3 on the way out, and two more for quotes. */
#ifndef MIME_QUOTE_H
#define MIME_QUOTE_H

#include <glib.h>
#include <stdbool.h>

/* Longest texts, in octets before quoting. A word that cannot be folded stays below the 998 octets
 * that a line may have (RFC 5322 section 2.1.1), even if every octet is escaped. */
#define QUOTE_NAME_MAX   255          /* domains, HELO names (RFC 1035 section 2.3.4), addresses */
#define QUOTE_REASON_MAX 300          /* reasons and problems */
#define QUOTE_ALL        ((size_t)-1) /* not cut: for JSON's and the terminal's long texts */

/* Columns that a line of a header field keeps below where it can be folded. */
#define QUOTE_COLUMNS 78

/* Words for people, outside any grammar. */
void quote_words(GString *out, const char *text, size_t max);

/* The same as a new string; the caller frees. */
char *quote_words_text(const char *text, size_t max);

/* RFC 8601's value: a token (RFC 2045 section 5.1) where text is one, otherwise a quoted string.
 * Both are a pvalue, too. */
void quote_value(GString *out, const char *text, size_t max);

/* A quoted string, always. */
void quote_string(GString *out, const char *text, size_t max);

/* The value of a key in Received-SPF (RFC 7208 section 9.1): a dot-atom (RFC 5322 section 3.2.3)
 * where text is one, otherwise a quoted string. */
void quote_dot_atom(GString *out, const char *text, size_t max);

/* A comment with its parentheses (RFC 5322 section 3.2.2); those inside stay where they pair. */
void quote_comment(GString *out, const char *text, size_t max);

/* Likewise one with no comment inside: whoever looks for "(WORD" finds no word from outside. */
void quote_flat_comment(GString *out, const char *text, size_t max);

/* The same for a field that holds results: ";" is escaped, too. */
void quote_results_comment(GString *out, const char *text, size_t max);

/* One word without blanks, outside any grammar: a value of KEY=VALUE in a line of a log. Otherwise
 * than above blanks are escaped, too, as are quotation marks and "%", and max counts the octets on
 * the way out, "..." with them. */
void quote_unbroken(GString *out, const char *text, size_t max);

/* What a token is made of (RFC 2045 section 5.1). */
bool quote_is_token_octet(unsigned char octet);

/* True where text is a token: what quote_value writes without quotes. */
bool quote_is_token(const char *text);

/* "NAME: VALUE\n". value holds printable ASCII, blanks where it may be folded, and LF where it
 * shall be. Lines are kept below QUOTE_COLUMNS where there is a blank to fold at, one inside a
 * quoted string only where there is no other. Continuation lines are never empty; they begin with a
 * tab (counted as eight columns), inside quoted strings and comments with the text's own blank. */
void quote_field(GString *out, const char *name, const char *value);

#endif
