/* SPDX-License-Identifier: ISC */
/* What results about schemes and about the author are both written with. */
#ifndef REPORT_RESULTS_PARTS_H
#define REPORT_RESULTS_PARTS_H

#include <glib.h>

/* Appends " PROPERTY=text", quoted where it must be (RFC 8601 section 2.2). text may be hostile;
 * NULL: nothing is appended. */
void results_append_property(GString *value, const char *property, const char *text);

/* Appends why a result is as it is, as a quoted string. why may be hostile. Apostrophes stand for
 * the quotation marks in it: it is prose, and escapes are hard on the eye. */
void results_append_why(GString *value, const char *why);

#endif
