/* SPDX-License-Identifier: ISC */
/* Every setting is a row: its option, its key in the files, and one reader for both, so that both
 * take the same values and complain in the same words. */
#ifndef SETTINGS_TABLE_H
#define SETTINGS_TABLE_H

#include "settings/settings.h"

/* One setting. */
typedef struct {
    const char *option;      /* NULL: in a file only */
    char letter;             /* 0: none */
    const char *group, *key; /* in a file; NULL: on the command line only */
    const char *usual;       /* the value that holds where nothing is said; NULL: none, or as the
                                host has it */
    bool flag;               /* the option takes no value */
    bool look;               /* of the answer: no matter of what is answered */
    bool sums;               /* the values of all sources count, not the last one's alone */
    bool adds;               /* repeatable: values are joined with semicolons */
    char separator;          /* of a list; 0: the value is no list */

    /* Takes the value, or says what is wrong with it; NULL: what it says is needed to find the
     * sources. */
    bool (*read)(Settings *settings, const char *value, GError **error);
} Setting;

/* Rows that code refers to, and their number. */
enum { SETTING_CONFIG, SETTING_TRUST, SETTING_SCHEMES = 9, SETTINGS = 33 };

/* In the order in which they are read. */
extern const Setting settings_table[SETTINGS];

#endif
