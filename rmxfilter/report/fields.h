/* SPDX-License-Identifier: ISC */
/* The header fields that the filter writes. A field is a row of a table: its word in --headers,
 * its name, and the function that writes its value. Folding, quoting and cutting stand in
 * mime/quote.h.
 */
#ifndef REPORT_FIELDS_H
#define REPORT_FIELDS_H

#include "report/verdict.h"

/* A set of fields: one bit for each, in the order in which they are written. */
typedef enum {
    FIELD_STATUS = 1 << 0,
    FIELD_RESULTS = 1 << 1,
    FIELD_RELAY = 1 << 2,
    FIELD_RMX = 1 << 3,
    FIELD_FROM = 1 << 4,
    FIELD_AUTHENTICATION_RESULTS = 1 << 5,
    FIELD_RECEIVED_SPF = 1 << 6,
} FieldSet;

#define FIELDS_DEFAULT                                                                             \
    ((FieldSet)(FIELD_STATUS | FIELD_RESULTS | FIELD_RELAY | FIELD_RMX | FIELD_FROM))

/* Reads "status,relay". False, and *error (the bad word quoted, and the words there are),
 * otherwise. */
bool fields_parse(const char *list, FieldSet *fields, GError **error);

/* The fields asked for that have something to say, each "Name: value\n", folded below 78 columns
 * where possible (quote_field); printable ASCII, tab and LF only. The caller frees. */
char *fields_text(const Evidence *evidence, const Verdict *verdict, FieldSet fields);

/* "X-RMX-Status: error (why)\n", folded likewise. why may hold any octet. The caller frees. */
char *fields_error_text(const char *why);

#endif
