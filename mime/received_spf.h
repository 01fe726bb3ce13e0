/* SPDX-License-Identifier: ISC */
/* Received-SPF (RFC 7208 section 9.1): what a host's own SPF check found, with the addresses that
 * it was about. Beside the grammar these are read, which real hosts write: values without quotes of
 * any octets but blanks, ";", parentheses, quotes and backslashes, pairs without a semicolon
 * between them, empty values, and a value that is wholly encoded (RFC 2047). */
#ifndef MIME_RECEIVED_SPF_H
#define MIME_RECEIVED_SPF_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/* More pairs are a problem: the most seen in a real field are 8. */
enum { RECEIVED_SPF_PAIRS_MAX = 64 };

typedef struct {
    char *key;   /* "envelope-from", in lower case */
    char *value; /* quotes undone, unless they stand around a local part; "" is possible */
    bool quoted; /* it had quotes */
} ReceivedSpfPair;

typedef struct {
    char *result;        /* "pass", in lower case; any word */
    char *comment;       /* the first one, folds undone; NULL: none */
    GPtrArray *pairs;    /* ReceivedSpfPair *, as they stand */
    char *text;          /* all of it, as read: decoded where it was encoded, NULs as "?" */
    bool doubtful;       /* two readers could read it differently; true for each problem */
    const char *problem; /* a literal; NULL: read to the end */
} ReceivedSpf;

/* Never fails: reading ends at the first problem. value may hold any octet, folds and NUL included,
 * and is not kept. The caller owns the result. */
ReceivedSpf *received_spf_parse(const char *value, size_t len);
void received_spf_free(ReceivedSpf *spf);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ReceivedSpf, received_spf_free)

/* The value of a key ("envelope-from"), lent as long as the field; NULL: not there, or not sure.
 * Senders choose the addresses in the comment, and their HELO name, and hosts do not always quote
 * them. It answers only where the field was read to its end without doubt (a comment that does not
 * stand right behind the result is one: a sender who breaks out of the first has to leave the rest
 * of the host's words somewhere), where the key stands once, or always with the same value and
 * nowhere inside a comment or a value (where "(" in an address puts the host's own key), and where
 * no HELO name without quotes stands before it, unless "identity" stands before that: hosts that
 * write both in this order write all of the keys. */
const char *received_spf_value(const ReceivedSpf *spf, const char *key);

#endif
