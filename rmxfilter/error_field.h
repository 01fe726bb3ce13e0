/* SPDX-License-Identifier: ISC */
/* The one field that the guard writes by itself: why there is no verdict. Plain C, no memory but
 * the caller's. */
#ifndef ERROR_FIELD_H
#define ERROR_FIELD_H

#include <stddef.h>

#define ERROR_REASON_MAX 200 /* octets */

/* Room for the field of a reason of that length, however often it is folded. */
#define ERROR_FIELD_MAX (2 * ((size_t)ERROR_REASON_MAX + 32))

/* Writes "X-RMX-Status: error (REASON)\n" to octets, of which there are ERROR_FIELD_MAX, and
 * returns its length; there is no NUL. Lines stay below 78 columns where there is a blank to fold
 * at. reason: at most ERROR_REASON_MAX octets, words with one blank between; others than printable
 * ASCII come out as '?'. */
size_t error_field(char *octets, const char *reason);

#endif
