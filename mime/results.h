/* SPDX-License-Identifier: ISC */
/* Authentication-Results (RFC 8601 section 2.2): what some host found out about a message, by the
 * field's grammar and not by a search for words: senders choose part of what stands in it. Whose
 * word the field is, and whether to believe it, the caller says (by its place); what in it no
 * sender can have written: mime/results_property.h.
 *
 * Beside the grammar these are read, which real hosts write: no authserv-id (Microsoft), properties
 * without a type ("action=none"), values without quotes of any octets but blanks, ";", parentheses,
 * quotes and backslashes, empty values, empty parts, a receiver's bare domain as a part
 * (Microsoft), a value that is wholly encoded (RFC 2047), and an ARC field's "i=1;" in front (RFC
 * 8617 section 4.1.1). */
#ifndef MIME_RESULTS_H
#define MIME_RESULTS_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/* More are a problem: the most seen in a real field are about 30 and 10. */
enum { RESULTS_MAX = 200, RESULTS_PROPERTIES_MAX = 64 };

/* Names are in lower case, values as they were meant: quotes and backslashes undone, unless they
 * stand around the local part of an address. */
typedef struct {
    char *ptype; /* "smtp", "header", "policy"; NULL: none written */
    char *property;
    char *value; /* "" is possible */
} ResultsProperty;

typedef struct {
    size_t at;             /* where it begins in the field's text, in octets */
    char *method;          /* "spf", in lower case */
    unsigned version;      /* 1 unless written */
    char *result;          /* "pass", in lower case; any word */
    char *comment;         /* the first one behind the result, folds undone; NULL: none */
    char *reason;          /* NULL: none */
    GPtrArray *properties; /* ResultsProperty *, as they stand */
} ResultsMethod;

typedef struct {
    unsigned instance;   /* ARC's "i="; 0: none */
    char *authserv_id;   /* who says so; NULL: not written */
    unsigned version;    /* 1 unless written */
    GPtrArray *methods;  /* ResultsMethod *, as they stand; those that ended before the problem */
    char *text;          /* all of it, as read: decoded where it was encoded, NULs as "?" */
    bool doubtful;       /* two readers could read it differently; true for each problem */
    const char *problem; /* a literal; NULL: read to the end */
    size_t problem_at;   /* offset into the value, or into what it says where it is encoded */
} Results;

/* Never fails: reading ends at the first problem, and the method in which that stands is left out.
 * value may hold any octet, folds and NUL included, and is not kept. The caller owns the results.
 */
Results *results_parse(const char *value, size_t len);
void results_free(Results *results);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Results, results_free)

#endif
