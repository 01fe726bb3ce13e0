/* SPDX-License-Identifier: ISC */
/* Slips that people make in every setting alike, by habit from other programs: a comment behind a
 * value, quotation marks, the wrong separator in a list, a unit behind a number. Looked for only
 * where a reader has refused a value: what a reader takes is no slip. */
#ifndef SETTINGS_ADVICE_H
#define SETTINGS_ADVICE_H

#include <glib.h>
#include <stdbool.h>

/* What would be right in place of a value that was refused: one line that quotes the slip; NULL:
 * none of these slips. separator: what stands between the words of a list, ';' or ','; 0: the value
 * is no list. in_file: else it is an option's. The caller frees. */
char *settings_value_advice(const char *value, char separator, bool in_file);

/* The same for a line of a settings file that is none. A literal, which says what lines there are
 * where it knows no better; never NULL. */
const char *settings_line_advice(const char *line);

/* The seconds that a number with a unit is, such as "5m" or "500 ms"; negative: it is none. */
double settings_seconds_with_unit(const char *value);

#endif
